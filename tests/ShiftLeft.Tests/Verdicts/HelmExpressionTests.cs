using System.Text.Json;
using System.Text.RegularExpressions;
using ShiftLeft.Go.Template;
using ShiftLeft.Helm.Charts;
using ShiftLeft.Helm.Rendering;
using ShiftLeft.Tests.Helm;

namespace ShiftLeft.Tests.Verdicts;

/// <summary>Expressions in the chart <c>helm-chart</c> that three Helms have answered, each between blanks that can be seen.</summary>
public sealed partial class HelmExpressionTests
{
    static readonly IReadOnlyList<KeyValuePair<string, string>> Chart = HelmRelease.FilesOf("helm-chart");

    [Fact]
    public void Expressions_are_answered_as_the_real_Helms_did() => VerdictFile.Read("helm-expressions").Ask(item =>
        from helm in (HelmRelease[])[HelmRelease.Helm317, HelmRelease.Helm41, HelmRelease.Helm42]
        let difference = Difference(item, helm)
        where difference is not null
        select (helm.Name, difference));

    /// <summary>What Helm 4.3 is not known to change it is taken to answer as 4.2 does.</summary>
    [Fact]
    public void The_next_Helm_answers_otherwise_only_where_it_says_what_it_is()
    {
        var changed = VerdictFile.Read("helm-expressions").Cases.Select(item => item.GetProperty("expr").GetString()!)
            .Where(expression => Answer(expression, HelmRelease.Helm42) != Answer(expression, HelmRelease.Helm43)).ToList();
        Assert.NotEmpty(changed);
        Assert.All(changed, expression => Assert.Contains("Capabilities", expression + Answer(expression, HelmRelease.Helm43), StringComparison.Ordinal));
    }

    static string? Difference(JsonElement item, HelmRelease helm)
    {
        var answer = item.TryGetProperty(helm.Name, out var own) ? own : item.GetProperty(HelmRelease.Helm41.Name);
        var expected = answer.TryGetProperty("out", out var written) ? written.GetString()! : Plain(answer.GetProperty("error").GetString()!);
        var actual = Answer(item.GetProperty("expr").GetString()!, helm);
        var isChance = item.TryGetProperty("nondeterministic_or_build_specific", out _);
        return expected == actual || (isChance && IsError(expected) == IsError(actual)) ? null : $"{item.GetProperty("expr")}\n  Helm: {expected}\n  here: {actual}";
    }

    static bool IsError(string answer) => answer.StartsWith("Error: ", StringComparison.Ordinal);

    static string Answer(string expression, HelmRelease helm)
    {
        try
        {
            return new TemplateProbe(helm.Profile, Chart).Run(expression);
        }
        catch (ExecutionException exception)
        {
            return Plain("Error: " + HelmError.Describe(exception, helm.Profile));
        }
        catch (ChartException exception)
        {
            return Plain("Error: " + exception.Message);
        }
    }

    /// <summary>Without positions, which differ with what stands around the expression, and in one line.</summary>
    static string Plain(string error) => Blanks().Replace(Position().Replace(error, "t.yaml"), " ").Trim();

    [GeneratedRegex(@"t\.yaml:\d+(:\d+)?")]
    private static partial Regex Position();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
