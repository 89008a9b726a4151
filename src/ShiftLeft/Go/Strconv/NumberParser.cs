using System.Globalization;

namespace ShiftLeft.Go.Strconv;

/// <summary>Go's <c>strconv</c>: numbers as text.</summary>
static class NumberParser
{
    /// <summary><c>ParseInt(text, 0, 64)</c>: decimal, 0x, 0o, 0b, a leading 0 for octal, underscores between digits; null where it is none.</summary>
    public static long? ParseInteger(string text)
    {
        var negative = text.StartsWith('-');
        if (Magnitude(text) is not { } magnitude) return null;
        if (negative) return magnitude <= (ulong)long.MaxValue + 1 ? unchecked(-(long)magnitude) : null;
        return magnitude <= long.MaxValue ? (long)magnitude : null;
    }

    /// <summary>Whether it is an integer that fits 64 bits without a sign.</summary>
    public static bool IsUnsigned(string text) => !text.StartsWith('-') && Magnitude(text) is not null;

    static ulong? Magnitude(string text)
    {
        var digits = text.AsSpan();
        if (digits.Length > 0 && digits[0] is '+' or '-') digits = digits[1..];
        if (digits.IsEmpty) return null;
        uint numberBase = 10;
        var prefixed = false;
        if (digits[0] == '0' && digits.Length > 1)
        {
            (numberBase, var skip) = digits[1] switch { 'x' or 'X' => (16u, 2), 'b' or 'B' => (2u, 2), 'o' or 'O' => (8u, 2), _ => (8u, 1) };
            digits = digits[skip..];
            prefixed = true;
        }
        if (digits.IsEmpty) return null;
        ulong value = 0;
        var afterDigit = prefixed;
        for (var i = 0; i < digits.Length; i++)
        {
            var c = digits[i];
            if (c == '_')
            {
                if (!afterDigit || i == digits.Length - 1) return null;
                afterDigit = false;
                continue;
            }
            var digit = c switch { >= '0' and <= '9' => (uint)(c - '0'), >= 'a' and <= 'f' => (uint)(c - 'a' + 10), >= 'A' and <= 'F' => (uint)(c - 'A' + 10), _ => 99u };
            if (digit >= numberBase) return null;
            var next = unchecked(value * numberBase + digit);
            if (value > (ulong.MaxValue - digit) / numberBase) return null;
            value = next;
            afterDigit = true;
        }
        return value;
    }

    /// <summary><c>ParseFloat(text, 64)</c>: decimal and hexadecimal forms, infinities; null where it is none or out of range.</summary>
    public static double? ParseFloat(string text)
    {
        var isHexadecimal = text.AsSpan().TrimStart("+-").StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        if (text.Contains('_', StringComparison.Ordinal) && !SeparatesDigits(text, isHexadecimal)) return null;
        var clean = text.Replace("_", "", StringComparison.Ordinal);
        if (isHexadecimal) return ParseHexadecimal(clean);
        if (clean.Length == 0 || !(char.IsAsciiDigit(clean[^1]) || clean[^1] == '.')) return Named(clean);
        if (!double.TryParse(clean, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value)) return null;
        return double.IsInfinity(value) ? null : value;
    }

    /// <summary>Underscores stand between digits only; the prefix of another base counts as one.</summary>
    static bool SeparatesDigits(string text, bool isHexadecimal)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '_' && !(i > 0 && i + 1 < text.Length && IsDigit(text[i - 1]) && IsDigit(text[i + 1]))) return false;
        }
        return true;

        bool IsDigit(char c) => char.IsAsciiDigit(c) || (isHexadecimal && (char.IsAsciiHexDigit(c) || c is 'x' or 'X'));
    }

    /// <summary>A mantissa of hexadecimal digits and the power of two that it needs: <c>0x1.8p3</c>.</summary>
    static double? ParseHexadecimal(string text)
    {
        var isNegative = text[0] == '-';
        var body = text.AsSpan(text[0] is '+' or '-' ? 3 : 2);
        var p = body.IndexOfAny('p', 'P');
        if (p < 0 || !int.TryParse(body[(p + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent)) return null;
        var (mantissa, digits, sawPoint) = (0UL, 0, false);
        foreach (var c in body[..p])
        {
            if (c == '.' && !sawPoint)
            {
                sawPoint = true;
                continue;
            }
            if (!char.IsAsciiHexDigit(c)) return null;
            digits++;
            if (sawPoint) exponent -= 4;
            // What does not fit only tells whether there is more.
            if (mantissa >> 58 == 0) mantissa = mantissa * 16 + (uint)Convert.ToInt32(c.ToString(), 16);
            else
            {
                exponent += 4;
                if (c != '0') mantissa |= 1;
            }
        }
        var value = Math.ScaleB(mantissa, exponent);
        return digits == 0 || double.IsInfinity(value) ? null : isNegative ? -value : value;
    }

    static double? Named(string text) => text.TrimStart('+', '-').ToUpperInvariant() switch
    {
        "INF" or "INFINITY" => text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity,
        "NAN" => double.NaN,
        _ => null,
    };
}
