using System.Collections.Immutable;
using System.Globalization;
using ShiftLeft.Fixes;
using ShiftLeft.Policy;
using ShiftLeft.Rules;
using ShiftLeft.Text;

namespace ShiftLeft.Reporting;

/// <summary>How a page for a person looks.</summary>
/// <param name="Colour">Whether escape sequences for colours may be written.</param>
/// <param name="Width">Columns of the page.</param>
/// <param name="PathOf">What a person types for a path of the tree.</param>
sealed record TextStyle(bool Colour, int Width, Func<string, string> PathOf)
{
    public const int DefaultWidth = 110;

    /// <summary>Whether all is told with its lines, however much there is.</summary>
    public bool IsFull { get; init; }

    public static TextStyle Default { get; } = new(false, DefaultWidth, path => path);
}

/// <summary>
/// The report as a good compiler would tell it, file by file: the fact, the place, the reason, the fix; then the sum. What is worst stands last, next to
/// the prompt. Where there is more than a person reads, the worst is told in full and the rest in a line each.
/// </summary>
sealed class TextReport
{
    /// <summary>So many findings are all told in full.</summary>
    const int MostInFull = 40;
    const int MostLines = 300;

    readonly Ink ink;
    readonly TextStyle style;
    readonly HashSet<string> explained = [];

    TextReport(TextStyle style) => (this.style, ink) = (style, new(style.Colour));

    public static string Render(Report report, TextStyle style)
    {
        var blocks = Ordered(FindingBlock.Of(report.Active));
        if (style.IsFull) return new TextReport(style).InFull(blocks, report);
        if (blocks.Count <= MostInFull && new TextReport(style).InFull(blocks, report) is var page && page.AsSpan().Count('\n') <= MostLines) return page;
        return new TextReport(style).Digest(blocks, report);
    }

    string InFull(List<FindingBlock> blocks, Report report)
    {
        foreach (var block in blocks) Write(block);
        WriteSummary(report);
        return ink.ToString();
    }

    string Digest(List<FindingBlock> blocks, Report report)
    {
        var digest = new TextDigest(blocks, style);
        digest.WriteLines(ink);
        foreach (var block in digest.InFull) Write(block);
        digest.WriteAdvice(ink, report);
        WriteSummary(report);
        return ink.ToString();
    }

    /// <summary>File by file, the files with the worst findings last, and within a file the worst last.</summary>
    static List<FindingBlock> Ordered(IEnumerable<FindingBlock> blocks) =>
    [
        .. blocks.GroupBy(block => block.Location.Path).OrderBy(file => file.Max(Weight)).SelectMany(file => file.OrderBy(Weight)),
    ];

    /// <summary>What certainly fails weighs more than what is better otherwise.</summary>
    public static int Weight(FindingBlock block) => (int)block.Level + (block.CertainlyFails ? 10 : 0);

    void Write(FindingBlock block)
    {
        if (block.IsOne) Write(block.First);
        else WriteTogether(block);
    }

    void WriteTogether(FindingBlock block)
    {
        var tone = Ink.ToneOf(block.Level);
        ink.Write($"{LevelName.Of(block.Level)}[{string.Join(", ", block.Findings.Select(finding => finding.Rule.Id))}]", tone).Line($" {VisibleText.Shorten(block.Message, VisibleText.LongestMessage)}", Tone.Strong);
        var gutter = WritePlaces(block.First, tone);
        if (block.First.Environments.Length > 0) Note(gutter, "in", string.Join(", ", block.First.Environments));
        foreach (var finding in block.Findings) Note(gutter, finding.Rule.Id, finding.Message);
        Note(gutter, "fix", "set");
        foreach (var line in block.Settings) ink.Line(new string(' ', gutter + 8) + line, Tone.Added);
        if (block.Findings.Where(finding => explained.Add(finding.Rule.Id)).ToList() is { Count: > 0 }) Note(gutter, "help", $"`shiftleft explain {block.First.Rule.Id}`, and so the others");
        ink.Line();
    }

    void Write(Finding finding)
    {
        var tone = Ink.ToneOf(finding.Level);
        ink.Write($"{LevelName.Of(finding.Level)}[{finding.Rule.Id}]", tone).Write($" {finding.Rule.Name}", Tone.Strong).Line($": {VisibleText.Shorten(finding.Message, VisibleText.LongestMessage)}");
        WriteNotes(finding, WritePlaces(finding, tone));
        ink.Line();
    }

    /// <returns>Columns for line numbers.</returns>
    int WritePlaces(Finding finding, Tone tone)
    {
        var gutter = finding.Related.Select(related => related.Location).Append(finding.Location).Max(Excerpt.GutterOf);
        WritePlace(finding.Location, gutter, '^', tone);
        foreach (var related in finding.Related)
        {
            ink.Write("note", Tone.Strong).Line($": {VisibleText.Shorten(related.Message, VisibleText.LongestMessage)}");
            WritePlace(related.Location, gutter, '-', Tone.Quiet);
        }
        if (finding.Location.Source.Content.Length > 0) Excerpt.Margin(ink, gutter).Line();
        return gutter;
    }

    void WritePlace(Location location, int gutter, char mark, Tone tone) => Excerpt.WritePlace(ink, style, location, gutter, mark, tone);

