using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ShiftLeft.Policy;
using ShiftLeft.Rules;
using ShiftLeft.Text;

namespace ShiftLeft.Reporting;

/// <summary>
/// The report for programs. The shape is stable within <c>version</c>: keys are always there, absent things are null or empty, and new
/// keys may come. Lines and columns count from one, columns in UTF-16 units, ends are exclusive. docs/json.md describes it.
/// </summary>
sealed class JsonReport
{
    public const int Version = 1;

    readonly Utf8JsonWriter json;

    JsonReport(Utf8JsonWriter json) => this.json = json;

    public static string Render(Report report)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Options)) new JsonReport(json).Write(report);
        return JsonText.WithoutLogCommands(Encoding.UTF8.GetString(bytes.WrittenSpan)) + "\n";
    }

    static readonly JsonWriterOptions Options =
        new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    void Write(Report report)
    {
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        json.WriteStartObject("tool");
        json.WriteString("name", "shiftleft");
        json.WriteString("version", Product.Version);
        json.WriteEndObject();
        json.WriteStartObject("verdict");
        json.WriteString("outcome", report.Verdict.Outcome switch { Outcome.Within => "within", Outcome.Over => "over", _ => "failed" });
        WriteStrings("reasons", report.Verdict.Reasons);
        json.WriteEndObject();
        json.WriteStartObject("counts");
        json.WriteNumber("error", report.Count(Level.Error));
        json.WriteNumber("warning", report.Count(Level.Warning));
        json.WriteNumber("info", report.Count(Level.Info));
        json.WriteNumber("suppressed", report.Suppressed.Total());
        json.WriteEndObject();
        WriteSince(report.Since);
        json.WriteStartArray("findings");
        foreach (var finding in report.Findings) Write(finding);
        json.WriteEndArray();
        json.WriteStartArray("files");
        foreach (var file in report.Files)
        {
            json.WriteStartObject();
            json.WriteString("path", file.Path);
            json.WriteString("kind", file.Kind);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("leftOut");
        foreach (var leftOut in report.LeftOut)
        {
            json.WriteStartObject();
            json.WriteString("reason", leftOut.Key);
            json.WriteString("message", leftOut.Words);
            json.WriteNumber("count", leftOut.Count);
            WriteStrings("paths", leftOut.Paths);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    void WriteSince(Since? since)
    {
        if (since is null)
        {
            json.WriteNull("since");
            return;
        }
        json.WriteStartObject("since");
        json.WriteString("revision", since.Name);
        json.WriteString("commit", since.Commit);
        json.WriteNumber("older", since.Older);
        json.WriteNumber("unjudged", since.Unjudged);
        json.WriteEndObject();
    }

    void Write(Finding finding)
    {
        json.WriteStartObject();
        json.WriteString("rule", finding.Rule.Id);
        json.WriteString("name", finding.Rule.Name);
        json.WriteString("practice", PracticeName.KeyOf(finding.Rule.Practice));
        json.WriteString("level", LevelName.Of(finding.Level));
        json.WriteString("message", finding.Message);
        WritePlace(finding.Location);
        json.WriteString("help", RulePage.Address(finding.Rule));
        WriteStrings("environments", finding.Environments);
        WriteSubject(finding.Subject);
        WriteOccurrences(finding.Occurrences);
        json.WriteNumber("unlisted", finding.Unlisted);
        json.WriteStartArray("related");
        foreach (var related in finding.Related)
        {
            json.WriteStartObject();
            json.WriteString("message", related.Message);
            WritePlace(related.Location);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        WriteFix(finding.Fix);
        WriteSuppression(finding);
        json.WriteEndObject();
    }

    void WriteSubject(Subject? subject)
    {
        if (subject is null)
        {
            json.WriteNull("subject");
            return;
        }
        json.WriteStartObject("subject");
        WriteParts(subject);
        json.WriteEndObject();
    }

    void WriteParts(Subject subject)
    {
        json.WriteString("object", subject.Object);
        json.WriteString("namespace", subject.Namespace);
        json.WriteString("container", subject.Container);
        json.WriteString("field", subject.Field);
    }

    void WriteOccurrences(ImmutableArray<Occurrence> occurrences)
    {
        json.WriteStartArray("occurrences");
        foreach (var occurrence in occurrences)
        {
            json.WriteStartObject();
            WriteParts(occurrence.Subject);
            json.WriteString("message", occurrence.Message);
            WriteStrings("environments", occurrence.Environments);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    void WriteFix(Fix? fix)
    {
        if (fix is null)
        {
            json.WriteNull("fix");
            return;
        }
        json.WriteStartObject("fix");
        json.WriteString("title", fix.Title);
        json.WriteStartArray("edits");
        foreach (var edit in fix.Edits)
        {
            json.WriteStartObject();
            WritePlace(edit.Location);
            json.WriteString("newText", edit.NewText);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    void WriteSuppression(Finding finding)
    {
        if (finding.Suppression is not { } suppression)
        {
            json.WriteNull("suppression");
            return;
        }
        json.WriteStartObject("suppression");
        json.WriteString("kind", suppression.InSource ? "comment" : suppression.IsEarlier ? "earlier" : Baseline.IsKnown(finding) ? "baseline" : "policy");
        json.WriteString("reason", suppression.Reason);
        WritePlace(suppression.Location);
        json.WriteEndObject();
    }

    void WritePlace(Location location)
    {
        json.WriteString("path", location.Path);
        WritePosition("start", location.Start);
        WritePosition("end", location.End);
    }

    void WritePosition(string name, LinePosition position)
    {
        json.WriteStartObject(name);
        json.WriteNumber("line", position.Line + 1);
        json.WriteNumber("column", position.Column + 1);
        json.WriteEndObject();
    }

    void WriteStrings(string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
