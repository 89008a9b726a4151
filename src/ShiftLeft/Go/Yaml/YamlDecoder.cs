using System.Runtime.CompilerServices;
using ShiftLeft.Go.Fmt;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Text;
using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Yaml;

/// <summary>
/// Makes values of nodes as <c>sigs.k8s.io/yaml</c> does, which goes through JSON: every number is a <c>float64</c>, every key a string; aliases
/// and merges are followed, and of equal keys the last wins.
/// </summary>
sealed class YamlDecoder(PieceList pieces, TextOrigins origins, RenderBudget? budget)
{
    /// <summary>So many values may come from aliases of a small document, and a tenth of all in a large one: the limits of <c>yaml.v2</c>.</summary>
    const int SmallDocument = 400_000;
    const int LargeDocument = 4_000_000;

    /// <summary>Where the node is that is being read.</summary>
    int at;
    int decoded;
    int aliased;
    int aliasDepth;

    /// <summary>The first thing that the step to JSON does not accept; it comes when all of the YAML is read.</summary>
    YamlException? notJson;
    /// <summary>Where numbers stand that JSON does not have.</summary>
    readonly List<int> notFinite = [];

    public Value Decode(YamlSyntax root)
    {
        var value = Decode(root, null, null, null, -1);
        if (notFinite.Count > 0 && notJson is null) Refuse(value);
        return notJson is null ? value : throw notJson;
    }

    /// <summary>JSON has no such number; one that another entry of the same key hides does no harm.</summary>
    void Refuse(Value value)
    {
        switch (value)
        {
            case MapValue map:
                foreach (var entry in map.Entries.Sorted) Refuse(entry.Value);
                break;
            case ListValue list:
                foreach (var item in list.Items) Refuse(item);
                break;
            case FloatValue number when !double.IsFinite(number.Value):
                notJson ??= new($"json: unsupported value: {PlainFormat.Float(number.Value)}", notFinite[0], isYaml: false) { Problem = "a number that is not finite has no form in JSON, which the API server is sent" };
                break;
        }
    }

    Value Decode(YamlSyntax node, Provenance? parent, Span? key, string? name, int index)
    {
        at = node.Start;
        Count();
        if (node is YamlAliasSyntax alias)
        {
            Open(alias);
            var value = Decode(alias.Target, parent, key, name, index);
            Close(alias);
            return value;
        }
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new YamlException("exceeded max depth", node.Start);
        var from = node.From ??= origins.Of(parent, key, SpanOf(node), name, index, node is not YamlScalarSyntax);
        switch (node)
        {
            case YamlSequenceSyntax sequence:
                var items = new Value[sequence.Items.Count];
                for (var i = 0; i < items.Length; i++) items[i] = Decode(sequence.Items[i], from, null, null, i);
                return new ListValue(items, from);
            case YamlMappingSyntax mapping:
                var map = new MapValue(from);
                Fill(map.Entries, mapping, from);
                return map;
            default: return DecodeScalar((YamlScalarSyntax)node, from);
        }
    }

    /// <summary>The place of a scalar's text inside its quotes, where it has one in one piece.</summary>
    Span SpanOf(YamlSyntax node) =>
        node is YamlScalarSyntax { Pieces.Count: 1 } scalar && pieces[scalar.Pieces.First] is { Replacement: null } only ? new(only.Start, only.Length) : Span.FromBounds(node.Start, Math.Max(node.Start, node.End));

    void Count()
    {
        budget?.Step();
        decoded++;
        if (aliasDepth > 0) aliased++;
        if (aliased <= 100 || decoded <= 1000) return;
        var allowed = decoded <= SmallDocument ? 0.99 : decoded >= LargeDocument ? 0.10 : 0.99 - 0.89 * ((decoded - SmallDocument) / (double)(LargeDocument - SmallDocument));
        if (aliased / (double)decoded > allowed) throw new YamlException("document contains excessive aliasing", at) { Problem = "its aliases stand for too many nodes" };
    }

    void Open(YamlAliasSyntax alias)
    {
        if (alias.IsOpen) throw new YamlException($"anchor '{alias.Name}' value contains itself", alias.Start) { Problem = $"the alias `*{alias.Name}` stands inside what it stands for" };
        alias.IsOpen = true;
        aliasDepth++;
    }

    void Close(YamlAliasSyntax alias)
    {
        alias.IsOpen = false;
        aliasDepth--;
    }

    void Fill(MapEntries entries, YamlMappingSyntax mapping, Provenance? from)
    {
        foreach (var (key, value) in mapping.Entries)
        {
            if (key is YamlScalarSyntax { IsMerge: true }) Merge(entries, value, from);
            else
            {
                var name = DecodeKey(key, value, from, out var text);
                var read = Decode(value, from, SpanOf(key), name, -1);
                entries.Set(text ?? KeyText(key, name, value is YamlAliasSyntax ? origins.Of(from, SpanOf(key), SpanOf(value), name, -1, false) : read.From), read);
            }
        }
    }

