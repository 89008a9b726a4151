using System.Collections.Frozen;
using System.Collections.Immutable;
using ShiftLeft.Files;
using ShiftLeft.Helm.Charts;
using ShiftLeft.Helm.Templates;
using ShiftLeft.Helm.Tracing;
using ShiftLeft.Text;

namespace ShiftLeft.Helm;

/// <summary>
/// Which of the files that made a rendering a person edits, and where to turn instead of one that nobody does: a chart that was copied from
/// elsewhere, with its archive or folder below <c>charts/</c>.
/// </summary>
sealed class ChartPlaces
{
    readonly record struct Vendored(string Folder, Chart Owner, Chart Child, ImmutableArray<string> Keys);

    readonly List<Vendored> vendored = [];
    readonly Chart root;
    readonly Lazy<FrozenSet<string>> templates;
    readonly Lazy<FrozenSet<string>> defaults;

    /// <param name="root">With its dependencies processed, so that aliases are known.</param>
    public ChartPlaces(Chart root)
    {
        this.root = root;
        Collect(root, root, []);
        // The innermost folder answers for a file.
        vendored.Sort((one, other) => other.Folder.Length.CompareTo(one.Folder.Length));
        templates = new(() => root.All.SelectMany(chart => chart.Templates).Select(file => file.Path).ToFrozenSet(StringComparer.Ordinal));
        defaults = new(() => root.All.Select(chart => chart.ValuesFile?.Path).OfType<string>().ToFrozenSet(StringComparer.Ordinal));
    }

    public string RootFolder => root.Folder;

    void Collect(Chart chart, Chart owner, ImmutableArray<string> keys)
    {
        foreach (var child in chart.Dependencies)
        {
            var path = keys.Add(child.Name);
            if (child.IsVendored) vendored.Add(new(child.Folder, owner, child, path));
            Collect(child, child.IsVendored ? owner : child, child.IsVendored ? path : []);
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

    /// <summary>The entry in <c>Chart.yaml</c> that brings in a vendored chart.</summary>
    public Location? Dependency(SourceText source) => Find(source) is { } found ? Dependency(found) : null;

    Vendored? Find(SourceText source)
    {
        foreach (var chart in vendored)
        {
            if (TreePath.IsWithin(source.Path, chart.Folder)) return chart;
        }
        return null;
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
        if (value.Key is { } key) return new(value.Source, key);
        var line = value.Source.LineSpan(value.Source.LineOf(value.Value.Start));
        return new(value.Source, Span.FromBounds(value.Value.Start, Math.Max(value.Value.Start, Math.Min(value.Value.End, line.End))));
    }

    /// <summary>The key, with its value where that is short.</summary>
    public static Location KeyOf(ValueProvenance value) =>
        value.Key is not { } key ? PlaceOf(value)
        : new(value.Source, Span.FromBounds(key.Start, !value.Value.IsEmpty && IsOneLine(value) && value.Source.LineOf(key.Start) == value.Source.LineOf(value.Value.Start) ? Math.Max(key.End, value.Value.End) : key.End));

    static bool IsOneLine(ValueProvenance value) => value.Source.LineOf(value.Value.Start) == value.Source.LineOf(value.Value.End);
}
