using System.Collections.Immutable;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Template;

namespace ShiftLeft.Helm.Functions;

/// <summary>Functions of lists. None changes one in place.</summary>
static class Lists
{
    public static ImmutableArray<FunctionSignature> All { get; } =
    [
        new("list", [], Parameter.Any, MakeList),
        new("tuple", [], Parameter.Any, MakeList),
        .. Both("first", [Parameter.Any], null, 0, "Cannot find first on type", (_, items) => items.Count == 0 ? new NilValue(null) : items[0]),
        .. Both("last", [Parameter.Any], null, 0, "Cannot find last on type", (_, items) => items.Count == 0 ? new NilValue(null) : items[^1]),
        .. Both("rest", [Parameter.Any], null, 0, "Cannot find rest on type", (call, items) => Taken(call, items.Skip(1), items.Count == 0)),
        .. Both("initial", [Parameter.Any], null, 0, "Cannot find initial on type", (call, items) => Taken(call, items.Take(items.Count - 1), items.Count == 0)),
        .. Both("reverse", [Parameter.Any], null, 0, "Cannot find reverse on type", (call, items) => Taken(call, items.Reverse())),
        .. Both("compact", [Parameter.Any], null, 0, "Cannot compact on type", (call, items) => Taken(call, items.Where(item => !item.IsEmpty))),
        .. Both("uniq", [Parameter.Any], null, 0, "Cannot find uniq on type", Unique),
        .. Both("without", [Parameter.Any], Parameter.Any, 0, "Cannot find without on type", Without),
        .. Both("slice", [Parameter.Any], Parameter.Any, 0, "list should be type of slice or array but", Slice),
        .. Both("append", [Parameter.Any, Parameter.Any], null, 0, "Cannot push on type", (call, items) => Taken(call, items.Append(call[1]))),
        .. Both("push", [Parameter.Any, Parameter.Any], null, 0, "Cannot push on type", (call, items) => Taken(call, items.Append(call[1]))),
        .. Both("prepend", [Parameter.Any, Parameter.Any], null, 0, "Cannot prepend on type", (call, items) => Taken(call, items.Prepend(call[1]))),
        .. Both("chunk", [Parameter.Int, Parameter.Any], null, 1, "Cannot chunk type", Chunk),
        new("has", [Parameter.Any, Parameter.Any], null, Has),
        new("mustHas", [Parameter.Any, Parameter.Any], null, Has),
        new("concat", [], Parameter.Any, Concatenate),
    ];

    const string NilPointer = "runtime error: invalid memory address or nil pointer dereference";

    /// <summary>A function and its <c>must</c> form: sprig's panics and its errors end a rendering with the same words.</summary>
    static FunctionSignature[] Both(string name, ImmutableArray<Parameter> parameters, Parameter? rest, int list, string complaint, Func<FunctionCall, IReadOnlyList<Value>, Value> body) =>
    [
        new(name, parameters, rest, call => body(call, Items(call, call[list], complaint))),
        new($"must{char.ToUpperInvariant(name[0])}{name[1..]}", parameters, rest, call => body(call, Items(call, call[list], complaint))),
    ];

    /// <summary>The elements of a list; anything else is an error.</summary>
    static IReadOnlyList<Value> Items(FunctionCall call, Value value, string complaint)
    {
        var items = value switch
        {
            ListValue list => list.Items,
            BytesValue bytes => [.. bytes.Bytes.Select(part => new IntegerValue(part, bytes.From, Kind.Uint8))],
            NilValue => throw new FunctionException(NilPointer),
            _ => throw new FunctionException($"{complaint} {Conversion.NameOf(value.Kind)}"),
        };
        call.Budget.Step(items.Count);
        return items;
    }

    static ListValue MakeList(FunctionCall call) => new([.. call.Arguments], call.Computed());

    static ListValue Taken(FunctionCall call, IEnumerable<Value> items, bool isNull = false) => new([.. items], call[0].From ?? call.Computed(), "interface {}") { IsNull = isNull };

    static ListValue Unique(FunctionCall call, IReadOnlyList<Value> items)
    {
        var kept = new List<Value>();
        foreach (var item in items)
        {
            if (!IsIn(call, kept, item)) kept.Add(item);
        }
        return Taken(call, kept);
    }

    static ListValue Without(FunctionCall call, IReadOnlyList<Value> items)
    {
        Value[] omitted = [.. call.Arguments.Skip(1)];
        return Taken(call, items.Where(item => !IsIn(call, omitted, item)));
    }

    static bool IsIn(FunctionCall call, IReadOnlyList<Value> items, Value sought)
    {
        foreach (var item in items)
        {
            if (DeepEquality.Equal(sought, item, call.Budget)) return true;
        }
        return false;
    }

    static BoolValue Has(FunctionCall call)
    {
        var found = !call[1].IsNil && IsIn(call, Items(call, call[1], "Cannot find has on type"), call[0]);
        return new(found, call.Computed(call[1], call[0]));
    }

    static Value Slice(FunctionCall call, IReadOnlyList<Value> items)
    {
        if (items.Count == 0) return new NilValue(call[0].From);
        var start = call.Count > 1 ? Conversion.ToInteger(call[1]) : 0;
        var end = call.Count > 2 ? Conversion.ToInteger(call[2]) : items.Count;
        // Go takes capacity for the limit, which is the length of all lists but appended ones.
        if (start < 0 || start > end || end > items.Count) throw new FunctionException("reflect.Value.Slice: slice index out of bounds");
        return call[0] is BytesValue bytes
            ? new BytesValue(bytes.Bytes[(int)start..(int)end], bytes.From)
            : new ListValue([.. items.Skip((int)start).Take((int)(end - start))], call[0].From, ((ListValue)call[0]).ElementType);
    }

    static ListValue Chunk(FunctionCall call, IReadOnlyList<Value> items)
    {
        var size = call.Integer(0);
        if (size <= 0 || items.Count == 0)
        {
            // Of nothing Go makes no chunk; of chunks without a size it makes as many as fit into memory.
            if (size > 0) return new([], call[1].From, "[]interface {}");
            throw new FunctionException("runtime error: makeslice: len out of range");
        }
        var chunks = items.Chunk((int)Math.Min(size, int.MaxValue)).Select(Value (chunk) => new ListValue(chunk, call[1].From));
        return new([.. chunks], call[1].From, "[]interface {}");
    }

    static ListValue Concatenate(FunctionCall call)
    {
        var all = new List<Value>();
        foreach (var list in call.Arguments)
        {
            if (list is not (ListValue or BytesValue or NilValue)) throw new FunctionException($"Cannot concat type {Conversion.NameOf(list.Kind)} as list");
            all.AddRange(Items(call, list, ""));
        }
        return new(all, call.ComputedOfAll()) { IsNull = all.Count == 0 };
    }
}
