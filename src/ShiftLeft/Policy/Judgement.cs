using System.Collections.Immutable;
using ShiftLeft.Files;
using ShiftLeft.Rules;
using ShiftLeft.Rules.Tool;
using ShiftLeft.Text;

namespace ShiftLeft.Policy;

/// <summary>Decides what findings mean here: their level, what is accepted, and whether the whole is within the thresholds.</summary>
/// <param name="Policy">The repository's policy.</param>
/// <param name="Profile">The caller's choice of rules; null for the policy's.</param>
/// <param name="FailOn">The caller's threshold; null for the policy's.</param>
/// <param name="Today">The day, for expiry.</param>
sealed record Judgement(PolicyFile Policy, Profile? Profile, FailOn? FailOn, DateOnly Today)
{
    /// <summary>What was looked at: an entry of the policy about anything else may well be needed.</summary>
    public ImmutableArray<string> Paths { get; init; } = [""];
    /// <summary>Whether findings are listed however many of a rule there are in a file.</summary>
    public bool ListsAll { get; init; }
    /// <summary>Which findings are told; null for all.</summary>
    public Func<Finding, bool>? Concerns { get; init; }
    /// <summary>What is known since before; null where nothing is.</summary>
    public Baseline? Baseline { get; init; }
    /// <summary>What an earlier commit has; null where none is asked for.</summary>
    public Earlier? Earlier { get; init; }
    /// <summary>Whether a file is in the tree, read or not.</summary>
    public Func<string, bool> IsThere { get; init; } = _ => true;
    /// <summary>How the face's own switches change a finding; what could not be judged stays what it is.</summary>
    public Func<Finding, Finding?>? Relevel { get; init; }

    public Report Judge(IEnumerable<Finding> findings, IEnumerable<InlineSuppression> inline, ImmutableArray<ScannedFile> files) => JudgeEach(findings, inline, files).Report;

    /// <summary>The report, with all that is accepted and with the findings as they were before those of one place became one.</summary>
    public JudgedFindings JudgeEach(IEnumerable<Finding> findings, IEnumerable<InlineSuppression> inline, ImmutableArray<ScannedFile> files)
    {
        var suppressions = new Suppressions(Policy, inline, Today);
        var listing = new Listing(ListsAll);
        foreach (var finding in findings.Select(WithLevel).OfType<Finding>()) listing.Add(suppressions.Apply(finding));
        var isComplete = !listing.Listed.Exists(finding => finding.Rule.IsFailure);
        foreach (var finding in suppressions.InvalidOnes().Concat(suppressions.UnusedOnes(rule => IsJudged(rule), entry => isComplete && IsJudged(entry))).Select(WithLevel).OfType<Finding>()) listing.Add(suppressions.Apply(finding));
        if (Concerns is { } concerns) listing.Listed.RemoveAll(finding => !concerns(finding));
        var ordered = Known(listing.WithCounts(SamePlace.Merge(listing.Listed, listing.IsShortened))
            .Select(finding => Relevel is null || finding.Rule.IsFailure || finding.Suppression is not null ? finding : Relevel(finding)).OfType<Finding>()
            .OrderBy(finding => finding.Location.Path, StringComparer.Ordinal)
            .ThenBy(finding => finding.Location.Span.Start).ThenBy(finding => finding.Location.Span.Length)
            .ThenBy(finding => finding.Rule.Id, StringComparer.Ordinal).ThenBy(finding => finding.Message, StringComparer.Ordinal)
            .ToImmutableArray());
        if (Earlier is not null) ordered = Earlier.Apply(ordered, IsThere);
        ImmutableArray<Threshold> thresholds = [.. Thresholds()];
        return new(new(ordered, Verdict.Of(ordered, thresholds), files) { Thresholds = thresholds, Since = Earlier?.SinceOf(ordered) }, [.. listing.Listed], suppressions.Listed());
    }

    ImmutableArray<Finding> Known(ImmutableArray<Finding> findings) =>
        Baseline is null ? findings : Baseline.Apply(findings, path => Paths.Any(looked => TreePath.IsWithin(path, looked)), IsThere);

    /// <summary>The level in force. A rule that is less sure than usual may have lowered its finding; policy never raises it again.</summary>
    Finding? WithLevel(Finding finding)
    {
        var level = Policy.LevelOf(finding.Rule, Profile);
        if (finding.Level < finding.Rule.Level && finding.Level < level) level = finding.Level;
        return level == Level.Off ? null : finding with { Level = level };
    }

    /// <summary>Whether all that the rule could find beside a comment was looked for: it ran, and what it compares was there.</summary>
    bool IsJudged(RuleInfo rule) => Policy.LevelOf(rule, Profile) != Level.Off && (rule.Input != InputKind.Workspace || Paths.Contains(""));

    bool IsJudged(PolicySuppression entry) =>
        IsJudged(entry.Rule) && Paths.Any(path => TreePath.IsWithin(entry.Path?.Folder ?? TreePath.FolderOf(Policy.Source?.Path ?? ""), path));

    IEnumerable<Threshold> Thresholds()
    {
        if (FailOn is { } failOn)
            return ((Level[])[Level.Error, Level.Warning, Level.Info]).Where(level => level >= LeastOf(failOn)).Select(level => new Threshold(level, null, 0));
        var last = Policy.Thresholds.GroupBy(threshold => (threshold.Level, threshold.Practice)).Select(same => same.Last()).ToList();
        return last.Exists(threshold => threshold is { Level: Level.Error, Practice: null }) ? last : last.Prepend(new(Level.Error, null, 0));
    }

    /// <summary>Null, which no level reaches, for never.</summary>
    static Level? LeastOf(FailOn failOn) => failOn switch
    {
        ShiftLeft.Policy.FailOn.Error => Level.Error,
        ShiftLeft.Policy.FailOn.Warning => Level.Warning,
        ShiftLeft.Policy.FailOn.Info => Level.Info,
        _ => null,
    };
}

/// <param name="Report">What is told.</param>
/// <param name="Each">The findings before those of one place became one; known ones are not marked.</param>
/// <param name="Accepted">All that accepts findings, or means to.</param>
sealed record JudgedFindings(Report Report, ImmutableArray<Finding> Each, ImmutableArray<Acceptance> Accepted);
