using System.Collections.Immutable;
using ShiftLeft.Go.Mergo;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Template;
using ShiftLeft.Tracing;

namespace ShiftLeft.Helm.Functions;

/// <summary>Functions of dictionaries. <c>set</c>, <c>unset</c> and the merging ones change one in place.</summary>
static class Dictionaries
{
    const int Deepest = 500;

    public static ImmutableArray<FunctionSignature> All { get; } =
    [
        new("dict", [], Parameter.Any, MakeDictionary),
        new("get", [Parameter.Map, Parameter.String], null, Get),
        new("set", [Parameter.Map, Parameter.String, Parameter.Any], null, Set),
        new("unset", [Parameter.Map, Parameter.String], null, Unset),
        new("hasKey", [Parameter.Map, Parameter.String], null, HasKey),
        new("pluck", [Parameter.String], Parameter.Map, Pluck),
        new("keys", [], Parameter.Map, Keys),
        new("values", [Parameter.Map], null, Values),
        new("pick", [Parameter.Map], Parameter.String, Pick),
        new("omit", [Parameter.Map], Parameter.String, Omit),
        new("merge", [Parameter.Map], Parameter.Map, call => Merging.Merge(call, false)),
        new("mustMerge", [Parameter.Map], Parameter.Map, call => Merging.Merge(call, false)),
        new("mergeOverwrite", [Parameter.Map], Parameter.Map, call => Merging.Merge(call, true)),
        new("mustMergeOverwrite", [Parameter.Map], Parameter.Map, call => Merging.Merge(call, true)),
        new("deepCopy", [Parameter.Any], null, Copy),
        new("mustDeepCopy", [Parameter.Any], null, Copy),
        new("dig", [], Parameter.Any, Dig),
    ];

    static MapValue MakeDictionary(FunctionCall call)
    {
        var entries = new MapEntries();
        for (var i = 0; i < call.Count; i += 2)
        {
            call.Budget.Step();
            entries.Set(Strings.Text(call[i], call.Budget), i + 1 < call.Count ? call[i + 1] : StringValue.Of("", call.Computed()));
        }
        return new(entries, call.Computed());
    }

    /// <summary>A map that is given where Go wants a plain one is a plain one behind it.</summary>
    static MapValue Plain(MapValue map) => map.TypeName == MapValue.PlainType ? map : new(map.Entries, map.From);

    static Value Get(FunctionCall call)
    {
        var (map, key) = (call.Map(0), call.String(1));
        return map[key] ?? StringValue.Of("", new AbsentProvenance(key, map.From));
    }

    static MapValue Set(FunctionCall call)
    {
        if (call.Map(0).IsNull) throw new FunctionException("assignment to entry in nil map");
        call.Map(0).Entries.Put(call.Text(1), call[2]);
        return Plain(call.Map(0));
    }

    static MapValue Unset(FunctionCall call)
    {
        call.Map(0).Entries.Remove(call.String(1));
        return Plain(call.Map(0));
    }

    static BoolValue HasKey(FunctionCall call)
    {
        var (map, key) = (call.Map(0), call.String(1));
        return map[key] is { } value ? new(true, call.Computed(value)) : new(false, new ComputedProvenance(call.Name, [new AbsentProvenance(key, map.From)]));
    }

    static ListValue Pluck(FunctionCall call)
    {
        var found = new List<Value>();
        for (var i = 1; i < call.Count; i++)
        {
            if (call.Map(i)[call.String(0)] is { } value) found.Add(value);
        }
        return new(found, call.ComputedOfAll());
    }

    /// <summary>In the order of the keys: Go's own is a new one in each run.</summary>
    static ListValue Keys(FunctionCall call)
    {
        var keys = new List<Value>();
        for (var i = 0; i < call.Count; i++)
        {
            var map = call.Map(i);
            call.Budget.Step(map.Entries.Count);
            foreach (var entry in map.Entries.Sorted) keys.Add(new StringValue(entry.Key, entry.Key.Runs.IsEmpty || entry.Key.Runs[0].From is null ? map.From : null));
        }
        return new(keys, call.ComputedOfAll(), "string");
    }

    static ListValue Values(FunctionCall call)
    {
        call.Budget.Step(call.Map(0).Entries.Count);
        return new([.. call.Map(0).Entries.Sorted.Select(entry => entry.Value)], call[0].From);
    }

    static MapValue Pick(FunctionCall call)
    {
        var entries = new MapEntries();
        for (var i = 1; i < call.Count; i++)
        {
            if (call.Map(0).Entries.Find(call.String(i)) is { } entry) entries.Set(entry.Key, entry.Value);
        }
        return new(entries, call[0].From);
    }

    static MapValue Omit(FunctionCall call)
    {
        call.Budget.Step(call.Map(0).Entries.Count);
        var entries = new MapEntries(call.Map(0).Entries);
        for (var i = 1; i < call.Count; i++) entries.Remove(call.String(i));
        return new(entries, call[0].From);
    }

    static Value Copy(FunctionCall call)
    {
        if (call[0].IsNil) throw new FunctionException("reflect: call of reflect.Value.Type on zero Value");
        return Copied(call, call[0], 0);
    }

    static Value Copied(FunctionCall call, Value value, int depth)
    {
        call.Budget.Step(RenderBudget.StepsOfElement);
        if (depth > Deepest) throw new FunctionException($"a value is nested more than {Deepest} levels deep");
        switch (value)
        {
            case MapValue map:
                var entries = new MapEntries();
                foreach (var entry in map.Entries.Sorted) entries.Set(entry.Key, Copied(call, entry.Value, depth + 1));
                return new MapValue(entries, map.From, map.TypeName) { Object = map.Object, IsNull = map.IsNull };
            case ListValue list: return new ListValue([.. list.Items.Select(item => Copied(call, item, depth + 1))], list.From, list.ElementType) { IsNull = list.IsNull };
            default: return value;
        }
    }

    static Value Dig(FunctionCall call)
    {
        if (call.Count < 3) throw new FunctionException("dig needs at least three arguments");
        var step = AsPlain(call[^1]);
        var fallback = call[^2];
        for (var i = 0; i < call.Count - 2; i++)
        {
            if (call[i] is not StringValue) throw new FunctionException($"interface conversion: interface {{}} is {NameOf(call[i])}, not string");
        }
        for (var i = 0; ; i++)
        {
            var key = call.String(i);
            if (step[key] is not { } next) return fallback.ChosenOver([new AbsentProvenance(key, step.From)]);
            if (i == call.Count - 3) return next;
            step = AsPlain(next);
        }
    }

    static MapValue AsPlain(Value value) =>
        value is MapValue { TypeName: MapValue.PlainType } map ? map : throw new FunctionException($"interface conversion: interface {{}} is {NameOf(value)}, not {MapValue.PlainType}");

    static string NameOf(Value value) => value.IsNil ? "nil" : value.TypeName;
}
