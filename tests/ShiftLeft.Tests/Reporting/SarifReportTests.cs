using System.Text.Json;
using ShiftLeft.Policy;
using ShiftLeft.Reporting;
using ShiftLeft.Rules;
using ShiftLeft.Text;

namespace ShiftLeft.Tests.Reporting;

public sealed class SarifReportTests
{
    [Fact]
    public void Every_result_and_rule_says_its_level()
    {
        var run = Run(Sample.Report);
        Assert.All(run.GetProperty("results").EnumerateArray(), result => result.GetProperty("level"));
        Assert.All(run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray(), rule => rule.GetProperty("defaultConfiguration").GetProperty("level"));
    }

    [Fact]
    public void Every_result_has_what_code_scanning_needs() => Assert.All(Run(Sample.Report).GetProperty("results").EnumerateArray(), result =>
    {
        Assert.NotEmpty(result.GetProperty("message").GetProperty("text").GetString()!);
        Assert.NotEmpty(result.GetProperty("partialFingerprints").GetProperty("primaryLocationLineHash").GetString()!);
        var place = Assert.Single(result.GetProperty("locations").EnumerateArray()).GetProperty("physicalLocation");
        var uri = place.GetProperty("artifactLocation").GetProperty("uri").GetString()!;
        Assert.True(Uri.TryCreate(uri, UriKind.Relative, out _) && !uri.StartsWith('/') && !uri.Contains(' ', StringComparison.Ordinal), uri);
        Assert.All(["startLine", "startColumn", "endLine", "endColumn"], (string edge) => Assert.True(place.GetProperty("region").GetProperty(edge).GetInt32() >= 1));
    });

    [Fact]
    public void What_is_left_out_is_a_notification()
    {
        var notes = Run(Sample.Report).GetProperty("invocations")[0].GetProperty("toolExecutionNotifications").EnumerateArray().Where(note => note.GetProperty("level").GetString() == "note").ToList();
        Assert.Equal(["left-out/beside-templates", "left-out/excluded"], notes.Select(note => note.GetProperty("descriptor").GetProperty("id").GetString()));
        Assert.Equal(2, notes[0].GetProperty("locations").GetArrayLength());
    }

    [Fact]
    public void More_than_code_scanning_takes_is_cut_to_the_worst_and_said()
    {
        var run = JsonDocument.Parse(SarifReport.Render(Sample.Report, Sample.Rules, new() { MostResults = 3 })).RootElement.GetProperty("runs")[0];
        Assert.Equal(["SL2103", "SL8002", "SL0901"], run.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("ruleId").GetString()));
        var said = Assert.Single(run.GetProperty("invocations")[0].GetProperty("toolExecutionNotifications").EnumerateArray(), note => note.GetProperty("level").GetString() == "warning");
        Assert.StartsWith("4 of 7 findings are not in the SARIF", said.GetProperty("message").GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Null(SarifReport.Excess(Sample.Report));
    }

    [Fact]
    public void Descriptions_of_a_rule_are_there_and_differ() =>
        Assert.All(Run(Sample.Clean).GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray(), rule =>
            Assert.NotEqual(rule.GetProperty("shortDescription").GetProperty("text").GetString(), rule.GetProperty("fullDescription").GetProperty("text").GetString()));

    [Fact]
    public void A_path_is_a_relative_reference_whatever_is_in_it()
    {
        var source = new SourceText("a:b/ä #%?\\[1]/Dockerfile", "FROM a");
        var result = Assert.Single(Run(ReportOf(new Finding(Sample.Rules[1], new(source, new(5, 1)), "x"))).GetProperty("results").EnumerateArray());
        Assert.Equal("a%3Ab/%C3%A4%20%23%25%3F%5C%5B1%5D/Dockerfile", result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString());
    }

    [Fact]
    public void A_policy_outside_the_tree_is_named_by_its_full_path()
    {
        var result = Assert.Single(Run(ReportOf(new Finding(Sample.Rules[0], new(new("/etc/a b.yml", "x"), default), "x"))).GetProperty("results").EnumerateArray());
        var file = result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation");
        Assert.Equal("file:///etc/a%20b.yml", file.GetProperty("uri").GetString());
        Assert.False(file.TryGetProperty("uriBaseId", out _));
    }

    /// <summary>The vectors of the implementation that GitHub's own upload action computes fingerprints with.</summary>
    [Theory]
    [InlineData("", 0, "c129715d7a2bc9a3:1")]
    [InlineData(" a\nb\n  \t\tc\n d", 0, "271789c17abda88f:1")]
    [InlineData(" a\nb\n  \t\tc\n d", 11, "a23a3dc5e078b07b:1")]
    [InlineData("Lorem ipsum dolor sit amet.\nLorem ipsum dolor sit amet.\nLorem ipsum dolor sit amet.\nLorem ipsum dolor sit amet.\nLorem ipsum dolor sit amet.\nLorem ipsum dolor sit amet.\nLorem ipsum dolor sit amet.\nLorem ipsum dolor sit amet.\nLorem ipsum dolor sit amet.\nLorem ipsum dolor sit amet.\n", 28, "a7f2ff13bc495cf2:2")]
    public void The_line_hash_is_the_one_of_code_scanning(string text, int offset, string expected)
    {
        var run = Run(ReportOf(new Finding(Sample.Rules[1], new(new("Dockerfile", text), new(offset, 0)), "x")));
        Assert.Equal(expected, run.GetProperty("results")[0].GetProperty("partialFingerprints").GetProperty("primaryLocationLineHash").GetString());
    }

