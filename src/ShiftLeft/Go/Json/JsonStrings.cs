using System.Globalization;
using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Json;

/// <summary>Strings of JSON that is known to be valid.</summary>
static class JsonStrings
{
    /// <summary>Reads the string that starts at an offset, quotes and all; the offset is behind it then.</summary>
    public static PieceRange Read(string text, ref int at, PieceList pieces)
    {
        var first = pieces.Count;
        at++;
        while (text[at] != '"')
        {
            if (text[at] != '\\')
            {
                var from = at;
                at += text.AsSpan(at).IndexOfAny('"', '\\');
                AddText(text, from, at, pieces, first);
                continue;
            }
            var escape = text[at + 1];
            if (escape == 'u')
            {
                ReadUnicode(text, ref at, pieces);
                continue;
            }
            if (escape is '"' or '\\' or '/') pieces.Add(at + 1, 1, first);
            else pieces.Replace(at, 2, escape switch { 'b' => "\b", 'f' => "\f", 'n' => "\n", 'r' => "\r", _ => "\t" });
            at += 2;
        }
        at++;
        return pieces.Since(first);
    }

    /// <summary>Text without escapes; bytes that are no UTF-8 are replaced.</summary>
    static void AddText(string text, int from, int end, PieceList pieces, int first)
    {
        for (var i = from; i < end; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (char.IsHighSurrogate(text[i]) && i + 1 < end && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
                continue;
            }
            pieces.Add(from, i - from, first);
            pieces.Replace(i, 1, "\uFFFD");
            from = i + 1;
        }
        pieces.Add(from, end - from, first);
    }

    static void ReadUnicode(string text, ref int at, PieceList pieces)
    {
        var unit = Unit(text, at);
        if (char.IsHighSurrogate(unit) && text.AsSpan(at + 6).StartsWith("\\u") && Unit(text, at + 6) is var low && char.IsLowSurrogate(low))
        {
            pieces.Replace(at, 12, new([unit, low]));
            at += 12;
            return;
        }
        pieces.Replace(at, 6, char.IsSurrogate(unit) ? "\uFFFD" : unit.ToString());
        at += 6;
    }

    static char Unit(string text, int escape) => (char)ushort.Parse(text.AsSpan(escape + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
