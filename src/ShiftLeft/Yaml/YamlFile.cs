using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ShiftLeft.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using Comment = ShiftLeft.Text.Comment;

namespace ShiftLeft.Yaml;

/// <summary>A file of YAML documents. A document that cannot be read is a problem, and the others are read all the same.</summary>
/// <param name="source">The text.</param>
/// <param name="documents">The roots of the documents that hold something.</param>
/// <param name="problems">Syntax errors, duplicate keys, exceeded budgets.</param>
/// <param name="comments">Finds them when they are asked for; null where there are none.</param>
sealed class YamlFile(SourceText source, ImmutableArray<YamlNode> documents, ImmutableArray<Problem> problems, CommentReader? comments = null)
{
    public SourceText Source => source;
    public ImmutableArray<YamlNode> Documents => documents;
    public ImmutableArray<Problem> Problems => problems;
    /// <summary>All of them, with what they speak of.</summary>
    public ImmutableArray<Comment> Comments => field.IsDefault ? field = comments?.Read() ?? [] : field;

    public static YamlFile Parse(SourceText source) => new YamlReader(source, static document => document.Length).Read();

    /// <param name="source">The text.</param>
    /// <param name="lengthToRead">How much of a document is to be read: what follows is nothing that anybody asks for.</param>
    public static YamlFile Parse(SourceText source, Func<ReadOnlySpan<char>, int> lengthToRead) => new YamlReader(source, lengthToRead).Read();
}

