using System.Collections.Immutable;
using System.Globalization;
using ShiftLeft.Go.Yaml;
using ShiftLeft.Text;

namespace ShiftLeft.Yaml;

/// <summary>A node of a YAML document with its place. Nodes never change once the document is read; an alias is the node it names.</summary>
abstract class YamlNode(SourceText source, Span span)
{
    public SourceText Source { get; } = source;
    public Span Span { get; } = span;
    public Location Location => new(Source, Span);
    /// <summary>The mapping or sequence that it is written in, whatever aliases stand for it. Null for a document's root.</summary>
    public YamlNode? Parent { get; private set; }
    /// <summary>Which entry or item of its parent it is.</summary>
    internal int Position { get; private set; }
    /// <summary>How many nodes a walk through it meets, aliases followed; capped.</summary>
    internal long Weight { get; private protected init; } = 1;

    /// <summary>The path from the root: <c>spec.containers[0].image</c>.</summary>
    public string Path
    {
        get
        {
            var parts = new Stack<string>();
            for (var node = this; node.Parent is { } parent; node = parent)
                parts.Push(parent is YamlMapping mapping ? "." + mapping.Pairs[node.Position].Key.Value : $"[{node.Position.ToString(CultureInfo.InvariantCulture)}]");
            return string.Concat(parts).TrimStart('.');
        }
    }

    /// <summary>
    /// The same with the items of lists by what they are called, as the API server knows them when it merges, or by what they say; their places move when
    /// something is added before them: <c>spec.containers[web].image</c>.
    /// </summary>
    public string LastingPath
    {
        get
        {
            var parts = new Stack<string>();
            for (var node = this; node.Parent is { } parent; node = parent)
                parts.Push(parent is YamlMapping mapping ? "." + mapping.Pairs[node.Position].Key.Value : $"[{CalledIn(node)}]");
            return string.Concat(parts).TrimStart('.');
        }
    }

    /// <summary>Keys by which the API server tells the items of its lists apart (<c>patchMergeKey</c>).</summary>
    static readonly ImmutableArray<string> NamingKeys = ["name", "mountPath", "devicePath", "containerPort", "port", "ip", "topologyKey", "key"];

    const int LongestName = 200;

    static string? CalledIn(YamlNode item) =>
        (item.Text ?? NamingKeys.Select(key => item[key]?.Text).FirstOrDefault(name => name is not null)) is { } name ? name[..Math.Min(name.Length, LongestName)] : null;

    /// <summary>The value at a key; null where this is no mapping or has no such key.</summary>
    public virtual YamlNode? this[string key] => null;

    /// <summary>The node at the end of a chain of keys.</summary>
    public YamlNode? At(params ReadOnlySpan<string> keys)
    {
        YamlNode? node = this;
        foreach (var key in keys) node = node?[key];
        return node;
    }

    /// <summary>The items of a sequence; none for anything else.</summary>
    public ImmutableArray<YamlNode> Items => this is YamlSequence sequence ? sequence.Elements : [];

    /// <summary>The entries of a mapping; none for anything else.</summary>
    public ImmutableArray<YamlEntry> Entries => this is YamlMapping mapping ? mapping.Pairs : [];

    /// <summary>The text of a scalar, however it is typed; null for anything else, and for null.</summary>
    public string? Text => this is YamlScalar { IsNull: false } scalar ? scalar.Value : null;

    public bool? AsBoolean => (this as YamlScalar)?.Boolean;
    public long? AsInteger => (this as YamlScalar)?.Integer;
    public bool IsTrue => AsBoolean == true;
    public bool IsFalse => AsBoolean == false;
    public bool IsNull => this is YamlScalar { IsNull: true };

    /// <summary>Makes it the parent of all nodes below it. What an anchor names comes before its aliases, so its parent is where it is written.</summary>
    internal void Adopt()
    {
        for (var i = 0; i < Entries.Length; i++)
        {
            Take(Entries[i].Key, i);
            Take(Entries[i].Value, i);
        }
        for (var i = 0; i < Items.Length; i++) Take(Items[i], i);
    }

    void Take(YamlNode child, int position)
    {
        if (child.Parent is not null) return;
        (child.Parent, child.Position) = (this, position);
        child.Adopt();
    }

    private protected static long Add(long sum, long weight) => Math.Min(sum + weight, long.MaxValue / 4);
}

/// <summary>A key with its value; the span goes from the key's start to the end of the value, or of the alias that stands for it.</summary>
sealed record YamlEntry(YamlScalar Key, YamlNode Value, Span Span)
{
    public Location Location => new(Key.Source, Span);
}

sealed class YamlMapping : YamlNode
{
    /// <summary>Few keys are found as fast without an index, which most mappings would have for nothing.</summary>
    const int FewKeys = 8;

