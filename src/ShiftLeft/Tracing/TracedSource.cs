using ShiftLeft.Text;

namespace ShiftLeft.Tracing;

/// <summary>The text of a template: a file of the chart, or what <c>tpl</c> was given, which knows where it comes from.</summary>
sealed class TracedSource
{
    readonly SourceText? file;
    readonly Location outer;
    int[]? lineStarts;

    TracedSource(string name, SourceText? file, TracedText traced, Location outer, Provenance? literal)
    {
        (Name, this.file, Traced, this.outer) = (name, file, traced, outer);
        (TextProvenance, LiteralProvenance) = (file is null ? null : new(file, SourceKind.Template), literal as SourceProvenance);
    }

    public static TracedSource OfFile(string name, SourceText file)
    {
        // Helm reads a file without its byte order mark.
        var skip = file.HasByteOrderMark ? 1 : 0;
        var from = new SourceProvenance(file, SourceKind.Template);
        return new(name, file, TracedText.Linear(file.Content[skip..], from, skip), new(file, new(0, 0)), new SourceProvenance(file, SourceKind.Literal)) { Skipped = skip };
    }

    /// <param name="name">The template that calls <c>tpl</c>.</param>
    /// <param name="text">What it was given.</param>
    /// <param name="place">The call.</param>
    public static TracedSource OfText(string name, TracedText text, Location place) => new(name, null, text, place, null);

    public string Name { get; }
    public TracedText Traced { get; }
    public string Text => Traced.Text;
    public bool IsFile => file is not null;
    /// <summary>For a file: the origin of text between actions.</summary>
    public SourceProvenance? TextProvenance { get; }
    /// <summary>For a file: the origin of constants in actions.</summary>
    public SourceProvenance? LiteralProvenance { get; }
    /// <summary>How much of the file comes before the text.</summary>
    public int Skipped { get; init; }

    /// <summary>Where a part of the text stands in a file; for text from nowhere, where <c>tpl</c> was called.</summary>
    public Location Locate(int start, int end)
    {
        if (file is not null) return new(file, Span.FromBounds(start + Skipped, Math.Max(start, end) + Skipped));
        if (Traced.RunAt(start) is { IsLinear: true } run)
        {
            var text = run.From switch { SourceProvenance from => from.Source, ValueProvenance from => from.Source, _ => null };
            if (text is not null) return new(text, new(run.Offset + start - run.Start, Math.Min(end, run.End) - start));
        }
        return outer;
    }

    /// <summary>One-based.</summary>
    public int LineOf(int offset)
    {
        var starts = lineStarts ??= FindLines(Text);
        var found = Array.BinarySearch(starts, offset);
        return (found >= 0 ? found : ~found - 1) + 1;
    }

    /// <summary>The text of an offset's line that stands before it.</summary>
    public ReadOnlySpan<char> BeforeOnLine(int offset) => Text.AsSpan(StartOfLine(LineOf(offset))..offset);

    int StartOfLine(int line) => lineStarts![line - 1];

    static int[] FindLines(string text)
    {
        var starts = new List<int> { 0 };
        for (var at = text.IndexOf('\n', StringComparison.Ordinal); at >= 0; at = text.IndexOf('\n', at + 1)) starts.Add(at + 1);
        return [.. starts];
    }
}
