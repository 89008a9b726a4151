using System.Text.RegularExpressions;

namespace ShiftLeft.EndToEnd.Helm;

/// <summary>What ends a rendering ends it here too, and in the same words but for blanks, which Helm 4 lays out in lines.</summary>
public sealed partial class HelmErrorTests
{
    public const string Chart = "tests/charts/errors";

    [Theory]
    [InlineData("3.17")]
    [InlineData("4.2")]
    public void Each_case_of_the_chart_of_errors_fails_in_helms_words(string line)
    {
        var wrong = new List<string>();
        foreach (var name in CasesOf("tests/charts/errors/templates/cases.yaml"))
        {
            string[] arguments = [Chart, "--set", $"case={name}"];
            if (Difference(line, arguments) is { } difference) wrong.Add($"{name}\n{difference}");
        }
        Assert.True(wrong.Count == 0, string.Join("\n\n", wrong));
    }

    [Theory]
    [InlineData("3.17")]
    [InlineData("4.2")]
    public void Options_that_mean_nothing_are_refused_in_helms_words(string line)
    {
        string[] refused =
        [
            "--set list={a,{b},c}", "--set novalue", "--set =1", "--set a[x]=1", "--set a[-1]=1", "--set a[99999999]=1", "--set text.inner=1", "--set a..b=1",
            "--set-json number={", "--set-json {\"number\":", "--set-json number=1x", "--set-string novalue", "--set-literal novalue",
            "--kube-version nonsense", "--kube-version 1.19.0",
        ];
        var wrong = refused.Select(options => (options, Difference(line, ["tests/charts/values", .. HelmOracleTests.Split(" " + options)[1..]]))).Where(item => item.Item2 is not null);
        Assert.Empty(wrong.Select(item => $"{item.options}\n{item.Item2}"));
    }

    [Theory]
    [InlineData("3.17")]
    [InlineData("4.2")]
    public void What_is_no_template_is_refused_in_helms_words(string line)
    {
        string[] templates =
        [
            "{{ .Values.a-b }}", "{{ if }}{{ end }}", "{{ end }}", "{{ else }}", "a\n\n{{ nosuch 1 }}", "{{ $x }}", "{{ \"a }}", "{{ /* c */ }}", "{{ break }}", "{{ define \"a\" }}", "{{ if true }}",
            "{{ .Values.a", "{{ 1 | }}", "{{ | quote }}", "{{ template }}", "{{ range $a, $b, $c := .x }}{{ end }}", "{{ (1 }}", "{{ 1) }}", "{{ 'ab' }}", "{{ 0x }}", "{{ 1 2 }}", "{{ .Values..a }}",
            "{{ \"a\" \"b\" | quote }}", "{{ quote | 1 }}", "{{ if true }}{{ else }}{{ else }}{{ end }}", "{{ block \"a\" }}{{ end }}", "{{ if true }}{{ define \"a\" }}{{ end }}{{ end }}", "{{ = 1 }}", "{{ .Values.a := 1 }}",
            "{{/* never closed", "{{ `raw", "{{ $x := 1 }}{{ with 1 }}{{ $y := 1 }}{{ end }}{{ $y }}", "{{ 99999999999999999999 }}", "{{ @ }}", "{{ nil | quote }}", "{{define \"a\"}}1{{end}}\n{{define \"a\"}}2{{end}}", "{{ true.x }}", "{{ continue }}",
        ];
        var wrong = templates.Select(template => (template, Difference(line, [Broken(("templates/a.yaml", template))]))).Where(item => item.Item2 is not null);
        Assert.Empty(wrong.Select(item => $"{item.template}\n{item.Item2}"));
    }

    /// <summary>The words of these are our own: they name the place instead of Go's types.</summary>
    [Theory]
    [InlineData("Chart.yaml", "apiVersion: v2\nversion: 1.0.0\n")]
    [InlineData("Chart.yaml", "apiVersion: v2\nname: a/b\nversion: 1.0.0\n")]
    [InlineData("Chart.yaml", "apiVersion: v2\nname: broken\nversion: one\n")]
    [InlineData("Chart.yaml", "apiVersion: v2\nname: broken\nversion: 1.0.0\ntype: other\n")]
    [InlineData("Chart.yaml", "apiVersion: v2\nname: broken\nversion: 1.0.0\ntype: library\n")]
    [InlineData("Chart.yaml", "apiVersion: v2\nname: broken\nversion: 1.0.0\nkubeVersion: \">=9\"\n")]
    [InlineData("Chart.yaml", "apiVersion: v2\nname: broken\nversion: 1.0.0\ndependencies: [{name: none, version: \"*\"}]\n")]
    [InlineData("Chart.yaml", "apiVersion: v2\nname: broken\nversion: 1.0.0\ndependencies: [{name: sub, version: \"*\", alias: a/b}]\n")]
    [InlineData("Chart.yaml", "apiVersion: v2\nname: [\n")]
    [InlineData("values.yaml", "- a\n")]
    [InlineData("values.yaml", "a: {\n")]
    [InlineData("values.yaml", "sub: text\n")]
    [InlineData("charts/none/readme.txt", "no chart")]
    [InlineData(".helmignore", "a**b\n")]
    public void What_is_no_chart_is_refused(string path, string text)
    {
        foreach (var line in (string[])["3.17", "4.2"])
        {
            var chart = Broken(("templates/a.yaml", "kind: A\n"), ("charts/sub/Chart.yaml", "apiVersion: v2\nname: sub\nversion: 1.0.0\n"), (path, text));
            Assert.Null(Difference(line, [chart], inOtherWords: true));
            Assert.NotEqual(0, OurRender.Of(line, chart).ExitCode);
        }
    }

