using System.Collections.Immutable;
using ShiftLeft.Policy;
using ShiftLeft.Rules;

namespace ShiftLeft.Reporting;

/// <summary>The part of docs/ that is made from the catalogue.</summary>
static class Manual
{
    /// <summary>Paths below docs/ with what stands there.</summary>
    public static ImmutableSortedDictionary<string, string> Files(ImmutableArray<RuleInfo> rules) => rules
        .Select(rule => KeyValuePair.Create($"rules/{RulePage.FileName(rule)}", RulePage.Render(rule)))
        .Append(KeyValuePair.Create("rules/README.md", RuleTable.RenderMarkdown(rules)))
        .Append(KeyValuePair.Create("shiftleft.schema.json", PolicyJsonSchema.Render(rules)))
        .ToImmutableSortedDictionary(StringComparer.Ordinal);
}
