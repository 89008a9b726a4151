using System.Collections.Immutable;
using System.Text.Json;
using ShiftLeft.Files;
using ShiftLeft.Policy;
using ShiftLeft.Reporting;
using ShiftLeft.Rules;

namespace ShiftLeft.Tests.Helm.Places;

/// <summary>What becomes of places in reports: fingerprints that last, links that lead, comments that accept.</summary>
public sealed class ChartReportTests
{
    const string Policy = "version: 1\nhelm: { charts: [{ path: web, environments: { ENVIRONMENTS } }] }\n";

    [Fact]
    public void A_line_above_in_the_values_keeps_the_fingerprints() =>
        Assert.Equal(Fingerprints("plain-values"), Fingerprints("plain-values", (path, text) => path == "web/values.yaml" ? "# a line above\n\nother: 1\n" + text : text));

    [Fact]
    public void A_line_above_in_the_template_keeps_the_fingerprints() =>
        Assert.Equal(Fingerprints("ghosts"), Fingerprints("ghosts", (path, text) => path.Contains("/templates/", StringComparison.Ordinal) ? "{{- /* a line above */}}\n" + text : text));

    [Fact]
    public void Another_value_of_the_key_and_another_name_of_the_object_keep_the_fingerprint_of_what_a_key_feeds() =>
        Assert.Equal(Fingerprints("plain-values").Where(one => one.IsFed), Fingerprints("plain-values", (path, text) => path == "web/values.yaml"
            ? text.Replace("nginx:latest", "redis:latest", StringComparison.Ordinal)
            : text.Replace("name: plain", "name: {{ .Release.Name }}-x", StringComparison.Ordinal)).Where(one => one.IsFed));

    [Theory]
    [InlineData("dev: {}")]
    [InlineData("dev: {}, a: { namespace: a }, prod: { set: { other: 1 } }")]
    public void Another_environment_keeps_the_fingerprints(string environments)
    {
        var test = PlaceCase.Read("to-yaml");
        var alone = Fingerprints(Scan(test.Files));
        Assert.Equal(alone, Fingerprints(Scan(test.Files.Add(new("shiftleft.yml", Policy.Replace("ENVIRONMENTS", environments, StringComparison.Ordinal))))));
    }

    [Fact]
    public void Every_finding_has_a_fingerprint_of_its_own() =>
        Assert.All(PlaceCase.Names, name =>
        {
            var all = Fingerprints(name);
            Assert.Equal(all.Count, all.Select(one => one.Key).Distinct().Count());
            // What a key feeds never needs the count that tells equals apart.
            Assert.All(all.Where(one => one.IsFed), one => Assert.EndsWith(":1", one.Key, StringComparison.Ordinal));
        });

    [Fact]
    public void A_chart_that_was_moved_as_a_whole_brings_nothing_new()
    {
        var test = PlaceCase.Read("to-yaml");
        var moved = test.Files.Select(file => KeyValuePair.Create("charts-of-ours/" + file.Key, file.Value)).ToImmutableArray();
        Assert.Empty(new Comparison(Scan(test.Files), Scan(moved)).New);
    }

    [Fact]
    public void Sarif_links_all_related_places_and_names_the_object_and_the_field()
    {
        using var sarif = JsonDocument.Parse(SarifReport.Render(PlaceCase.Read("includes").Scan(), [.. Catalogue.Rules.Select(rule => rule.Info)], new() { IsForCodeScanning = true }));
        var results = sarif.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray().ToList();
        Assert.All(results.Where(result => result.TryGetProperty("relatedLocations", out _)), result =>
        {
            var text = result.GetProperty("message").GetProperty("text").GetString()!;
            Assert.All(result.GetProperty("relatedLocations").EnumerateArray(), related => Assert.Contains($"]({related.GetProperty("id").GetInt32()})", text, StringComparison.Ordinal));
        });
        var image = results.First(result => result.GetProperty("ruleId").GetString() == "SL1101");
        Assert.EndsWith(" See [used here](1), [called here](2), [also `Pod/web-web`](3).", image.GetProperty("message").GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal("Pod/one/web-web/spec.containers[0].image", Logical(image));
        var missing = results.Where(result => result.GetProperty("ruleId").GetString() == "SL2107").Select(Logical);
        Assert.Equal(["Pod/one/web-web/spec.containers[0].resources.limits.memory", "Pod/web-web/inner/spec.containers[0].resources.limits.memory"], missing.Order(StringComparer.Ordinal));

        static string? Logical(JsonElement result) => result.GetProperty("locations")[0].GetProperty("logicalLocations")[0].GetProperty("fullyQualifiedName").GetString();
    }

    [Theory]
    [InlineData("web/templates/one.yaml", "securityContext: {{- include \"web.security\" . | nindent 8 }}", "Pod/web-web")]
    [InlineData("web/templates/_helpers.tpl", "privileged: {{ .Values.security.privileged }}", "")]
    [InlineData("web/values.yaml", "privileged: true", "")]
    public void A_comment_at_any_place_accepts_what_passes_there_and_no_more(string path, string line, string stays)
    {
        const string Comment = "# shiftleft:ignore privileged-container -- needs the devices";
        var files = PlaceCase.Read("includes").Files.Select(file => file.Key != path ? file : new(file.Key, file.Value.Replace(line, path.EndsWith(".yaml", StringComparison.Ordinal) && !line.Contains("nindent", StringComparison.Ordinal) ? $"{line} {Comment}" : Above(file.Value, line, Comment), StringComparison.Ordinal)));
        var report = Scan([.. files]);
        Assert.DoesNotContain(report.Findings, finding => finding.Rule.Id is "SL0903" or "SL0904" or "SL0905");
        Assert.Equal(stays, string.Join(' ', report.Active.Where(finding => finding.Rule.Id == "SL2101").Select(finding => finding.Subject!.Object)));
    }

    /// <summary>A template's comment stands in a line of its own.</summary>
    static string Above(string text, string line, string comment)
    {
        var at = text.IndexOf(line, StringComparison.Ordinal);
        var indent = text[(text.LastIndexOf('\n', at) + 1)..at];
        return $"{{{{- /* {comment[2..]} */}}}}\n{indent}{line}";
    }

    static List<(string Key, bool IsFed)> Fingerprints(string name, Func<string, string, string>? change = null) =>
        Fingerprints(Scan([.. PlaceCase.Read(name).Files.Select(file => KeyValuePair.Create(file.Key, change is null ? file.Value : change(file.Key, file.Value)))]));

    static List<(string Key, bool IsFed)> Fingerprints(Report report) =>
        [.. report.Findings.Zip(Fingerprint.Of(report.Findings)).Where(pair => pair.First.Subject is not null).Select(pair => (pair.Second.Key, pair.First.ValuesKey is not null)).OrderBy(pair => pair.Key, StringComparer.Ordinal)];

    static Report Scan(ImmutableArray<KeyValuePair<string, string>> files) => ShiftLeft.Scan.Run(new(new MemoryTree(files), [""]) { Profile = Profile.All, Today = new(2026, 7, 1) });
}
