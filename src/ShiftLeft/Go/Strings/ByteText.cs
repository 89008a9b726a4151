using System.Text;
using ShiftLeft.Go.Template;
using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Strings;

/// <summary>A text by its UTF-8 bytes, which Go's functions count and cut between; a character that is cut leaves its bytes.</summary>
sealed class ByteText
{
    readonly TracedText text;
    readonly byte[]? bytes;
    /// <summary>For each byte the character that it begins, or -1 inside one; the text's end is the last. Null for ASCII.</summary>
    readonly int[]? charAt;

    public ByteText(TracedText text)
    {
        this.text = text;
        Length = text.Length;
        if (Ascii.IsValid(text.Text)) return;
        bytes = GoString.Encode(text.Text);
        Length = bytes.Length;
        charAt = new int[Length + 1];
        Array.Fill(charAt, -1);
        var at = 0;
        foreach (var (start, _) in Runes(text.Text))
        {
            charAt[at] = start;
            at += WidthAt(at);
        }
        charAt[Length] = text.Length;
    }

    public int Length { get; }

    public byte this[int index] => bytes is null ? (byte)text.Text[index] : bytes[index];

    public TracedText Slice(int start, int end, FunctionCall call)
    {
        if (charAt is null) return text.Slice(start, end - start);
        if (charAt[start] >= 0 && charAt[end] >= 0) return text.Slice(charAt[start], charAt[end] - charAt[start]);
        return Append(new(), start, end, call).Build();
    }

    public TracedText.Builder Append(TracedText.Builder to, int start, int end, FunctionCall call)
    {
        if (charAt is null) return to.Append(text, start, end - start);
        var (first, last) = (start, end);
        while (first < end && charAt[first] < 0) first++;
        while (last > first && charAt[last] < 0) last--;
        if (first > start) to.Append(GoString.Decode(bytes.AsSpan(start, first - start)), call.Computed());
        if (last > first) to.Append(text, charAt[first], charAt[last] - charAt[first]);
        if (end > last) to.Append(GoString.Decode(bytes.AsSpan(last, end - last)), call.Computed());
        return to;
    }

    /// <summary>The characters of a text: where each begins, and its length in UTF-16.</summary>
    public static IEnumerable<(int Start, int Length)> Runes(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            var length = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]) ? 2 : 1;
            yield return (i, length);
            i += length;
        }
    }

    int WidthAt(int at) => Rune.DecodeFromUtf8(bytes.AsSpan(at), out _, out var consumed) == System.Buffers.OperationStatus.Done ? consumed : 1;
}
