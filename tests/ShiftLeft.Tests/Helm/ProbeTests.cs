using System.Text.Json;
using System.Text.RegularExpressions;
using ShiftLeft.Files;
using ShiftLeft.Go.Template;
using ShiftLeft.Helm;
using ShiftLeft.Helm.Charts;
using ShiftLeft.Helm.Rendering;

namespace ShiftLeft.Tests.Helm;

/// <summary>Expressions and a chart of charts that real Helms have answered.</summary>
public sealed partial class ProbeTests
{
    /// <summary>Expressions that cannot be answered alike, by a part of them, with the reason, and the Helm where only one cannot.</summary>
    static readonly (string Part, string Reason, string? Helm)[] Differing =
    [
        ("1i", "there are no complex numbers", null),
        ("America/New_York", "no zones are known but UTC", null),
        ("{{ .Chart }}", "it prints addresses of memory", "helm3.17.2"),
        ("{{ .Chart.Maintainers }}", "it prints addresses of memory", "helm3.17.2"),
    ];

    public static TheoryData<string> Helms => ["helm3.17.2", "helm4.1.4", "helm4.2.3"];

    [Theory]
    [MemberData(nameof(Helms))]
    public void Expressions_are_answered_as_the_real_Helm_did(string helm)
    {
        var probe = new TemplateProbe(ProfileOf(helm), FilesOf("helm-probes/chart"));
        var (asked, wrong) = (0, new List<string>());
        foreach (var item in SharedCases.Read("helm-probes/probes.jsonl"))
        {
            asked++;
            var expression = item.GetProperty("expr").GetString()!;
            var answer = item.TryGetProperty(helm, out var own) ? own : item.GetProperty("helm4.1.4");
            var isChance = item.TryGetProperty("nondeterministic_or_build_specific", out _);
            if (Differs(expression, helm)) continue;
            if (Difference(probe, ProfileOf(helm), expression, answer, isChance) is { } difference) wrong.Add(difference);
        }
        Assert.Equal(363, asked);
        Assert.True(wrong.Count == 0, $"{wrong.Count} differ:\n{string.Join("\n", wrong)}");
    }

    [Fact]
    public void Few_expressions_differ() => Assert.InRange(SharedCases.Read("helm-probes/probes.jsonl").Count(item => Differs(item.GetProperty("expr").GetString()!, "helm3.17.2")), 0, 10);

    static bool Differs(string expression, string helm) => Differing.Any(item => (item.Helm ?? helm) == helm && expression.Contains(item.Part, StringComparison.Ordinal));

    [Theory]
    [InlineData("helm3.17.2", "h3")]
    [InlineData("helm4.1.4", "h4")]
    [InlineData("helm4.2.3", "h42")]
    public void A_chart_of_charts_is_rendered_byte_for_byte(string helm, string answer)
    {
        var expected = SharedCases.Text($"helm-probes/chart-subcharts.{answer}.yaml");
        var rendering = BuiltinRenderer.Render(new MemoryTree(FilesOf("helm-probes/chart-subcharts")), "", ChartEnvironment.Only with { Release = "x" }, ProfileOf(helm), TemplateProbe.Today, leniently: false);
        Assert.Null(rendering.Failure);
        Assert.Equal(expected, Manifests.Print(rendering.Manifests));
    }

    static HelmProfile ProfileOf(string helm) => helm switch { "helm3.17.2" => HelmProfile.Helm317, "helm4.1.4" => HelmProfile.Helm41, _ => HelmProfile.Helm42 };

    static IEnumerable<KeyValuePair<string, string>> FilesOf(string chart)
    {
        var root = SharedCases.Folder(chart);
        return Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(file => KeyValuePair.Create(Path.GetRelativePath(root, file).Replace('\\', '/'), File.ReadAllText(file)));
    }

    static string? Difference(TemplateProbe probe, HelmProfile profile, string expression, JsonElement answer, bool isChance)
    {
        var expected = answer.TryGetProperty("out", out var written) ? written.GetString()! : Plain(answer.GetProperty("error").GetString()!);
        string actual;
        try
        {
            actual = probe.Run(expression);
        }
        catch (ExecutionException exception)
        {
            actual = Plain("Error: " + HelmError.Describe(exception, profile));
        }
        catch (ChartException exception)
        {
            actual = Plain("Error: " + exception.Message);
        }
        var isEqual = isChance ? expected.StartsWith("Error: ", StringComparison.Ordinal) == actual.StartsWith("Error: ", StringComparison.Ordinal) : expected == actual;
        return isEqual ? null : $"{expression}\n  Helm: {expected}\n  here: {actual}";
    }

    /// <summary>Without positions, which differ with what stands around the expression, and in one line.</summary>
    static string Plain(string error) => Blanks().Replace(Position().Replace(error, "t.yaml"), " ").Trim();

    /// <summary>For answers of which only the innermost words were kept.</summary>
    internal static string? Compare(TemplateProbe probe, string expression, JsonElement answer)
    {
        var expected = answer.TryGetProperty("out", out var written) ? written.GetString()! : "error: " + answer.GetProperty("error").GetString();
        var fails = !answer.TryGetProperty("out", out _);
        string actual;
        try
        {
            actual = probe.Run(expression);
            if (!fails && actual == expected) return null;
        }
        catch (ExecutionException exception)
        {
            actual = "error: " + exception.Innermost.Message;
            if (fails && (exception.Innermost.IsIntended || expected.Contains(exception.Innermost.Message, StringComparison.Ordinal))) return null;
        }
        catch (ChartException exception)
        {
            actual = "error: " + exception.Message;
            if (fails && expected.Contains("parse error", StringComparison.Ordinal)) return null;
        }
        return $"{expression}\n  Helm: {expected}\n  here: {actual}";
    }

    [GeneratedRegex(@"t\.yaml:\d+(:\d+)?")]
    private static partial Regex Position();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
