using System.Collections.Immutable;
using ShiftLeft.Policy;
using ShiftLeft.Rules;
using ShiftLeft.Tests.Reporting;
using ShiftLeft.Text;

namespace ShiftLeft.Tests.Policy;

/// <summary>Two reports are compared by what their findings are about, not by where they stand.</summary>
public sealed class ComparisonTests
{
    [Fact]
    public void Moved_lines_are_the_same_finding() =>
        AssertNew(Report(("a", "x\nUSER root\n", "root")), Report(("a", "x\n\n\n# more\nUSER root\n", "root")), 0, 0);

    [Fact]
    public void A_second_one_of_the_same_kind_is_new() =>
        AssertNew(Report(("a", "USER root\n", "root")), Report(("a", "USER root\n", "root"), ("a", "USER root\nroot", "root")), 1, 0);

    [Fact]
    public void Another_rule_or_another_text_is_another_finding() =>
        AssertNew(Report(("a", "USER root\n", "root")), Report(("a", "USER 0\n", "0")), 1, 1);

    [Fact]
    public void A_file_in_another_folder_was_moved_if_it_is_no_longer_in_the_first()
    {
        AssertNew(Report(("a/Dockerfile", "USER root\n", "root")), Report(("b/Dockerfile", "USER root\n", "root")), 0, 0);
        AssertNew(Report(("a/Dockerfile", "USER root\n", "root")), Report(("a/Dockerfile", "USER root\n", "root"), ("b/Dockerfile", "USER root\n", "root")), 1, 0);
        AssertNew(Report(("a/Dockerfile", "USER root\n", "root")), Report(("b/Dockerfile", "USER root\n", "root"), ("c/Dockerfile", "USER root\n", "root")), 1, 0);
        AssertNew(Report(("a/Dockerfile", "USER root\n", "root"), ("b/Dockerfile", "USER root\n", "root")), Report(("b/Dockerfile", "USER root\n", "root"), ("z/Dockerfile", "USER root\n", "root")), 0, 0);
        AssertNew(Report(("a/Dockerfile", "USER root\n", "root")), Report(("a/Other", "USER root\n", "root")), 1, 1);
    }

    [Fact]
    public void What_was_fixed_in_one_place_and_made_in_another_is_new()
    {
        var after = Report(("b/Dockerfile", "USER root\n", "root"));
        AssertNew(Report(("a/Dockerfile", "USER root\n", "root")), after with { Files = [.. after.Files, new("a/Dockerfile", "Dockerfile")] }, 1, 1);
    }

    [Fact]
    public void A_suppression_takes_away_and_gives_back()
    {
        var counted = Report(("a", "USER root\n", "root"));
        var accepted = counted with { Findings = [counted.Findings[0] with { Suppression = new("because", counted.Findings[0].Location, true) }] };
        AssertNew(counted, accepted, 0, 1);
        AssertNew(accepted, counted, 1, 0);
        Assert.Single(new Comparison(counted, accepted).NewlySuppressed);
        Assert.Empty(new Comparison(accepted, accepted).NewlySuppressed);
    }

    [Fact]
    public void A_part_of_the_findings_is_judged_by_the_same_thresholds()
    {
        var report = Report(("a", "USER root\n", "root"), ("b", "USER root\n", "root"));
        Assert.Equal("2 warnings, allowed: 1", Assert.Single(Verdict.Of(report.Findings, [new(Level.Warning, null, 1)]).Reasons));
        Assert.Equal(Outcome.Within, Verdict.Of(report.Findings.Take(1), [new(Level.Warning, null, 1)]).Outcome);
    }

    static void AssertNew(Report before, Report after, int expected, int gone)
    {
        var comparison = new Comparison(before, after);
        Assert.Equal((expected, gone), (comparison.New.Length, comparison.Gone.Length));
    }

    static Report Report(params (string Path, string Text, string What)[] findings) => new(
        [.. findings.Select(finding => new Finding(Sample.Rules[1], new(new(finding.Path, finding.Text), new(finding.Text.LastIndexOf(finding.What, StringComparison.Ordinal), finding.What.Length)), "x"))],
        new(Outcome.Within, []), [.. findings.Select(finding => finding.Path).Distinct().Select(path => new ScannedFile(path, "Dockerfile"))]);
}
