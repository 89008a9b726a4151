using System.Collections.Immutable;

namespace ShiftLeft.Text;

/// <summary>
/// One file: its path relative to the root of the scan, with forward slashes, and its text as decoded, byte order mark included.
/// A line ends at LF, CRLF or a lone CR, as editors and MSBuild count them.
/// </summary>
sealed class SourceText
{
    readonly ImmutableArray<int> lineStarts;

    public SourceText(string path, string content)
    {
        Path = path;
        Content = content;
        lineStarts = FindLineStarts(content);
    }

    public string Path { get; }
    public string Content { get; }
    public int LineCount => lineStarts.Length;
    public bool HasByteOrderMark => Content.Length > 0 && Content[0] == '\uFEFF';

    public string this[Span span] => Content.Substring(span.Start, span.Length);

    /// <summary>The position of an offset; a byte order mark takes no column.</summary>
    public LinePosition PositionOf(int offset)
    {
        var line = LineOf(offset);
        var column = offset - lineStarts[line];
        return new(line, line == 0 && HasByteOrderMark && column > 0 ? column - 1 : column);
    }

    public int LineOf(int offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Content.Length);
        var found = lineStarts.BinarySearch(offset);
        return found >= 0 ? found : ~found - 1;
    }

    /// <summary>The line without its terminator.</summary>
    public Span LineSpan(int line)
    {
        var start = lineStarts[line];
        var end = line + 1 < lineStarts.Length ? lineStarts[line + 1] : Content.Length;
        while (end > start && Content[end - 1] is '\n' or '\r') end--;
        return Span.FromBounds(start, end);
    }

    public int LineStart(int line) => lineStarts[line];

    public override string ToString() => Content;

    static ImmutableArray<int> FindLineStarts(string content)
    {
        var starts = ImmutableArray.CreateBuilder<int>();
        starts.Add(0);
        for (var i = 0; i < content.Length; i++)
        {
            if (content[i] == '\n' || (content[i] == '\r' && (i + 1 == content.Length || content[i + 1] != '\n'))) starts.Add(i + 1);
        }
        return starts.ToImmutable();
    }
}
