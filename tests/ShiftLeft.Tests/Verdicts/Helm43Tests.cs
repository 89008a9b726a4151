using ShiftLeft.Helm;
using ShiftLeft.Helm.Charts;
using ShiftLeft.Helm.Functions;
using ShiftLeft.Tests.Helm;

namespace ShiftLeft.Tests.Verdicts;

/// <summary>Expressions of what Helm 4.3 adds, in the chart <c>helm-chart</c>.</summary>
public sealed class Helm43Tests
{
    static readonly IReadOnlyList<KeyValuePair<string, string>> Chart = HelmRelease.FilesOf("helm-chart");

    [Fact]
    public void Expressions_are_answered_as_the_real_Helm_did() => VerdictFile.Read("helm-4.3").Ask(item =>
        new TemplateProbe(HelmProfile.Helm43, Chart).Difference(item.GetProperty("expr").GetString()!, item.GetProperty(HelmRelease.Helm43.Name)) is { } difference ? [(HelmRelease.Helm43.Name, difference)] : []);

    [Fact]
    public void Every_new_function_is_asked_for()
    {
        var asked = VerdictFile.Read("helm-4.3").Cases.Select(item => item.GetProperty("expr").GetString()!).ToList();
        Assert.All(Durations.Names, name => Assert.Contains(asked, expression => expression.Contains(name, StringComparison.Ordinal)));
    }

    /// <summary>Whoever has an older Helm is told so as by it: no template of such a chart can be read.</summary>
    [Theory]
    [InlineData("3.17")]
    [InlineData("4.1")]
    [InlineData("4.2")]
    public void Older_Helms_have_none_of_the_new_functions(string line)
    {
        var profile = HelmProfile.All.Single(profile => profile.Name == line);
        Assert.All(Durations.Names, name =>
        {
            var exception = Assert.Throws<ChartException>(() => new TemplateProbe(profile, Chart).Run($"{{{{ {name} 1 }}}}"));
            Assert.Contains($"function \"{name}\" not defined", exception.Message, StringComparison.Ordinal);
        });
    }
}
