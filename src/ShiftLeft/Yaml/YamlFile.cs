using System.Collections.Immutable;
using ShiftLeft.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using Comment = ShiftLeft.Text.Comment;

namespace ShiftLeft.Yaml;

/// <summary>A file of YAML documents. A document that cannot be read is a problem, and the others are read all the same.</summary>
/// <param name="Source">The text.</param>
/// <param name="Documents">The roots of the documents that hold something.</param>
/// <param name="Problems">Syntax errors, duplicate keys, exceeded budgets.</param>
/// <param name="Comments">All of them, with what they speak of.</param>
sealed record YamlFile(SourceText Source, ImmutableArray<YamlNode> Documents, ImmutableArray<Problem> Problems, ImmutableArray<Comment> Comments)
{
    public static YamlFile Parse(SourceText source) => new YamlReader(source).Read();
}

/// <summary>Reads YamlDotNet's events into nodes; the only place that sees the library.</summary>
sealed class YamlReader(SourceText source)
{
    const int MaximumDepth = 200;
    /// <summary>More nodes than this in one file are refused.</summary>
    const int MaximumNodes = 2_000_000;
    /// <summary>Aliases may not make a document larger than this: a "billion laughs" has ten to the ninth.</summary>
    const long MaximumWeight = 10_000_000;

    readonly List<YamlNode> documents = [];
    readonly List<Problem> problems = [];
    readonly List<Span> scalars = [];
    readonly Dictionary<string, YamlNode> anchors = new(StringComparer.Ordinal);
    readonly string text = source.Content;
    int offset;
    int nodes;

    public YamlFile Read()
    {
        var spans = new List<Span>();
        foreach (var chunk in Chunks())
        {
            spans.Add(chunk);
            ReadChunk(chunk);
        }
        return new(source, [.. documents], [.. problems], CommentReader.Read(source, scalars, documents, spans));
    }

    /// <summary>
    /// Three dashes at the start of a line always begin a document, even inside a scalar, so the file can be cut there before it is parsed.
    /// </summary>
    IEnumerable<Span> Chunks()
    {
        var start = source.HasByteOrderMark ? 1 : 0;
        for (var line = 1; line < source.LineCount; line++)
        {
            var at = source.LineStart(line);
            if (!text.AsSpan(at).StartsWith("---") || (at + 3 < text.Length && !char.IsWhiteSpace(text[at + 3]))) continue;
            yield return Span.FromBounds(start, at);
            start = at;
        }
        yield return Span.FromBounds(start, text.Length);
    }

    void ReadChunk(Span chunk)
    {
        offset = chunk.Start;
        anchors.Clear();
        var parser = new Parser(new StringReader(source[chunk]));
        try
        {
            parser.Consume<StreamStart>();
            while (!parser.TryConsume<StreamEnd>(out _))
            {
                parser.Consume<DocumentStart>();
                var root = ReadNode(parser, 0);
                parser.Consume<DocumentEnd>();
                if (root.Weight > MaximumWeight) Report("yaml-too-large", new(root.Span.Start, 0), $"aliases make the document larger than {MaximumWeight} nodes");
                else if (root is not YamlScalar { IsNull: true }) documents.Add(root);
            }
        }
        catch (YamlException error)
        {
            ReportSyntax(chunk, error.Start, error.InnerException?.Message ?? error.Message);
        }
        catch (InvalidOperationException)
        {
            // The library's scanner throws this, without a place, for some unbalanced flow collections.
            ReportSyntax(chunk, parser.Current?.End ?? Mark.Empty, "a flow collection is not closed");
        }
    }

    void ReportSyntax(Span chunk, Mark mark, string message)
    {
        var at = Math.Clamp(offset + (int)mark.Index, chunk.Start, chunk.End);
        var line = source.LineSpan(source.LineOf(Math.Min(at, Math.Max(chunk.Start, chunk.End - 1))));
        Report("yaml-syntax", Bounds(Math.Min(at, line.End), line.End), "the document is not valid YAML: " + char.ToLowerInvariant(message[0]) + message[1..].TrimEnd('.'));
    }

