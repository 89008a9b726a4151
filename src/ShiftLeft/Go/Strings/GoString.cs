using System.Text;
using ShiftLeft.Text;

namespace ShiftLeft.Go.Strings;

/// <summary>
/// Go's strings are bytes. Here they are UTF-16, and a byte that is not part of valid UTF-8 is the lone surrogate U+DC00 + byte, so that nothing
/// is lost on the way from a file through <c>b64enc</c> or back.
/// </summary>
static class GoString
{
    public static byte[] Encode(string text)
    {
        if (!HasLone(text)) return Encoding.UTF8.GetBytes(text);
        var bytes = new List<byte>(text.Length + 16);
        Span<byte> buffer = stackalloc byte[4];
        for (var i = 0; i < text.Length;)
        {
            if (char.IsLowSurrogate(text[i]) && text[i] is >= '\uDC80' and <= '\uDCFF')
            {
                bytes.Add((byte)(text[i++] - 0xDC00));
                continue;
            }
            Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var consumed);
            bytes.AddRange(buffer[..rune.EncodeToUtf8(buffer)]);
            i += consumed;
        }
        return [.. bytes];
    }

    public static string Decode(ReadOnlySpan<byte> bytes) => Utf8Text.Decode(bytes);

    /// <summary>Go's <c>len</c>.</summary>
    public static int Length(string text) => HasLone(text) ? Encode(text).Length : Encoding.UTF8.GetByteCount(text);

    /// <summary>Go's order of strings: by their bytes. Only surrogates sort differently in UTF-16.</summary>
    public static int Compare(string one, string other)
    {
        var shared = Math.Min(one.Length, other.Length);
        for (var i = 0; i < shared; i++)
        {
            var (a, b) = (one[i], other[i]);
            if (a == b) continue;
            // Above the surrogates lie U+E000 to U+FFFF, which sort before what the pairs stand for.
            if (char.IsSurrogate(a) != char.IsSurrogate(b)) return char.IsSurrogate(a) ? (b >= '\uE000' ? 1 : a.CompareTo(b)) : (a >= '\uE000' ? -1 : a.CompareTo(b));
            return a.CompareTo(b);
        }
        return one.Length.CompareTo(other.Length);
    }

    static bool HasLone(string text)
    {
        var at = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        if (at < 0) return false;
        for (var i = at; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) i++;
            else return true;
        }
        return false;
    }
}
