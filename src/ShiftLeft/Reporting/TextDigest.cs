using System.Collections.Immutable;
using System.Globalization;
using ShiftLeft.Policy;
using ShiftLeft.Rules;

namespace ShiftLeft.Reporting;

/// <summary>A report of more findings than a person reads in full: which are told in full, a line for each of the others, and what to do first.</summary>
sealed class TextDigest
{
    /// <summary>All of it and the summary fit into 200 lines.</summary>
    const int MostLines = 80;
    const int MostInFull = 6;
    const int MostRelated = 2;

    readonly List<FindingBlock> blocks;
    readonly TextStyle style;

    /// <param name="blocks">The worst last.</param>
    /// <param name="style">How the page looks.</param>
    public TextDigest(List<FindingBlock> blocks, TextStyle style)
    {
        (this.blocks, this.style) = (blocks, style);
        InFull =
        [
            .. blocks.Where(block => block.First.Related.Length <= MostRelated)
                .OrderByDescending(TextReport.Weight).ThenByDescending(block => block.First.Rule.SecuritySeverity ?? 0)
                .DistinctBy(block => block.First.Rule.Id).Take(MostInFull).Reverse(),
        ];
    }

    /// <summary>The worst of different kinds, the very worst last.</summary>
    public ImmutableArray<FindingBlock> InFull { get; }

    public void WriteLines(Ink ink)
    {
        var told = InFull.ToHashSet();
        var rest = blocks.Where(block => !told.Contains(block)).ToList();
        var shown = Fitting(rest);
        if (rest.Count > shown.Count) ink.Line(string.Create(CultureInfo.InvariantCulture, $"{rest.Count - shown.Count} more, none of them worse than these, with `--full`"), Tone.Quiet).Line();
        string? path = null;
        foreach (var block in shown)
        {
            if (block.Location.Path != path) ink.Line(VisibleText.OfPath(style.PathOf(path = block.Location.Path)) is { Length: > 0 } name ? name : ".", Tone.Strong);
            WriteLine(ink, block);
        }
        ink.Line();
    }

    /// <summary>As many of the last as fit, with a line for each file.</summary>
    static List<FindingBlock> Fitting(List<FindingBlock> rest)
    {
        var (lines, at) = (0, rest.Count);
        while (at > 0)
        {
            lines += at == rest.Count || rest[at - 1].Location.Path != rest[at].Location.Path ? 2 : 1;
            if (lines > MostLines) break;
            at--;
        }
        return rest[at..];
    }

    void WriteLine(Ink ink, FindingBlock block)
    {
        var place = block.Location.Source.Content.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{block.Location.Start.Line + 1}:{block.Location.Start.Column + 1}");
        var rule = block.First.Rule.Id + (block.IsOne ? "" : string.Create(CultureInfo.InvariantCulture, $" +{block.Findings.Length - 1}"));
        var start = $"  {place,-8}";
        ink.Write(start).Write($" {LevelName.Of(block.Level),-7}", Ink.ToneOf(block.Level)).Line($" {rule,-9} {VisibleText.Shorten(VisibleText.Of(block.Message), Math.Max(20, style.Width - start.Length - 19))}");
    }

    public void WriteAdvice(Ink ink, Report report)
    {
        ink.Line("what to do first", Tone.Strong);
        ink.Line("  places whose repair removes most", Tone.Quiet);
        var advice = Advice.Of([.. Enumerable.Reverse(blocks)]);
        foreach (var (worst, weight) in advice.Places) ink.Line(string.Create(CultureInfo.InvariantCulture, $"  {weight,6}  {VisibleText.OfPath(style.PathOf(worst.Location.Path))}:{worst.Location.Start.Line + 1}"));
        ink.Line("  rules with most findings", Tone.Quiet);
        foreach (var (rule, count) in advice.Rules) ink.Line(string.Create(CultureInfo.InvariantCulture, $"  {count,6}  {rule.Id} {rule.Name}"));
        if (report.InFixtures > 0) ink.Line(string.Create(CultureInfo.InvariantCulture, $"  {report.InFixtures,6}  of {report.Active.Total()} findings lie in folders of tests and copies"), Tone.Quiet);
        ink.Line("  `--full` tells each with its lines, its reason and its fix", Tone.Quiet);
        ink.Line();
    }
}