/// <summary>Reads YamlDotNet's events into nodes; the only place that sees the library.</summary>
sealed class YamlReader(SourceText source, Func<ReadOnlySpan<char>, int> lengthToRead)
{
    const int MaximumDepth = 200;
    /// <summary>More nodes than this in one file are refused.</summary>
    const int MaximumNodes = 2_000_000;
    /// <summary>How many nodes a file's aliases may stand for in all: a "billion laughs" has ten to the ninth, an honest file some thousands.</summary>
    const long MaximumAliased = 1_000_000;
    const int MaximumProblems = 200;
    const int MaximumComments = 200_000;
    /// <summary>What YAML forbids in a file; the library takes some of it, even as the file's end.</summary>
    static readonly SearchValues<char> Controls = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(c => (char)c).Except("\t\n\r"), '\x7F']);

    readonly List<YamlNode> documents = [];
    readonly List<Problem> problems = [];
    readonly List<Span> scalars = [];
    /// <summary>What the collections that are being read hold so far, the innermost last.</summary>
    readonly List<YamlNode> items = [];
    readonly List<YamlEntry> entries = [];
    readonly Dictionary<string, YamlNode> anchors = new(StringComparer.Ordinal);
    readonly string text = source.Content;
    int offset;
    int nodes;
    long aliased;
    /// <summary>Where the node that was read last ends as written here, be it an alias of one that stands elsewhere.</summary>
    int lastEnd;

    public YamlFile Read()
    {
        var spans = new List<Span>();
        foreach (var chunk in Chunks())
        {
            spans.Add(chunk);
            var read = lengthToRead(text.AsSpan(chunk.Start, chunk.Length));
            if (read < chunk.Length) scalars.Add(Span.FromBounds(chunk.Start + read, chunk.End));
            if (!ReadChunk(new(chunk.Start, read))) break;
        }
        var comments = new CommentReader(source, scalars, documents, spans, MaximumComments);
        if (comments.FirstUnread is { } unread) Report("yaml-too-large", new(unread, 1), $"the file has more than {MaximumComments} comments; this and the rest are not read");
        return new(source, [.. documents], [.. problems], comments);
    }

    /// <summary>
    /// Three dashes or three dots at the start of a line always bound a document, even inside a scalar, so the file can be cut there before it is
    /// parsed. Directives and comments before the dashes belong to the document that they open.
    /// </summary>
    IEnumerable<Span> Chunks()
    {
        var start = source.HasByteOrderMark ? 1 : 0;
        // Whether the dashes that open the current document were met.
        var isOpen = false;
        var (dashes, dots) = (Marker(start, "---"), Marker(start, "..."));
        while (Math.Min(dashes, dots) is var at && at < text.Length)
        {
            if (at == dashes) dashes = Marker(at + 3, "---");
            else dots = Marker(at + 3, "...");
            if (text[at] == '-')
            {
                if (isOpen || HasContent(start, at))
                {
                    yield return Span.FromBounds(start, at);
                    start = at;
                }
                isOpen = true;
            }
            else if (text.AsSpan(at).IndexOfAny('\n', '\r') is var end and >= 0)
            {
                var next = at + end + (text.AsSpan(at + end).StartsWith("\r\n") ? 2 : 1);
                yield return Span.FromBounds(start, next);
                start = next;
                isOpen = false;
            }
        }
        yield return Span.FromBounds(start, text.Length);
    }

    /// <summary>Where the next three dashes or dots stand alone at the start of a line; the text's end where none do.</summary>
    int Marker(int from, string marker)
    {
        for (var at = text.IndexOf(marker, from, StringComparison.Ordinal); at >= 0; at = text.IndexOf(marker, at + 1, StringComparison.Ordinal))
        {
            if ((at == 0 || text[at - 1] is '\n' or '\r' || (at == 1 && source.HasByteOrderMark)) && (at + 3 == text.Length || char.IsWhiteSpace(text[at + 3]))) return at;
        }
        return text.Length;
    }

    /// <summary>Whether anything but blanks, comments and directives stands in lines of the text.</summary>
    bool HasContent(int start, int end)
    {
        foreach (var line in text.AsSpan(start, end - start).EnumerateLines())
        {
            if (line.TrimStart("\uFEFF \t") is not ([] or ['#' or '%', ..])) return true;
        }
        return false;
    }

    /// <summary>False when the file exceeds a budget and the rest of it is not read.</summary>
    bool ReadChunk(Span chunk)
    {
        offset = lastEnd = chunk.Start;
        anchors.Clear();
        items.Clear();
        entries.Clear();
        if (text.AsSpan(chunk.Start, chunk.Length).IndexOfAny(Controls) is var control and >= 0)
        {
            Report("yaml-syntax", new(chunk.Start + control, 1), $"the document is not valid YAML: the control character U+{(int)text[chunk.Start + control]:X4} is not allowed");
            return problems.Count <= MaximumProblems;
        }
        var parser = new Parser(new StringReader(source[chunk]));
        try
        {
            parser.Consume<StreamStart>();
            while (!parser.TryConsume<StreamEnd>(out _))
            {
                parser.Consume<DocumentStart>();
                var root = ReadNode(parser, 0);
                parser.Consume<DocumentEnd>();
                root.Adopt();
                if (root is not YamlScalar { IsNull: true }) documents.Add(root);
            }
        }
        catch (TooLargeException error)
        {
            var at = StartOf(error.Start);
            Report("yaml-too-large", Bounds(at, source.LineSpan(source.LineOf(at)).End), error.Message);
            return !error.EndsFile;
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
        catch (ArgumentOutOfRangeException)
        {
            // So does it for an escape that is beyond Unicode.
            ReportSyntax(chunk, parser.Current?.End ?? Mark.Empty, "an escape names no character");
        }
        return problems.Count <= MaximumProblems;
    }

    void ReportSyntax(Span chunk, Mark mark, string message)
    {
        var at = Math.Clamp(offset + (int)mark.Index, chunk.Start, chunk.End);
        var line = source.LineSpan(source.LineOf(Math.Min(at, Math.Max(chunk.Start, chunk.End - 1))));
        Report("yaml-syntax", Bounds(Math.Min(at, line.End), line.End), "the document is not valid YAML: " + char.ToLowerInvariant(message[0]) + message[1..].TrimEnd('.'));
    }

    YamlNode ReadNode(Parser parser, int depth)
    {
        if (depth > MaximumDepth) throw new TooLargeException(parser.Current, $"nodes are nested more than {MaximumDepth} deep; the document is not read", endsFile: false);
        if (++nodes > MaximumNodes) throw new TooLargeException(parser.Current, $"the file has more than {MaximumNodes} nodes; the rest is not read", endsFile: true);
        if (parser.TryConsume<AnchorAlias>(out var alias)) return ReadAlias(alias);
        if (parser.TryConsume<Scalar>(out var scalar)) return Anchor(scalar, ReadScalar(scalar));
        return parser.TryConsume<SequenceStart>(out var sequence) ? Anchor(sequence, ReadSequence(parser, sequence, depth)) : ReadMapping(parser, depth);
    }

    YamlNode ReadAlias(AnchorAlias alias)
    {
        var span = SpanOf(alias);
        lastEnd = span.End;
        if (!anchors.TryGetValue(alias.Value.Value, out var target))
        {
            Report("unknown-anchor", span, $"no anchor `&{Short(alias.Value.Value)}` stands before this alias");
            return new YamlScalar(source, span, "", ScalarStyle.Plain, null);
        }
        aliased += target.Weight;
        if (aliased > MaximumAliased) throw new TooLargeException(alias, $"the aliases of the file stand for more than {MaximumAliased} nodes; the rest is not read", endsFile: true);
        return target;
    }

    YamlSequence ReadSequence(Parser parser, SequenceStart start, int depth)
    {
        var mark = items.Count;
        lastEnd = StartOf(start) + (start.Style == SequenceStyle.Flow ? 1 : 0);
        while (!parser.Accept<SequenceEnd>(out _)) items.Add(ReadNode(parser, depth + 1));
        EndCollection(parser.Consume<SequenceEnd>(), start.Style == SequenceStyle.Flow || items.Count == mark);
        return new(source, Bounds(StartOf(start), lastEnd), items.TakeFrom(mark));
    }

    YamlNode ReadMapping(Parser parser, int depth)
    {
        var start = parser.Consume<MappingStart>();
        var mark = entries.Count;
        HashSet<string>? keys = null;
        // A single pair in a flow sequence has no brackets, and no place in the library's events.
        var isPair = StartOf(start) < lastEnd;
        if (!isPair) lastEnd = StartOf(start);
        while (!parser.Accept<MappingEnd>(out _))
        {
            var key = ReadKey(parser, depth);
            var value = ReadNode(parser, depth + 1);
            if (key.Value != "<<" && IsTaken(mark, ref keys, key.Value)) Report("duplicate-key", key.Span, $"the key `{Short(key.Value)}` is given twice in this mapping; the last one wins");
            entries.Add(new(key, value, Bounds(key.Span.Start, lastEnd)));
        }
        EndCollection(parser.Consume<MappingEnd>(), (start.Style == MappingStyle.Flow && !isPair) || entries.Count == mark);
        var pairs = entries.TakeFrom(mark);
        return Anchor(start, new YamlMapping(source, Bounds(isPair && pairs.Length > 0 ? pairs[0].Span.Start : StartOf(start), lastEnd), pairs));
    }

    /// <param name="mark">Where the mapping's entries start.</param>
    /// <param name="keys">Those of a mapping that has many.</param>
    /// <param name="key">The next one.</param>
    bool IsTaken(int mark, ref HashSet<string>? keys, string key)
    {
        var known = CollectionsMarshal.AsSpan(entries)[mark..];
        if (known.Length < 8)
        {
            foreach (var entry in known)
            {
                if (entry.Key.Value == key) return true;
            }
            return false;
        }
        if (keys is null)
        {
            keys = new(StringComparer.Ordinal);
            foreach (var entry in known) keys.Add(entry.Key.Value);
        }
        return !keys.Add(key);
    }

    /// <summary>A key that is no scalar, which no Kubernetes object has, stands for its own text.</summary>
    YamlScalar ReadKey(Parser parser, int depth)
    {
        var start = StartOf(parser.Current!);
        var node = ReadNode(parser, depth + 1);
        if (node is YamlScalar scalar && (lastEnd == scalar.Span.End || scalar.Span.IsEmpty)) return scalar;
        var span = Bounds(start, lastEnd);
        return new(source, span, node is YamlScalar { Value: var value } ? value : Short(source[span]), ScalarStyle.Plain, null);
    }

    /// <summary>The library puts a closing bracket's end before it; and a block ends with its last child, not before the next token.</summary>
    void EndCollection(ParsingEvent end, bool isFlow)
    {
        if (!isFlow) return;
        lastEnd = StartOf(end);
        if (lastEnd < text.Length && text[lastEnd] is ']' or '}') lastEnd++;
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
        while (start < end && text[start] is '&' or '!' && HasProperties(scalar))
        {
            while (start < end && !char.IsWhiteSpace(text[start])) start++;
            while (start < end && (char.IsWhiteSpace(text[start]) || text[start] == '#')) start += text[start] == '#' ? text.AsSpan(start, end - start).IndexOfAny("\n\r\u0085\u2028\u2029") is var length and >= 0 ? length : end - start : 1;
        }
        while (end > start && char.IsWhiteSpace(text[end - 1]) && style != ScalarStyle.SingleQuoted && style != ScalarStyle.DoubleQuoted) end--;
        // The library puts some absent keys before the mapping that lacks them.
        if (start == end) start = end = Math.Max(end, lastEnd);
        lastEnd = end;
        // The line that opens a block scalar may end with a comment.
        var body = style is ScalarStyle.Literal or ScalarStyle.Folded ? source.LineSpan(source.LineOf(start)).End : start;
        if (body < end) scalars.Add(Span.FromBounds(body, end));
        return new(source, Span.FromBounds(start, end), scalar.Value, style, scalar.Tag.IsEmpty ? null : scalar.Tag.Value);
    }

    static bool HasProperties(Scalar scalar) => !scalar.Anchor.IsEmpty || !scalar.Tag.IsEmpty;

    /// <summary>The first character of the node: an implicit block mapping's start mark may lie before its anchor.</summary>
    int StartOf(ParsingEvent @event) => StartOf(@event.Start);

    int StartOf(Mark mark) => Math.Clamp(offset + (int)mark.Index, 0, text.Length);

    Span SpanOf(ParsingEvent @event) => Bounds(StartOf(@event), Math.Clamp(offset + (int)@event.End.Index, 0, text.Length));

    static Span Bounds(int start, int end) => Span.FromBounds(start, Math.Max(start, end));

    void Report(string code, Span span, string message)
    {
        if (problems.Count < MaximumProblems) problems.Add(new(code, new(source, span), message));
        else if (problems.Count == MaximumProblems) problems.Add(new("yaml-too-large", new(source, span), $"the file has more than {MaximumProblems} problems; the documents below are not read"));
    }

    static string Short(string text) => text.Length <= 60 ? text : text[..57] + "…";

    sealed class TooLargeException(ParsingEvent? at, string message, bool endsFile) : YamlException(at?.Start ?? Mark.Empty, at?.End ?? Mark.Empty, message)
    {
        public bool EndsFile { get; } = endsFile;
    }
}
