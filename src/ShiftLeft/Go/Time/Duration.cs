using System.Globalization;
using ShiftLeft.Go.Strconv;

namespace ShiftLeft.Go.Time;

/// <summary>Go's <c>time.Duration</c>: nanoseconds in 64 bits, read and printed as <c>1h2m3.5s</c>.</summary>
static class Duration
{
    public const long Second = 1_000_000_000;

    /// <summary>0 with Go's words where the text is none.</summary>
    public static long Parse(string text, out string? error)
    {
        error = null;
        var isNegative = text.StartsWith('-');
        var rest = text.AsSpan(text is ['+' or '-', ..] ? 1 : 0);
        if (rest is "0") return 0;
        var total = 0UL;
        const ulong limit = 1UL << 63;
        if (rest.IsEmpty) return Invalid(out error);
        while (!rest.IsEmpty)
        {
            if (!(rest[0] == '.' || char.IsAsciiDigit(rest[0]))) return Invalid(out error);
            var digits = Digits(rest);
            var whole = 0UL;
            if (digits > 0 && (!ulong.TryParse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out whole) || whole > limit)) return Invalid(out error);
            rest = rest[digits..];
            var (fraction, scale, hasFraction) = (0UL, 1.0, false);
            if (!rest.IsEmpty && rest[0] == '.')
            {
                var length = Digits(rest[1..]);
                hasFraction = length > 0;
                foreach (var digit in rest.Slice(1, length))
                {
                    // Digits beyond those that fit only cost precision.
                    if (fraction > (limit - 1) / 10) break;
                    fraction = fraction * 10 + (ulong)(digit - '0');
                    scale *= 10;
                }
                rest = rest[(1 + length)..];
            }
            if (digits == 0 && !hasFraction) return Invalid(out error);
            var unitLength = rest.IndexOfAny(".0123456789");
            if (unitLength < 0) unitLength = rest.Length;
            if (unitLength == 0)
            {
                error = $"time: missing unit in duration {Quoting.Quote(text)}";
                return 0;
            }
            if (Unit(rest[..unitLength]) is not { } unit)
            {
                error = $"time: unknown unit {Quoting.Quote(rest[..unitLength].ToString())} in duration {Quoting.Quote(text)}";
                return 0;
            }
            rest = rest[unitLength..];
            if (whole > limit / unit) return Invalid(out error);
            var part = whole * unit + (ulong)(fraction * (unit / scale));
            if (part > limit || (total += part) > limit) return Invalid(out error);
        }
        if (isNegative) return unchecked(-(long)total);
        return total > long.MaxValue ? Invalid(out error) : (long)total;

        long Invalid(out string words)
        {
            words = $"time: invalid duration {Quoting.Quote(text)}";
            return 0;
        }
    }

    public static double Seconds(long duration) => In(duration, Second);

    public static double Minutes(long duration) => In(duration, 60 * Second);

    public static double Hours(long duration) => In(duration, 3600 * Second);

    /// <summary>Whole units and the rest of one, which Go adds as floating point numbers.</summary>
    static double In(long duration, long unit) => duration / unit + duration % unit / (double)unit;

    /// <summary>The nearest multiple, halves away from zero; one that does not fit is the last duration there is.</summary>
    public static long Round(long duration, long unit)
    {
        if (unit <= 0) return duration;
        var rest = duration % unit;
        var down = (Int128)duration - rest;
        var isNearer = Int128.Abs(rest) * 2 >= unit;
        var nearest = isNearer ? down + (duration < 0 ? -unit : unit) : down;
        return (long)Int128.Clamp(nearest, long.MinValue, long.MaxValue);
    }

    /// <summary>The multiple toward zero.</summary>
    public static long Truncate(long duration, long unit) => unit <= 0 ? duration : duration - duration % unit;

    public static string Print(long duration)
    {
        if (duration == 0) return "0s";
        var length = duration < 0 ? unchecked((ulong)-duration) : (ulong)duration;
        var sign = duration < 0 ? "-" : "";
        if (length < Second)
        {
            return sign + length switch { < 1000 => $"{length}ns", < 1_000_000 => Decimal(length, 1000) + "µs", _ => Decimal(length, 1_000_000) + "ms" };
        }
        var seconds = Decimal(length % (60 * Second), Second) + "s";
        var minutes = length / (60 * Second);
        if (minutes == 0) return sign + seconds;
        return minutes < 60 ? $"{sign}{minutes}m{seconds}" : $"{sign}{minutes / 60}h{minutes % 60}m{seconds}";
    }

    static string Decimal(ulong value, ulong unit)
    {
        var fraction = (value % unit + unit).ToString(CultureInfo.InvariantCulture)[1..].TrimEnd('0');
        return fraction.Length == 0 ? $"{value / unit}" : $"{value / unit}.{fraction}";
    }

    static int Digits(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }

    static ulong? Unit(ReadOnlySpan<char> name) => name switch
    {
        "ns" => 1,
        "us" or "µs" or "μs" => 1000,
        "ms" => 1_000_000,
        "s" => Second,
        "m" => 60 * Second,
        "h" => 3600 * Second,
        _ => null,
    };
}
