using System.Collections.Immutable;
using ShiftLeft.Text;

namespace ShiftLeft.Yaml;

/// <summary>
/// Tells what each comment of a YAML file speaks of: the entry or item that starts on the next line of content, the whole document when nothing of
/// it comes before, or the line that it ends.
/// </summary>
/// <param name="source">The file.</param>
/// <param name="hashes">Where its comments start, in order.</param>
/// <param name="limit">How many of them are read.</param>
/// <param name="documents">The documents, in order.</param>
/// <param name="parts">The parts of the file that hold a document each, in order.</param>
sealed class CommentReader(SourceText source, List<int> hashes, int limit, List<YamlNode> documents, List<Span> parts)
{
    /// <summary>The lines on which an entry or item starts, in order, each with the largest that does.</summary>
    List<(int Line, Span Span)> blocks = [];

    /// <summary>Where the comments that are too many begin.</summary>
    public int? FirstUnread => hashes.Count > limit ? hashes[limit] : null;

    public ImmutableArray<Comment> Read()
    {
        blocks = BlocksByLine();
        return [.. hashes.Take(limit).Select(ReadAt)];
    }

    Comment ReadAt(int hash)
    {
        var line = source.LineOf(hash);
        var lineSpan = source.LineSpan(line);
        var span = Span.FromBounds(hash, lineSpan.End);
        var before = source.Content.AsSpan(lineSpan.Start, hash - lineSpan.Start).Trim("\uFEFF \t");
        // Behind the three dashes it opens the document.
        var scope = before.IsEmpty || before is "---" ? Below(line) ?? lineSpan : OnLine(line) ?? lineSpan;
        return new(new(source, span), source[span].TrimStart('#').Trim(), Span.FromBounds(Math.Min(span.Start, scope.Start), Math.Max(span.End, scope.End)));
    }

    Span? OnLine(int line) => FirstFrom(blocks, block => block.Line, line) is { } at && blocks[at].Line == line ? blocks[at].Span : null;

    /// <summary>The next block of the same document, or all of the document when that is its first.</summary>
    Span? Below(int line)
    {
        if (FirstFrom(blocks, block => block.Line, line + 1) is not { } at) return null;
        var (next, block) = blocks[at];
        if (FirstFrom(parts, part => part.End, source.LineStart(line) + 1) is not { } part || block.Start >= parts[part].End) return null;
        return FirstFrom(documents, document => document.Span.Start, source.LineStart(next)) is { } document && source.LineOf(documents[document].Span.Start) == next
            ? documents[document].Span
            : block;
    }

    /// <summary>The index of the first item, of a list in order, whose key is not below a value.</summary>
    static int? FirstFrom<T>(List<T> items, Func<T, int> key, int value)
    {
        var (low, high) = (0, items.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (key(items[middle]) < value) low = middle + 1;
            else high = middle;
        }
        return low < items.Count ? low : null;
    }

    List<(int, Span)> BlocksByLine()
    {
        var largest = new Dictionary<int, Span>();
        foreach (var document in documents) Visit(document);
        return [.. largest.OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value))];

        void Visit(YamlNode node)
        {
            foreach (var entry in node.Entries)
            {
                Add(entry.Span);
                // An alias leads to a node that is written, and visited, elsewhere.
                if (ReferenceEquals(entry.Value.Parent, node)) Visit(entry.Value);
            }
            foreach (var item in node.Items)
            {
                if (!ReferenceEquals(item.Parent, node)) continue;
                Add(item.Span);
                Visit(item);
            }
        }

        void Add(Span span)
        {
            var line = source.LineOf(span.Start);
            if (!largest.TryGetValue(line, out var known) || span.Length > known.Length) largest[line] = span;
        }
    }
}
