using System.Collections.Immutable;
using ShiftLeft.Files;
using ShiftLeft.Helm;
using ShiftLeft.Helm.Values;

namespace ShiftLeft.Tests.Helm;

public sealed class HelmRendererTests
{
    [Theory]
    [InlineData("web", "web")]
    [InlineData("--post-renderer=./steal", "release-name")]
    [InlineData("Web", "release-name")]
    [InlineData("web-", "release-name")]
    public void What_a_chart_says_never_becomes_an_option(string name, string release)
    {
        var seen = ArgumentsFor($"name: {name}\n", ChartEnvironment.Only);
        Assert.Equal(["template", "--", release, "./chart"], seen);
    }

    [Fact]
    public void What_a_policy_says_never_becomes_an_option()
    {
        var seen = ArgumentsFor("name: web\n", new("prod", ["a,/etc/passwd", "b.yaml"], [SetArguments.Of("x", "--debug")], "--debug", "--debug", "--debug"));
        Assert.Equal(
            ["template", "--namespace", "--debug", "--kube-version", "--debug", "--values", "\"./a,/etc/passwd\"", "--values", "./b.yaml", "--set", "x=--debug", "--", "--debug", "./chart"],
            seen);
    }

    static ImmutableArray<string> ArgumentsFor(string chart, ChartEnvironment environment)
    {
        ImmutableArray<string> seen = [];
        HelmRenderer.Render(new MemoryTree([new("chart/Chart.yaml", chart)]), "chart", environment, arguments =>
        {
            seen = arguments;
            return new(0, "", "");
        });
        return seen;
    }
}
