using System.Globalization;

namespace ShiftLeft.Text;

/// <summary>Durations as Go writes them: <c>30s</c>, <c>1m30s</c>, <c>1.5h</c>, <c>100ms</c>.</summary>
static class GoDuration
{
    /// <summary>Go counts nanoseconds in 64 bits: 292 years.</summary>
    const double LongestSeconds = long.MaxValue / 1e9;

    /// <summary>Null when the text is none, or longer than Go can hold.</summary>
    public static TimeSpan? Parse(string text)
    {
        if (text is "0" or "+0" or "-0") return TimeSpan.Zero;
        var at = text is ['-' or '+', ..] ? 1 : 0;
        if (at == text.Length) return null;
        var seconds = 0.0;
        while (at < text.Length)
        {
            var start = at;
            while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] == '.')) at++;
            if (!double.TryParse(text.AsSpan(start, at - start), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return null;
            var unit = at;
            while (at < text.Length && !char.IsAsciiDigit(text[at]) && text[at] != '.') at++;
            if (Seconds(text[unit..at]) is not { } factor) return null;
            seconds += number * factor;
        }
        return seconds > LongestSeconds ? null : TimeSpan.FromSeconds(text[0] == '-' ? -seconds : seconds);
    }

    static double? Seconds(string unit) => unit switch
    {
        "ns" => 1e-9,
        "us" or "µs" or "μs" => 1e-6,
        "ms" => 1e-3,
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        _ => null,
    };
}
