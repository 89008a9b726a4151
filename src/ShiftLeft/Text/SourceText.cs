using System.Collections.Immutable;

namespace ShiftLeft.Text;

/// <summary>
/// One file: its path relative to the root of the scan, with forward slashes, and its text as decoded, byte order mark included.
/// A line ends at LF, CRLF or a lone CR, as editors and MSBuild count them.
/// </summary>
sealed class SourceText
{
    public SourceText(string path, string content) => (Path, Content) = (path, content);

    public string Path { get; }
    public string Content { get; }
    public int LineCount => LineStarts.Length;
    /// <summary>Found when the first line is asked for: of most files none ever is.</summary>
    ImmutableArray<int> LineStarts => field.IsDefault ? field = FindLineStarts(Content) : field;
    public bool HasByteOrderMark => Content.Length > 0 && Content[0] == '\uFEFF';

    public string this[Span span] => Content.Substring(span.Start, span.Length);

    /// <summary>The position of an offset; a byte order mark takes no column.</summary>
    public LinePosition PositionOf(int offset)
    {
        var line = LineOf(offset);
        var column = offset - LineStarts[line];
        return new(line, line == 0 && HasByteOrderMark && column > 0 ? column - 1 : column);
    }

    public int LineOf(int offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Content.Length);
        var found = LineStarts.BinarySearch(offset);
        return found >= 0 ? found : ~found - 1;
    }

    /// <summary>The line without its terminator.</summary>
    public Span LineSpan(int line)
    {
        var starts = LineStarts;
        var start = starts[line];
        var end = line + 1 < starts.Length ? starts[line + 1] : Content.Length;
        while (end > start && Content[end - 1] is '\n' or '\r') end--;
        return Span.FromBounds(start, end);
    }

    public int LineStart(int line) => LineStarts[line];

    public override string ToString() => Content;

    static ImmutableArray<int> FindLineStarts(string content)
    {
        var starts = ImmutableArray.CreateBuilder<int>(content.AsSpan().Count('\n') + 1);
        starts.Add(0);
        for (var at = content.AsSpan().IndexOfAny('\n', '\r'); at >= 0;)
        {
            if (content[at] == '\n' || at + 1 == content.Length || content[at + 1] != '\n') starts.Add(at + 1);
            var next = content.AsSpan(at + 1).IndexOfAny('\n', '\r');
            at = next < 0 ? -1 : at + 1 + next;
        }
        return starts.DrainToImmutable();
    }
}
