using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Template;
using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Mergo;

/// <summary>
/// How the library behind <c>merge</c> and <c>mergeOverwrite</c> merges maps in place: maps that the target lacks are taken over as they are, so
/// that both hold the same entries from then on and a later source changes the earlier one, too.
/// </summary>
static class Merging
{
    const int Deepest = 500;

    public static MapValue Merge(FunctionCall call, bool overwrites)
    {
        var target = call.Map(0);
        for (var i = 1; i < call.Count; i++) Merge(call, target, call.Map(i), overwrites, 0);
        return new(target.Entries, target.From);
    }

    static void Merge(FunctionCall call, MapValue target, MapValue source, bool overwrites, int depth)
    {
        if (depth > Deepest) throw new FunctionException($"a value is nested more than {Deepest} levels deep");
        call.Budget.Step(source.Entries.Count);
        foreach (var (key, value) in source.Entries.Sorted)
        {
            if (value.IsNil)
            {
                if (overwrites) Put(target, source, key, value);
                continue;
            }
            var present = target.Entries.Find(key.Text)?.Value;
            if (value is MapValue map && present is MapValue inner)
            {
                Merge(call, inner, map, overwrites, depth + 1);
                // Only where both are empty the target takes the source's, and with it what is put there later.
                if (IsEmpty(inner)) Put(target, source, key, value);
                continue;
            }
            if (overwrites || present is null || IsEmpty(present)) Put(target, source, key, value);
        }
    }

    static void Put(MapValue target, MapValue source, TracedText key, Value value)
    {
        // Only a map of strings has strings for one of strings.
        if (!target.IsGeneric && source.IsGeneric) throw new FunctionException("reflect.Value.SetMapIndex: value of type interface {} is not assignable to type string");
        target.Entries.Set(key, value);
    }

    /// <summary>Go's zero values; a struct has none that counts.</summary>
    static bool IsEmpty(Value value) => value is not ObjectValue or NamedInteger && value.IsEmpty;
}
