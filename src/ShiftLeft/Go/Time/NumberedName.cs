using ShiftLeft.Go.Reflect;
using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Time;

/// <summary>A month or a day of the week.</summary>
sealed class NumberedName(int number, string name, string typeName, Provenance? from) : NamedInteger(number, from)
{
    public override string TypeName => typeName;
    public override string Print() => name;
    public override Value WithFrom(Provenance? from) => new NumberedName((int)Number, name, typeName, from);
}
