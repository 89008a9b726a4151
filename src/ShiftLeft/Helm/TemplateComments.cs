using System.Collections.Immutable;
using ShiftLeft.Text;

namespace ShiftLeft.Helm;

/// <summary>
/// The comments of a template's text: <c>{{/* … */}}</c> and <c># …</c>. One on a line of its own speaks of the lines below it that are indented
/// deeper than its next line, and of that line; a trailing one of its line.
/// </summary>
static class TemplateComments
{
    public static ImmutableArray<Comment> Read(SourceText source)
    {
        var comments = ImmutableArray.CreateBuilder<Comment>();
        for (var line = 0; line < source.LineCount; line++)
        {
            var span = source.LineSpan(line);
            var text = source[span];
            if (!text.Contains("shiftleft:ignore", StringComparison.Ordinal) && !text.Contains("checkov:skip=", StringComparison.Ordinal) && !text.Contains("trivy:ignore:", StringComparison.Ordinal)) continue;
            var (start, inner) = Opening(text);
            if (start < 0) continue;
            var words = text[inner..];
            var close = words.IndexOf("*/", StringComparison.Ordinal);
            if (close >= 0) words = words[..close];
            var isAlone = string.IsNullOrWhiteSpace(text[..start]);
            var scope = isAlone ? Below(source, line) : span;
            comments.Add(new(new(source, Span.FromBounds(span.Start + start, span.End)), words.Trim(), Span.FromBounds(Math.Min(span.Start, scope.Start), Math.Max(span.End, scope.End))));
        }
        return comments.ToImmutable();
    }

    static (int Start, int Inner) Opening(string text)
    {
        var action = text.IndexOf("{{", StringComparison.Ordinal);
        var star = action < 0 ? -1 : text.IndexOf("/*", action, StringComparison.Ordinal);
        if (star >= 0 && text[(action + 2)..star].Trim(' ', '-').Length == 0) return (action, star + 2);
        var hash = text.IndexOf("# ", StringComparison.Ordinal);
        return hash < 0 ? (-1, 0) : (hash, hash + 2);
    }

    static Span Below(SourceText source, int line)
    {
        var first = line + 1;
        while (first < source.LineCount && source.LineSpan(first).IsEmpty) first++;
        if (first >= source.LineCount) return source.LineSpan(line);
        var indent = Indent(source, first);
        var last = first;
        for (var next = first + 1; next < source.LineCount; next++)
        {
            if (source.LineSpan(next).IsEmpty) continue;
            if (Indent(source, next) <= indent) break;
            last = next;
        }
        return Span.FromBounds(source.LineSpan(first).Start, source.LineSpan(last).End);
    }

    static int Indent(SourceText source, int line) => source[source.LineSpan(line)] is var text ? text.Length - text.TrimStart(' ').Length : 0;
}
