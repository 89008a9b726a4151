namespace ShiftLeft.Builds;

enum HclTokenKind { End, Name, Text, Template, Open, Close, Equals, NewLine, Other }

/// <param name="Text">A text without its quotes; a template has none that is known.</param>
readonly record struct HclToken(HclTokenKind Kind, string Text);

/// <summary>The tokens of HCL, one after the other; comments are left out. Each character is looked at once.</summary>
sealed class HclTokens(string text)
{
    int at;
    HclToken? peeked;

    /// <summary>The next token that is no end of a line.</summary>
    public HclToken Next()
    {
        var token = Take();
        while (token.Kind == HclTokenKind.NewLine) token = Take();
        return token;
    }

    public HclToken Peek() => peeked ??= Read();

    /// <summary>Passes over an equals sign or a colon.</summary>
    public bool TakeEquals()
    {
        if (Peek().Kind != HclTokenKind.Equals) return false;
        peeked = null;
        return true;
    }

    /// <summary>Passes over what a bracket that was just taken holds; false at the end of the text.</summary>
    public bool SkipToClose()
    {
        for (var depth = 1; depth > 0;)
        {
            var kind = Next().Kind;
            if (kind == HclTokenKind.End) return false;
            depth += kind == HclTokenKind.Open ? 1 : kind == HclTokenKind.Close ? -1 : 0;
        }
        return true;
    }

    HclToken Take()
    {
        var token = Peek();
        peeked = null;
        return token;
    }

    HclToken Read()
    {
        while (at < text.Length && text[at] is ' ' or '\t' or '\r') at++;
        if (at >= text.Length) return new(HclTokenKind.End, "");
        var c = text[at];
        if (c == '#' || text.AsSpan(at).StartsWith("//")) return SkipLine();
        if (text.AsSpan(at).StartsWith("/*"))
        {
            at = text.IndexOf("*/", at + 2, StringComparison.Ordinal) is var end and >= 0 ? end + 2 : text.Length;
            return new(HclTokenKind.Other, "");
        }
        if (c == '"') return ReadText();
        if (text.AsSpan(at).StartsWith("<<")) return SkipHeredoc();
        if (char.IsLetter(c) || c == '_')
        {
            var start = at;
            while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '-')) at++;
            return new(HclTokenKind.Name, text[start..at]);
        }
        at++;
        return new(c switch
        {
            '\n' => HclTokenKind.NewLine,
            '{' or '[' or '(' => HclTokenKind.Open,
            '}' or ']' or ')' => HclTokenKind.Close,
            '=' or ':' when at >= text.Length || text[at] != '=' => HclTokenKind.Equals,
            _ => HclTokenKind.Other,
        }, c.ToString());
    }

    HclToken SkipLine()
    {
        at = text.IndexOf('\n', at) is var end and >= 0 ? end : text.Length;
        return new(HclTokenKind.Other, "");
    }

    /// <summary>A text may hold expressions, and they texts again.</summary>
    HclToken ReadText()
    {
        var start = ++at;
        var isTemplate = false;
        // What is open, the innermost last: a text, or braces of an expression in one.
        var open = new Stack<bool>([true]);
        for (; at < text.Length; at++)
        {
            var c = text[at];
            if (!open.Peek())
            {
                if (c is '"' or '{') open.Push(c == '"');
                else if (c == '}') open.Pop();
            }
            else if (c == '\\') at++;
            else if (c is '$' or '%' && at + 1 < text.Length && text[at + 1] == '{')
            {
                isTemplate = true;
                open.Push(false);
                at++;
            }
            else if (c == '"')
            {
                open.Pop();
                if (open.Count == 0) break;
            }
        }
        var end = Math.Min(at, text.Length);
        at = Math.Min(at + 1, text.Length);
        return isTemplate ? new(HclTokenKind.Template, "") : new(HclTokenKind.Text, text[start..end]);
    }

    HclToken SkipHeredoc()
    {
        var start = at + 2;
        if (start < text.Length && text[start] == '-') start++;
        var end = start;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_')) end++;
        var name = text[start..end];
        at = end;
        while (name.Length > 0 && at < text.Length)
        {
            at = text.IndexOf('\n', at) is var newLine and >= 0 ? newLine + 1 : text.Length;
            var next = text.IndexOf('\n', at) is var stop and >= 0 ? stop : text.Length;
            if (text.AsSpan(at, next - at).Trim().SequenceEqual(name))
            {
                at = next;
                break;
            }
        }
        return new(HclTokenKind.Template, "");
    }
}
