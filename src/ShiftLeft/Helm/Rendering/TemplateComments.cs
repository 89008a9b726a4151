using System.Collections.Immutable;
using ShiftLeft.Text;

namespace ShiftLeft.Helm.Rendering;

/// <summary>
/// The comments of a template's text: <c>{{/* … */}}</c> and <c># …</c>. One on a line of its own speaks of the line of content below it and of the
/// lines below that which are indented deeper; a trailing one of its line.
/// </summary>
sealed class TemplateComments
{
    readonly SourceText source;
    /// <summary>For each line the first from it on that is neither blank nor a comment; as many as there are lines where none is.</summary>
    readonly int[] content;
    /// <summary>The last line of the block that starts on a line of content.</summary>
    readonly Dictionary<int, int> lasts = [];

    TemplateComments(SourceText source)
    {
        this.source = source;
        content = new int[source.LineCount + 1];
        content[^1] = source.LineCount;
        for (var line = source.LineCount - 1; line >= 0; line--) content[line] = IsAside(LineText(line)) ? content[line + 1] : line;
    }

    public static ImmutableArray<Comment> Read(SourceText source)
    {
        if (!source.Content.Contains('#', StringComparison.Ordinal) && !source.Content.Contains("/*", StringComparison.Ordinal)) return [];
        var reader = new TemplateComments(source);
        return [.. reader.Actions().Concat(reader.Hashes()).OrderBy(comment => comment.Location.Span.Start)];
    }

    IEnumerable<Comment> Actions()
    {
        var text = source.Content;
        for (var open = text.IndexOf("{{", StringComparison.Ordinal); open >= 0; open = text.IndexOf("{{", open + 2, StringComparison.Ordinal))
        {
            // The grammar of text/template wants a blank between a trim marker and the comment.
            var start = text.AsSpan(open + 2).StartsWith("- ") ? open + 4 : open + 2;
            if (!text.AsSpan(start).StartsWith("/*")) continue;
            var end = text.IndexOf("*/", start + 2, StringComparison.Ordinal);
            var close = end < 0 ? -1 : text.IndexOf("}}", end, StringComparison.Ordinal);
            if (close < 0) yield break;
            yield return Scoped(Span.FromBounds(open, close + 2), text[(start + 2)..end].Trim());
            open = close;
        }
    }

    IEnumerable<Comment> Hashes()
    {
        for (var line = 0; line < source.LineCount; line++)
        {
            var span = source.LineSpan(line);
            var text = source.Content.AsSpan(span.Start, span.Length);
            var hash = text.IndexOf('#');
            while (hash > 0 && text[hash - 1] is not (' ' or '\t')) hash = text[(hash + 1)..].IndexOf('#') is var next and >= 0 ? hash + 1 + next : -1;
            if (hash >= 0) yield return Scoped(Span.FromBounds(span.Start + hash, span.End), text[hash..].TrimStart('#').Trim().ToString());
        }
    }

    Comment Scoped(Span comment, string words)
    {
        var first = source.LineSpan(source.LineOf(comment.Start));
        var last = source.LineSpan(source.LineOf(comment.End));
        var text = source.Content.AsSpan();
        var isAlone = text[first.Start..comment.Start].IsWhiteSpace() && text[comment.End..Math.Max(comment.End, last.End)].IsWhiteSpace();
        var scope = isAlone ? Below(source.LineOf(comment.End)) : first;
        return new(new(source, comment), words, Span.FromBounds(Math.Min(comment.Start, scope.Start), Math.Max(comment.End, scope.End)));
    }

    Span Below(int line)
    {
        var first = content[line + 1];
        if (first == source.LineCount) return source.LineSpan(line);
        if (!lasts.TryGetValue(first, out var last)) lasts[first] = last = LastOf(first);
        return Span.FromBounds(source.LineSpan(first).Start, source.LineSpan(last).End);
    }

    int LastOf(int first)
    {
        var indent = Indent(LineText(first));
        var last = first;
        for (var next = first + 1; next < source.LineCount; next++)
        {
            var text = LineText(next);
            if (text.IsWhiteSpace()) continue;
            if (Indent(text) <= indent) break;
            last = next;
        }
        return last;
    }

    ReadOnlySpan<char> LineText(int line) => source.LineSpan(line) is var span ? source.Content.AsSpan(span.Start, span.Length) : [];

    /// <summary>Several comments above a line all speak of it.</summary>
    static bool IsAside(ReadOnlySpan<char> line) =>
        line.Trim() is var text && (text.IsEmpty || text[0] == '#' || (text.StartsWith("{{") && text.TrimStart("{- ").StartsWith("/*")));

    static int Indent(ReadOnlySpan<char> line) => line.Length - line.TrimStart(' ').Length;
}
