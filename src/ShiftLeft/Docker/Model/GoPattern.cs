using System.Text;

namespace ShiftLeft.Docker;

/// <summary>
/// Patterns of <c>${x#pattern}</c> and <c>${x/pattern/…}</c>: they know <c>*</c>, <c>?</c> and the backslash, and nothing else. BuildKit makes
/// regular expressions of them, whose dot matches no line feed.
/// </summary>
static class GoPattern
{
    /// <summary>Steps that a match may take; one that would take more is not known.</summary>
    const int MaximumSteps = 16 * 1024;

    /// <param name="Text">Null when it is not known.</param>
    /// <param name="IsRefused">Whether the pattern is none.</param>
    public readonly record struct Result(string? Text, bool IsRefused);

    public static Result NotKnown { get; } = new(null, false);
    static Result Refused { get; } = new(null, true);

    /// <summary>What is known without the value: whether the pattern is one.</summary>
    public static Result Check(string pattern) => Read(pattern) is null ? Refused : NotKnown;

    /// <summary>Takes the shortest or longest match off the start or the end.</summary>
    public static Result Trim(string value, string pattern, bool fromStart, bool greedy)
    {
        if (Read(pattern) is not { } tokens) return Refused;
        if ((long)value.Length * (tokens.Count + 1) > MaximumSteps) return NotKnown;
        if (fromStart) return new(MatchAt(value, 0, tokens, greedy) is var end and >= 0 ? value[end..] : value, false);
        // An end is matched backwards from there, as BuildKit does.
        tokens.Reverse();
        var reversed = new string([.. value.Reverse()]);
        return new(MatchAt(reversed, 0, tokens, greedy) is var length and >= 0 ? value[..^length] : value, false);
    }

    /// <summary>Replaces the first match, or all, each the longest at its place.</summary>
    public static Result Replace(string value, string pattern, string replacement, bool all)
    {
        if (Read(pattern) is not { } tokens) return Refused;
        // Every place is tried; and a dollar in a text for all matches means a group of the match.
        if ((long)value.Length * value.Length * (tokens.Count + 1) > MaximumSteps || (all && replacement.Contains('$', StringComparison.Ordinal))) return NotKnown;
        var result = new StringBuilder();
        var behind = -1;
        for (var at = 0; at <= value.Length;)
        {
            var end = MatchAt(value, at, tokens, greedy: true);
            if (end >= 0 && !(end == at && at == behind))
            {
                result.Append(replacement);
                behind = end;
                if (!all) return new(result.Append(value, end, value.Length - end).ToString(), false);
                if (end > at)
                {
                    at = end;
                    continue;
                }
            }
            if (at < value.Length) result.Append(value[at]);
            at++;
        }
        return new(result.ToString(), false);
    }

    readonly record struct Token(bool IsStar, bool IsAny, char Character);

    /// <summary>Null when a backslash escapes something that needs no escape.</summary>
    static List<Token>? Read(string pattern)
    {
        var tokens = new List<Token>(pattern.Length);
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '*':
                    tokens.Add(new(true, true, '*'));
                    break;
                case '?':
                    tokens.Add(new(false, true, '?'));
                    break;
                case '\\' when i + 1 < pattern.Length && pattern[i + 1] is '}' or '/':
                    break;
                case '\\':
                    if (++i == pattern.Length || pattern[i] is not ('*' or '?' or '\\')) return null;
                    tokens.Add(new(false, false, pattern[i]));
                    break;
                default:
                    tokens.Add(new(false, false, pattern[i]));
                    break;
            }
        }
        return tokens;
    }

    /// <summary>
    /// Where a match that begins here ends, at the first place that it can or at the last; −1 when there is none. All places that the tokens so far
    /// can end at are kept side by side.
    /// </summary>
    static int MatchAt(string text, int start, List<Token> tokens, bool greedy)
    {
        var ends = new bool[text.Length + 1];
        ends[start] = true;
        foreach (var token in tokens)
        {
            if (token.IsStar)
            {
                for (var i = start; i < text.Length; i++) ends[i + 1] |= ends[i] && text[i] != '\n';
                continue;
            }
            for (var i = text.Length; i > start; i--) ends[i] = ends[i - 1] && (token.IsAny ? text[i - 1] != '\n' : text[i - 1] == token.Character);
            ends[start] = false;
        }
        return greedy ? Array.LastIndexOf(ends, true) : Array.IndexOf(ends, true);
    }
}
