using System.Collections.Immutable;
using ShiftLeft.Policy;
using ShiftLeft.Rules;
using ShiftLeft.Text;

namespace ShiftLeft.Reporting;

/// <summary>What a page in GitHub's Markdown is made from.</summary>
/// <param name="Report">All that was found.</param>
/// <param name="Verdict">The verdict in force, over all findings or over the new ones.</param>
sealed record MarkdownView(Report Report, Verdict Verdict)
{
    /// <summary>What the change brings in; null where there is nothing to compare with.</summary>
    public Comparison? Comparison { get; init; }
    /// <summary>Whether only what is new counts for the verdict.</summary>
    public bool CountsOnlyNew { get; init; }
    /// <summary>The address at which a reader sees the place; null where there is none.</summary>
    public Func<Location, string?> LinkTo { get; init; } = _ => null;
    /// <summary>Whether a reader of the diff meets the place; null where the diff is not known.</summary>
    public Func<Location, bool>? IsInDiff { get; init; }
    /// <summary>What could not be done, as sentences of ours with code in backticks.</summary>
    public ImmutableArray<string> Notices { get; init; } = [];
    /// <summary>How many bytes of UTF-8 the page may have.</summary>
    public required int Budget { get; init; }
    /// <summary>Where the reader finds what did not fit, in Markdown.</summary>
    public string Elsewhere { get; init; } = "in the step's log";
    /// <summary>Stands in small print at the end, in Markdown.</summary>
    public string? Footer { get; init; }

    /// <summary>The worst first; among equals in the order of the report.</summary>
    public static IEnumerable<Finding> WorstFirst(IEnumerable<Finding> findings) =>
        findings.OrderByDescending(finding => finding.Level).ThenByDescending(finding => finding.Rule.SecuritySeverity ?? 0);
}
