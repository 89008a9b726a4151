using System.Collections.Immutable;
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
    public Report Judge(IEnumerable<Finding> findings, IEnumerable<Comment> comments, ImmutableArray<ScannedFile> files)
    {
        var levelled = findings.Select(Level).OfType<Finding>().ToList();
        var inline = comments.SelectMany(InlineSuppressions.Read).ToList();
        var used = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var judged = levelled.Select(finding => Suppress(finding, inline, used)).ToList();
        judged.AddRange(AboutSuppressions(inline, used, files).Select(Level).OfType<Finding>());
        var ordered = Merge(judged)
            .OrderBy(finding => finding.Location.Path, StringComparer.Ordinal)
            .ThenBy(finding => finding.Location.Span.Start).ThenBy(finding => finding.Location.Span.Length)
            .ThenBy(finding => finding.Rule.Id, StringComparer.Ordinal).ThenBy(finding => finding.Message, StringComparer.Ordinal)
            .ToImmutableArray();
        return new(ordered, Decide(ordered), files);
    }

    /// <summary>The level in force. A rule that is less sure than usual may have lowered its finding; policy never raises it again.</summary>
    Finding? Level(Finding finding)
    {
        var level = Policy.LevelOf(finding.Rule, Profile);
        if (finding.Level < finding.Rule.Level && finding.Level < level) level = finding.Level;
        return level == Rules.Level.Off ? null : finding with { Level = level };
    }

    Finding Suppress(Finding finding, List<InlineSuppression> inline, HashSet<object> used)
    {
        foreach (var comment in inline)
        {
            if (!comment.Covers(finding)) continue;
            used.Add(comment);
            if (comment.Reason.Length > 0) finding = finding with { Suppression = finding.Suppression ?? new(comment.Reason, comment.Comment.Location, InSource: true) };
        }
        foreach (var entry in Policy.Suppressions)
        {
            if (!entry.Covers(finding)) continue;
            used.Add(entry);
            if (!entry.IsExpired(Today)) finding = finding with { Suppression = finding.Suppression ?? new(entry.Reason, entry.Location, InSource: false) };
        }
        return finding;
    }

    /// <summary>A suppression must have a reason, name rules that exist, be needed and not be over.</summary>
    IEnumerable<Finding> AboutSuppressions(List<InlineSuppression> inline, HashSet<object> used, ImmutableArray<ScannedFile> files)
    {
        foreach (var comment in inline.Where(comment => comment.IsOwn))
        {
            var location = comment.Comment.Location;
            foreach (var name in comment.Unknown)
                yield return new SuppressionOfUnknownRule().At(location, $"there is no rule `{name}`.{Suggestion.Sentence(name, Catalogue.Rules.SelectMany(rule => new[] { rule.Info.Name, rule.Info.Id }))}");
            if (comment.Rules.IsEmpty && comment.Unknown.IsEmpty) yield return new SuppressionOfUnknownRule().At(location, "the suppression names no rule");
            else if (comment.Reason.Length == 0) yield return new SuppressionWithoutReason().At(location, "the suppression gives no reason, so it does not hold");
            else if (!used.Contains(comment) && comment.Rules.Any(Runs)) yield return new UnusedSuppression().At(location, $"nothing here breaks {Names(comment.Rules)}");
        }
        foreach (var entry in Policy.Suppressions)
        {
            if (entry.IsExpired(Today)) yield return new ExpiredSuppression().At(entry.Location, $"the suppression of `{entry.Rule.Name}` expired on {entry.Expires:yyyy-MM-dd}");
            else if (!used.Contains(entry) && Runs(entry.Rule) && files.Any(file => entry.Path is null || entry.Path.Covers(file.Path)))
                yield return new UnusedSuppression().At(entry.Location, $"nothing{(entry.Path is { } path ? $" in `{path}`" : "")} breaks {Names([entry.Rule])}{(entry.Object is { } target ? $" in `{target}`" : "")}");
        }
    }

    bool Runs(RuleInfo rule) => Policy.LevelOf(rule, Profile) != Rules.Level.Off;

    static string Names(IEnumerable<RuleInfo> rules) => string.Join(", ", rules.Select(rule => $"`{rule.Name}`"));

    /// <summary>The same fact at the same place is one finding, whichever environments and objects it was met in.</summary>
    static IEnumerable<Finding> Merge(IEnumerable<Finding> findings) =>
        from finding in findings
        group finding by (finding.Rule.Id, finding.Location, finding.Message) into same
        select same.First() with
        {
            Environments = [.. same.SelectMany(finding => finding.Environments).Distinct().Order(StringComparer.Ordinal)],
            Suppression = same.All(finding => finding.Suppression is not null) ? same.First().Suppression : null,
        };

    Verdict Decide(ImmutableArray<Finding> findings)
    {
        var active = findings.Where(finding => finding.Suppression is null).ToList();
        var failures = active.Count(finding => finding.Rule.IsFailure);
        if (failures > 0) return new(Outcome.Failed, [$"{failures} {(failures == 1 ? "place" : "places")} could not be judged"]);
        var reasons = Thresholds().Select(threshold => Exceeded(threshold, active)).OfType<string>().ToImmutableArray();
        return new(reasons.IsEmpty ? Outcome.Within : Outcome.Over, reasons);
    }

    IEnumerable<Threshold> Thresholds()
    {
        if (FailOn is { } failOn)
        {
            var least = failOn switch { ShiftLeft.Policy.FailOn.Error => Rules.Level.Error, ShiftLeft.Policy.FailOn.Warning => Rules.Level.Warning, ShiftLeft.Policy.FailOn.Info => Rules.Level.Info, _ => (Level?)null };
            return ((Level[])[Rules.Level.Error, Rules.Level.Warning, Rules.Level.Info]).Where(level => level >= least).Select(level => new Threshold(level, null, 0));
        }
        return Policy.Thresholds.Any(threshold => threshold is { Level: Rules.Level.Error, Practice: null })
            ? LastOfEach(Policy.Thresholds)
            : LastOfEach(Policy.Thresholds).Prepend(new(Rules.Level.Error, null, 0));
    }

    static IEnumerable<Threshold> LastOfEach(IEnumerable<Threshold> thresholds) =>
        thresholds.GroupBy(threshold => (threshold.Level, threshold.Practice)).Select(same => same.Last());

    static string? Exceeded(Threshold threshold, List<Finding> active)
    {
        var count = active.Count(finding => finding.Level == threshold.Level && (threshold.Practice is null || finding.Rule.Practice == threshold.Practice));
        if (count <= threshold.Maximum) return null;
        var what = threshold.Level == Rules.Level.Info ? count == 1 ? "note" : "notes" : LevelName.Of(threshold.Level) + (count == 1 ? "" : "s");
        return $"{count} {what}{(threshold.Practice is { } practice ? $" of {PracticeName.Of(practice)}" : "")}, allowed: {threshold.Maximum}";
    }
}
