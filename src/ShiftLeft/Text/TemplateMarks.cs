namespace ShiftLeft.Text;

/// <summary>
/// The marks by which other tools find what they fill in: Go's and Jinja's braces, ERB's brackets, dollars of a shell or of Terraform, names between
/// two signs. What holds one where the format itself could not have it is a template, and becomes a file of the format only when it is filled in.
/// </summary>
static class TemplateMarks
{
    static readonly string[] Openers = ["{{", "{%", "{#", "<%", "%{", "[[ ", "${templateOption:"];
    static readonly string[] Closers = ["}}", "%}", "#}", "%>", "}", " ]]", "}"];

    /// <summary>A mark that is not closed within so many characters is none, so that a long line of openers costs no more than its length.</summary>
    const int LongestMark = 1_000;

    /// <summary>The first mark that begins a line, or a value behind a colon or dash; null where there is none. What begins with a dollar may stand there in any format.</summary>
    public static Span? FindAtStart(string text, Span part)
    {
        foreach (var line in Lines(text, part))
        {
            if (FindAtStartOf(text, line) is { } mark) return mark;
        }
        return null;
    }

    /// <param name="withDollars">Whether a dollar is a mark: not where the format has variables of its own.</param>
    public static Span? FindAnywhere(string text, Span part, bool withDollars)
    {
        foreach (var line in Lines(text, part))
        {
            for (var at = line.Start; at < line.End; at++)
            {
                // Behind a dollar it is a variable of the format.
                if (text[at] == '{' && at > line.Start && text[at - 1] == '$' && !text.AsSpan(at, line.End - at).StartsWith("{{", StringComparison.Ordinal)) continue;
                // Two at signs or percent signs within a word may part anything.
                if (text[at] is '@' or '%' && at > line.Start && char.IsAsciiLetterOrDigit(text[at - 1])) continue;
                if ((text[at] is '{' or '<' or '%' or '[' or '@' || (text[at] == '$' && (withDollars || text.AsSpan(at, line.End - at).StartsWith("${templateOption:", StringComparison.Ordinal)))) && ReadAt(text, at, line.End) is { } mark) return mark;
            }
        }
        return null;
    }

    static Span? FindAtStartOf(string text, Span line)
    {
        var at = SkipBlanks(text, line.Start, line.End);
        while (at + 1 < line.End && text[at] == '-' && text[at + 1] == ' ') at = SkipBlanks(text, at + 2, line.End);
        if (at < line.End && text[at] == '#') return null;
        if (IsMark(at) && ReadAt(text, at, line.End) is { } first) return first;
        var colon = text.IndexOf(':', at, line.End - at);
        if (colon >= 0) at = SkipBlanks(text, colon + 1, line.End);
        return colon >= 0 && IsMark(at) ? ReadAt(text, at, line.End) : null;

        bool IsMark(int place) => place < line.End && text[place] != '$';
    }

    /// <summary>A mark with what it holds, within a line; null where none begins there.</summary>
    static Span? ReadAt(string text, int at, int end)
    {
        var rest = text.AsSpan(at, Math.Min(end - at, LongestMark));
        for (var i = 0; i < Openers.Length; i++)
        {
            if (!rest.StartsWith(Openers[i], StringComparison.Ordinal)) continue;
            var close = rest[2..].IndexOf(Closers[i], StringComparison.Ordinal);
            // Braces may hold several lines; a bracket that is not closed is a list.
            return close >= 0 ? new(at, close + 2 + Closers[i].Length) : Openers[i] is "[[ " or "%{" or "{#" or "${templateOption:" ? null : new(at, rest.Length);
        }
        if (rest is ['{', ..]) return rest.IndexOf('}') is var brace and > 2 && IsCapitals(rest[1..brace]) ? new(at, brace + 1) : null;
        if (rest is ['$', '{' or '(', ..]) return rest.IndexOfAny('}', ')') is var dollar and > 2 ? new(at, dollar + 1) : null;
        if (rest is not ['@' or '%', ..]) return null;
        // Verbs of printf: `%s`, and `%%%` of a script.
        if (rest.StartsWith("%%%", StringComparison.Ordinal)) return new(at, 3);
        if (rest is ['%', 's' or 'd' or 'v' or 'q', ..] && (rest.Length == 2 || !char.IsAsciiLetterOrDigit(rest[2]) && rest[2] != '%')) return new(at, 2);
        // `@NAME@`, `%NAME%`, `%%NAME%%`.
        var signs = rest.StartsWith("%%") || rest.StartsWith("@@") ? 2 : 1;
        var name = rest[signs..].IndexOf(rest[0]);
        return name > 0 && IsName(rest.Slice(signs, name)) ? new(at, signs + name + signs <= rest.Length ? signs + name + signs : rest.Length) : null;
    }

    /// <summary>A name as Python's <c>format</c> and many scripts take it: <c>{SERVICE_IP}</c>.</summary>
    static bool IsCapitals(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterUpper(c) && !char.IsAsciiDigit(c) && c != '_') return false;
        }
        return true;
    }

    static bool IsName(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '.')) return false;
        }
        return true;
    }

    static IEnumerable<Span> Lines(string text, Span part)
    {
        for (var start = part.Start; start < part.End;)
        {
            var newLine = text.IndexOf('\n', start, part.End - start);
            var end = newLine < 0 ? part.End : newLine;
            yield return Span.FromBounds(start, end);
            start = end + 1;
        }
    }

    static int SkipBlanks(string text, int at, int end)
    {
        while (at < end && text[at] is ' ' or '\t') at++;
        return at;
    }
}
