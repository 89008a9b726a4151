using System.Globalization;
using System.Text;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Strconv;
using ShiftLeft.Text;
using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Toml;

/// <summary>Strings, numbers, dates, and what stands between.</summary>
sealed partial class TomlReader
{
    static bool IsBlank(char c) => c is ' ' or '\t';

    /// <summary>At a line break; a carriage return alone is none.</summary>
    bool IsBreak() => Current == '\n' || (Current == '\r' && at + 1 < text.Length && text[at + 1] == '\n');

    void SkipBlanks()
    {
        while (IsBlank(Current)) at++;
    }

    void SkipAside()
    {
        while (!IsAtEnd)
        {
            if (IsBlank(Current) || IsBreak()) at++;
            else if (Current == '#') SkipComment();
            else break;
        }
    }

    void SkipComment()
    {
        for (; !IsAtEnd && !IsBreak(); at++) RefuseControl();
    }

    void RefuseControl()
    {
        if (Current is (< ' ' and not '\t' and not '\n') or '\u007F' && !IsBreak()) throw Fail($"TOML files cannot contain control characters: '0x{(int)Current:x2}'");
        if (Current is >= '\uDC80' and <= '\uDCFF' && (at == 0 || !char.IsHighSurrogate(text[at - 1]))) throw Fail($"invalid UTF-8 byte: 0x{Current - 0xDC00:x2}");
    }

    string RuneText() => Rune.TryGetRuneAt(text, at, out var rune) ? rune.ToString() : "\uFFFD";

    /// <summary>Go's <c>%q</c> of the character here.</summary>
    string Quoted() => IsAtEnd ? "'\\x00'" : Quoting.Quote(RuneText(), '\'');

    PieceRange ReadString(char quote, bool isMultiline)
    {
        var first = pieces.Count;
        var closing = new string(quote, isMultiline ? 3 : 1);
        at += closing.Length;
        // A break right behind the opening quotes does not count.
        if (isMultiline && IsBreak()) at += Current == '\r' ? 2 : 1;
        while (true)
        {
            if (IsAtEnd) throw Fail(quote == '"' ? $"unexpected EOF; expected '{closing}'" : $"unexpected EOF; expected \"{closing}\"");
            if (!isMultiline && IsBreak()) throw FailAt(at, "strings cannot contain newlines", Current == '\r' ? -1 : 0);
            if (Current == quote && text.AsSpan(at).StartsWith(closing))
            {
                var quotes = 0;
                while (isMultiline && at + quotes < text.Length && text[at + quotes] == quote) quotes++;
                if (quotes > 5) throw Fail(quote == '"' ? "unexpected '\"\"\"\"\"\"'" : "unexpected \"''''''\"");
                // One or two quotes may stand right before the closing ones.
                if (quotes > 3) pieces.Add(at, quotes - 3, first);
                at += isMultiline ? quotes : 1;
                return pieces.Since(first);
            }
            if (Current == '\\' && quote == '"') ReadEscape(first, isMultiline);
            else
            {
                RefuseControl();
                pieces.Add(at++, 1, first);
            }
        }
    }

    void ReadEscape(int first, bool isMultiline)
    {
        var start = at++;
        var c = Current;
        if (isMultiline && SkipEscapedBreak()) return;
        var digits = c switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (digits > 0)
        {
            ReadHexEscape(start, digits);
            return;
        }
        at++;
        if (c is '"' or '\\') pieces.Add(start + 1, 1, first);
        else
        {
            pieces.Replace(start, 2, c switch
            {
                'b' => "\b", 't' => "\t", 'n' => "\n", 'f' => "\f", 'r' => "\r", 'e' => "\u001B",
                ' ' or '\t' => throw FailAt(start, $"invalid escape: '\\{c}'"),
                _ => throw FailAt(start, $"invalid escape in string '\\{(start + 1 < text.Length ? c : "")}'"),
            });
        }
    }

    /// <summary>A backslash at the end of a line takes the break and all blanks behind it away.</summary>
    bool SkipEscapedBreak()
    {
        var end = at;
        while (end < text.Length && text[end] is ' ' or '\t' or '\r' or '\n') end++;
        if (!text.AsSpan(at, end - at).Contains('\n')) return false;
        at = end;
        return true;
    }

    void ReadHexEscape(int start, int digits)
    {
        at++;
        for (var i = 0; i < digits; i++)
        {
            if (at + i < text.Length && char.IsAsciiHexDigit(text[at + i])) continue;
            var (count, letter) = digits switch { 2 => ("two", 'x'), 4 => ("four", 'u'), _ => ("eight", 'U') };
            throw FailAt(start, $"expected {count} hexadecimal digits after '\\{letter}', but got {Quoting.Quote(text[start..Math.Min(text.Length, at + i + 1)])} instead");
        }
        var hex = text.AsSpan(at, digits);
        var value = uint.Parse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        if (!Rune.IsValid(value)) throw FailAt(start, $"Escaped character '\\u{hex}' is not valid UTF-8.");
        at += digits;
        pieces.Replace(start, digits + 2, new Rune(value).ToString());
    }

