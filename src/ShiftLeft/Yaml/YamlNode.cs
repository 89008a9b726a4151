using System.Collections.Immutable;
using System.Globalization;
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
            merges |= pair.Key is { Value: "<<", Style: ScalarStyle.Plain };
        }
        if (pairs.Length <= FewKeys && !merges) return;
        byKey = new(StringComparer.Ordinal);
        foreach (var pair in pairs)
        {
            if (pair.Key is { Value: "<<", Style: ScalarStyle.Plain }) Merge(pair.Value, byKey);
        }
        // The last of equal keys wins; a key of the mapping's own beats a merged one.
        foreach (var pair in pairs) byKey[pair.Key.Value] = pair;
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
            ['0', 'x' or 'X', .. var hex] => long.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) && number >= 0 ? number : null,
            ['0', 'b' or 'B', .. var binary] => long.TryParse(binary, NumberStyles.AllowBinarySpecifier, CultureInfo.InvariantCulture, out var number) && number >= 0 ? number : null,
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

    public override string ToString() => Value;
}
