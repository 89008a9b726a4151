using System.Collections.Immutable;
using ShiftLeft.Text;

namespace ShiftLeft.Yaml;

/// <summary>
/// Finds the comments of a YAML file and what each speaks of: the entry or item that starts on the next line of content, the whole document
/// when nothing of it comes before, or the line that it ends.
/// </summary>
static class CommentReader
{
    public static ImmutableArray<Comment> Read(SourceText source, List<Span> scalars, List<YamlNode> documents, List<Span> chunks)
    {
        if (!source.Content.Contains('#', StringComparison.Ordinal)) return [];
        var comments = ImmutableArray.CreateBuilder<Comment>();
        var blocks = new Lazy<SortedDictionary<int, Span>>(() => BlocksByLine(source, documents));
        scalars.Sort((a, b) => a.Start.CompareTo(b.Start));
        foreach (var hash in Hashes(source, scalars))
        {
            var line = source.LineOf(hash);
            var lineSpan = source.LineSpan(line);
            var span = Span.FromBounds(hash, lineSpan.End);
            var isAlone = string.IsNullOrWhiteSpace(source.Content[lineSpan.Start..hash].TrimStart('\uFEFF'));
            var scope = isAlone ? ScopeBelow(source, line, documents, chunks, blocks.Value) : blocks.Value.GetValueOrDefault(line, lineSpan);
            comments.Add(new(new(source, span), source[span].TrimStart('#').Trim(), Span.FromBounds(Math.Min(span.Start, scope.Start), Math.Max(span.End, scope.End))));
        }
        return comments.ToImmutable();
    }

    /// <summary>A hash starts a comment at the start of a line or behind a blank, outside scalars.</summary>
    static IEnumerable<int> Hashes(SourceText source, List<Span> scalars)
    {
        var text = source.Content;
        var next = 0;
        for (var at = text.IndexOf('#', StringComparison.Ordinal); at >= 0; at = at + 1 < text.Length ? text.IndexOf('#', at + 1) : -1)
        {
            while (next < scalars.Count && scalars[next].End <= at) next++;
            if (next < scalars.Count && scalars[next].Start <= at) continue;
            if (at > 0 && !char.IsWhiteSpace(text[at - 1]) && text[at - 1] != '\uFEFF') continue;
            yield return at;
            at = source.LineSpan(source.LineOf(at)).End - 1;
        }
    }

    static Span ScopeBelow(SourceText source, int line, List<YamlNode> documents, List<Span> chunks, SortedDictionary<int, Span> blocks)
    {
        var chunk = chunks.LastOrDefault(chunk => chunk.Start <= source.LineStart(line));
        var next = line + 1;
        while (next < source.LineCount && source.LineStart(next) < chunk.End && !blocks.ContainsKey(next)) next++;
        if (next >= source.LineCount || source.LineStart(next) >= chunk.End) return source.LineSpan(line);
        var document = documents.Find(document => chunk.Contains(document.Span.Start));
        return document is not null && source.LineOf(document.Span.Start) == next ? document.Span : blocks[next];
    }

    /// <summary>For each line the largest entry or item that starts on it.</summary>
    static SortedDictionary<int, Span> BlocksByLine(SourceText source, List<YamlNode> documents)
    {
        var blocks = new SortedDictionary<int, Span>();
        var seen = new HashSet<YamlNode>(ReferenceEqualityComparer.Instance);
        var waiting = new Stack<YamlNode>(documents);
        while (waiting.TryPop(out var node))
        {
            if (!seen.Add(node)) continue;
            foreach (var entry in node.Entries)
            {
                Add(entry.Location.Span);
                waiting.Push(entry.Value);
            }
            foreach (var item in node.Items)
            {
                Add(item.Span);
                waiting.Push(item);
            }
        }
        return blocks;

        void Add(Span span)
        {
            var line = source.LineOf(span.Start);
            if (!blocks.TryGetValue(line, out var known) || span.Length > known.Length) blocks[line] = span;
        }
    }
}
