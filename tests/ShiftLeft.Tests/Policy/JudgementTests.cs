using System.Collections.Immutable;
using ShiftLeft.Policy;
using ShiftLeft.Rules;
using ShiftLeft.Rules.Tool;
using ShiftLeft.Rules.TrustedImages;
using ShiftLeft.Text;

namespace ShiftLeft.Tests.Policy;

public sealed class JudgementTests
{
    static readonly SourceText Source = new("a/Dockerfile", "FROM debian\nFROM alpine\n");
    static readonly Finding Warning = new FloatingBaseImage().At(new(Source, new(5, 6)), "floats");
    static readonly Finding Error = new MalformedDigest().At(new(Source, new(5, 6)), "malformed");
    static readonly Finding Failure = new UnreadableFile().At(new(new("b", ""), default), "unreadable");

    [Fact]
    public void Without_a_policy_no_error_is_allowed()
    {
        Assert.Equal(Outcome.Within, Verdict(PolicyFile.Default, Warning).Outcome);
        var verdict = Verdict(PolicyFile.Default, Warning, Error);
        Assert.Equal(Outcome.Over, verdict.Outcome);
        Assert.Equal(["1 error, allowed: 0"], verdict.Reasons);
    }

    [Fact]
    public void Thresholds_count_levels_and_practices()
    {
        var policy = PolicyText.Valid("version: 1\nthresholds: { error: 1, warning: 1, practices: { trusted-images: { warning: 0 }, secrets: { error: 0 } } }");
        Assert.Equal(Outcome.Within, Verdict(policy, Error).Outcome);
        Assert.Equal(["1 warning of trusted images, allowed: 0"], Verdict(policy, Error, Warning).Reasons);
        Assert.Equal(["2 warnings, allowed: 1", "2 warnings of trusted images, allowed: 0"], Verdict(policy, Warning, Warning with { Message = "again" }).Reasons);
    }

    [Fact]
    public void The_callers_threshold_takes_the_place_of_the_policys()
    {
        var policy = PolicyText.Valid("version: 1\nthresholds: { error: 5, warning: 0 }");
        Assert.Equal(["1 error, allowed: 0", "1 warning, allowed: 0"], Verdict(policy, FailOn.Warning, Error, Warning).Reasons);
        Assert.Equal(["1 error, allowed: 0"], Verdict(policy, FailOn.Error, Error, Warning).Reasons);
        Assert.Equal(["1 note, allowed: 0"], Verdict(policy, FailOn.Info, Warning with { Level = Level.Info }).Reasons);
        Assert.Equal(Outcome.Within, Verdict(policy, FailOn.Never, Error, Warning).Outcome);
    }

    [Fact]
    public void What_could_not_be_judged_fails_whatever_the_threshold()
    {
        var verdict = Verdict(PolicyFile.Default, FailOn.Never, Failure);
        Assert.Equal(Outcome.Failed, verdict.Outcome);
        Assert.Equal(["1 place could not be judged"], verdict.Reasons);
        Assert.Equal(["2 places could not be judged", "1 error, allowed: 0"], Verdict(PolicyFile.Default, Failure, Failure with { Message = "again" }, Error).Reasons);
    }

    [Fact]
    public void A_policy_may_lower_a_failure_but_a_profile_may_not()
    {
        Assert.Equal(Outcome.Within, Verdict(PolicyText.Valid("version: 1\nrules: { unreadable-file: warning }"), Failure).Outcome);
        Assert.Equal(Outcome.Failed, Verdict(PolicyText.Valid("version: 1\nprofile: baseline"), Failure).Outcome);
    }

    [Fact]
    public void What_is_accepted_counts_for_nothing_and_stays_in_the_report()
    {
        var report = Judge(PolicyText.Valid("version: 1\nsuppressions: [{ rule: SL1004, reason: r }]"), null, Error);
        Assert.Equal(Outcome.Within, report.Verdict.Outcome);
        Assert.Equal("r", Assert.Single(report.Findings).Suppression!.Reason);
    }

    [Fact]
    public void Levels_come_from_the_policy_and_a_finding_that_a_rule_lowered_stays_low()
    {
        var policy = PolicyText.Valid("version: 1\nrules: { floating-base-image: error, malformed-digest: off }");
        Assert.Equal([Level.Error], Judge(policy, null, Warning, Error).Findings.Select(finding => finding.Level));
        Assert.Equal([Level.Info], Judge(policy, null, Warning with { Level = Level.Info }).Findings.Select(finding => finding.Level));
    }

    [Fact]
    public void A_profile_leaves_out_rules_beyond_it()
    {
        Assert.Empty(new Judgement(PolicyFile.Default, Profile.Baseline, null, default).Judge([Warning], [], []).Findings);
        Assert.Single(new Judgement(PolicyText.Valid("version: 1\nprofile: baseline"), Profile.Recommended, null, default).Judge([Warning], [], []).Findings);
    }

    [Fact]
    public void Findings_are_ordered_by_path_position_and_id_and_equal_ones_are_one()
    {
        var later = Warning with { Location = new(Source, new(17, 6)) };
        var report = Judge(PolicyFile.Default, null, Failure, later, Error, Warning, later, Error);
        Assert.Equal(["SL1001 a/Dockerfile(1,6)", "SL1004 a/Dockerfile(1,6)", "SL1001 a/Dockerfile(2,6)", "SL0901 b(1,1)"], report.Findings.Select(finding => $"{finding.Rule.Id} {finding.Location}"));
    }

    [Fact]
    public void A_finding_of_several_environments_names_them()
    {
        var report = Judge(PolicyFile.Default, null, Warning with { Environments = ["prod"] }, Warning with { Environments = ["dev"] }, Warning with { Environments = ["prod"] });
        Assert.Equal(["dev", "prod"], Assert.Single(report.Findings).Environments);
    }

    static Verdict Verdict(PolicyFile policy, params ImmutableArray<Finding> findings) => Judge(policy, null, findings).Verdict;

    static Verdict Verdict(PolicyFile policy, FailOn failOn, params ImmutableArray<Finding> findings) => Judge(policy, failOn, findings).Verdict;

    static Report Judge(PolicyFile policy, FailOn? failOn, params ImmutableArray<Finding> findings) => new Judgement(policy, null, failOn, new(2026, 7, 1)).Judge(findings, [], []);
}
