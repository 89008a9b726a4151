namespace ShiftLeft.Tests.Hostile;

/// <summary>A policy is a file of a stranger, too.</summary>
public sealed class PolicyBudgetTests
{
    [Fact]
    public void What_is_extended_again_says_nothing_new()
    {
        var report = HostileText.Scan(new KeyValuePair<string, string>("shiftleft.yml", "version: 1\nextends:\n" + HostileText.Repeat("- base.yml\n", 900)), new("base.yml", "version: 1\nfoo: bar\n"), new("p.yaml", HostileText.Pod));
        Assert.Equal("base.yml", Assert.Single(report.Of("SL0902")).Location.Path);
        Assert.Single(report.Of("SL2102"));
    }

    [Fact]
    public void A_circle_is_said_once()
    {
        var report = HostileText.Scan(new KeyValuePair<string, string>("shiftleft.yml", "version: 1\nextends: [a.yml]\n"), new("a.yml", "version: 1\nextends: [shiftleft.yml, shiftleft.yml]\n"), new("p.yaml", HostileText.Pod));
        Assert.Equal("`shiftleft.yml` extends itself through `a.yml`", Assert.Single(report.Of("SL0902")).Message);
    }

    [Fact]
    public void A_tree_of_policies_is_read_up_to_a_number_of_files()
    {
        var files = Enumerable.Range(0, 30).Select(i => new KeyValuePair<string, string>(i == 0 ? "shiftleft.yml" : $"e{i}.yml", $"version: 1\nextends: [e{i + 1}.yml, e{Math.Min(i + 2, 30)}.yml]\n"));
        var report = HostileText.Scan([.. files, new("e30.yml", "version: 1\n"), new("p.yaml", HostileText.Pod)]);
        Assert.Equal("more than 20 policies extend each other; this and the rest are not read", Assert.Single(report.Of("SL0902")).Message);
    }

    [Theory]
    [InlineData("paths:\n  exclude:\n", "  - 'x*/#'\n", "  - p.yaml\n", "SL2102")]
    [InlineData("suppressions:\n", "- {rule: SL2101, path: 'x*/#', reason: a}\n", "- {rule: SL2102, reason: a}\n", "SL2102")]
    [InlineData("images:\n  trusted:\n", "  - x*.example/#\n", "  - docker.io\n", "SL1102")]
    public void Of_a_list_that_is_too_long_the_rest_is_not_in_force(string head, string item, string last, string found)
    {
        var items = string.Concat(Enumerable.Range(0, 1_000).Select(i => item.Replace("#", $"{i}", StringComparison.Ordinal)));
        var report = HostileText.Scan(new KeyValuePair<string, string>("shiftleft.yml", $"version: 1\n{head}{items}{last}"), new("p.yaml", HostileText.Pod));
        Assert.Equal("more than 1000 items; this and the rest are not in force", Assert.Single(report.Of("SL0902")).Message);
        Assert.Single(report.Of(found), finding => finding.Suppression is null);
    }

    [Fact]
    public void A_pattern_that_is_too_long_is_not_in_force()
    {
        var report = HostileText.Scan(new KeyValuePair<string, string>("shiftleft.yml", $"version: 1\npaths: {{exclude: ['{HostileText.Repeat("*", 1_001)}']}}\n"), new("p.yaml", HostileText.Pod));
        Assert.Equal("the text is longer than 1000 characters", Assert.Single(report.Of("SL0902")).Message);
        Assert.Single(report.Of("SL2102"));
    }
}
