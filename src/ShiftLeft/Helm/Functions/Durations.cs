using System.Collections.Immutable;
using System.Globalization;
using ShiftLeft.Go.Fmt;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Strconv;
using ShiftLeft.Go.Template;
using ShiftLeft.Go.Time;

namespace ShiftLeft.Helm.Functions;

/// <summary>
/// Helm's own functions of durations, since 4.3. They take a duration, a text of one (<c>1h30m</c>), or a number of seconds, as a text too. What is
/// none counts as no time at all; only <c>mustToDuration</c> says so.
/// </summary>
static class Durations
{
    const long Most = long.MaxValue / Duration.Second;

    public static ImmutableArray<FunctionSignature> All { get; } =
    [
        new("mustToDuration", [Parameter.Any], null, call => new DurationValue(Of(call[0], out var error) is var duration && error is null ? duration : throw new FunctionException(error), call.Computed(call[0]))),
        Floating("durationSeconds", Duration.Seconds),
        Floating("durationMinutes", Duration.Minutes),
        Floating("durationHours", Duration.Hours),
        Floating("durationDays", static duration => Duration.Hours(duration) / 24),
        Floating("durationWeeks", static duration => Duration.Hours(duration) / 24 / 7),
        Whole("durationMilliseconds", 1_000_000),
        Whole("durationMicroseconds", 1000),
        Whole("durationNanoseconds", 1),
        Fitted("durationRoundTo", Duration.Round),
        Fitted("durationTruncateTo", Duration.Truncate),
    ];

    public static ImmutableArray<string> Names { get; } = [.. All.Select(function => function.Name)];

    static FunctionSignature Floating(string name, Func<long, double> unit) =>
        new(name, [Parameter.Any], null, call => new FloatValue(unit(Of(call[0], out _)), call.Computed(call[0])));

    static FunctionSignature Whole(string name, long unit) =>
        new(name, [Parameter.Any], null, call => new IntegerValue(Of(call[0], out _) / unit, call.Computed(call[0]), Kind.Int64));

    /// <summary>A multiple of what is no duration leaves the first as it is, as one of 0 does.</summary>
    static FunctionSignature Fitted(string name, Func<long, long, long> fit) =>
        new(name, [Parameter.Any, Parameter.Any], null, call => new DurationValue(fit(Of(call[0], out _), Of(call[1], out _)), call.ComputedOfAll()));

    /// <summary>Nanoseconds; 0 with Helm's words where the value is no duration.</summary>
    static long Of(Value value, out string? error)
    {
        error = null;
        switch (value)
        {
            case DurationValue duration: return duration.Number;
            case StringValue text: return OfText(text.Text, out error);
            case IntegerValue { Kind: Kind.Uint8 or Kind.Uint64 } seconds when (ulong)seconds.Value > Most: return Overflow(((ulong)seconds.Value).ToString(CultureInfo.InvariantCulture), out error);
            case IntegerValue seconds: return OfSeconds(seconds.Value, out error);
            case NamedInteger seconds: return OfSeconds(seconds.Number, out error);
            case FloatValue seconds: return OfSeconds(seconds.Value, out error);
        }
        error = value.IsNil ? "invalid duration" : $"unsupported duration type {value.TypeName}";
        return 0;
    }

    static long OfText(string text, out string? error)
    {
        error = null;
        var trimmed = text.Trim();
        if (trimmed.Length == 0) error = "empty duration";
        else if (Duration.Parse(trimmed, out var isNone) is var duration && isNone is null) return duration;
        else if (NumberParser.ParseFloat(trimmed) is { } seconds) return OfSeconds(seconds, out error);
        else error = $"could not parse duration {Quoting.Quote(text)}";
        return 0;
    }

    static long OfSeconds(long seconds, out string? error)
    {
        error = null;
        return seconds is <= Most and >= -Most ? seconds * Duration.Second : Overflow(seconds.ToString(CultureInfo.InvariantCulture), out error);
    }

    static long OfSeconds(double seconds, out string? error)
    {
        const double Longest = (double)long.MaxValue / Duration.Second;
        error = null;
        if (!double.IsFinite(seconds)) error = $"invalid duration seconds: {PlainFormat.Float(seconds)}";
        else if (Math.Abs(seconds) <= Longest) return Conversion.Truncated(seconds * Duration.Second);
        else return Overflow(PlainFormat.Float(seconds), out error);
        return 0;
    }

    static long Overflow(string seconds, out string? error)
    {
        error = $"duration seconds overflow: {seconds}";
        return 0;
    }
}
