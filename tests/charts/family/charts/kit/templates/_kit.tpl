{{- define "kit.name" }}{{ .Release.Name }}-{{ .Chart.Name }}{{ end }}
{{- define "kit.value" }}{{ .Values.value | default "no value of the kit" }}{{ end }}
