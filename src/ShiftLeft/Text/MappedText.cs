using System.Text;

namespace ShiftLeft.Text;

/// <summary>
/// Text put together from pieces of a file, as a builder or a shell reads it: continuations joined, comment lines and quotes taken out.
/// Every character knows the offset it comes from.
/// </summary>
sealed class MappedText
{
    // Piece i covers logical offsets from logicalStarts[i]; its first character stands at sourceStarts[i]. A piece's characters are
    // consecutive in the file.
    readonly int[] logicalStarts;
    readonly int[] sourceStarts;

    MappedText(SourceText source, string text, int[] logicalStarts, int[] sourceStarts) =>
        (Source, Text, this.logicalStarts, this.sourceStarts) = (source, text, logicalStarts, sourceStarts);

    public SourceText Source { get; }
    public string Text { get; }
    public int Length => Text.Length;

    public static MappedText Of(SourceText source, Span span) => new(source, source[span], [0], [span.Start]);

    /// <summary>Where the character at this offset stands in the file; the end of the text stands behind its last character.</summary>
    public int ToSource(int offset)
    {
        if (offset >= Text.Length && offset > 0) return ToSource(Text.Length - 1) + 1;
        var piece = PieceAt(offset);
        return sourceStarts[piece] + offset - logicalStarts[piece];
    }

    /// <summary>From the first character's place to behind the last one's.</summary>
    public Span ToSource(Span span)
    {
        var start = ToSource(span.Start);
        return span.IsEmpty ? new(start, 0) : Span.FromBounds(start, ToSource(span.End - 1) + 1);
    }

    public Location LocationOf(Span span) => new(Source, ToSource(span));

    public MappedText Slice(Span span)
    {
        if (span.IsEmpty) return new(Source, "", [0], [ToSource(span.Start)]);
        var first = PieceAt(span.Start);
        var last = PieceAt(span.End - 1);
        var logical = new int[last - first + 1];
        var source = new int[last - first + 1];
        for (var i = first; i <= last; i++)
        {
            var start = Math.Max(logicalStarts[i], span.Start);
            logical[i - first] = start - span.Start;
            source[i - first] = sourceStarts[i] + start - logicalStarts[i];
        }
        return new(Source, Text.Substring(span.Start, span.Length), logical, source);
    }

    /// <summary>The parts of the file that the span covers, one for each unbroken piece.</summary>
    public IEnumerable<Span> Pieces(Span span)
    {
        for (var at = span.Start; at < span.End;)
        {
            var piece = PieceAt(at);
            var end = Math.Min(span.End, piece + 1 < logicalStarts.Length ? logicalStarts[piece + 1] : Text.Length);
            yield return new(sourceStarts[piece] + at - logicalStarts[piece], end - at);
            at = end;
        }
    }

    public override string ToString() => Text;

    int PieceAt(int offset)
    {
        var found = Array.BinarySearch(logicalStarts, offset);
        return found >= 0 ? found : ~found - 1;
    }

    /// <summary>Collects pieces in the order of the text.</summary>
    internal sealed class Builder(SourceText source, int start)
    {
        readonly StringBuilder text = new();
        readonly List<int> logicalStarts = [0];
        readonly List<int> sourceStarts = [start];
        int expected = start;

        public int Length => text.Length;

        public Builder Append(Span piece)
        {
            if (piece.IsEmpty) return this;
            Mark(piece.Start);
            text.Append(source.Content, piece.Start, piece.Length);
            expected = piece.End;
            return this;
        }

        /// <summary>A part of another mapped text, with its places.</summary>
        public Builder Append(MappedText other, Span part)
        {
            for (var at = part.Start; at < part.End;)
            {
                var piece = other.PieceAt(at);
                var end = Math.Min(part.End, piece + 1 < other.logicalStarts.Length ? other.logicalStarts[piece + 1] : other.Length);
                Mark(other.sourceStarts[piece] + at - other.logicalStarts[piece]);
                text.Append(other.Text, at, end - at);
                expected = other.sourceStarts[piece] + end - other.logicalStarts[piece];
                at = end;
            }
            return this;
        }

        /// <summary>A character that stands for something else in the file: an escape's result.</summary>
        public Builder Append(char character, int sourceOffset)
        {
            Mark(sourceOffset);
            text.Append(character);
            expected = sourceOffset + 1;
            return this;
        }

        public MappedText Build() => new(source, text.ToString(), [.. logicalStarts], [.. sourceStarts]);

        void Mark(int sourceOffset)
        {
            if (sourceOffset == expected) return;
            if (logicalStarts[^1] == text.Length) sourceStarts[^1] = sourceOffset;
            else
            {
                logicalStarts.Add(text.Length);
                sourceStarts.Add(sourceOffset);
            }
        }
    }
}
