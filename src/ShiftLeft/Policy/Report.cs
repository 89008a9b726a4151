using System.Collections.Immutable;
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
    public int Count(Level level) => Active.Count(finding => finding.Level == level);
}

/// <summary>A file that was read: its path, and what it was taken for.</summary>
sealed record ScannedFile(string Path, string Kind);

/// <summary>The end of a scan; the number is the exit code.</summary>
enum Outcome { Within = 0, Over = 1, Failed = 2 }

/// <param name="Outcome">The exit code.</param>
/// <param name="Reasons">Sentences: which threshold was passed by how much, or what could not be read.</param>
sealed record Verdict(Outcome Outcome, ImmutableArray<string> Reasons);
