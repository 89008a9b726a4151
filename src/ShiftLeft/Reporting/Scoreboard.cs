using System.Globalization;
using System.Text;
using ShiftLeft.Policy;
using ShiftLeft.Rules;

namespace ShiftLeft.Reporting;

/// <summary>The practices with their numbers, as a table of Markdown: before and after a change, or by level.</summary>
static class Scoreboard
{
    public static string Render(Report report, Comparison? comparison)
    {
        var before = comparison?.Before.Active.ToList() ?? [];
        var after = report.Active.ToList();
        var practices = before.Concat(after).Select(finding => finding.Rule.Practice).Distinct().Order().ToList();
        if (practices.Count == 0) return "";
        var table = new StringBuilder(comparison is null
            ? "| Practice | 🔴 Errors | 🟡 Warnings | 🔵 Notes |\n|:--|--:|--:|--:|\n"
            : "| Practice | Before | After | |\n|:--|--:|--:|:--|\n");
        foreach (var practice in practices)
        {
            var name = PracticeName.Of(practice);
            table.Append(CultureInfo.InvariantCulture, $"| {char.ToUpperInvariant(name[0])}{name[1..]} | ");
            table.Append(comparison is null ? Levels(after.Where(finding => finding.Rule.Practice == practice)) : Change(comparison, before, after, finding => finding.Rule.Practice == practice)).Append(" |\n");
        }
        if (practices.Count > 1)
            table.Append("| **All** | ").Append(comparison is null ? Levels(after) : Change(comparison, before, after, _ => true)).Append(" |\n");
        return table.Append('\n').ToString();
    }

    static string Levels(IEnumerable<Finding> findings) => string.Join(" | ", new[] { Level.Error, Level.Warning, Level.Info }
        .Select(level => findings.Where(finding => finding.Level == level).Total()).Select(count => count == 0 ? "" : count.ToString(CultureInfo.InvariantCulture)));

    static string Change(Comparison comparison, List<Finding> before, List<Finding> after, Func<Finding, bool> counts)
    {
        var brought = comparison.New.Where(counts).GroupBy(finding => finding.Level).OrderByDescending(level => level.Key)
            .Select(level => $"{MarkdownReport.Mark(level.Key)} +{level.Total()}");
        var gone = comparison.Gone.Where(counts).Total();
        return $"{before.Where(counts).Total()} | {after.Where(counts).Total()} | {string.Join(' ', gone > 0 ? brought.Append($"🟢 −{gone}") : brought)}";
    }
}
