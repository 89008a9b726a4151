using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ShiftLeft.Text;

namespace ShiftLeft.Yaml;

/// <summary>A node of a YAML document with its place. Nodes never change once the document is read; an alias is the node it names.</summary>
abstract class YamlNode(SourceText source, Span span)
{
    public SourceText Source { get; } = source;
    public Span Span { get; } = span;
    public Location Location => new(Source, Span);
    /// <summary>The mapping or sequence that holds it; the first one where several do through aliases. Null for a document's root.</summary>
    public YamlNode? Parent { get; private set; }
    /// <summary>How many nodes a walk through it meets, aliases followed; capped.</summary>
    internal long Weight { get; private protected init; } = 1;

    /// <summary>The path from the root: <c>spec.containers[0].image</c>.</summary>
    public string Path
    {
        get
        {
            var parts = new Stack<string>();
            for (var node = this; node.Parent is { } parent; node = parent)
            {
                if (parent is YamlMapping mapping) parts.Push("." + (mapping.EntryOf(node)?.Key.Value ?? "?"));
                else if (parent is YamlSequence sequence) parts.Push($"[{sequence.Items.IndexOf(node).ToString(CultureInfo.InvariantCulture)}]");
            }
            return string.Concat(parts).TrimStart('.');
        }
    }

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

    internal void BelongsTo(YamlNode parent) => Parent ??= parent;

    private protected static long Sum(IEnumerable<long> weights) => weights.Aggregate(1L, (sum, weight) => Math.Min(sum + weight, long.MaxValue / 4));
}

/// <summary>A key with its value; the span goes from the key's start to the value's end.</summary>
sealed record YamlEntry(YamlScalar Key, YamlNode Value)
{
    public Location Location => new(Key.Source, Value.Span.End >= Key.Span.Start && ReferenceEquals(Value.Source, Key.Source) ? Key.Span.To(Value.Span) : Key.Span);
}

sealed class YamlMapping : YamlNode
{
    readonly Dictionary<string, YamlEntry> byKey = new(StringComparer.Ordinal);

    public YamlMapping(SourceText source, Span span, ImmutableArray<YamlEntry> pairs) : base(source, span)
    {
        Pairs = pairs;
        Weight = Sum(pairs.Select(pair => pair.Value.Weight + 1));
        foreach (var pair in pairs)
        {
            pair.Key.BelongsTo(this);
            pair.Value.BelongsTo(this);
            if (pair.Key is { Value: "<<", Style: ScalarStyle.Plain }) Merge(pair.Value);
        }
        // The last of equal keys wins; a key of the mapping's own beats a merged one.
        foreach (var pair in pairs) byKey[pair.Key.Value] = pair;
    }

    /// <summary>As written, duplicates included.</summary>
    public ImmutableArray<YamlEntry> Pairs { get; }

    public override YamlNode? this[string key] => byKey.TryGetValue(key, out var entry) ? entry.Value : null;

    public YamlEntry? Entry(string key) => byKey.GetValueOrDefault(key);

    public YamlEntry? EntryOf(YamlNode value)
    {
        foreach (var pair in Pairs)
        {
            if (ReferenceEquals(pair.Value, value) || ReferenceEquals(pair.Key, value)) return pair;
        }
        return null;
    }

    void Merge(YamlNode merged)
    {
        foreach (var mapping in merged is YamlSequence many ? many.Elements.OfType<YamlMapping>().Reverse() : merged is YamlMapping one ? [one] : [])
        {
            foreach (var (key, entry) in mapping.byKey) byKey[key] = entry;
        }
    }
}

sealed class YamlSequence : YamlNode
{
    public YamlSequence(SourceText source, Span span, ImmutableArray<YamlNode> elements) : base(source, span)
    {
        Elements = elements;
        Weight = Sum(elements.Select(element => element.Weight));
        foreach (var element in elements) element.BelongsTo(this);
    }

    public ImmutableArray<YamlNode> Elements { get; }
}

enum ScalarStyle { Plain, SingleQuoted, DoubleQuoted, Literal, Folded }

/// <summary>
/// A scalar, typed as YAML 1.1 and <c>sigs.k8s.io/yaml</c> do: <c>yes</c> and <c>on</c> are booleans, <c>017</c> is fifteen, a quoted one is a string.
/// </summary>
sealed class YamlScalar(SourceText source, Span span, string value, ScalarStyle style, string? tag) : YamlNode(source, span)
{
    public string Value { get; } = value;
    public ScalarStyle Style { get; } = style;
    public string? Tag { get; } = tag;

    public bool IsPlain => Style == ScalarStyle.Plain && Tag != "tag:yaml.org,2002:str" && Tag != "!";

    public new bool IsNull => IsPlain && Value is "" or "~" or "null" or "Null" or "NULL" && IsPlain;

    public bool? Boolean => !IsPlain ? null : Value switch
    {
        "y" or "Y" or "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON" => true,
        "n" or "N" or "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF" => false,
        _ => null,
    };

    public long? Integer => IsPlain ? ReadInteger(Value) : null;

    /// <summary>Whether the API server would read it as a string.</summary>
    public bool IsString => !IsPlain || (!IsNull && Boolean is null && Integer is null && !double.TryParse(Value, NumberStyles.Float, CultureInfo.InvariantCulture, out _));

    static long? ReadInteger(string value)
    {
        var text = value.Replace("_", "", StringComparison.Ordinal);
        if (text.Length == 0 || !(char.IsAsciiDigit(text[^1]) || text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))) return null;
        var negative = text[0] == '-';
        var digits = text[0] is '-' or '+' ? text[1..] : text;
        if (digits.Length == 0 || !char.IsAsciiDigit(digits[0])) return null;
        long? magnitude = digits switch
        {
            ['0', 'x' or 'X', .. var hex] => long.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : null,
            ['0', 'b' or 'B', .. var binary] => long.TryParse(binary, NumberStyles.AllowBinarySpecifier, CultureInfo.InvariantCulture, out var number) ? number : null,
            ['0', 'o', .. var octal] => Octal(octal),
            ['0', _, ..] when digits.All(c => c is >= '0' and <= '7') => Octal(digits),
            _ => long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null,
        };
        return negative ? -magnitude : magnitude;
    }

    static long? Octal(string digits)
    {
        long number = 0;
        foreach (var digit in digits)
        {
            if (digit is < '0' or > '7' || number > long.MaxValue / 16) return null;
            number = number * 8 + digit - '0';
        }
        return number;
    }

    public override string ToString() => new StringBuilder(Value).ToString();
}
