{{- define "orders-api.name" -}}
{{- .Chart.Name | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "orders-api.labels" -}}
app: {{ include "orders-api.name" . }}
{{- end }}

{{- define "orders-api.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}
