using System.Collections.Frozen;
using System.Collections.Immutable;
using ShiftLeft.Files;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Helm.Charts;
using ShiftLeft.Text;
using ShiftLeft.Tracing;

namespace ShiftLeft.Helm.Rendering;

/// <summary>
/// Which of the files that made a rendering a person edits, and where to turn instead of one that nobody does: a chart that was copied from
/// elsewhere, with its archive or folder below <c>charts/</c>.
/// </summary>
sealed class ChartPlaces
{
    /// <param name="Folder">Where it lies.</param>
    /// <param name="Owner">The innermost chart of one's own that uses it.</param>
    /// <param name="Child">The chart.</param>
    /// <param name="Keys">Under which keys the owner's values hold its own.</param>
    /// <param name="Path">The names of the charts that lead to it from the root.</param>
    readonly record struct Vendored(string Folder, Chart Owner, Chart Child, ImmutableArray<string> Keys, ImmutableArray<string> Path);

    readonly List<Vendored> vendored = [];
    readonly Chart root;
    readonly Lazy<FrozenSet<string>> templates;
    readonly Lazy<FrozenSet<string>> defaults;

    readonly MapValue? user;
    ImmutableArray<string> instance = [];

    /// <param name="root">With its dependencies processed, so that aliases are known.</param>
    /// <param name="user">The values that were given to it.</param>
    public ChartPlaces(Chart root, MapValue? user = null)
    {
        (this.root, this.user) = (root, user);
        Collect(root, root, [], []);
        // The innermost folder answers for a file.
        vendored.Sort((one, other) => other.Folder.Length.CompareTo(one.Folder.Length));
        templates = new(() => root.All.SelectMany(chart => chart.Templates).Select(file => file.Path).ToFrozenSet(StringComparer.Ordinal));
        defaults = new(() => root.All.Select(chart => chart.ValuesFile?.Path).OfType<string>().ToFrozenSet(StringComparer.Ordinal));
    }

    /// <summary>The same for what one template wrote: a chart may take part under several names, and each has values of its own.</summary>
    /// <param name="path">The template as Helm names it: <c>shop/charts/cache/templates/pod.yaml</c>.</param>
    public ChartPlaces In(string path)
    {
        var parts = path.Split('/');
        var names = ImmutableArray.CreateBuilder<string>();
        for (var i = 1; i + 1 < parts.Length && parts[i] == "charts"; i += 2) names.Add(parts[i + 1]);
        if (names.Count == 0) return this;
        var own = (ChartPlaces)MemberwiseClone();
        own.instance = names.ToImmutable();
        return own;
    }

    void Collect(Chart chart, Chart owner, ImmutableArray<string> keys, ImmutableArray<string> names)
    {
        foreach (var child in chart.Dependencies)
        {
            var path = keys.Add(child.Name);
            var full = names.Add(child.Name);
            if (child.IsVendored) vendored.Add(new(child.Folder, owner, child, path, full));
            Collect(child, child.IsVendored ? owner : child, child.IsVendored ? path : [], full);
        }
    }

    public bool IsEditable(SourceText source) => Find(source) is null;

    /// <summary>Whether a file can be opened: one inside an archive cannot.</summary>
    public bool IsInTree(SourceText source) => Find(source) is not { } found || ReferenceEquals(found.Child.Tree, root.Tree);

    /// <summary>Whether it is the text of a template, which a function may have read values from.</summary>
    public bool IsTemplate(SourceText source) => templates.Value.Contains(source.Path);

    /// <summary>Whether it holds the values that a chart itself gives, under all that its users give.</summary>
    public bool IsDefaults(SourceText source) => defaults.Value.Contains(source.Path);

    /// <summary>Whether it is a <c>Chart.yaml</c>: what it says is repeated in objects, but seldom what is wrong with them.</summary>
    public static bool IsMetadata(SourceText source) => TreePath.NameOf(source.Path) == "Chart.yaml";

    /// <summary>
    /// Where the user of a vendored chart sets one of its values: the deepest key above it, or it itself, that is there in the values of the chart
    /// that uses it; null where there is none. The path is that of the key as it would be written there.
    /// </summary>
    public (ValueProvenance? Deepest, string Path) Override(SourceText source, IEnumerable<string> keys)
    {
        if (Find(source) is not { } found) return (null, "");
        ImmutableArray<string> wanted = [.. keys];
        var below = found.Keys.AddRange(wanted);
        // What is global for a chart is so for those above it, which seldom write it below the chart's name.
        if (wanted is ["global", ..] && Deepest(found.Owner.Values, wanted) is { Parent: not null } global && Deepest(found.Owner.Values, below) is not { Parent.Parent: not null })
            return (global, string.Join('.', wanted));
        return (Deepest(found.Owner.Values, below), string.Join('.', below));
    }

