using System.Collections.Immutable;
using ShiftLeft.Files;
using ShiftLeft.Rules;

namespace ShiftLeft.Policy;

/// <summary>What a scan has to say, in the order of path, position and id. Reporters see this and the catalogue, nothing else.</summary>
/// <param name="Findings">All of them, the suppressed ones included.</param>
/// <param name="Verdict">Whether the findings are within the thresholds.</param>
/// <param name="Files">What was read.</param>
sealed record Report(ImmutableArray<Finding> Findings, Verdict Verdict, ImmutableArray<ScannedFile> Files)
{
    public IEnumerable<Finding> Active => Findings.Where(finding => finding.Suppression is null);
    public IEnumerable<Finding> Suppressed => Findings.Where(finding => finding.Suppression is not null);
    /// <summary>How many lie where nobody repairs them.</summary>
    public int InFixtures => Active.Where(finding => FixtureFolder.Holds(finding.Location.Path)).Total();
    public int Count(Level level) => Active.Where(finding => finding.Level == level).Total();
    /// <summary>What was not judged, by reason.</summary>
    public ImmutableArray<LeftOut> LeftOut { get; init; } = [];
    /// <summary>What was allowed, so that a face can judge a part of the findings as the whole was judged.</summary>
    public ImmutableArray<Threshold> Thresholds { get; init; } = [];
}

/// <summary>A file that was read: its path, and what it was taken for.</summary>
sealed record ScannedFile(string Path, string Kind);

/// <summary>The end of a scan; the number is the exit code.</summary>
enum Outcome { Within = 0, Over = 1, Failed = 2 }

/// <param name="Outcome">The exit code.</param>
/// <param name="Reasons">Sentences: which threshold was passed by how much, or what could not be read.</param>
sealed record Verdict(Outcome Outcome, ImmutableArray<string> Reasons)
{
    /// <summary>The verdict over findings that are not suppressed; the suppressed ones among them count for nothing.</summary>
    public static Verdict Of(IEnumerable<Finding> findings, IEnumerable<Threshold> thresholds)
    {
        var active = findings.Where(finding => finding.Suppression is null).ToList();
        var failures = active.Where(finding => finding.Rule.IsFailure && finding.Level == Level.Error).Total();
        var reasons = thresholds.Select(threshold => Exceeded(threshold, active)).OfType<string>().ToImmutableArray();
        return failures > 0 ? new(Outcome.Failed, [$"{failures} {(failures == 1 ? "place" : "places")} could not be judged", .. reasons])
            : reasons.IsEmpty ? new(Outcome.Within, [])
            : new(Outcome.Over, reasons);
    }

    static string? Exceeded(Threshold threshold, List<Finding> active)
    {
        // What could not be judged is no mistake of the author's, and has an exit code of its own.
        var count = active.Where(finding => finding.Level == threshold.Level && !finding.Rule.IsFailure && (threshold.Practice is null || finding.Rule.Practice == threshold.Practice)).Total();
        if (count <= threshold.Maximum) return null;
        var what = threshold.Level == Level.Info ? count == 1 ? "note" : "notes" : LevelName.Of(threshold.Level) + (count == 1 ? "" : "s");
        return $"{count} {what}{(threshold.Practice is { } practice ? $" of {PracticeName.Of(practice)}" : "")}, allowed: {threshold.Maximum}";
    }
}