    /// <summary>Null where there are few keys and none is merged.</summary>
    readonly Dictionary<string, YamlEntry>? byKey;

    public YamlMapping(SourceText source, Span span, ImmutableArray<YamlEntry> pairs) : base(source, span)
    {
        Pairs = pairs;
        var merges = false;
        foreach (var pair in pairs)
        {
            Weight = Add(Weight, pair.Value.Weight + 1);
            merges |= pair.Key.IsMerge;
        }
        if (pairs.Length <= FewKeys && !merges) return;
        byKey = new(StringComparer.Ordinal);
        // The last of equal keys wins; a merge stands in order with them, and hides those above it.
        foreach (var pair in pairs)
        {
            if (pair.Key.IsMerge) Merge(pair.Value, byKey);
            else byKey[pair.Key.Value] = pair;
        }
    }

    /// <summary>As written, duplicates included.</summary>
    public ImmutableArray<YamlEntry> Pairs { get; }

    public override YamlNode? this[string key] => Entry(key)?.Value;

    public YamlEntry? Entry(string key)
    {
        if (byKey is not null) return byKey.GetValueOrDefault(key);
        for (var i = Pairs.Length - 1; i >= 0; i--)
        {
            if (Pairs[i].Key.Value == key) return Pairs[i];
        }
        return null;
    }

    /// <summary>Each key once, merged ones included.</summary>
    public IEnumerable<string> Names => byKey?.Keys ?? Pairs.Select(pair => pair.Key.Value).Distinct(StringComparer.Ordinal);

    /// <summary>The entry that a key or value is written in; null for one that is written elsewhere.</summary>
    public YamlEntry? EntryOf(YamlNode node) => ReferenceEquals(node.Parent, this) ? Pairs[node.Position] : null;

    static void Merge(YamlNode merged, Dictionary<string, YamlEntry> into)
    {
        foreach (var mapping in merged is YamlSequence many ? many.Elements.OfType<YamlMapping>().Reverse() : merged is YamlMapping one ? [one] : [])
        {
            foreach (var entry in mapping.byKey?.Values ?? (IEnumerable<YamlEntry>)mapping.Pairs) into[entry.Key.Value] = entry;
        }
    }
}

sealed class YamlSequence : YamlNode
{
    public YamlSequence(SourceText source, Span span, ImmutableArray<YamlNode> elements) : base(source, span)
    {
        Elements = elements;
        foreach (var element in elements) Weight = Add(Weight, element.Weight);
    }

    public ImmutableArray<YamlNode> Elements { get; }
}

enum ScalarStyle { Plain, SingleQuoted, DoubleQuoted, Literal, Folded }

/// <summary>
/// A scalar, typed as YAML 1.1 and <c>sigs.k8s.io/yaml</c> do: <c>yes</c> and <c>on</c> are booleans, <c>017</c> is fifteen, a quoted one is a string.
/// </summary>
sealed class YamlScalar(SourceText source, Span span, string value, ScalarStyle style, string? tag) : YamlNode(source, span)
{
    /// <summary>Its text; that of a key of a manifest is its name in JSON.</summary>
    public string Value { get; } = value;
    public ScalarStyle Style { get; } = style;
    public string? Tag { get; } = tag;

    /// <summary>Whether its text says what it is.</summary>
    public bool IsPlain => Tag is null ? Style == ScalarStyle.Plain : Tag == "!";
    /// <summary>Whether it is a key that merges its value into the mapping.</summary>
    public bool IsMerge => Value == "<<" && (IsPlain || Tag == YamlTypes.Merge);

    public new bool IsNull => Tag is null ? Style == ScalarStyle.Plain && (Value is "" or "~" or "null" or "Null" or "NULL") : Resolved.Type == YamlType.Null;

    public bool? Boolean => Resolved is { Type: YamlType.Boolean, Boolean: var value } ? value : null;

    /// <summary>A whole number, as JSON has it: that of <c>1e3</c> is a thousand.</summary>
    public long? Integer => Resolved switch
    {
        { Type: YamlType.Integer, Unsigned: null, Integer: var value } => value,
        { Type: YamlType.Float, Float: var value } when Math.Abs(value) < LargestWhole && Math.Truncate(value) == value => (long)value,
        _ => null,
    };

    /// <summary>Whether the API server would read it as a string.</summary>
    public bool IsString => Resolved.Type is YamlType.String or YamlType.Timestamp or YamlType.Other;

    /// <summary>Floats below it fit <c>int64</c>.</summary>
    const double LargestWhole = 9e18;

    /// <summary>What it is to Go.</summary>
    internal YamlResolved Resolved => YamlTypes.Resolve(Value, Tag, IsPlain);

    public override string ToString() => Value;
}