    /// <summary>Helm follows each link before it asks whether the file is ignored; we say where the link is instead of where it looked.</summary>
    [Theory]
    [InlineData("3.17")]
    [InlineData("4.2")]
    public void Links_that_lead_nowhere_are_refused_where_helm_refuses_them(string line)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links are not for everybody on Windows");
        (string Link, string Target)[] links =
        [
            ("templates/b.yaml", "missing.yaml"), ("README.md", "../missing"), ("ignored.md", "missing"), (".hidden", "missing"), ("charts/_sub", "missing"), ("values.yaml", "missing"), ("loop", "loop"),
            ("templates/up", ".."), ("dot", "."), ("skipped/x.md", "missing"), ("templates/skipped", ".."), ("templates/c.yaml", "a.yaml"), ("folder", "templates"), ("one", "two/three"),
        ];
        var wrong = new List<string>();
        foreach (var (link, target) in links)
        {
            var chart = Broken((".helmignore", "ignored.*\nskipped/\n"), ("templates/a.yaml", "a: 1\n"));
            var path = Path.Combine(chart, link);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.CreateSymbolicLink(path, target);
            if (Difference(line, [chart], inOtherWords: true) is { } difference) wrong.Add($"{link}\n{difference}");
        }
        Assert.Empty(wrong);
    }

    /// <summary>A chart in a folder of its own, with these files over what every chart has.</summary>
    static string Broken(params (string Path, string Text)[] files)
    {
        var chart = Directory.CreateDirectory(Path.Combine(Repository.Scratch("broken-charts"), Guid.NewGuid().ToString("N"))).FullName;
        foreach (var (path, text) in ((string, string)[])[("Chart.yaml", "apiVersion: v2\nname: broken\nversion: 1.0.0\n"), .. files])
        {
            var file = Path.Combine(chart, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
        return chart;
    }

    /// <summary>Helm prints nothing else.</summary>
    static string? Difference(string line, string[] arguments, bool inOtherWords = false)
    {
        var helm = RealHelm.Template(line, Repository.Root, ["shop", .. arguments]);
        var ours = OurRender.Of(line, arguments);
        if ((helm.ExitCode == 0) != (ours.ExitCode == 0)) return $"helm ends with {helm.ExitCode}: {WordsOf(helm.Error)}\nwe end with {ours.ExitCode}: {ours.Error}";
        if (helm.ExitCode == 0) return helm.Output == ours.Output ? null : "the output differs";
        var (expected, actual) = (WordsOf(helm.Error), Blanks().Replace(ours.Error, " "));
        // A thousand templates that include each other are not named one by one.
        if (actual.IndexOf("… -->", StringComparison.Ordinal) is var cut and > 0) (expected, actual) = (expected[..Math.Min(expected.Length, 1000)], actual[..("shiftleft: error: ".Length + 1000)] + " -->");
        return inOtherWords || actual.StartsWith($"shiftleft: error: {expected} -->", StringComparison.Ordinal) ? null : $"helm: {expected}\nours: {actual}";
    }

    /// <summary>Without warnings before and advice behind.</summary>
    static string WordsOf(string error)
    {
        var start = error.IndexOf("Error: ", StringComparison.Ordinal);
        var end = error.IndexOf("\n\nUse --debug flag", StringComparison.Ordinal);
        return Blanks().Replace(error[(start < 0 ? 0 : start + "Error: ".Length)..(end < 0 ? error.Length : end)], " ").Trim();
    }

    static IEnumerable<string> CasesOf(string template) =>
        Case().Matches(File.ReadAllText(Path.Combine(Repository.Root, template))).Select(match => match.Groups["name"].Value);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex("""eq \.Values\.case "(?<name>[^"]+)" """)]
    private static partial Regex Case();
}
