extern alias task;

using task::ShiftLeft.MSBuild;

namespace ShiftLeft.Tests.MSBuild;

/// <summary>The expectations are the answers of the C# compiler's own reader, <c>AnalyzerConfigSet</c> of SDK 10.0.401.</summary>
public sealed class SectionNameTests
{
    [Theory]
    [InlineData("*", "x", "a/b/c")]
    [InlineData("*.{yml,yaml}", "a.yml", "k8s/a.yaml")]
    [InlineData("*.{yml}", "a.yml")]
    [InlineData("{a,{b,c}}.y", "a.y", "b.y", "c.y")]
    [InlineData("{a,}x", "ax", "x")]
    [InlineData("/k8s/*.yaml", "k8s/a.yaml")]
    [InlineData("k8s/*.yaml", "k8s/a.yaml")]
    [InlineData("k8s/**", "k8s/a.yaml", "k8s/s/a.yaml")]
    [InlineData("**/k8s/*.yaml", "x/k8s/a.yaml")]
    [InlineData("**/*.y", "b/a.y")]
    [InlineData("**.yaml", "a.yaml", "k8s/a.yaml")]
    [InlineData("{k8s/a,b}.y", "k8s/a.y", "b.y")]
    [InlineData("[ab].y", "a.y")]
    [InlineData("[!a].y", "b.y")]
    [InlineData("a?c", "abc")]
    [InlineData("a\\*", "a*")]
    [InlineData("Dockerfile{1..3}", "Dockerfile2", "Dockerfile02", "a/Dockerfile3")]
    [InlineData("f{1..3}*", "f2", "f2x")]
    [InlineData("f{-3..3}", "f-2", "f2")]
    [InlineData("f{3..1}", "f2")]
    [InlineData("{1..2..3}", "1..2..3")]
    [InlineData("{a..b}", "a..b")]
    [InlineData("{+1..3}", "+1..3")]
    public void It_matches(string name, params string[] paths) => Assert.All(paths, path => Assert.True(SectionName.Matches(name, path), path));

    [Theory]
    [InlineData("*.{yml,yaml}", "a.yam")]
    [InlineData("*.{yml}", "a.{yml}")]
    [InlineData("{a,{b,c}}.y", "d.y")]
    [InlineData("{a,b", "a", "{a,b")]
    [InlineData("a}", "a}", "a")]
    [InlineData("/k8s/*.yaml", "x/k8s/a.yaml")]
    [InlineData("k8s/*.yaml", "x/k8s/a.yaml", "k8s/s/a.yaml")]
    [InlineData("**/k8s/*.yaml", "k8s/a.yaml")]
    [InlineData("**/*.y", "a.y")]
    [InlineData("a/**/b", "a/b")]
    [InlineData("{k8s/a,b}.y", "x/b.y")]
    [InlineData("[ab].y", "[ab].y")]
    [InlineData("a?c", "ac")]
    [InlineData("a\\*", "ab")]
    [InlineData("Dockerfile{1..3}", "Dockerfile4", "Dockerfile12", "Dockerfile")]
    [InlineData("f{1..3}*", "f12")]
    [InlineData("f{-3..3}", "f-4")]
    [InlineData("{1..2..3}", "2")]
    [InlineData("{a..b}", "a")]
    [InlineData("{+1..3}", "2")]
    public void It_does_not_match(string name, params string[] paths) => Assert.All(paths, path => Assert.False(SectionName.Matches(name, path), path));

    [Fact]
    public void A_name_that_stands_for_too_many_patterns_costs_little() =>
        Assert.False(SectionName.Matches(string.Concat(Enumerable.Repeat("{a,b}", 2000)), new('a', 200)));
}
