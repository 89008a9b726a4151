using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ShiftLeft.Rules;

namespace ShiftLeft.Reporting;

/// <summary>All rules at a glance.</summary>
static class RuleTable
{
    /// <summary>The index of the manual: a table for each practice, each rule linked to its page beside it.</summary>
    public static string RenderMarkdown(ImmutableArray<RuleInfo> rules)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"# Rules\n\n{rules.Length} rules. Each is in the named profile and in those that come after it: baseline, recommended, strict, all.\n");
        foreach (var practice in rules.GroupBy(rule => rule.Practice).OrderBy(practice => practice.Key))
        {
            var name = PracticeName.Of(practice.Key);
            page.Append(CultureInfo.InvariantCulture, $"\n## {char.ToUpperInvariant(name[0])}{name[1..]}\n\n{PracticeName.QuestionOf(practice.Key)}\n\n");
            page.Append("| id | rule | level | profile | what is found |\n|---|---|---|---|---|\n");
            foreach (var rule in practice)
                page.Append(CultureInfo.InvariantCulture, $"| [{rule.Id}]({RulePage.FileName(rule)}) | `{rule.Name}` | {LevelName.Of(rule.Level)} | {ProfileName.Of(rule.Profile)} | {RulePage.Cell(rule.Title)} |\n");
        }
        return page.ToString();
    }

    /// <summary>A line for each rule.</summary>
    public static string RenderText(ImmutableArray<RuleInfo> rules, TextStyle style)
    {
        var ink = new Ink(style.Colour);
        var width = rules.Select(rule => rule.Name.Length).DefaultIfEmpty().Max();
        foreach (var practice in rules.GroupBy(rule => rule.Practice).OrderBy(practice => practice.Key))
        {
            ink.Line($"{PracticeName.Of(practice.Key)}: {PracticeName.QuestionOf(practice.Key)}", Tone.Strong);
            foreach (var rule in practice)
            {
                ink.Write($"  {rule.Id}  ").Write(rule.Name.PadRight(width + 2), Tone.Strong)
                    .Write(LevelName.Of(rule.Level).PadRight(9), Ink.ToneOf(rule.Level))
                    .Write(ProfileName.Of(rule.Profile).PadRight(13), Tone.Quiet).Line(rule.Title);
            }
            ink.Line();
        }
        return ink.Line($"{rules.Length} rules; `shiftleft explain ID` tells all about one").ToString();
    }
}