    /// <summary>The reason and the page are told once for each rule; the fix each time.</summary>
    void WriteNotes(Finding finding, int gutter)
    {
        var isFirst = explained.Add(finding.Rule.Id);
        if (finding.Environments.Length > 0) Note(gutter, "in", string.Join(", ", finding.Environments));
        if (finding.CertainlyFails) Note(gutter, "fails", $"{ProgramName.Of(finding.Rule.RefusedBy!)} refuses it");
        if (isFirst) Note(gutter, "why", FirstParagraph(finding.Rule.Why));
        Note(gutter, "fix", finding.Fix?.Title ?? FirstParagraph(finding.Rule.Fix));
        if (finding.Fix is { } fix) WriteEdits(fix, gutter);
        if (isFirst) Note(gutter, "help", RulePage.Address(finding.Rule));
    }

    void Note(int gutter, string name, string text)
    {
        var indent = new string(' ', gutter + 3);
        ink.Write(indent[2..] + "= ", Tone.Quiet).Write($"{name}: ", Tone.Strong).Wrap(text, indent, style.Width, indent.Length + 2 + name.Length);
    }

    void WriteEdits(Fix fix, int gutter)
    {
        if (FixedLines.Of(fix) is not { } lines) return;
        WriteChanged(lines.Removed, lines.First, '-', Tone.Removed, gutter);
        WriteChanged(lines.Added, lines.First, '+', Tone.Added, gutter);
    }

    void WriteChanged(ImmutableArray<string> lines, int first, char sign, Tone tone, int gutter)
    {
        for (var i = 0; i < lines.Length; i++)
        {
            var number = (first + i + 1).ToString(CultureInfo.InvariantCulture);
            ink.Write(number.PadLeft(gutter) + " ", Tone.Quiet).Line($"{sign} {VisibleText.Shorten(lines[i], style.Width)}", tone);
        }
    }

    internal static string FirstParagraph(string markdown) => markdown.ReplaceLineEndings("\n").Split("\n\n", 2)[0];

    void WriteSummary(Report report)
    {
        if (report.Active.Any()) WriteTable(report);
        ink.Line(Sentence(report));
        if (LeftOutSentence(report) is { } leftOut) ink.Line(leftOut, Tone.Quiet);
        if (SinceSentence(report) is { } unjudged) ink.Line(unjudged, Tone.Quiet);
        foreach (var reason in report.Verdict.Reasons)
        {
            ink.Write(report.Verdict.Outcome == Outcome.Failed ? "failed" : report.Verdict.Outcome == Outcome.Over ? "over" : "note",
                report.Verdict.Outcome == Outcome.Within ? Tone.Info : Tone.Error).Line($": {reason}");
        }
    }

    void WriteTable(Report report)
    {
        ImmutableArray<Level> levels = [Level.Error, Level.Warning, Level.Info];
        var practices = report.Active.GroupBy(finding => finding.Rule.Practice).OrderBy(practice => practice.Key).ToList();
        var width = practices.Max(practice => PracticeName.Of(practice.Key).Length);
        ink.Line("practice".PadRight(width) + "    error  warning     info", Tone.Quiet);
        foreach (var practice in practices)
        {
            ink.Write(PracticeName.Of(practice.Key).PadRight(width));
            foreach (var level in levels)
            {
                var count = practice.Where(finding => finding.Level == level).Total();
                ink.Write(count.ToString(CultureInfo.InvariantCulture).PadLeft(9), count == 0 ? Tone.Quiet : Ink.ToneOf(level));
            }
            ink.Line();
        }
        ink.Line();
    }

    /// <summary>The whole in one line, such as <c>1 error, 2 warnings in 12 files; 3 suppressed</c>.</summary>
    public static string Sentence(Report report)
    {
        if (report.Files.IsEmpty && report.Findings.IsEmpty) return "nothing to check: there is no Dockerfile, Kubernetes manifest or Helm chart here";
        var counts = new[] { (Level.Error, "error"), (Level.Warning, "warning"), (Level.Info, "info") }
            .Select(level => (Count: report.Count(level.Item1), Name: level.Item2)).Where(level => level.Count > 0)
            .Select(level => level.Name == "info" ? $"{level.Count} info" : Plural(level.Count, level.Name)).ToList();
        var suppressed = report.Suppressed.Total();
        return (counts.Count == 0 ? "no findings" : string.Join(", ", counts)) +
            $" in {Plural(report.Files.Length, "file")}" + (report.Since is { } since ? "; " + Older(since) : "") + (suppressed > 0 ? $"; {suppressed} suppressed" : "");
    }

    /// <summary>How many do not count because an earlier commit has them.</summary>
    public static string Older(Since since) =>
        string.Create(CultureInfo.InvariantCulture, $"{since.Older} older not counted (since {Named(since)})");

    static string Named(Since since) => since.Commit.StartsWith(since.Name, StringComparison.Ordinal) ? since.ShortCommit : $"{since.Name}, {since.ShortCommit}";

    /// <summary>What of the earlier commit could not be judged, so that what is found there now counts as new; null where all of it was.</summary>
    public static string? SinceSentence(Report report) => report.Since is not { Unjudged: > 0 } since ? null
        : VisibleText.Of($"{Plural(since.Unjudged, "place")} could not be judged in {since.Name} ({since.ShortCommit}): what is found there now counts as new");

    /// <summary>What was not judged and why, in one line; null where there is nothing of that.</summary>
    public static string? LeftOutSentence(Report report) => report.LeftOut.IsEmpty ? null : VisibleText.Of($"left out: {string.Join(", ", report.LeftOut.Select(Words))}");

    static string Words(LeftOut leftOut) =>
        leftOut.Paths is [var first, ..] && first.Length <= LongestPath ? $"{leftOut.Words} ({first}{(leftOut.Count > 1 ? ", …" : "")})" : leftOut.Words;

    const int LongestPath = 100;

    static string Plural(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
