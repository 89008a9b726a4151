using System.Collections;
using ShiftLeft.Go.Strings;
using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Reflect;

/// <summary>
/// A reference to the entries of a Go map. Templates change entries in place (<c>set</c>, <c>merge</c>), and all who hold a reference see it.
/// </summary>
sealed class MapValue : Value
{
    public const string PlainType = "map[string]interface {}";

    public MapValue(MapEntries entries, Provenance? from = null, string typeName = PlainType) : base(from) => (Entries, TypeName) = (entries, typeName);

    public MapValue(Provenance? from = null) : this(new MapEntries(), from)
    {
    }

    public MapEntries Entries { get; }
    public override Kind Kind => Kind.Map;
    /// <summary><c>common.Values</c> (Helm 4) or <c>chartutil.Values</c> (Helm 3) for <c>.Values</c> itself; <c>map[string]string</c>; else plain.</summary>
    public override string TypeName { get; }
    /// <summary>Methods of its Go type: those of <c>.Files</c>.</summary>
    public ObjectValue? Object { get; init; }
    /// <summary>Whether it is Go's nil map, to which nothing can be added.</summary>
    public bool IsNull { get; init; }
    public override bool IsTrue => Entries.Count > 0;
    public override Value WithFrom(Provenance? from) => new MapValue(Entries, from, TypeName) { Object = Object, IsNull = IsNull };

    /// <summary>Whether it may be given where Go wants a <c>map[string]interface{}</c>.</summary>
    public bool IsGeneric => TypeName is not ("map[string]string" or "engine.files");

    public Value? this[string key] => Entries.Find(key)?.Value;

    /// <summary>The same entries in maps of its own, at every depth and through lists.</summary>
    /// <param name="budget">Who pays for each; null where their number is bounded otherwise.</param>
    public MapValue DeepCopy(RenderBudget? budget = null)
    {
        budget?.Step(RenderBudget.StepsOfElement * (Entries.Count + 1));
        var entries = new MapEntries();
        foreach (var entry in Entries) entries.Set(entry.Key, DeepCopy(entry.Value, budget));
        return new(entries, From, TypeName) { Object = Object };
    }

    /// <summary>How many keys and items it holds, at every depth.</summary>
    public long CountAll() => Entries.Sum(entry => 1 + CountAll(entry.Value));

    static long CountAll(Value value) => value switch
    {
        MapValue map => map.CountAll(),
        ListValue list => list.Items.Sum(item => 1 + CountAll(item)),
        _ => 0,
    };

    static Value DeepCopy(Value value, RenderBudget? budget)
    {
        if (value is MapValue map) return map.DeepCopy(budget);
        if (value is not ListValue list || !list.Items.Any(item => item is MapValue or ListValue)) return value;
        budget?.Step(RenderBudget.StepsOfElement * list.Items.Count);
        return new ListValue([.. list.Items.Select(item => DeepCopy(item, budget))], list.From, list.ElementType);
    }
}

/// <param name="Key">The key with its origin.</param>
/// <param name="Value">The value, or a nil.</param>
sealed record MapEntry(TracedText Key, Value Value);

/// <summary>The entries of a map, by key; where the order can be seen it is Go's sorted one: that of the keys' bytes.</summary>
sealed class MapEntries : IEnumerable<MapEntry>
{
    readonly Dictionary<string, MapEntry> byKey;
    MapEntry[]? sorted;

    public MapEntries() => byKey = new(StringComparer.Ordinal);

    public MapEntries(MapEntries other) => byKey = new(other.byKey, StringComparer.Ordinal);

    public int Count => byKey.Count;

    public MapEntry? Find(string key) => byKey.GetValueOrDefault(key);

    public bool Contains(string key) => byKey.ContainsKey(key);

    public void Set(TracedText key, Value value)
    {
        sorted = null;
        byKey[key.Text] = new(key, value);
    }

    /// <summary>Sets an entry under a key of no origin.</summary>
    public void Set(string key, Value value) => Set(TracedText.Of(key, null), value);

    /// <summary>Replaces a value under the key that is there, or adds one.</summary>
    public void Put(TracedText key, Value value) => Set(byKey.TryGetValue(key.Text, out var known) ? known.Key : key, value);

    public bool Remove(string key)
    {
        sorted = null;
        return byKey.Remove(key);
    }

    /// <summary>In no order that means anything, and not while entries change.</summary>
    public IEnumerator<MapEntry> GetEnumerator() => byKey.Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>A snapshot in the order of the keys' bytes; it may be iterated while entries change.</summary>
    public IReadOnlyList<MapEntry> Sorted
    {
        get
        {
            if (sorted is not null) return sorted;
            var all = byKey.Values.ToArray();
            Array.Sort(all, (a, b) => GoString.Compare(a.Key.Text, b.Key.Text));
            return sorted = all;
        }
    }
}
