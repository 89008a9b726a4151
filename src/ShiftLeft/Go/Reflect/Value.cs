using System.Collections.Immutable;
using ShiftLeft.Go.Strings;
using ShiftLeft.Go.Template;
using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Reflect;

/// <summary>Go's <c>reflect.Kind</c>, as far as templates see it; the names are those that <c>kindOf</c> prints.</summary>
enum Kind { Invalid, Interface, Bool, Int, Int64, Uint8, Uint64, Float64, String, Slice, Map, Struct, Ptr, Func }

/// <summary>
/// A value of Go's template language, with where it comes from. Values are immutable but for the entries of a map, which templates change in
/// place; a <see cref="MapValue"/> is a reference to them, as in Go.
/// </summary>
abstract class Value(Provenance? from)
{
    /// <summary>Where it comes from as a whole; null where nothing is known.</summary>
    public Provenance? From { get; } = from;

    public abstract Kind Kind { get; }

    /// <summary>Go's <c>%T</c>: <c>map[string]interface {}</c>.</summary>
    public abstract string TypeName { get; }

    /// <summary>What <c>if</c>, <c>with</c>, <c>and</c> and <c>or</c> go by: not zero and not empty.</summary>
    public abstract bool IsTrue { get; }

    /// <summary>sprig's <c>empty</c>: as untrue, but that no struct and no pointer is.</summary>
    public virtual bool IsEmpty => !IsTrue;

    /// <summary>What decided, or was printed: the value's origin, or those of its characters.</summary>
    public virtual Provenance? Origin => From;

    /// <summary>The value, chosen after others were looked at.</summary>
    public virtual Value ChosenOver(ImmutableArray<Provenance> considered) => WithFrom(new ChosenProvenance(Origin, considered));

    /// <summary>The same value (for a map: the same entries) from elsewhere.</summary>
    public abstract Value WithFrom(Provenance? from);

    public bool IsNil => this is NilValue;
}

/// <summary>
/// No value. Go tells a nil inside an interface (an entry that is null, a key that a map lacks) from an invalid one (a variable or parenthesis
/// that held such a nil): a field of the first is an error, a field of the second is nil again.
/// </summary>
sealed class NilValue(Provenance? from, bool isInvalid = false) : Value(from)
{
    public static NilValue Interface { get; } = new(null);
    public static NilValue Invalid { get; } = new(null, true);

    public bool IsInvalid { get; } = isInvalid;
    /// <summary>Whether it was invalid before it became an argument.</summary>
    public bool WasInvalid { get; init; }
    public override Kind Kind => Kind.Invalid;
    public override string TypeName => "<nil>";
    public override bool IsTrue => false;
    public override Value WithFrom(Provenance? from) => new NilValue(from, IsInvalid);
}

sealed class BoolValue(bool value, Provenance? from = null) : Value(from)
{
    public bool Value { get; } = value;
    public override Kind Kind => Kind.Bool;
    public override string TypeName => "bool";
    public override bool IsTrue => Value;
    public override Value WithFrom(Provenance? from) => new BoolValue(Value, from);
}

/// <summary>A Go integer; <paramref name="kind"/> is <c>int</c> for literals and lengths, <c>int64</c> for sprig's arithmetic and <c>--set</c>.</summary>
sealed class IntegerValue(long value, Provenance? from = null, Kind kind = Kind.Int) : Value(from)
{
    public long Value { get; } = value;
    public override Kind Kind { get; } = kind;
    public override string TypeName => Kind switch { Kind.Int64 => "int64", Kind.Uint8 => "uint8", Kind.Uint64 => "uint64", _ => "int" };
    public override bool IsTrue => Value != 0;
    public override Value WithFrom(Provenance? from) => new IntegerValue(Value, from, Kind);
}

/// <summary>A Go <c>float64</c>: every number of a values file is one.</summary>
sealed class FloatValue(double value, Provenance? from = null) : Value(from)
{
    public double Value { get; } = value;
    public override Kind Kind => Kind.Float64;
    public override string TypeName => "float64";
    public override bool IsTrue => Value != 0;
    public override Value WithFrom(Provenance? from) => new FloatValue(Value, from);
}