    /// <summary>A merge stands in order with the keys: it hides those above, and is hidden by those below.</summary>
    void Merge(MapEntries entries, YamlSyntax merged, Provenance? from)
    {
        switch (merged)
        {
            case YamlMappingSyntax mapping:
                Count();
                Fill(entries, mapping, mapping.From ??= from);
                break;
            case YamlAliasSyntax { Target: YamlMappingSyntax target } alias:
                Count();
                Open(alias);
                Count();
                Fill(entries, target, target.From ?? from);
                Close(alias);
                break;
            case YamlSequenceSyntax sequence:
                for (var i = sequence.Items.Count - 1; i >= 0; i--)
                {
                    if (sequence.Items[i] is not (YamlMappingSyntax or YamlAliasSyntax { Target: YamlMappingSyntax })) throw NoMap(sequence.Items[i]);
                    Merge(entries, sequence.Items[i], from);
                }
                break;
            default: throw NoMap(merged);
        }
    }

    static YamlException NoMap(YamlSyntax node) => new("map merge requires map or sequence of maps as the value", node.Start) { Problem = "`<<` merges a mapping, or a list of mappings, and nothing else" };

    /// <summary>A key as JSON has it; <paramref name="text"/> is given for one that an alias stands for.</summary>
    string DecodeKey(YamlSyntax key, YamlSyntax value, Provenance? from, out TracedText? text)
    {
        text = null;
        if (key is YamlScalarSyntax { Tag: null } simple && Resolve(simple).Type is YamlType.String or YamlType.Timestamp)
        {
            Count();
            return simple.Text;
        }
        var decoded = Decode(key, from, null, null, -1);
        var name = decoded switch
        {
            StringValue other => other.Text,
            ListValue or MapValue => throw new YamlException($"invalid map key: {SyntaxFormat.Print(decoded)}", key.Start) { Problem = "a mapping or a list cannot be a key; a template's `{{ … }}` must stand in quotes" },
            _ => Resolve(Scalar(key)) is var resolved && YamlTypes.KeyName(resolved, "") is { } known ? known : Unsupported(resolved.Unsigned is { } unsigned ? $"uint64, key: 0x{unsigned:x}" : "%!s(<nil>), key: <nil>", key, value),
        };
        if (key is YamlAliasSyntax) text = decoded is StringValue traced ? traced.Traced : TracedText.Of(name, decoded.From);
        return name;
    }

    static YamlScalarSyntax Scalar(YamlSyntax node) => node is YamlAliasSyntax alias ? Scalar(alias.Target) : (YamlScalarSyntax)node;

    string Unsupported(string type, YamlSyntax key, YamlSyntax value)
    {
        notJson ??= new($"unsupported map key of type: {type}, value: {SyntaxFormat.Print(Decode(value, null, null, null, -1))}", key.Start, isYaml: false) { Problem = "null, or a number beyond 64 bits, cannot be a key" };
        return "";
    }

    TracedText KeyText(YamlSyntax key, string name, Provenance? from)
    {
        var scalar = (YamlScalarSyntax)key;
        // A key comes from its entry; in a text that templates made it has its own characters' origin.
        var owner = origins is FileOrigins ? from : scalar.From ??= origins.Of(null, null, SpanOf(key), null, 0, false);
        return name == scalar.Text ? origins.TextOf(name, scalar.Pieces, pieces, owner) : TracedText.Of(name, owner);
    }

    Value DecodeScalar(YamlScalarSyntax scalar, Provenance? from)
    {
        var resolved = Resolve(scalar);
        switch (resolved.Type)
        {
            case YamlType.Null: return new NilValue(from);
            case YamlType.Boolean: return new BoolValue(resolved.Boolean, from);
            case YamlType.Integer: return new FloatValue(resolved.Unsigned is { } unsigned ? unsigned : resolved.Integer, from);
            case YamlType.Float:
                if (!double.IsFinite(resolved.Float)) notFinite.Add(scalar.Start);
                return new FloatValue(resolved.Float, from);
            case YamlType.Other when scalar.Tag == YamlTypes.Binary: return StringValue.Of(YamlTypes.DecodeBinary(scalar.Text) ?? throw new YamlException("!!binary value contains invalid base64 data", scalar.Start), from);
            default: return String(scalar, from);
        }
    }

    StringValue String(YamlScalarSyntax scalar, Provenance? from)
    {
        var text = origins.TextOf(scalar.Text, scalar.Pieces, pieces, from);
        return new(text, origins.OfString(text, from));
    }

    static YamlResolved Resolve(YamlScalarSyntax scalar)
    {
        var resolved = YamlTypes.Resolve(scalar.Text, scalar.Tag, scalar.IsImplicit);
        return resolved.Mismatch is null ? resolved : throw new YamlException(resolved.Mismatch, scalar.Start);
    }
}