    YamlNode ReadNode(Parser parser, int depth)
    {
        if (depth > MaximumDepth) throw new YamlException(parser.Current!.Start, parser.Current.End, $"nodes are nested more than {MaximumDepth} deep");
        if (++nodes > MaximumNodes) throw new YamlException(parser.Current!.Start, parser.Current.End, $"the file has more than {MaximumNodes} nodes");
        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            if (anchors.TryGetValue(alias.Value.Value, out var target)) return target;
            Report("unknown-anchor", SpanOf(alias), $"no anchor `&{alias.Value.Value}` stands before this alias");
            return new YamlScalar(source, SpanOf(alias), "", ScalarStyle.Plain, null);
        }
        if (parser.TryConsume<Scalar>(out var scalar)) return Anchor(scalar, ReadScalar(scalar));
        if (parser.TryConsume<SequenceStart>(out var sequenceStart))
        {
            var items = ImmutableArray.CreateBuilder<YamlNode>();
            while (!parser.Accept<SequenceEnd>(out _)) items.Add(ReadNode(parser, depth + 1));
            var sequenceEnd = parser.Consume<SequenceEnd>();
            var end = sequenceStart.Style == SequenceStyle.Flow || items.Count == 0 ? Math.Max(SpanOf(sequenceEnd).End, StartOf(sequenceEnd) + 1) : items[^1].Span.End;
            return Anchor(sequenceStart, new YamlSequence(source, Bounds(StartOf(sequenceStart), end), items.ToImmutable()));
        }
        var mappingStart = parser.Consume<MappingStart>();
        var pairs = ImmutableArray.CreateBuilder<YamlEntry>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        while (!parser.Accept<MappingEnd>(out _))
        {
            var keyNode = ReadNode(parser, depth + 1);
            var value = ReadNode(parser, depth + 1);
            var key = keyNode as YamlScalar ?? new YamlScalar(source, keyNode.Span, source[keyNode.Span.Length > 200 ? new(keyNode.Span.Start, 200) : keyNode.Span], ScalarStyle.Plain, null);
            if (!keys.Add(key.Value) && key.Value != "<<") Report("duplicate-key", key.Span, $"the key `{Short(key.Value)}` is given twice in this mapping; the last one wins");
            pairs.Add(new(key, value));
        }
        var mappingEnd = parser.Consume<MappingEnd>();
        var mappingSpan = mappingStart.Style == MappingStyle.Flow || pairs.Count == 0 ? Math.Max(SpanOf(mappingEnd).End, StartOf(mappingEnd) + 1) : pairs[^1].Location.Span.End;
        return Anchor(mappingStart, new YamlMapping(source, Bounds(StartOf(mappingStart), mappingSpan), pairs.ToImmutable()));
    }

    YamlNode Anchor(NodeEvent @event, YamlNode node)
    {
        if (!@event.Anchor.IsEmpty) anchors[@event.Anchor.Value] = node;
        return node;
    }

    YamlScalar ReadScalar(Scalar scalar)
    {
        var style = scalar.Style switch
        {
            YamlDotNet.Core.ScalarStyle.SingleQuoted => ScalarStyle.SingleQuoted,
            YamlDotNet.Core.ScalarStyle.DoubleQuoted => ScalarStyle.DoubleQuoted,
            YamlDotNet.Core.ScalarStyle.Literal => ScalarStyle.Literal,
            YamlDotNet.Core.ScalarStyle.Folded => ScalarStyle.Folded,
            _ => ScalarStyle.Plain,
        };
        var span = SpanOf(scalar);
        var (start, end) = (span.Start, span.End);
        // Tag and anchor belong to the node, not to its text; line breaks behind a scalar belong to nobody.
        while (start < end && text[start] is '&' or '!' && style != ScalarStyle.Literal && style != ScalarStyle.Folded && HasProperties(scalar))
        {
            while (start < end && !char.IsWhiteSpace(text[start])) start++;
            while (start < end && char.IsWhiteSpace(text[start])) start++;
        }
        while (end > start && char.IsWhiteSpace(text[end - 1]) && style != ScalarStyle.SingleQuoted && style != ScalarStyle.DoubleQuoted) end--;
        var exact = Span.FromBounds(start, end);
        if (!exact.IsEmpty) scalars.Add(exact);
        return new(source, exact, scalar.Value, style, scalar.Tag.IsEmpty ? null : scalar.Tag.Value);
    }

    static bool HasProperties(Scalar scalar) => !scalar.Anchor.IsEmpty || !scalar.Tag.IsEmpty;

    /// <summary>The first character of the node: an implicit block mapping's start mark may lie before its anchor.</summary>
    int StartOf(ParsingEvent @event) => Math.Clamp(offset + (int)@event.Start.Index, 0, text.Length);

    Span SpanOf(ParsingEvent @event) => Bounds(StartOf(@event), Math.Clamp(offset + (int)@event.End.Index, 0, text.Length));

    static Span Bounds(int start, int end) => Span.FromBounds(start, Math.Max(start, end));

    void Report(string code, Span span, string message) => problems.Add(new(code, new(source, span), message));

    static string Short(string text) => text.Length <= 60 ? text : text[..57] + "…";
}
