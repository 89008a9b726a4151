using System.Globalization;
using System.Text.Json;
using ShiftLeft.Go.Yaml;
using ShiftLeft.Tests.Rules;
using ShiftLeft.Yaml;

namespace ShiftLeft.Tests.Verdicts;

/// <summary>What <c>sigs.k8s.io/yaml</c>, the reader of <c>kubectl</c> and the API server, makes of some thousand documents.</summary>
public sealed class YamlVerdicts
{
    [Fact]
    public void Manifests_are_read_as_kubectl_reads_them() => VerdictFile.Read("yaml").Ask(Compare);

    static IEnumerable<(string, string)> Compare(JsonElement item)
    {
        var text = item.GetProperty("yaml").GetString()!;
        var accepted = item.GetProperty("accepted").GetBoolean();
        var report = Expect.Scan([KeyValuePair.Create("manifest.yaml", text)]);
        // What holds another tool's marks is said to be a template, and is no failure.
        var failure = report.Findings.FirstOrDefault(finding => finding.Rule.IsFailure || finding.Rule.Name == "foreign-file");
        if (accepted != failure is null) yield return ("accepted", $"{accepted}, we say {failure?.Message ?? "nothing"}: {Quoted(text)}");
        if (!accepted) yield break;
        var isRepeated = report.Findings.Any(finding => finding.Rule.Id == "SL8111");
        if (item.GetProperty("duplicateKey").GetBoolean() != isRepeated) yield return ("duplicateKey", $"{!isRepeated}, we say {isRepeated}: {Quoted(text)}");
        var json = item.GetProperty("json");
        var difference = YamlFile.ParseManifests(new("manifest.yaml", text)).Documents is [var root, ..] ? Difference(root, json) : "";
        if (difference is not null) yield return ("json", $"at `{difference}`: {json.GetRawText()}: {Quoted(text)}");
    }

    static string Quoted(string text) => JsonSerializer.Serialize(text);

    /// <summary>Where the nodes say something else than JSON; null where they agree.</summary>
    static string? Difference(YamlNode node, JsonElement json)
    {
        switch (node)
        {
            case YamlMapping mapping:
                if (json.ValueKind != JsonValueKind.Object) return mapping.Path;
                var names = mapping.Names.ToHashSet();
                var properties = json.EnumerateObject().ToList();
                if (!names.SetEquals(properties.Select(property => property.Name))) return mapping.Path + ".";
                return properties.Select(property => Difference(mapping[property.Name]!, property.Value)).FirstOrDefault(path => path is not null);
            case YamlSequence sequence:
                if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() != sequence.Elements.Length) return sequence.Path;
                return sequence.Elements.Zip(json.EnumerateArray(), Difference).FirstOrDefault(path => path is not null);
            default:
                var scalar = (YamlScalar)node;
                return IsEqual(scalar, json) ? null : scalar.Path;
        }
    }

    static bool IsEqual(YamlScalar scalar, JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => scalar.IsNull,
        JsonValueKind.True => scalar.IsTrue,
        JsonValueKind.False => scalar.IsFalse,
        JsonValueKind.String => scalar.IsString && scalar.Value == json.GetString(),
        JsonValueKind.Number when scalar.Integer is { } integer => integer.ToString(CultureInfo.InvariantCulture) == json.GetRawText(),
        JsonValueKind.Number => scalar.Resolved switch
        {
            { Type: YamlType.Integer, Unsigned: { } unsigned } => unsigned == json.GetUInt64(),
            { Type: YamlType.Float, Float: var number } => number == json.GetDouble() && !json.TryGetInt64(out _),
            _ => false,
        },
        _ => false,
    };
}
