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
    /// <summary>What a comment, the policy or a baseline accepts.</summary>
    public IEnumerable<Finding> Suppressed => Findings.Where(finding => finding.Suppression is { IsEarlier: false });
    /// <summary>The earlier commit whose findings count for nothing; null where none was asked for.</summary>
    public Since? Since { get; init; }
    /// <summary>How many lie where nobody repairs them.</summary>
    public int InFixtures => Active.Where(finding => FixtureFolder.Holds(finding.Location.Path)).Total();
    /// <summary>How many places could not be judged; every face counts them so.</summary>
    public int Unjudged => Active.Where(Verdict.IsUnjudged).Total();
    public int Count(Level level) => Active.Where(finding => finding.Level == level).Total();
    /// <summary>The files that charts were rendered from.</summary>
    public ImmutableHashSet<string> FilesOfCharts { get; init; } = [];
    /// <summary>What was not judged, by reason.</summary>
    public ImmutableArray<LeftOut> LeftOut { get; init; } = [];
    /// <summary>The policy that governs the scan; null where there is none.</summary>
    public string? PolicyPath { get; init; }
    /// <summary>What was allowed, so that a face can judge a part of the findings as the whole was judged.</summary>
    public ImmutableArray<Threshold> Thresholds { get; init; } = [];
}

/// <summary>What an earlier commit takes from a report.</summary>
/// <param name="Name">The commit as it was asked for.</param>
/// <param name="Commit">Its full hash.</param>
/// <param name="Older">How many findings it has as well: they count for nothing.</param>
/// <param name="Unjudged">How many of its places could not be judged and can be today: what is found there counts as new.</param>
sealed record Since(string Name, string Commit, int Older, int Unjudged)
{
    public string ShortCommit => Commit[..Math.Min(Commit.Length, 8)];
}

/// <summary>A file that was read: its path, and what it was taken for.</summary>
sealed record ScannedFile(string Path, string Kind);

/// <summary>The end of a scan; the number is the exit code.</summary>
enum Outcome { Within = 0, Over = 1, Failed = 2 }

/// <param name="Outcome">The exit code.</param>
/// <param name="Reasons">Sentences: which threshold is exceeded by how much, or what could not be read.</param>
sealed record Verdict(Outcome Outcome, ImmutableArray<string> Reasons)
{
    /// <summary>The verdict over findings that are not suppressed; the suppressed ones among them count for nothing.</summary>
    public static Verdict Of(IEnumerable<Finding> findings, IEnumerable<Threshold> thresholds)
    {
        var active = findings.Where(finding => finding.Suppression is null).ToList();
        var failures = active.Where(IsUnjudged).Total();
        ImmutableArray<ExceededThreshold> exceeded = [.. from threshold in thresholds let how = Excess(threshold, active) where how is not null select new ExceededThreshold(threshold, how)];
        ImmutableArray<string> reasons = [.. exceeded.Select(over => over.How)];
        return (failures > 0 ? new Verdict(Outcome.Failed, [UnjudgedWords(failures), .. reasons])
            : reasons.IsEmpty ? new(Outcome.Within, [])
            : new(Outcome.Over, reasons)) with { Exceeded = exceeded };
    }

    /// <summary>The thresholds that are exceeded.</summary>
    public ImmutableArray<ExceededThreshold> Exceeded { get; init; } = [];

    /// <summary>Whether a finding says of a place that it could not be judged.</summary>
    public static bool IsUnjudged(Finding finding) => finding.Rule.IsFailure && finding.Level == Level.Error;

    public static string UnjudgedWords(int count) => $"{count} {(count == 1 ? "place" : "places")} could not be judged";

    static string? Excess(Threshold threshold, List<Finding> active)
    {
        // What could not be judged is no mistake of the author's, and has an exit code of its own.
        var count = active.Where(finding => finding.Level == threshold.Level && !finding.Rule.IsFailure && (threshold.Practice is null || finding.Rule.Practice == threshold.Practice)).Total();
        if (count <= threshold.Maximum) return null;
        var what = threshold.Level == Level.Info ? count == 1 ? "note" : "notes" : LevelName.Of(threshold.Level) + (count == 1 ? "" : "s");
        return $"{count} {what}{(threshold.Practice is { } practice ? $" of {PracticeName.Of(practice)}" : "")}, allowed: {threshold.Maximum}";
    }
}

/// <param name="Threshold">The bound.</param>
/// <param name="How">How many there are and how many may be.</param>
sealed record ExceededThreshold(Threshold Threshold, string How);
