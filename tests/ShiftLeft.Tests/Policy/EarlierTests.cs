using ShiftLeft.Files;
using ShiftLeft.Policy;

namespace ShiftLeft.Tests.Policy;

/// <summary>What an earlier tree has counts for nothing; the policy of today judges both.</summary>
public sealed class EarlierTests
{
    const string Dockerfile = "FROM debian:13.1\nRUN sudo true\nUSER 1000\n";

    [Fact]
    public void A_tree_without_anything_makes_all_new()
    {
        var report = Scan([], [("Dockerfile", Dockerfile)]);
        Assert.Contains(report.Active, finding => finding.Rule.Id == "SL2004");
        Assert.Equal(new Since("main", "0123456789abcdef", 0, 0), report.Since);
    }

    [Fact]
    public void A_second_one_of_the_same_kind_is_new() =>
        Assert.Equal("SL2004", Assert.Single(Scan([("Dockerfile", Dockerfile)], [("Dockerfile", Dockerfile.Replace("RUN sudo true\n", "RUN sudo true\nRUN sudo true\n", StringComparison.Ordinal))]).Active).Rule.Id);

    [Fact]
    public void An_entry_that_is_needed_no_more_is_new_and_one_that_never_was_is_old()
    {
        const string Policy = "version: 1\nsuppressions:\n  - { rule: SL2004, path: Dockerfile, reason: it must }\n";
        var repaired = Dockerfile.Replace("sudo ", "", StringComparison.Ordinal);
        Assert.Equal("SL0905", Assert.Single(Scan([("Dockerfile", Dockerfile), ("shiftleft.yml", Policy)], [("Dockerfile", repaired), ("shiftleft.yml", Policy)]).Active).Rule.Id);
        Assert.Empty(Scan([("Dockerfile", repaired), ("shiftleft.yml", Policy)], [("Dockerfile", repaired), ("shiftleft.yml", Policy)]).Active);
        Assert.Equal("SL0905", Assert.Single(Scan([("Dockerfile", repaired)], [("Dockerfile", repaired), ("shiftleft.yml", Policy)]).Active).Rule.Id);
    }

    [Fact]
    public void An_entry_that_is_taken_out_of_the_policy_brings_nothing_new()
    {
        const string Policy = "version: 1\nsuppressions:\n  - { rule: SL2004, path: Dockerfile, reason: it must }\n";
        Assert.Empty(Scan([("Dockerfile", Dockerfile), ("shiftleft.yml", Policy)], [("Dockerfile", Dockerfile)]).Active);
    }

    [Fact]
    public void What_a_baseline_knows_stays_known()
    {
        (string Path, string Text)[] all = [("Dockerfile", Dockerfile), ("b/Dockerfile", Dockerfile)];
        var baseline = Baseline.Render(ShiftLeft.Scan.Run(new(Tree(all), [""]) { Today = new(2026, 7, 1) }));
        var report = Scan([("Dockerfile", Dockerfile)], [.. all, (Baseline.FileName, baseline)]);
        Assert.Empty(report.Active);
        Assert.All(report.Suppressed, finding => Assert.True(Baseline.IsKnown(finding)));
    }

    [Theory]
    [InlineData("build.Dockerfile", "FROM debian:13.1\nRUN sudo true\nUSER 1000\n", 0)]
    [InlineData("build.Dockerfile", "FROM debian:13.1\nRUN sudo true\nUSER 1000\nRUN sudo false\n", 1)]
    [InlineData("build.Dockerfile", "FROM alpine:3.22\nRUN sudo true\nWORKDIR /x\nRUN true\nUSER 1001\n", 1)]
    public void A_file_that_is_renamed_is_known_by_half_of_its_lines(string path, string text, int expected) =>
        Assert.Equal(expected, Scan([("Dockerfile", Dockerfile)], [(path, text)]).Active.Count(finding => finding.Rule.Id == "SL2004"));

    [Fact]
    public void Of_two_that_could_be_a_renamed_file_one_is()
    {
        var report = Scan([("Dockerfile", Dockerfile)], [("a.Dockerfile", Dockerfile), ("b.Dockerfile", Dockerfile)]);
        Assert.Equal("b.Dockerfile", Assert.Single(report.Active).Location.Path);
    }

    [Fact]
    public void A_template_that_is_renamed_is_known_by_its_lines()
    {
        const string Pod = "apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n  hostNetwork: true\n  containers: [{ name: web, image: nginx:1.29 }]\n";
        (string Path, string Text) chart = ("web/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\n");
        Assert.Empty(Scan([chart, ("web/templates/a.yaml", Pod)], [chart, ("web/templates/b.yaml", Pod)]).Active);
    }

    [Fact]
    public void Only_what_is_new_counts_for_the_thresholds()
    {
        const string Policy = "version: 1\nthresholds: { warning: 0 }\n";
        Assert.Equal(Outcome.Within, Scan([("Dockerfile", Dockerfile)], [("Dockerfile", Dockerfile), ("shiftleft.yml", Policy)]).Verdict.Outcome);
        Assert.Equal(Outcome.Over, Scan([("Dockerfile", Dockerfile)], [("Dockerfile", Dockerfile + "RUN sudo false\n"), ("shiftleft.yml", Policy)]).Verdict.Outcome);
    }

    static Report Scan((string Path, string Text)[] before, (string Path, string Text)[] now) =>
        ShiftLeft.Scan.Run(new(Tree(now), [""]) { Today = new(2026, 7, 1), Since = new(Tree(before), "main", "0123456789abcdef") });

    static MemoryTree Tree((string Path, string Text)[] files) => new(files.Select(file => KeyValuePair.Create(file.Path, file.Text)));
}