    Value ReadWord(Provenance? parent, Span? key, string? name, int index)
    {
        var start = at;
        var c = Current;
        if (c == '.') throw Fail("floats must start with a digit, not '.'");
        if (char.IsLetter(c)) while (!IsAtEnd && char.IsLetter(Current)) at++;
        else if (char.IsAsciiDigit(c) || c is '+' or '-') while (char.IsAsciiLetterOrDigit(Current) || Current is '_' or '.' or '+' or '-' or ':' || IsTimeBehindDate(start)) at++;
        else throw Fail($"expected value but found {Quoted()} instead");
        var word = text[start..at];
        var from = origins.Of(parent, key, Span.FromBounds(start, at), name, index, false);
        switch (word)
        {
            case "true" or "false": return new BoolValue(word == "true", from);
            case "inf" or "+inf": return new FloatValue(double.PositiveInfinity, from);
            case "-inf": return new FloatValue(double.NegativeInfinity, from);
            case "nan" or "+nan" or "-nan": return new FloatValue(double.NaN, from);
        }
        if (char.IsLetter(c)) throw FailAt(start, $"expected value but found {Quoting.Quote(word)} instead");
        if (IsDate(word)) return Date(word, start, from);
        return word.AsSpan().ContainsAny('.', 'e', 'E') && !word.StartsWith("0x", StringComparison.Ordinal) ? Float(word, start, from) : Integer(word, start, from);
    }

    /// <summary>A blank between a date and a time is part of both.</summary>
    bool IsTimeBehindDate(int start) => Current == ' ' && at - start == 10 && text[start + 4] == '-' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]);

    static bool IsDate(string word) => word.AsSpan().IndexOfAnyExceptInRange('0', '9') is var end and > 0 && word[end] is '-' or ':';

    IntegerValue Integer(string word, int start, Provenance? from)
    {
        var isPrefixed = word is ['0', 'x' or 'o' or 'b', ..];
        if (!HasGoodUnderscores(word)) throw FailAt(start, $"Invalid integer {Quoting.Quote(word)}: underscores must be surrounded by digits");
        if (!isPrefixed && HasLeadingZero(word)) throw FailAt(start, $"Invalid integer {Quoting.Quote(word)}: cannot have leading zeroes");
        if (NumberParser.ParseInteger(word) is { } integer) return new(integer, from, Kind.Int64);
        var digits = word.AsSpan().TrimStart("+-");
        throw digits.ContainsAnyExceptInRange('0', '9') && !isPrefixed
            ? FailAt(start + word.AsSpan().IndexOfAnyExcept("+-_0123456789"), "expected a top-level item to end with a newline, comment, or EOF, but got " + Quoting.Quote(word[Math.Max(0, word.AsSpan().IndexOfAnyExcept("+-_0123456789"))].ToString(), '\'') + " instead")
            : FailAt(start, $"{word} is out of range for int64");
    }

    FloatValue Float(string word, int start, Provenance? from)
    {
        if (word.Split('.', 'e', 'E').Any(part => part.Length > 0 && !HasGoodUnderscores(part))) throw FailAt(start, $"Invalid float {Quoting.Quote(word)}: underscores must be surrounded by digits");
        if (HasLeadingZero(word.Split('.', 'e', 'E')[0])) throw FailAt(start, $"Invalid float {Quoting.Quote(word)}: cannot have leading zeroes");
        for (var i = 0; i < word.Length; i++)
        {
            if (word[i] == '.' && (i + 1 == word.Length || !char.IsAsciiDigit(word[i + 1]))) throw FailAt(start, $"Invalid float {Quoting.Quote(word)}: '.' must be followed by one or more digits");
        }
        var plain = word.Replace("_", "", StringComparison.Ordinal);
        if (!double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) throw FailAt(start, $"Invalid float value: {Quoting.Quote(word)}");
        return double.IsFinite(number) ? new(number, from) : throw FailAt(start, $"{word} is out of range for float64");
    }

    static bool HasGoodUnderscores(string word)
    {
        var isGood = false;
        foreach (var c in word)
        {
            if (c == '_' && !isGood) return false;
            isGood = char.IsAsciiHexDigit(c);
        }
        return isGood;
    }

    static bool HasLeadingZero(string word) => word is ['0', _, ..] or ['+' or '-', '0', _, ..];

    /// <summary>A date or time, in the form that YAML and JSON write it in.</summary>
    Value Date(string word, int start, Provenance? from)
    {
        var normal = word.Replace('z', 'Z').Replace('t', 'T').Replace(' ', 'T');
        string[] layouts = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd", "HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mmK", "HH:mm"];
        if (!DateTimeOffset.TryParseExact(normal, layouts, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            throw FailAt(start, $"invalid datetime: {Quoting.Quote(normal)}");
        var date = normal[2] == ':' ? "0000-01-01" : time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var zone = time.Offset == TimeSpan.Zero ? "Z" : time.ToString("zzz", CultureInfo.InvariantCulture);
        return StringValue.Of(date + time.ToString("'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture) + zone, from);
    }
}
