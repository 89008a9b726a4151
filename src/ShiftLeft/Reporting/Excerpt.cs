using System.Globalization;
using ShiftLeft.Text;

namespace ShiftLeft.Reporting;

/// <summary>
/// The lines of a place with their numbers and a mark under what is meant, as compilers draw it. Columns are those of a terminal: tabs are
/// spread, wide characters take two, and a line longer than the window is cut around the mark.
/// </summary>
sealed class Excerpt
{
    /// <summary>A place of more lines than this shows its first and last ones.</summary>
    const int MaximumLines = 6;
    const int LinesAtEachEnd = 2;
    /// <summary>What is left of the mark in a line that had to be cut.</summary>
    const int LeadingContext = 30;

    readonly SourceText source;
    readonly Span span;
    readonly int firstLine;
    readonly int lastLine;

    public Excerpt(Location location)
    {
        source = location.Source;
        var end = location.Span.End;
        while (end > location.Span.Start && source.Content[end - 1] is '\n' or '\r') end--;
        span = Span.FromBounds(location.Span.Start, end);
        firstLine = source.LineOf(span.Start);
        lastLine = source.LineOf(span.End);
    }

    /// <summary>How many digits the greatest line number takes.</summary>
    public static int GutterOf(Location location) =>
        (location.Source.LineOf(location.Span.End) + 1).ToString(CultureInfo.InvariantCulture).Length;

    /// <summary>
    /// The place's name and its lines. A file of which there is no text, because it could not be read, has a name and no lines.
    /// </summary>
    public static void WritePlace(Ink ink, TextStyle style, Location location, int gutter, char mark, Tone tone)
    {
        var path = VisibleText.OfPath(style.PathOf(location.Path));
        ink.Write(new string(' ', gutter) + "--> ", Tone.Quiet);
        if (location.Source.Content.Length == 0)
        {
            ink.Line(path.Length == 0 ? "." : path);
            return;
        }
        ink.Line(string.Create(CultureInfo.InvariantCulture, $"{path}:{location.Start.Line + 1}:{location.Start.Column + 1}"));
        new Excerpt(location).Draw(ink, gutter, style.Width, mark, tone);
    }

    /// <param name="ink">Where to.</param>
    /// <param name="gutter">Columns for line numbers.</param>
    /// <param name="width">Columns of the page.</param>
    /// <param name="mark">The character under what is meant.</param>
    /// <param name="tone">The tone of the mark.</param>
    public void Draw(Ink ink, int gutter, int width, char mark, Tone tone)
    {
        var room = Math.Max(20, width - gutter - 5);
        Margin(ink, gutter).Line();
        if (firstLine == lastLine) DrawLine(ink, gutter, room, mark, tone);
        else DrawLines(ink, gutter, room, mark, tone);
    }

    public static Ink Margin(Ink ink, int gutter, string number = "") => ink.Write(number.PadLeft(gutter) + " | ", Tone.Quiet);

    void DrawLine(Ink ink, int gutter, int room, char mark, Tone tone)
    {
        var window = Window.Of(source, firstLine, span.Start, room);
        Numbered(ink, gutter, firstLine).Line(window.Shown);
        var start = window.ColumnOf(span.Start);
        var end = Math.Max(start + 1, window.ColumnOf(span.End));
        Margin(ink, gutter).Write(new(' ', start)).Line(new(mark, end - start), tone);
    }

    /// <summary>A bar beside the lines ties the beginning, marked above or by the bar itself, to the mark below the end.</summary>
    void DrawLines(Ink ink, int gutter, int room, char mark, Tone tone)
    {
        var first = Window.Of(source, firstLine, span.Start, room - 2);
        var startsLine = string.IsNullOrWhiteSpace(source[Span.FromBounds(source.LineStart(firstLine), span.Start)]);
        Numbered(ink, gutter, firstLine).Write(startsLine ? "/ " : "  ", tone).Line(first.Shown);
        if (!startsLine) Margin(ink, gutter).Line($" {new string('_', first.ColumnOf(span.Start) + 1)}{mark}", tone);

        var elides = lastLine - firstLine >= MaximumLines;
        for (var line = firstLine + 1; line <= lastLine; line++)
        {
            if (elides && line == firstLine + LinesAtEachEnd)
            {
                ink.Write("...".PadRight(gutter + 3), Tone.Quiet).Line("|", tone);
                line = lastLine - LinesAtEachEnd + 1;
            }
            Numbered(ink, gutter, line).Write("| ", tone).Line(Window.Of(source, line, line == lastLine ? span.End : source.LineStart(line), room - 2).Shown);
        }
        var last = Window.Of(source, lastLine, span.End, room - 2);
        Margin(ink, gutter).Line($"|{new string('_', Math.Max(1, last.ColumnOf(span.End)))}{mark}", tone);
    }

    static Ink Numbered(Ink ink, int gutter, int line) => Margin(ink, gutter, (line + 1).ToString(CultureInfo.InvariantCulture));

    /// <summary>The part of a line that fits.</summary>
    sealed record Window(string Shown, int Offset, int Lead, IReadOnlyList<Cell> Cells)
    {
        const string Cut = "…";

        public static Window Of(SourceText source, int line, int focus, int room)
        {
            var (start, end) = (source.LineSpan(line).Start, source.LineSpan(line).End);
            if (line == 0 && source.HasByteOrderMark) start = Math.Min(1, end);
            var from = end - start <= room ? start : Math.Max(start, Math.Min(focus, end) - LeadingContext);
            if (from > start && char.IsLowSurrogate(source.Content[from])) from++;
            var lead = from > start ? 1 : 0;

            // Every cell but a combining mark takes a column, and no line needs more than two marks for each.
            var candidates = VisibleText.Cells(source.Content[from..Math.Min(end, from + (3 * room))]).ToList();
            var (shown, width) = (0, lead);
            while (shown < candidates.Count && width + candidates[shown].Width <= room) width += candidates[shown++].Width;
            var isCut = shown < candidates.Count || from + (3 * room) < end;
            return new(
                (lead > 0 ? Cut : "") + string.Concat(candidates.Take(shown).Select(cell => cell.Shown)) + (isCut ? Cut : ""),
                from, lead, candidates[..shown]);
        }

        /// <summary>The column of an offset in the file; beyond what is shown, the column after it.</summary>
        public int ColumnOf(int offset) => Lead + Cells.TakeWhile(cell => Offset + cell.Offset < offset).Sum(cell => cell.Width);
    }
}
