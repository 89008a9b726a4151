{{- define "orders-api.name" -}}
{{- .Chart.Name | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "orders-api.selector" -}}
app.kubernetes.io/name: {{ include "orders-api.name" . }}
{{- end }}

{{- define "orders-api.image" -}}
{{- with .Values.image -}}
{{ .repository }}:{{ .tag | default $.Chart.AppVersion }}@{{ required "image.digest pins the image" .digest }}
{{- end }}
{{- end }}
