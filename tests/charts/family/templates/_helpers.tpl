{{- define "shared.label" }}from the family{{ end }}
{{- define "family.labels" -}}
app: {{ .Chart.Name }}
release: {{ .Release.Name }}
{{- end }}
