namespace ShiftLeft.Go.Yaml;

/// <summary>In which styles a text can be written, as libyaml's emitter decides it; both of Go's libraries are ports of that.</summary>
/// <param name="IsMultiline">Whether it breaks lines.</param>
/// <param name="AllowsPlain">Without quotes, outside flow collections.</param>
/// <param name="AllowsSingle">In single quotes.</param>
/// <param name="AllowsBlock">As a literal block.</param>
readonly record struct YamlScalarAnalysis(bool IsMultiline, bool AllowsPlain, bool AllowsSingle, bool AllowsBlock)
{
    /// <param name="text">The scalar.</param>
    /// <param name="allowsTabs">Whether a block may hold tabs, as in <c>yaml.v3</c>.</param>
    public static YamlScalarAnalysis Of(string text, bool allowsTabs)
    {
        if (text.Length == 0) return new(false, true, true, false);
        bool indicators = text.StartsWith("---", StringComparison.Ordinal) || text.StartsWith("...", StringComparison.Ordinal), special = false, tab = false, breaks = false;
        bool breakThenSpace = false, spaceThenBreak = false, afterSpace = false, afterBreak = false, afterWhite = true;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsAsciiLetterOrDigit(c))
            {
                afterSpace = afterBreak = afterWhite = false;
                continue;
            }
            var beforeWhite = i + 1 >= text.Length || text[i + 1] is ' ' or '\t';
            indicators |= c switch
            {
                '#' => afterWhite,
                ':' => beforeWhite,
                '?' or '-' => i == 0 && beforeWhite,
                ',' or '[' or ']' or '{' or '}' or '&' or '*' or '!' or '|' or '>' or '\'' or '"' or '%' or '@' or '`' => i == 0,
                _ => false,
            };
            if (allowsTabs && c == '\t') tab = true;
            else if (!IsPrintable(c)) special = true;
            if (c == ' ')
            {
                breakThenSpace |= afterBreak;
                (afterSpace, afterBreak) = (true, false);
            }
            else if (IsBreak(c))
            {
                breaks = true;
                spaceThenBreak |= afterSpace;
                (afterSpace, afterBreak) = (false, true);
            }
            else afterSpace = afterBreak = false;
            afterWhite = c is ' ' or '\t' || IsBreak(c);
        }
        var edges = text[0] == ' ' || text[^1] == ' ' || IsBreak(text[0]) || IsBreak(text[^1]);
        return new(
            breaks,
            !(indicators || special || tab || breaks || breakThenSpace || spaceThenBreak || edges),
            !(special || tab || breakThenSpace || spaceThenBreak),
            !(special || spaceThenBreak || text[^1] == ' '));
    }

    public static bool IsBreak(char c) => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029';

    /// <summary>What needs no escape; nothing above U+FFFF counts, nor what is half of it.</summary>
    public static bool IsPrintable(char c) => c is '\n' or (>= ' ' and <= '~') or (>= '\u00A0' and < '\uD800') or (>= '\uE000' and < '\uFEFF') or (> '\uFEFF' and < '\uFFFE');
}
