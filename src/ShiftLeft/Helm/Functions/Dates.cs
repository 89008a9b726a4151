using System.Collections.Immutable;
using ShiftLeft.Go.Fmt;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Template;
using ShiftLeft.Go.Time;
using ShiftLeft.Helm.Rendering;

namespace ShiftLeft.Helm.Functions;

/// <summary>
/// Functions of dates. The engine has no clock: now is the midnight that began the day of the scan. It has no zones either but UTC and GMT, and
/// takes any other as Helm takes one that it does not know: for UTC.
/// </summary>
static class Dates
{
    public static ImmutableArray<FunctionSignature> All { get; } =
    [
        new("now", [], null, Now),
        new("date", [Parameter.String, Parameter.Any], null, call => Formatted(call, call.String(0), call[1], "Local")),
        new("dateInZone", [Parameter.String, Parameter.Any, Parameter.String], null, call => Formatted(call, call.String(0), call[1], call.String(2))),
        new("date_in_zone", [Parameter.String, Parameter.Any, Parameter.String], null, call => Formatted(call, call.String(0), call[1], call.String(2))),
        new("htmlDate", [Parameter.Any], null, call => Formatted(call, "2006-01-02", call[0], "Local")),
        new("htmlDateInZone", [Parameter.Any, Parameter.String], null, call => Formatted(call, "2006-01-02", call[0], call.String(1))),
        new("dateModify", [Parameter.String, Parameter.Time], null, call => Modified(call, isStrict: false)),
        new("date_modify", [Parameter.String, Parameter.Time], null, call => Modified(call, isStrict: false)),
        new("mustDateModify", [Parameter.String, Parameter.Time], null, call => Modified(call, isStrict: true)),
        new("must_date_modify", [Parameter.String, Parameter.Time], null, call => Modified(call, isStrict: true)),
        new("toDate", [Parameter.String, Parameter.String], null, call => Parsed(call, isStrict: false)),
        new("mustToDate", [Parameter.String, Parameter.String], null, call => Parsed(call, isStrict: true)),
        new("unixEpoch", [Parameter.Time], null, call => call.Opaque(PlainFormat.Print(new IntegerValue(((TimeValue)call[0]).Seconds)), call[0])),
        new("ago", [Parameter.Any], null, Ago),
        new("duration", [Parameter.Any], null, call => call.Opaque(Duration.Print(unchecked(SecondsOf(call[0]) * Duration.Second)), call[0])),
        new("durationRound", [Parameter.Any], null, Rounded),
    ];

    static TimeValue Now(FunctionCall call) => Today(call);

    static TimeValue Today(FunctionCall call) => new((call.Today.DayNumber - new DateOnly(1970, 1, 1).DayNumber) * 86_400L, 0, 0, "UTC", call.Computed());

    static TimeValue? TimeOf(FunctionCall call, Value value) => value switch
    {
        TimeValue time => time,
        IntegerValue { Kind: Kind.Int or Kind.Int64 } seconds => new(seconds.Value, 0, 0, "UTC", call.Computed(value)),
        _ => null,
    };

    static StringValue Formatted(FunctionCall call, string layout, Value date, string zone)
    {
        call.Budget.Step(layout.Length);
        // Whatever is no time is now.
        var time = TimeOf(call, date) ?? Today(call);
        var written = new TimeValue(time.Seconds, time.Nanoseconds, 0, zone is "GMT" or "Etc/GMT" ? "GMT" : "UTC", null).Format(layout);
        call.Budget.Write(written.Length);
        return call.Opaque(written, time);
    }

    static TimeValue Modified(FunctionCall call, bool isStrict)
    {
        var time = (TimeValue)call[1];
        var duration = Duration.Parse(call.String(0), out var error);
        if (error is null) return time.Plus(duration, call.ComputedOfAll());
        return isStrict ? throw new FunctionException(error) : time;
    }

    static TimeValue Parsed(FunctionCall call, bool isStrict)
    {
        call.Budget.Step(call.String(0).Length + call.String(1).Length);
        var time = TimeReader.Read(call.String(0), call.String(1), call.ComputedOfAll(), out var error);
        if (time is not null) return time;
        return isStrict ? throw new FunctionException(error!) : new(TimeValue.ZeroSeconds, 0, 0, "UTC", call.ComputedOfAll());
    }

    static StringValue Ago(FunctionCall call)
    {
        var now = Today(call);
        var seconds = now.Seconds - (TimeOf(call, call[0]) ?? now).Seconds;
        // Go's duration ends at 292 years.
        var most = long.MaxValue / Duration.Second;
        return call.Opaque(Duration.Print(Math.Clamp(seconds, -most, most) * Duration.Second), call[0], now);
    }

    static long SecondsOf(Value value) => value switch
    {
        StringValue text => Conversion.ToDecimalInteger(text.Text),
        IntegerValue { Kind: Kind.Int64 } seconds => seconds.Value,
        _ => 0,
    };

    static StringValue Rounded(FunctionCall call)
    {
        var duration = call[0] switch
        {
            StringValue text => Duration.Parse(text.Text, out _),
            IntegerValue { Kind: Kind.Int64 } nanoseconds => nanoseconds.Value,
            TimeValue time => unchecked((Today(call).Seconds - time.Seconds) * Duration.Second),
            _ => 0,
        };
        const ulong second = Duration.Second;
        var length = duration < 0 ? unchecked((ulong)-duration) : (ulong)duration;
        var rounded = length switch
        {
            > 365 * 24 * 3600 * second => $"{length / (365 * 24 * 3600 * second)}y",
            > 30 * 24 * 3600 * second => $"{length / (30 * 24 * 3600 * second)}mo",
            > 24 * 3600 * second => $"{length / (24 * 3600 * second)}d",
            > 3600 * second => $"{length / (3600 * second)}h",
            > 60 * second => $"{length / (60 * second)}m",
            > second => $"{length / second}s",
            _ => "0s",
        };
        return call.Opaque(rounded, call[0]);
    }
}