    /// <summary>
    /// The key that is there with no value, where a template met none: Helm takes such keys away before templates see them. Null where there is none.
    /// </summary>
    public ValueProvenance? NullOf(AbsentProvenance absent)
    {
        var (above, missing) = absent.Path;
        if (above is not ValueProvenance file) return null;
        ImmutableArray<string> keys = [.. KeysOf(file), .. missing];
        var owner = root.All.FirstOrDefault(chart => chart.ValuesFile?.Path == file.Source.Path) ?? root;
        return (owner == root ? NullAt(user, keys.AsSpan()) : null) ?? NullBelow(owner, keys.AsSpan());
    }

    static ValueProvenance? NullBelow(Chart chart, ReadOnlySpan<string> keys)
    {
        for (;;)
        {
            if (NullAt(chart.Values, keys) is { } found) return found;
            var name = keys[0];
            if (keys.Length == 1 || chart.Dependencies.FirstOrDefault(child => child.Name == name) is not { } below) return null;
            chart = below;
            keys = keys[1..];
        }
    }

    static ValueProvenance? NullAt(Value? at, ReadOnlySpan<string> keys)
    {
        foreach (var key in keys) at = (at as MapValue)?[key];
        return at is NilValue { From: ValueProvenance found } ? found : null;
    }

    /// <summary>The entry in <c>Chart.yaml</c> that brings in a vendored chart.</summary>
    public Location? Dependency(SourceText source) => Find(source) is { } found ? Dependency(found) : null;

    Vendored? Find(SourceText source)
    {
        Vendored? found = null;
        foreach (var chart in vendored)
        {
            if (found is { } inner ? chart.Folder != inner.Folder : !TreePath.IsWithin(source.Path, chart.Folder)) continue;
            if (chart.Path.AsSpan().SequenceEqual(instance.AsSpan()[..Math.Min(instance.Length, chart.Path.Length)])) return chart;
            found ??= chart;
        }
        return found;
    }

    static Location Dependency(Vendored found)
    {
        var metadata = found.Owner.Metadata;
        var entry = (metadata.Dependencies ?? []).FirstOrDefault(dependency => dependency.Name == found.Keys[0]);
        return entry?.Document["name"]?.From is ValueProvenance name ? new(name.Source, name.Value) : new(metadata.Source, metadata.Source.LineSpan(0));
    }

    /// <summary>The entry that leads furthest towards a key and stands in a file of one's own.</summary>
    ValueProvenance? Deepest(MapValue values, IEnumerable<string> keys)
    {
        ValueProvenance? deepest = null;
        Value? at = values;
        foreach (var key in keys)
        {
            at = (at as MapValue)?[key];
            if (at?.From is not ValueProvenance from || !IsEditable(from.Source)) break;
            deepest = from;
        }
        return deepest;
    }

    /// <summary>The keys that lead to a value from its file's root.</summary>
    public static IEnumerable<string> KeysOf(ValueProvenance value)
    {
        var keys = new Stack<string>();
        for (ValueProvenance? at = value; at is not null; at = at.Parent)
        {
            if (at.Name is { } key) keys.Push(key);
        }
        return keys;
    }

    /// <summary>A value that is written in one line; else its key, or its first line.</summary>
    public static Location PlaceOf(ValueProvenance value)
    {
        if (!value.Value.IsEmpty && IsOneLine(value)) return new(value.Source, value.Value);
        if (value.Key is { } key) return value.Value.IsEmpty ? KeyOf(value) : new(value.Source, key);
        var line = value.Source.LineSpan(value.Source.LineOf(value.Value.Start));
        return new(value.Source, Span.FromBounds(value.Value.Start, Math.Max(value.Value.Start, Math.Min(value.Value.End, line.End))));
    }

    /// <summary>The key, with its value where that is short.</summary>
    public static Location KeyOf(ValueProvenance value)
    {
        if (value.Key is not { } key) return PlaceOf(value);
        var (text, written) = (value.Source.Content, value.Value);
        if (written.Start > 0 && written.End < text.Length && text[written.Start - 1] is '"' or '\'' && text[written.End] == text[written.Start - 1]) written = Span.FromBounds(written.Start - 1, written.End + 1);
        return new(value.Source, Span.FromBounds(key.Start, !written.IsEmpty && IsOneLine(value) && value.Source.LineOf(key.Start) == value.Source.LineOf(written.Start) ? Math.Max(key.End, written.End) : key.End));
    }

    public static bool IsOneLine(ValueProvenance value) => value.Source.LineOf(value.Value.Start) == value.Source.LineOf(value.Value.End);
}
