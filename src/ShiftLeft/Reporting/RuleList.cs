using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ShiftLeft.Rules;

namespace ShiftLeft.Reporting;

/// <summary>All rules for programs; the shape is stable in the way of <see cref="JsonReport"/>.</summary>
static class RuleList
{
    public static string RenderJson(ImmutableArray<RuleInfo> rules)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", JsonReport.Version);
            json.WriteStartArray("rules");
            foreach (var rule in rules) Write(json, rule);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return JsonText.WithoutLogCommands(Encoding.UTF8.GetString(bytes.WrittenSpan)) + "\n";
    }

    static void Write(Utf8JsonWriter json, RuleInfo rule)
    {
        json.WriteStartObject();
        json.WriteString("id", rule.Id);
        json.WriteString("name", rule.Name);
        json.WriteString("title", rule.Title);
        json.WriteString("practice", PracticeName.KeyOf(rule.Practice));
        json.WriteString("level", LevelName.Of(rule.Level));
        json.WriteString("strictLevel", LevelName.Of(rule.StrictLevel ?? rule.Level));
        json.WriteString("profile", ProfileName.Of(rule.Profile));
        json.WriteString("since", rule.Since);
        json.WriteString("refusedBy", rule.RefusedBy);
        json.WriteString("why", rule.Why);
        json.WriteString("fix", rule.Fix);
        json.WriteString("help", RulePage.Address(rule));
        if (rule.SecuritySeverity is { } severity) json.WriteNumber("securitySeverity", severity);
        else json.WriteNull("securitySeverity");
        WriteStrings(json, "equivalents", rule.Equivalents);
        WriteStrings(json, "similar", rule.Similar);
        WriteStrings(json, "references", rule.References);
        json.WriteStartArray("cwe");
        foreach (var cwe in rule.Cwe) json.WriteNumberValue(cwe);
        json.WriteEndArray();
        json.WriteStartArray("options");
        foreach (var option in rule.Options)
        {
            json.WriteStartObject();
            json.WriteString("name", option.Name);
            json.WriteString("description", option.Description);
            WriteStrings(json, "values", option.Values);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void WriteStrings(Utf8JsonWriter json, string name, ImmutableArray<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
