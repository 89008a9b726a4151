{{- define "errors.endless" }}{{ include "errors.endless" . }}{{ end }}
{{- define "errors.inner" }}{{ required "the inner one asks for it" .Values.missing }}{{ end }}
{{- define "errors.outer" }}
{{ include "errors.inner" . }}
{{ end }}
{{- define "errors.fails" }}{{ .Values.missing.field }}{{ end }}