    [Fact]
    public void Our_own_fingerprint_survives_moved_lines_and_tells_equals_apart()
    {
        var before = Fingerprints("FROM a\nUSER root\nUSER root\n", 12, 22);
        var after = Fingerprints("FROM a\n\n# moved\nUSER root\nUSER root\n", 21, 31);
        Assert.Equal(before, after);
        Assert.Equal(2, before.Distinct().Count());

        static List<string?> Fingerprints(string text, params int[] offsets) =>
        [
            .. Run(ReportOf([.. offsets.Select(offset => new Finding(Sample.Rules[1], new(new("Dockerfile", text), new(offset, 4)), "x"))]))
                .GetProperty("results").EnumerateArray().Select(result => result.GetProperty("partialFingerprints").GetProperty("shiftleft/v1").GetString()),
        ];
    }

    /// <summary>From the values key through the template, its caller and the condition to the object that is in no file.</summary>
    [Fact]
    public void The_way_of_a_value_through_a_chart_is_a_code_flow()
    {
        (string Path, string Text)[] files =
        [
            ("web/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\n"),
            ("web/values.yaml", "debug:\n  enabled: true\nsecurity:\n  privileged: true\n"),
            ("web/templates/_helpers.tpl", "{{- define \"web.security\" -}}\nprivileged: {{ .Values.security.privileged }}\n{{- end -}}\n"),
            ("web/templates/pod.yaml", "{{- if .Values.debug.enabled }}\napiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n  containers:\n    - name: web\n      image: nginx:1.29\n      securityContext:\n        {{- include \"web.security\" . | nindent 8 }}\n{{- end }}\n"),
        ];
        var report = ShiftLeft.Scan.Run(new(new ShiftLeft.Files.MemoryTree(files.Select(file => KeyValuePair.Create(file.Path, file.Text))), [""]) { Today = new(2026, 7, 1) });
        using var sarif = JsonDocument.Parse(SarifReport.Render(report, [.. Catalogue.Rules.Select(rule => rule.Info)]));
        var result = Assert.Single(sarif.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray(), result => result.GetProperty("ruleId").GetString() == "SL2101");
        var steps = result.GetProperty("codeFlows")[0].GetProperty("threadFlows")[0].GetProperty("locations").EnumerateArray().Select(step => step.GetProperty("location"))
            .Select(step => $"{step.GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri")}:{step.GetProperty("physicalLocation").GetProperty("region").GetProperty("startLine")} {step.GetProperty("message").GetProperty("text")}");
        Assert.Equal(
        [
            "web/values.yaml:4 `security.privileged` is set here.", "web/values.yaml:2 under this condition.", "web/templates/_helpers.tpl:2 used here.", "web/templates/pod.yaml:10 called here.",
            "web/templates/pod.yaml:10 renders `spec.containers[0].securityContext.privileged` of `Pod/web`.",
        ], steps);
        Assert.Equal(3, result.GetProperty("relatedLocations").GetArrayLength());
    }

    [Fact]
    public void What_an_earlier_commit_has_is_unchanged_and_the_rest_is_new()
    {
        var source = new SourceText("Dockerfile", "FROM a");
        var old = new Finding(Sample.Rules[1], new(source, default), "x") { Suppression = new("as old as 0123", new(source, default), InSource: false) { IsEarlier = true } };
        var run = Run(ReportOf(old, new(Sample.Rules[2], new(source, default), "y")) with { Since = new("main", "0123456789", 1, 0) });
        Assert.Equal(["unchanged", "new"], run.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("baselineState").GetString()));
    }

    [Fact]
    public void A_message_that_looks_like_a_link_is_none_and_related_places_are_links()
    {
        var source = new SourceText("Dockerfile", "FROM a");
        var finding = new Finding(Sample.Rules[1], new(source, default), "see [me](https://evil.example)") { Related = [new(new(source, default), "a[0]")] };
        Assert.Equal("see \\[me\\](https://evil.example). See [a\\[0\\]](1).", Run(ReportOf(finding)).GetProperty("results")[0].GetProperty("message").GetProperty("text").GetString());
    }

    [Theory]
    [InlineData("##[error]x")]
    [InlineData("###[add-mask]x")]
    [InlineData("##vso[task.setvariable variable=a]b")]
    [InlineData("\u001B[31m \u009B \u0007")]
    public void Neither_json_nor_sarif_speaks_to_a_terminal_or_a_log(string message)
    {
        var report = ReportOf(new Finding(Sample.Rules[1], new(new("Dockerfile", message), default), message));
        Assert.All([SarifReport.Render(report, Sample.Rules), JsonReport.Render(report)], (string json) =>
        {
            Assert.DoesNotContain("##", json, StringComparison.Ordinal);
            Assert.DoesNotContain(json, character => char.IsControl(character) && character != '\n');
        });
        using var document = JsonDocument.Parse(JsonReport.Render(report));
        Assert.Equal(message, document.RootElement.GetProperty("findings")[0].GetProperty("message").GetString());
    }

    [Fact]
    public void Half_a_surrogate_pair_does_not_break_the_formats()
    {
        var report = ReportOf(new Finding(Sample.Rules[1], new(new("a\uD800", "\uD800"), default), "x\uDC00"));
        using var json = JsonDocument.Parse(JsonReport.Render(report));
        Assert.Contains("SL1001", SarifReport.Render(report, Sample.Rules), StringComparison.Ordinal);
        Assert.Contains("x�", TextReport.Render(report, TextStyle.Default), StringComparison.Ordinal);
    }

    static Report ReportOf(params Finding[] findings) => new([.. findings], new(Outcome.Within, []), []);

    static JsonElement Run(Report report)
    {
        using var document = JsonDocument.Parse(SarifReport.Render(report, Sample.Rules));
        return document.RootElement.GetProperty("runs")[0].Clone();
    }
}
