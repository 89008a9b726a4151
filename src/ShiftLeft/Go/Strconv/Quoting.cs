using System.Globalization;
using System.Text;
using ShiftLeft.Go.Strings;

namespace ShiftLeft.Go.Strconv;

/// <summary>Go's quoted strings: <c>strconv.Quote</c> and <c>strconv.Unquote</c>.</summary>
static class Quoting
{
    public static string Quote(string text) => Quote(text, '"');

    /// <summary>The text in quotes; what is not printable is escaped.</summary>
    public static string Quote(string text, char quote)
    {
        var quoted = new StringBuilder(text.Length + 2).Append(quote);
        for (var i = 0; i < text.Length;)
        {
            quoted.Append(Escape(text, i, quote, out var length));
            i += length;
        }
        return quoted.Append(quote).ToString();
    }

    /// <summary>How the character at an offset is written inside quotes, and how many UTF-16 units it takes.</summary>
    public static string Escape(string text, int at, char quote, out int length)
    {
        length = 1;
        var c = text[at];
        if (c == quote || c == '\\') return "\\" + c;
        if (c is >= ' ' and < '\u007F') return c.ToString();
        switch (c)
        {
            case '\a': return "\\a";
            case '\b': return "\\b";
            case '\f': return "\\f";
            case '\n': return "\\n";
            case '\r': return "\\r";
            case '\t': return "\\t";
            case '\v': return "\\v";
        }
        if (c is >= '\uDC80' and <= '\uDCFF') return $"\\x{c - 0xDC00:x2}";
        if (!Rune.TryGetRuneAt(text, at, out var rune)) return "\\ufffd";
        length = rune.Utf16SequenceLength;
        if (IsPrintable(rune)) return text.Substring(at, length);
        return rune.Value switch
        {
            < ' ' or 0x7F => $"\\x{rune.Value:x2}",
            < 0x10000 => $"\\u{rune.Value:x4}",
            _ => $"\\U{rune.Value:x8}",
        };
    }

    /// <summary>Go's <c>unicode.IsPrint</c>: letters, marks, numbers, punctuation, symbols and the ASCII space.</summary>
    public static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);

    /// <summary>The value of a literal as written, quotes included; null where Go calls it invalid syntax.</summary>
    public static string? Unquote(string literal)
    {
        if (literal.Length < 2) return null;
        var quote = literal[0];
        var body = literal[1..^1];
        if (quote == '`') return body.Contains('\r', StringComparison.Ordinal) ? body.Replace("\r", "", StringComparison.Ordinal) : body;
        if (!body.Contains('\\', StringComparison.Ordinal)) return body;
        var bytes = new List<byte>();
        var text = new StringBuilder();
        for (var i = 0; i < body.Length;)
        {
            if (body[i] != '\\')
            {
                Flush();
                text.Append(body[i++]);
                continue;
            }
            if (++i >= body.Length) return null;
            var c = body[i++];
            switch (c)
            {
                case 'x':
                    if (Number(body, ref i, 2, 16) is not { } single) return null;
                    bytes.Add((byte)single);
                    break;
                case >= '0' and <= '7':
                    i--;
                    if (Number(body, ref i, 3, 8) is not (>= 0 and <= 255 and var octal)) return null;
                    bytes.Add((byte)octal);
                    break;
                case 'u' or 'U':
                    if (Number(body, ref i, c == 'u' ? 4 : 8, 16) is not { } code || !Rune.IsValid(code)) return null;
                    Flush();
                    text.Append(new Rune(code).ToString());
                    break;
                default:
                    var plain = c switch { 'a' => '\a', 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', 'v' => '\v', '\\' => '\\', '\'' or '"' when c == quote => c, _ => '\uFFFF' };
                    if (plain == '\uFFFF') return null;
                    Flush();
                    text.Append(plain);
                    break;
            }
        }
        Flush();
        return text.ToString();

        // Bytes written one by one may together be a character.
        void Flush()
        {
            if (bytes.Count == 0) return;
            text.Append(GoString.Decode(bytes.ToArray()));
            bytes.Clear();
        }
    }

    static int? Number(string text, ref int at, int digits, int numberBase)
    {
        if (at + digits > text.Length) return null;
        long value = 0;
        for (var end = at + digits; at < end; at++)
        {
            var digit = char.IsAsciiHexDigit(text[at]) ? Convert.ToInt32(text[at].ToString(), 16) : 99;
            if (digit >= numberBase) return null;
            value = value * numberBase + digit;
        }
        return value > int.MaxValue ? null : (int)value;
    }
}
