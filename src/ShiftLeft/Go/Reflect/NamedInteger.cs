using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Reflect;

/// <summary>A value of a Go integer type with a <c>String</c> method: a month, a day of the week, a duration. Numbers to who computes, words to who prints.</summary>
/// <param name="number">What it is to Go.</param>
/// <param name="from">Where it comes from.</param>
abstract class NamedInteger(long number, Provenance? from) : ObjectValue(from)
{
    public long Number { get; } = number;
    public override Kind Kind => Kind.Int;
    public override bool IsTrue => Number != 0;
    public override bool IsEmpty => Number == 0;
    public abstract override Value WithFrom(Provenance? from);
}
