{{- define "worker.name" }}{{ .Release.Name }}-{{ .Chart.Name }}{{ end }}
{{- define "shared.label" }}from the worker{{ end }}
