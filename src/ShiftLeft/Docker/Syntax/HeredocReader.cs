using System.Collections.Immutable;
using System.Text;
using ShiftLeft.Text;

namespace ShiftLeft.Docker.Syntax;

/// <summary>
/// Finds the heredocs that a line opens. The whole logical line is looked at, in words as a shell splits them, so that
/// <c>"a &lt;&lt;EOF"</c> in quotes opens nothing.
/// </summary>
static class HeredocReader
{
    public static bool CanHold(InstructionSyntax instruction)
    {
        var target = instruction.Trigger ?? instruction;
        return target.Name is "ADD" or "COPY" or "RUN" && !target.IsJson && target.Arguments.Text.Contains("<<", StringComparison.Ordinal);
    }

    public static ImmutableArray<HeredocSyntax> FindOpeners(InstructionSyntax instruction)
    {
        var line = (instruction.Trigger ?? instruction).Arguments;
        return [.. Words(line.Text).Select(word => Read(line, word)).OfType<HeredocSyntax>()];
    }

    /// <summary>A word such as <c>3&lt;&lt;-"EOF"</c>; null when it opens no heredoc.</summary>
    static HeredocSyntax? Read(MappedText line, Span word)
    {
        var text = line.Text.Substring(word.Start, word.Length);
        var digits = 0;
        while (digits < text.Length && char.IsAsciiDigit(text[digits])) digits++;
        if (!text.AsSpan(digits).StartsWith("<<")) return null;
        var at = digits + 2;
        var stripsTabs = at < text.Length && text[at] == '-';
        if (stripsTabs) at++;
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
        var name = text[at..];
        if (name.Length == 0 || name.Contains('<', StringComparison.Ordinal)) return null;
        var unquoted = Unquote(name);
        if (unquoted is null) return null;
        _ = int.TryParse(text[..digits], out var descriptor);
        var location = line.LocationOf(word);
        return new(unquoted, name.IndexOfAny(['\'', '"']) < 0, stripsTabs, descriptor, Word.Of(line, word), location, IsTerminated: false);
    }

    /// <summary>The name without quotes and escapes; null when it is more than one word.</summary>
    static string? Unquote(string name)
    {
        var result = new StringBuilder();
        var quote = '\0';
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (quote == '\0' && c is '\'' or '"') quote = c;
            else if (c == quote) quote = '\0';
            else if (c == '\\' && quote != '\'' && i + 1 < name.Length) result.Append(name[++i]);
            else if (quote == '\0' && char.IsWhiteSpace(c)) return null;
            else result.Append(c);
        }
        return quote == '\0' && result.Length > 0 ? result.ToString() : null;
    }

    /// <summary>Words split at blanks outside quotes, quotes and escapes kept; an unclosed quote ends the line's words.</summary>
    static IEnumerable<Span> Words(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at])) { at++; continue; }
            var start = at;
            var quote = '\0';
            for (; at < text.Length && (quote != '\0' || !char.IsWhiteSpace(text[at])); at++)
            {
                var c = text[at];
                if (c == '\\' && quote != '\'') at++;
                else if (quote == '\0' && c is '\'' or '"') quote = c;
                else if (c == quote) quote = '\0';
            }
            at = Math.Min(at, text.Length);
            if (quote != '\0') yield break;
            yield return Span.FromBounds(start, at);
        }
    }
}
