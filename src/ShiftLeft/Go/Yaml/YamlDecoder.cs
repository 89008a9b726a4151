using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
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
                notJson ??= new($"json: unsupported value: {PlainFormat.Float(number.Value)}", notFinite[0], isYaml: false);
                break;
        }
    }

    Value Decode(YamlSyntax node, Provenance? parent, Span? key, string? name, int index)
    {
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
        if (aliased / (double)decoded > allowed) throw new YamlException("document contains excessive aliasing", 0);
    }

    void Open(YamlAliasSyntax alias)
    {
        if (alias.IsOpen) throw new YamlException($"anchor '{alias.Name}' value contains itself", alias.Start);
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

    static YamlException NoMap(YamlSyntax node) => new("map merge requires map or sequence of maps as the value", node.Start);

    /// <summary>A key as JSON has it; <paramref name="text"/> is given for one that an alias stands for.</summary>
    string DecodeKey(YamlSyntax key, YamlSyntax value, Provenance? from, out TracedText? text)
    {
        text = null;
        if (key is YamlScalarSyntax { Tag: null } simple && (!simple.IsImplicit || YamlTypes.Resolve(simple.Text).Type is YamlType.String or YamlType.Timestamp))
        {
            Count();
            return simple.Text;
        }
        var decoded = Decode(key, from, null, null, -1);
        var name = decoded switch
        {
            StringValue other => other.Text,
            BoolValue boolean => boolean.Value ? "true" : "false",
            FloatValue number => NumberKey(Scalar(key), number, value),
            NilValue => Unsupported("%!s(<nil>), key: <nil>", key, value),
            _ => throw new YamlException($"invalid map key: {SyntaxFormat.Print(decoded)}", key.Start),
        };
        if (key is YamlAliasSyntax) text = decoded is StringValue traced ? traced.Traced : TracedText.Of(name, decoded.From);
        return name;
    }

    static YamlScalarSyntax Scalar(YamlSyntax node) => node is YamlAliasSyntax alias ? Scalar(alias.Target) : (YamlScalarSyntax)node;

    string NumberKey(YamlScalarSyntax key, FloatValue number, YamlSyntax value)
    {
        var resolved = Resolve(key);
        if (resolved.Unsigned is { } unsigned) return Unsupported($"uint64, key: 0x{unsigned:x}", key, value);
        if (resolved.Type == YamlType.Integer) return resolved.Integer.ToString(CultureInfo.InvariantCulture);
        if (!double.IsFinite(number.Value)) return double.IsNaN(number.Value) ? ".nan" : number.Value > 0 ? ".inf" : "-.inf";
        // A key has the digits of a float32.
        return PlainFormat.Float(double.Parse(((float)number.Value).ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)) switch { "+Inf" => ".inf", "-Inf" => "-.inf", var text => text };
    }

    string Unsupported(string type, YamlSyntax key, YamlSyntax value)
    {
        notJson ??= new($"unsupported map key of type: {type}, value: {SyntaxFormat.Print(Decode(value, null, null, null, -1))}", key.Start, isYaml: false);
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
        if (scalar is { Tag: null, IsImplicit: false }) return String(scalar, from);
        var resolved = Resolve(scalar);
        switch (resolved.Type)
        {
            case YamlType.Null: return new NilValue(from);
            case YamlType.Boolean: return new BoolValue(resolved.Boolean, from);
            case YamlType.Integer: return new FloatValue(resolved.Unsigned is { } unsigned ? unsigned : resolved.Integer, from);
            case YamlType.Float:
                if (!double.IsFinite(resolved.Float)) notFinite.Add(scalar.Start);
                return new FloatValue(resolved.Float, from);
            case YamlType.Other when scalar.Tag == YamlTypes.LongPrefix + "binary": return StringValue.Of(DecodeBinary(scalar), from);
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
        if (scalar.Tag is not { } tag) return YamlTypes.Resolve(scalar.Text);
        var wanted = !tag.StartsWith(YamlTypes.LongPrefix, StringComparison.Ordinal) ? "" : tag[YamlTypes.LongPrefix.Length..];
        if (wanted == "str") return default;
        if (wanted is not ("bool" or "int" or "float" or "null" or "timestamp")) return new(YamlType.Other);
        var found = YamlTypes.Resolve(scalar.Text, isTimestampAllowed: wanted == "timestamp");
        var name = found.Type switch
        {
            YamlType.Null => "null", YamlType.Boolean => "bool", YamlType.Integer => "int", YamlType.Float => "float", YamlType.Timestamp => "timestamp", _ => "str",
        };
        if (name == wanted || (wanted == "float" && name == "int" && found.Unsigned is null)) return found;
        throw new YamlException($"cannot decode !!{name} `{scalar.Text}` as a !!{wanted}", scalar.Start);
    }

    static string DecodeBinary(YamlScalarSyntax scalar)
    {
        var text = scalar.Text.Replace("\n", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal);
        var bytes = new byte[text.Length];
        if (text.AsSpan().ContainsAny(" \t") || !Convert.TryFromBase64String(text, bytes, out var length)) throw new YamlException("!!binary value contains invalid base64 data", scalar.Start);
        // JSON replaces what is no text.
        return Encoding.UTF8.GetString(bytes.AsSpan(0, length));
    }
}
