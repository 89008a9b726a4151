using System.Globalization;
using ShiftLeft.Docker.Syntax;

namespace ShiftLeft.Docker;

/// <summary>Numbers as Go's <c>strconv</c> reads them: no blanks, no underscores, nothing behind.</summary>
static class GoNumber
{
    /// <summary><c>Atoi</c>: a sign and digits.</summary>
    public static long? Integer(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary><c>ParseUint(text, 10, 32)</c>.</summary>
    public static uint? Unsigned(string text) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary><c>ParseUint(text, 8, 32)</c>.</summary>
    public static uint? Octal(string text)
    {
        if (text.Length == 0) return null;
        var number = 0ul;
        foreach (var c in text)
        {
            if (c is < '0' or > '7' || (number = number * 8 + (ulong)(c - '0')) > uint.MaxValue) return null;
        }
        return (uint)number;
    }

    public static bool? Boolean(string text) => CheckOptions.Boolean(text);

    /// <summary>Whether <c>go-units</c> takes it for a size: <c>64m</c>, <c>1.5GiB</c>, <c>10 kb</c>.</summary>
    public static bool IsSize(string text)
    {
        var blank = text.IndexOf(' ', StringComparison.Ordinal);
        var split = blank >= 0 ? blank : text.AsSpan().LastIndexOfAny("0123456789.") + 1;
        var (number, unit) = (text[..split], text[(blank >= 0 ? split + 1 : split)..].ToLowerInvariant());
        if (!double.TryParse(number, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var size) || size < 0) return false;
        return unit is "" or "b" || (unit[0] is 'k' or 'm' or 'g' or 't' or 'p' && unit[1..] is "" or "b" or "ib");
    }
}
