using ShiftLeft.Text;

namespace ShiftLeft.Tests.Text;

public sealed class GlobTests
{
    [Theory]
    [InlineData("vendor/**", "vendor/a/b.yaml")]
    [InlineData("**/foo", "foo")]
    [InlineData("**/foo", "a/b/foo")]
    [InlineData("a/**/b", "a/b")]
    [InlineData("a/**/b", "a/x/y/b")]
    [InlineData("*.yaml", "a.yaml")]
    [InlineData("ghcr.io/acme/*", "ghcr.io/acme/api")]
    [InlineData("[a-c]?[!x]", "b1y")]
    [InlineData("\\*", "*")]
    [InlineData("a[", "a[")]
    [InlineData("**", "a/b")]
    public void A_pattern_matches(string pattern, string path) => Assert.True(Glob.IsMatch(pattern, path));

    [Theory]
    [InlineData("**/foo", "barfoo")]
    [InlineData("*.yaml", "a/b.yaml")]
    [InlineData("a/**/b", "a/xb")]
    [InlineData("ghcr.io/acme/*", "ghcr.io/acme/api/web")]
    [InlineData("vendor/**", "vendors/a")]
    [InlineData("?", "/")]
    [InlineData("", "a")]
    public void A_pattern_does_not_match(string pattern, string path) => Assert.False(Glob.IsMatch(pattern, path));

    [Fact]
    public void A_hostile_pattern_takes_no_exponential_time() =>
        Assert.False(Glob.IsMatch(string.Concat(Enumerable.Repeat("*a", 2000)), new string('a', 1500) + "/"));
}
