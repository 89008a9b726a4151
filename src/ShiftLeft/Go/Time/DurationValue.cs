using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Template;
using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Time;

/// <summary>Go's <c>time.Duration</c> as a value of templates.</summary>
sealed class DurationValue(long nanoseconds, Provenance? from) : NamedInteger(nanoseconds, from)
{
    public override Kind Kind => Kind.Int64;
    public override string TypeName => "time.Duration";
    public override string Print() => Duration.Print(Number);
    public override Value WithFrom(Provenance? from) => new DurationValue(Number, from);

    public override FunctionSignature? Method(string name) => name switch
    {
        "Hours" => Float(name, Duration.Hours(Number)),
        "Minutes" => Float(name, Duration.Minutes(Number)),
        "Seconds" => Float(name, Duration.Seconds(Number)),
        "Milliseconds" => Integer(name, Number / 1_000_000),
        "Microseconds" => Integer(name, Number / 1000),
        "Nanoseconds" => Integer(name, Number),
        "String" => new(name, [], null, call => call.Opaque(Print(), this)),
        "Abs" => new(name, [], null, call => new DurationValue(Number == long.MinValue ? long.MaxValue : Math.Abs(Number), call.Computed(this))),
        "Round" => Fitted(name, Duration.Round),
        "Truncate" => Fitted(name, Duration.Truncate),
        _ => null,
    };

    FunctionSignature Float(string name, double value) => new(name, [], null, call => new FloatValue(value, call.Computed(this)));

    FunctionSignature Integer(string name, long value) => new(name, [], null, call => new IntegerValue(value, call.Computed(this), Kind.Int64));

    FunctionSignature Fitted(string name, Func<long, long, long> fit) =>
        new(name, [Parameter.Duration], null, call => new DurationValue(fit(Number, ((DurationValue)call[0]).Number), call.Computed(this, call[0])));
}
