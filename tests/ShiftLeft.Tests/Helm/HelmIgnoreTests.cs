using ShiftLeft.Helm.Charts;
using ShiftLeft.Tracing;

namespace ShiftLeft.Tests.Helm;

public sealed class HelmIgnoreTests
{
    // The cases of Helm's own tests, and more that the real helm was asked.
    [Theory]
    [InlineData("helm.txt", "helm.txt", true)]
    [InlineData("helm.*", "helm.txt", true)]
    [InlineData("helm.*", "rudder.txt", false)]
    [InlineData("*.txt", "cargo/a.txt", true)]
    [InlineData("cargo/*.txt", "cargo/a.txt", true)]
    [InlineData("cargo/*.txt", "mast/a.txt", false)]
    [InlineData("ru[c-e]?er.txt", "rudder.txt", true)]
    [InlineData(".*", ".joonix", true)]
    [InlineData(".*", "helm.txt", false)]
    [InlineData(".*", "", false)]
    [InlineData("cargo/", "cargo/", true)]
    [InlineData("cargo/", "mast/", false)]
    [InlineData("helm.txt/", "helm.txt", false)]
    [InlineData("!helm.txt", "helm.txt", false)]
    [InlineData("!helm.txt", "tiller.txt", true)]
    [InlineData("!*.txt", "cargo/", true)]
    [InlineData("!cargo/", "mast/", true)]
    [InlineData("!cargo/", "cargo/", false)]
    [InlineData("!cargo/", "cargo", true)]
    [InlineData("/a.txt", "a.txt", true)]
    [InlineData("/a.txt", "cargo/a.txt", false)]
    [InlineData("/cargo/a.txt", "cargo/a.txt", true)]
    [InlineData("*", "a/b/c", true)]
    [InlineData("a/*", "a/b/c", false)]
    [InlineData("a[/]b", "a/b", true)]
    [InlineData("?", "é", true)]
    [InlineData("?", "😀", true)]
    [InlineData("\\*", "*", true)]
    [InlineData("\\*", "a", false)]
    [InlineData("  spaced  ", "spaced", true)]
    [InlineData("# comment", "# comment", false)]
    [InlineData("!", "anything", true)]
    [InlineData("/", "anything/", false)]
    [InlineData("", "templates/.hidden", true)]
    [InlineData("", "templates/.", false)]
    [InlineData("", "charts/sub/templates/.hidden", false)]
    [InlineData("", "templates/shown", false)]
    [InlineData("\uFEFFfirst\r\nsecond\r\n", "first", true)]
    [InlineData("\uFEFFfirst\r\nsecond\r\n", "second", true)]
    [InlineData("a\n!b\n", "a", true)]
    [InlineData("a\n!b\n", "b", false)]
    [InlineData("a\n!b\n", "c", true)]
    public void A_rule_decides_as_helm_does(string rules, string path, bool expected)
    {
        var ignore = HelmIgnore.Parse(rules, out var error);
        Assert.Null(error);
        Assert.Equal(expected, ignore!.Ignores(path.TrimEnd('/'), path.EndsWith('/'), new()));
    }

    [Theory]
    [InlineData("foo/**/bar", "double-star (**) syntax is not supported")]
    [InlineData("ok\n**", "double-star (**) syntax is not supported")]
    [InlineData("[z-", "syntax error in pattern")]
    [InlineData("[]a]", "syntax error in pattern")]
    [InlineData("[a-]", "syntax error in pattern")]
    [InlineData("[-a]", "syntax error in pattern")]
    [InlineData("[^]", "syntax error in pattern")]
    [InlineData("xb[", "syntax error in pattern")]
    [InlineData("*c*[", "syntax error in pattern")]
    [InlineData("ab*[z", "syntax error in pattern")]
    [InlineData("!*[", null)]
    [InlineData("x*[", null)]
    [InlineData("/a*[", null)]
    [InlineData("*d*[", null)]
    [InlineData("a\\", "syntax error in pattern")]
    public void What_helm_refuses_is_said_in_its_words(string rules, string? expected)
    {
        Assert.Equal(expected is null, HelmIgnore.Parse(rules, out var error) is not null);
        Assert.Equal(expected, error);
    }

    [Fact]
    public void Hidden_templates_are_left_out_of_every_chart()
    {
        Assert.True(HelmIgnore.None.Ignores("templates/.svc.yaml", false, new()));
        Assert.False(HelmIgnore.None.Ignores("templates/svc.yaml", false, new()));
    }

    [Fact]
    public void Hostile_rules_end_soon()
    {
        Assert.Null(HelmIgnore.Parse(string.Join('\n', Enumerable.Repeat("a", 3000)), out var error));
        Assert.Equal("has more than 2,000 rules", error);
        Assert.Null(HelmIgnore.Parse(new string('a', 70_000), out error));
        Assert.Equal("bufio.Scanner: token too long", error);
        var costly = HelmIgnore.Parse(string.Join('\n', Enumerable.Repeat(string.Concat(Enumerable.Repeat("*a", 1000)), 1000)), out _)!;
        var budget = new RenderBudget();
        budget.Step(RenderBudget.MostSteps * 99 / 100);
        Assert.Throws<BudgetException>(() =>
        {
            for (var i = 0; i < 10_000; i++) costly.Ignores(new string('a', 4000), false, budget);
        });
    }
}
