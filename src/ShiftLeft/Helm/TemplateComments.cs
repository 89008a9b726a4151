using System.Collections.Immutable;
using ShiftLeft.Text;

namespace ShiftLeft.Helm;

/// <summary>
/// The comments of a template's text: <c>{{/* … */}}</c> and <c># …</c>. One on a line of its own speaks of the line of content below it and of the
/// lines below that which are indented deeper; a trailing one of its line.
/// </summary>
static class TemplateComments
{
    public static ImmutableArray<Comment> Read(SourceText source) =>
        [.. Actions(source).Concat(Hashes(source)).OrderBy(comment => comment.Location.Span.Start)];

    static IEnumerable<Comment> Actions(SourceText source)
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
            yield return Scoped(source, Span.FromBounds(open, close + 2), text[(start + 2)..end].Trim());
            open = close;
        }
    }

    static IEnumerable<Comment> Hashes(SourceText source)
    {
        for (var line = 0; line < source.LineCount; line++)
        {
            var span = source.LineSpan(line);
            var text = source.Content.AsSpan(span.Start, span.Length);
            var hash = text.IndexOf('#');
            while (hash > 0 && text[hash - 1] is not (' ' or '\t')) hash = text[(hash + 1)..].IndexOf('#') is var next and >= 0 ? hash + 1 + next : -1;
            if (hash >= 0) yield return Scoped(source, Span.FromBounds(span.Start + hash, span.End), text[hash..].TrimStart('#').Trim().ToString());
        }
    }

    static Comment Scoped(SourceText source, Span comment, string words)
    {
        var first = source.LineSpan(source.LineOf(comment.Start));
        var last = source.LineSpan(source.LineOf(comment.End));
        var isAlone = string.IsNullOrWhiteSpace(source[Span.FromBounds(first.Start, comment.Start)]) && string.IsNullOrWhiteSpace(source[Span.FromBounds(comment.End, Math.Max(comment.End, last.End))]);
        var scope = isAlone ? Below(source, source.LineOf(comment.End)) : first;
        return new(new(source, comment), words, Span.FromBounds(Math.Min(comment.Start, scope.Start), Math.Max(comment.End, scope.End)));
    }

    static Span Below(SourceText source, int line)
    {
        var first = line + 1;
        while (first < source.LineCount && IsAside(source, first)) first++;
        if (first >= source.LineCount) return source.LineSpan(line);
        var indent = Indent(source, first);
        var last = first;
        for (var next = first + 1; next < source.LineCount; next++)
        {
            if (string.IsNullOrWhiteSpace(source[source.LineSpan(next)])) continue;
            if (Indent(source, next) <= indent) break;
            last = next;
        }
        return Span.FromBounds(source.LineSpan(first).Start, source.LineSpan(last).End);
    }

    /// <summary>Several comments above a line all speak of it.</summary>
    static bool IsAside(SourceText source, int line) =>
        source[source.LineSpan(line)].Trim() is var text && (text.Length == 0 || text[0] == '#' || (text.StartsWith("{{", StringComparison.Ordinal) && text.TrimStart('{', '-', ' ').StartsWith("/*", StringComparison.Ordinal)));

    static int Indent(SourceText source, int line) => source[source.LineSpan(line)] is var text ? text.Length - text.TrimStart(' ').Length : 0;
}
