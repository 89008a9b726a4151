{{/* A definition that is used with and without data. */}}
{{- define "language.name" -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "language.pair" }}{{ .left }}={{ .right }}{{ end }}

{{- define "language.dollar" }}{{ $.Values.text }}/{{ with .Values.table }}{{ $.Release.Name }}{{ .a }}{{ end }}{{ end }}

{{- define "language.count" -}}
{{- if gt (int .) 0 }}{{ . }} {{ include "language.count" (sub . 1) }}{{ end -}}
{{- end -}}

{{ define "language.lines" }}
first

  second
{{ end }}

{{- define "language.twice" }}from the helpers{{ end -}}
{{- define "language.empty" }}{{ end -}}
{{- define "language.kept" }}kept{{ end -}}
text outside of definitions is written nowhere
