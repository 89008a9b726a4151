using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ShiftLeft.Go.Yaml;
using ShiftLeft.Text;
using ShiftLeft.Yaml;

namespace ShiftLeft.Helm.Rendering;

/// <summary>
/// Reads a rendered document as Helm and the API server do, with the grammar of <c>yaml.v2</c>: what they take is no problem, whatever other
/// libraries say. The nodes are those that rules read.
/// </summary>
sealed class RenderedYaml
{
    /// <summary>How many nodes the aliases of a document may stand for in all.</summary>
    const long MostAliased = 1_000_000;

    readonly SourceText source;
    /// <summary>The nodes with anchors.</summary>
    readonly Dictionary<YamlSyntax, YamlNode> named = [];
    long aliased;

    RenderedYaml(SourceText source) => this.source = source;

    public static YamlFile Read(SourceText source)
    {
        // What Helm left together at a line of dashes are documents to those who come after it.
        if (source.Content.Contains("\n---", StringComparison.Ordinal)) return YamlFile.Parse(source);
        try
        {
            var root = new YamlComposer(new YamlScanner(source.Content, keepsPieces: false)).Compose();
            if (root is null or YamlScalarSyntax) return new(source, [], []);
            var node = new RenderedYaml(source).NodeOf(root);
            node.Adopt();
            return new(source, [node], []);
        }
        catch (YamlException exception)
        {
            var at = Math.Clamp(exception.At, 0, source.Content.Length);
            var line = source.LineSpan(source.LineOf(at));
            return new(source, [], [new("yaml-syntax", new(source, Span.FromBounds(Math.Min(at, line.End), line.End)), exception.Message)]);
        }
    }

    YamlNode NodeOf(YamlSyntax node)
    {
        if (node is YamlAliasSyntax alias)
        {
            // An anchor may be inside itself; nothing that is deployed can be.
            if (!named.TryGetValue(alias.Target, out var target)) throw new YamlException($"anchor '{alias.Name}' value contains itself", alias.Start);
            if ((aliased += target.Weight) > MostAliased) throw new YamlException("document contains excessive aliasing", alias.Start);
            return target;
        }
        YamlNode read = node switch
        {
            YamlScalarSyntax scalar => Scalar(scalar),
            YamlSequenceSyntax sequence => new YamlSequence(source, SpanOf(node), ItemsOf(sequence)),
            YamlMappingSyntax mapping => new YamlMapping(source, SpanOf(node), EntriesOf(mapping)),
            _ => throw new YamlException("unknown node", node.Start),
        };
        if (node.IsNamed) named[node] = read;
        return read;
    }

    ImmutableArray<YamlNode> ItemsOf(YamlSequenceSyntax sequence)
    {
        var items = new YamlNode[sequence.Items.Count];
        for (var i = 0; i < items.Length; i++) items[i] = NodeOf(sequence.Items[i]);
        return ImmutableCollectionsMarshal.AsImmutableArray(items);
    }

    ImmutableArray<YamlEntry> EntriesOf(YamlMappingSyntax mapping)
    {
        var entries = new YamlEntry[mapping.Entries.Count];
        for (var i = 0; i < entries.Length; i++) entries[i] = EntryOf(mapping.Entries[i]);
        return ImmutableCollectionsMarshal.AsImmutableArray(entries);
    }

    YamlEntry EntryOf((YamlSyntax Key, YamlSyntax Value) entry)
    {
        var key = NodeOf(entry.Key) is YamlScalar scalar && entry.Key is YamlScalarSyntax ? scalar : new YamlScalar(source, SpanOf(entry.Key), source[SpanOf(entry.Key)], ScalarStyle.Plain, null);
        return new(key, NodeOf(entry.Value), Span.FromBounds(entry.Key.Start, Math.Max(entry.Key.End, entry.Value.End)));
    }

    YamlScalar Scalar(YamlScalarSyntax scalar)
    {
        var span = SpanOf(scalar);
        var style = span.IsEmpty ? ScalarStyle.Plain : source.Content[span.Start] switch
        {
            '"' => ScalarStyle.DoubleQuoted,
            '\'' => ScalarStyle.SingleQuoted,
            '|' => ScalarStyle.Literal,
            '>' => ScalarStyle.Folded,
            _ => ScalarStyle.Plain,
        };
        return new(source, span, scalar.Text, style, scalar.Tag);
    }

    Span SpanOf(YamlSyntax node) => Span.FromBounds(Math.Min(node.Start, source.Content.Length), Math.Clamp(Math.Max(node.Start, node.End), 0, source.Content.Length));
}
