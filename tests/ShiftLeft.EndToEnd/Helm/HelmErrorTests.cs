using System.Text.RegularExpressions;

namespace ShiftLeft.EndToEnd.Helm;

/// <summary>What ends a rendering ends it here too, and in the same words but for blanks, which Helm 4 lays out in lines.</summary>
public sealed partial class HelmErrorTests
{
    public const string Chart = "tests/charts/errors";

    /// <summary>What cannot be said in the same words, with the reason.</summary>
    static readonly Dictionary<string, string> OtherWords = new(StringComparer.Ordinal)
    {
    };

    [Theory]
    [InlineData("3.17")]
    [InlineData("4.2")]
    public void Each_case_of_the_chart_of_errors_fails_in_helms_words(string line)
    {
        var wrong = new List<string>();
        foreach (var name in CasesOf("tests/charts/errors/templates/cases.yaml"))
        {
            string[] arguments = [Chart, "--set", $"case={name}"];
            if (Difference(line, arguments, OtherWords.ContainsKey(name)) is { } difference) wrong.Add($"{name}\n{difference}");
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
        var wrong = refused.Select(options => (options, Difference(line, ["tests/charts/values", .. HelmOracleTests.Split(" " + options)[1..]], OtherWords.ContainsKey(options)))).Where(item => item.Item2 is not null);
        Assert.Empty(wrong.Select(item => $"{item.options}\n{item.Item2}"));
    }

    /// <summary>Helm prints nothing else.</summary>
    static string? Difference(string line, string[] arguments, bool inOtherWords)
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
