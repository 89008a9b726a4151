using System.Globalization;
using System.Text;
using ShiftLeft.Go.Strconv;

namespace ShiftLeft.Go.Fmt;

/// <summary>The verbs for integers and floating point numbers.</summary>
sealed partial class Printf
{
    static void Integer(StringBuilder to, long value, char verb, Flags flags)
    {
        if (verb == 'c')
        {
            Pad(to, Rune.IsValid(value is >= 0 and <= 0x10FFFF ? (int)value : -1) ? new Rune((int)value).ToString() : "\uFFFD", flags);
            return;
        }
        if (verb == 'q')
        {
            Pad(to, Quoted(Rune.IsValid(value is >= 0 and <= 0x10FFFF ? (int)value : -1) ? new Rune((int)value).ToString() : "\uFFFD", '\'', flags), flags);
            return;
        }
        if (verb == 'U')
        {
            var character = flags.Sharp && value is >= 0 and <= 0x10FFFF && Rune.IsValid((int)value) && Quoting.IsPrintable(new((int)value)) ? $" '{new Rune((int)value)}'" : "";
            Pad(to, $"U+{value:X4}{character}", flags with { Zero = false });
            return;
        }
        var magnitude = value < 0 ? unchecked((ulong)-value) : (ulong)value;
        var digits = verb switch
        {
            'b' => magnitude.ToString("B", CultureInfo.InvariantCulture),
            'o' or 'O' => Octal(magnitude),
            'x' => magnitude.ToString("x", CultureInfo.InvariantCulture),
            'X' => magnitude.ToString("X", CultureInfo.InvariantCulture),
            _ => magnitude.ToString(CultureInfo.InvariantCulture),
        };
        if (flags.Precision is { } precision)
        {
            if (precision == 0 && value == 0) digits = "";
            digits = digits.PadLeft(precision, '0');
            flags.Zero = false;
        }
        var prefix = (verb, flags.Sharp) switch { ('x', true) => "0x", ('X', true) => "0X", ('o', true) => "0", ('b', true) => "0b", ('O', _) => "0o", _ => "" };
        Number(to, Sign(value < 0, flags) + prefix, digits, flags);
    }

    static string Octal(ulong value)
    {
        if (value == 0) return "0";
        var digits = "";
        for (; value > 0; value /= 8) digits = (char)('0' + (int)(value % 8)) + digits;
        return digits;
    }

    static void Float(StringBuilder to, double value, char verb, Flags flags)
    {
        if (!double.IsFinite(value))
        {
            flags.Zero = false;
            Number(to, double.IsNegative(value) && !double.IsNaN(value) ? "-" : flags.Plus ? "+" : flags.Space ? " " : double.IsNaN(value) ? "" : "+", double.IsNaN(value) ? "NaN" : "Inf", flags);
            return;
        }
        var magnitude = Math.Abs(value);
        var digits = verb switch
        {
            'x' or 'X' => HexadecimalFloat(magnitude, flags.Precision, verb),
            'b' => PowerOfTwo(magnitude),
            'f' or 'F' => Fixed(magnitude, flags.Precision ?? 6),
            'e' or 'E' => Exponent(magnitude, flags.Precision ?? 6, verb),
            _ when flags.Precision is { } precision => General(magnitude, precision),
            _ => PlainFormat.Float(magnitude),
        };
        if (verb == 'G') digits = digits.ToUpperInvariant();
        if (flags.Sharp && verb != 'b') digits = WithPoint(digits, verb, flags.Precision);
        Number(to, Sign(double.IsNegative(value), flags), digits, flags);
    }