/// <summary>A string; bytes that are no UTF-8 are kept as lone surrogates (see <see cref="GoString"/>).</summary>
sealed class StringValue(TracedText text, Provenance? from = null) : Value(from)
{
    public TracedText Traced { get; } = text;
    public string Text => Traced.Text;
    public override Kind Kind => Kind.String;
    public override string TypeName => "string";
    public override bool IsTrue => Traced.Length > 0;
    public override Value WithFrom(Provenance? from) => new StringValue(Traced, from);

    /// <summary>Every character keeps its own origin; a mark before them remembers the choice.</summary>
    public override Value ChosenOver(ImmutableArray<Provenance> considered)
    {
        var choice = new ChosenProvenance(Origin, considered);
        return new StringValue(new TracedText.Builder().Mark(choice, null).Append(Traced).Build(), choice);
    }

    public override Provenance? Origin => From ?? Traced.Origins() switch { [] => null, [var only] => only, var origins => new ComputedProvenance("text", origins) };

    /// <summary>A string that stands for its origin as a whole.</summary>
    public static StringValue Of(string text, Provenance? from) => new(TracedText.Of(text, from), from);
}

/// <summary>Bytes of a file, which is read when they are first asked for.</summary>
sealed class BytesValue : Value
{
    readonly Lazy<byte[]> bytes;

    public BytesValue(byte[] bytes, Provenance? from = null) : this(new Lazy<byte[]>(bytes), from)
    {
    }

    public BytesValue(Func<byte[]> read, Provenance? from) : this(new Lazy<byte[]>(read), from)
    {
    }

    BytesValue(Lazy<byte[]> bytes, Provenance? from) : base(from) => this.bytes = bytes;

    public byte[] Bytes => bytes.Value;
    public override Kind Kind => Kind.Slice;
    public override string TypeName => "[]uint8";
    public override bool IsTrue => Bytes.Length > 0;
    public override Value WithFrom(Provenance? from) => new BytesValue(bytes, from);
}

/// <summary>A slice. Nothing changes one in place; <c>append</c> and its kin make new ones.</summary>
/// <param name="items">The elements.</param>
/// <param name="from">Where it comes from.</param>
/// <param name="elementType">Go's name of the element type: <c>interface {}</c>, <c>string</c>, <c>int</c>.</param>
sealed class ListValue(IReadOnlyList<Value> items, Provenance? from = null, string elementType = "interface {}") : Value(from)
{
    public IReadOnlyList<Value> Items { get; } = items;
    public string ElementType { get; } = elementType;
    /// <summary>Whether it is Go's nil slice: empty, but <c>null</c> in JSON and not deeply equal to an empty one.</summary>
    public bool IsNull { get; init; }
    public override Kind Kind => Kind.Slice;
    /// <summary>Go's name of the slice's own type, where it has one: <c>common.VersionSet</c>.</summary>
    public string? NamedType { get; init; }
    /// <summary>Methods of its Go type: those of <c>.Capabilities.APIVersions</c>.</summary>
    public ObjectValue? Object { get; init; }
    public override string TypeName => NamedType ?? "[]" + ElementType;
    public override bool IsTrue => Items.Count > 0;
    public override Value WithFrom(Provenance? from) => new ListValue(Items, from, ElementType) { NamedType = NamedType, Object = Object, IsNull = IsNull };
}

/// <summary>A value that is a Go struct or a pointer to one: capabilities, certificates, versions, times.</summary>
abstract class ObjectValue(Provenance? from = null) : Value(from)
{
    public override Kind Kind => Kind.Struct;
    public override bool IsTrue => true;
    public override bool IsEmpty => false;
    public override Value WithFrom(Provenance? from) => this;

    /// <summary>A field's value; null where the type has none of the name.</summary>
    public virtual Value? Field(string name) => null;

    /// <summary>A method by its name; null where there is none.</summary>
    public virtual FunctionSignature? Method(string name) => null;

    /// <summary>What <c>%v</c> prints.</summary>
    public abstract string Print();

    /// <summary>What an action prints that consists of it alone; a pointer's own <c>String()</c> counts there.</summary>
    public virtual string PrintDirectly() => Print();

    /// <summary>What JSON and YAML write for it where its type says so itself, as a time does; null for those that are written field by field.</summary>
    public virtual string? MarshaledText => null;

    /// <summary>Its exported fields in Go's order, as <c>toYaml</c> and <c>toJson</c> see them.</summary>
    public virtual IEnumerable<KeyValuePair<string, Value>> Exported => [];
}
