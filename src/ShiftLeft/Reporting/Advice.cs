using System.Collections.Immutable;
using ShiftLeft.Rules;
using ShiftLeft.Text;

namespace ShiftLeft.Reporting;

/// <summary>What to do first about many findings.</summary>
/// <param name="Places">The lines whose repair takes most findings away, each container and object counted, and the worst finding there.</param>
/// <param name="Rules">The rules with most findings.</param>
sealed record Advice(ImmutableArray<(FindingBlock Worst, int Weight)> Places, ImmutableArray<(RuleInfo Rule, int Count)> Rules)
{
    const int Most = 5;

    /// <param name="blocks">The worst first.</param>
    public static Advice Of(IReadOnlyCollection<FindingBlock> blocks) => new(
        // Sorting keeps the order among equals, so the worst is first among them.
        [.. blocks.GroupBy(block => (block.Location.Path, block.Location.Start.Line)).Select(place => (place.First(), place.Sum(block => block.Weight))).OrderByDescending(place => place.Item2).Take(Most)],
        [.. blocks.SelectMany(block => block.Findings).GroupBy(finding => finding.Rule).Select(rule => (rule.Key, rule.Count())).OrderByDescending(rule => rule.Item2).ThenBy(rule => rule.Key.Id, StringComparer.Ordinal).Take(Most)]);
}