    /// <summary>Rounded half to even on the exact binary value, as Go does; .NET rounds ties away from zero.</summary>
    static string Fixed(double value, int precision)
    {
        precision = Math.Min(precision, 1000);
        var exact = value.ToString("F" + (precision + 40).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var cut = exact.Length - 40;
        var rest = exact.AsSpan(cut);
        var kept = exact[..cut].TrimEnd('.');
        var isTie = rest[0] == '5' && rest[1..].TrimEnd('0').IsEmpty;
        var up = isTie ? (kept[^1] - '0') % 2 == 1 : rest[0] >= '5';
        if (!up) return kept;
        var digits = kept.ToCharArray();
        for (var i = digits.Length - 1; i >= 0; i--)
        {
            if (digits[i] == '.') continue;
            if (digits[i] != '9')
            {
                digits[i]++;
                return new(digits);
            }
            digits[i] = '0';
        }
        return "1" + new string(digits);
    }

    static string Exponent(double value, int precision, char verb)
    {
        var text = value.ToString((verb == 'E' ? "E" : "e") + Math.Min(precision, 500).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        // .NET writes three digits at least, Go two.
        var sign = text.IndexOfAny(['+', '-'], 1);
        var exponent = text[(sign + 1)..].TrimStart('0').PadLeft(2, '0');
        return text[..(sign + 1)] + exponent;
    }

    static string General(double value, int precision)
    {
        if (precision == 0) precision = 1;
        if (value == 0) return "0";
        var scientific = Exponent(value, precision - 1, 'e');
        var exponent = int.Parse(scientific.AsSpan(scientific.IndexOf('e', StringComparison.Ordinal) + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        if (exponent < -4 || exponent >= precision)
        {
            var e = scientific.IndexOf('e', StringComparison.Ordinal);
            return TrimZeros(scientific[..e]) + scientific[e..];
        }
        return TrimZeros(Fixed(value, Math.Max(0, precision - 1 - exponent)));
    }

    /// <summary>The sharp flag keeps the point, and with the shorter forms the zeros behind it.</summary>
    static string WithPoint(string digits, char verb, int? precision)
    {
        var end = digits.IndexOfAny(verb is 'x' or 'X' ? ['p', 'P'] : ['e', 'E']);
        var (number, tail) = end < 0 ? (digits, "") : (digits[..end], digits[end..]);
        var wanted = verb is 'v' or 'g' or 'G' or 'x' ? precision ?? 6 : 0;
        var significant = number.Where(char.IsAsciiHexDigit).SkipWhile(c => c == '0').Count();
        if (!number.Contains('.', StringComparison.Ordinal))
        {
            if (number == "0") significant++;
            number += ".";
        }
        return number + new string('0', Math.Clamp(wanted - significant, 0, 1000)) + tail;
    }

    /// <summary>Go's <c>%x</c> of a float: <c>0x1.8p+01</c>.</summary>
    static string HexadecimalFloat(double value, int? precision, char verb)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)(bits >> 52);
        var mantissa = (ulong)bits & ((1UL << 52) - 1);
        if (exponent == 0) exponent++;
        else mantissa |= 1UL << 52;
        if (mantissa == 0) exponent = 0;
        else
        {
            exponent -= 1023;
            for (; mantissa >> 52 == 0; mantissa <<= 1) exponent--;
        }
        if (precision is { } kept and < 13)
        {
            var dropped = 4 * (13 - kept);
            var (rest, half) = (mantissa & ((1UL << dropped) - 1), 1UL << (dropped - 1));
            mantissa >>= dropped;
            if (rest > half || (rest == half && (mantissa & 1) == 1)) mantissa++;
            mantissa <<= dropped;
            if (mantissa >> 53 != 0) (mantissa, exponent) = (mantissa >> 1, exponent + 1);
        }
        var fraction = (mantissa & ((1UL << 52) - 1)).ToString("x13", CultureInfo.InvariantCulture);
        fraction = precision is { } places ? fraction.PadRight(Math.Min(places, 1000), '0')[..Math.Min(places, 1000)] : fraction.TrimEnd('0');
        var text = string.Create(CultureInfo.InvariantCulture, $"0x{mantissa >> 52}{(fraction.Length > 0 ? "." : "")}{fraction}p{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
        return verb == 'X' ? text.ToUpperInvariant() : text;
    }

    /// <summary>Go's <c>%b</c> of a float: the mantissa as a whole number, and the power of two.</summary>
    static string PowerOfTwo(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)(bits >> 52);
        var mantissa = bits & ((1L << 52) - 1);
        if (exponent == 0) exponent++;
        else mantissa |= 1L << 52;
        exponent -= 1075;
        return string.Create(CultureInfo.InvariantCulture, $"{mantissa}p{(exponent < 0 ? "" : "+")}{exponent}");
    }

    static string TrimZeros(string digits) => digits.Contains('.', StringComparison.Ordinal) ? digits.TrimEnd('0').TrimEnd('.') : digits;

    static string Sign(bool isNegative, Flags flags) => isNegative ? "-" : flags.Plus ? "+" : flags.Space ? " " : "";

    static void Number(StringBuilder to, string sign, string digits, Flags flags)
    {
        if (flags is { Zero: true, Minus: false, Width: { } width }) digits = digits.PadLeft(Math.Max(0, width - sign.Length), '0');
        Pad(to, sign + digits, flags with { Zero = false });
    }
}
