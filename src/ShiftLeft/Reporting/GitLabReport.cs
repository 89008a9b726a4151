using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ShiftLeft.Policy;
using ShiftLeft.Rules;

namespace ShiftLeft.Reporting;

/// <summary>The report as GitLab's Code Quality reads it (docs.gitlab.com/ci/testing/code_quality), which shows findings in merge requests.</summary>
static class GitLabReport
{
    public static string Render(Report report)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartArray();
            foreach (var (finding, fingerprint) in report.Findings.Zip(Fingerprint.Of(report.Findings)))
            {
                if (finding.Suppression is null) Write(json, finding, fingerprint);
            }
            json.WriteEndArray();
        }
        return JsonText.WithoutLogCommands(Encoding.UTF8.GetString(bytes.WrittenSpan)) + "\n";
    }

    static void Write(Utf8JsonWriter json, Finding finding, Fingerprint fingerprint)
    {
        json.WriteStartObject();
        json.WriteString("description", $"{finding.Message}. Fix: {finding.Fix?.Title ?? TextReport.FirstParagraph(finding.Rule.Fix)}");
        json.WriteString("check_name", $"{finding.Rule.Id} {finding.Rule.Name}");
        json.WriteString("fingerprint", fingerprint.Key);
        json.WriteString("severity", finding.Level switch { Level.Error => finding.Rule.SecuritySeverity >= 9 ? "blocker" : "critical", Level.Warning => "major", _ => "info" });
        json.WriteStartObject("location");
        json.WriteString("path", finding.Location.Path);
        json.WriteStartObject("lines");
        json.WriteNumber("begin", finding.Location.Start.Line + 1);
        json.WriteNumber("end", finding.Location.End.Line + 1);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
