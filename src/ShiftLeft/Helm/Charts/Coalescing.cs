using ShiftLeft.Go.Reflect;
using ShiftLeft.Tracing;

namespace ShiftLeft.Helm.Charts;

/// <summary>
/// How the values of a chart, of the charts below it and of its user become one tree: Helm's <c>pkg/chart/common/util/coalesce.go</c>, step by
/// step, because what its steps do to nulls follows from no rule. All change the destination in place; sources are copies.
/// </summary>
sealed class Coalescing(HelmProfile profile, RenderBudget budget)
{
    const string Global = "global";

    /// <summary>The chart's values under the user's; nulls remove what they stand over.</summary>
    public MapValue Coalesce(Chart chart, MapValue user) => Coalesce(chart, user.DeepCopy(budget), merge: false);

    /// <summary>The same, but that nulls stay.</summary>
    public MapValue Merge(Chart chart, MapValue user) => Coalesce(chart, user.DeepCopy(budget), merge: true);

    MapValue Coalesce(Chart chart, MapValue into, bool merge)
    {
        CoalesceValues(chart, into, merge);
        foreach (var child in chart.Dependencies)
        {
            if (into[child.Name] is not { } table) into.Entries.Set(child.Metadata.NameValue.Traced, table = new MapValue(new AbsentProvenance(child.Name, into.From)));
            if (table is not MapValue own) throw new ChartException($"the values of the chart `{child.Name}` are no mapping", table.From is ValueProvenance { Source: var source, Value: var place } ? new(source, place) : null);
            CoalesceGlobals(own, into);
            Coalesce(child, own, merge);
        }
        return into;
    }

    void CoalesceValues(Chart chart, MapValue into, bool merge)
    {
        foreach (var entry in chart.Values.DeepCopy(budget).Entries.Sorted)
        {
            var (key, value) = (entry.Key.Text, entry.Value);
            if (into.Entries.Find(key) is not { } known)
            {
                if (profile.RemovesDefaultNulls && !merge)
                {
                    if (value.IsNil) continue;
                    if (value is MapValue nested) RemoveNulls(nested);
                }
                into.Entries.Set(entry.Key, value);
            }
            else if (known.Value.IsNil && !merge) into.Entries.Remove(key);
            else if (known.Value is MapValue table && value is MapValue defaults)
            {
                var mergeTables = merge || chart.Dependencies.Any(child => child.Name == key);
                if (profile.RemovesDefaultNulls && !mergeTables) RemoveNulls(defaults);
                CoalesceTables(table, defaults, mergeTables);
            }
        }
    }

    static void CoalesceGlobals(MapValue into, MapValue from)
    {
        if (from[Global] is { } source and not MapValue || into[Global] is { } own and not MapValue) return;
        var globals = into[Global] as MapValue ?? new MapValue(from[Global]?.From);
        foreach (var entry in (from[Global] as MapValue)?.Entries.Sorted ?? [])
        {
            if (entry.Value is MapValue table)
            {
                var copy = new MapValue(new MapEntries(table.Entries), table.From);
                if (globals[entry.Key.Text] is { } known)
                {
                    if (known is not MapValue lower) continue;
                    Tables(copy, lower, merge: true, keepsUnmatchedNulls: true);
                }
                globals.Entries.Set(entry.Key, copy);
            }
            else if (globals[entry.Key.Text] is not MapValue) globals.Entries.Set(entry.Key, entry.Value);
        }
        into.Entries.Set(from.Entries.Find(Global)?.Key ?? into.Entries.Find(Global)?.Key ?? TracedText.Of(Global, null), globals);
    }

    /// <summary>Adds to a table what another has and it lacks, at every depth.</summary>
    public MapValue CoalesceTables(MapValue into, MapValue from, bool merge) => Tables(into, from, merge, profile.KeepsUnmatchedNulls);

    static MapValue Tables(MapValue into, MapValue from, bool merge, bool keepsUnmatchedNulls)
    {
        var written = keepsUnmatchedNulls ? from.Entries.Sorted.Where(entry => !entry.Value.IsNil).Select(entry => entry.Key.Text).ToHashSet(StringComparer.Ordinal) : null;
        if (keepsUnmatchedNulls)
        {
            foreach (var entry in into.Entries.Sorted.Where(entry => entry.Value.IsNil)) from.Entries.Put(entry.Key, entry.Value);
        }
        foreach (var entry in from.Entries.Sorted)
        {
            var key = entry.Key.Text;
            if (into.Entries.Find(key) is not { } known) into.Entries.Set(entry.Key, entry.Value);
            else if (!merge && known.Value.IsNil && written?.Contains(key) != false) into.Entries.Remove(key);
            else if (entry.Value is MapValue lower && known.Value is MapValue table) Tables(table, lower, merge, keepsUnmatchedNulls);
        }
        return into;
    }

    static void RemoveNulls(MapValue map)
    {
        foreach (var entry in map.Entries.Sorted)
        {
            if (entry.Value.IsNil) map.Entries.Remove(entry.Key.Text);
            else if (entry.Value is MapValue nested) RemoveNulls(nested);
        }
    }

    /// <summary>Values files, the later over the earlier: maps are merged, all else is replaced, nulls stay.</summary>
    public static MapValue Overlay(MapValue lower, MapValue upper)
    {
        var merged = new MapValue(new MapEntries(lower.Entries), upper.From ?? lower.From);
        foreach (var entry in upper.Entries.Sorted)
        {
            var value = entry.Value is MapValue table && merged[entry.Key.Text] is MapValue below ? Overlay(below, table) : entry.Value;
            merged.Entries.Set(entry.Key, value);
        }
        return merged;
    }
}
