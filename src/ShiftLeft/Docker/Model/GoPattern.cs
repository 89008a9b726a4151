namespace ShiftLeft.Docker;

/// <summary>Patterns of <c>${x#pattern}</c> and <c>${x/pattern/…}</c>: they know <c>*</c> and <c>?</c> and nothing else.</summary>
static class GoPattern
{
    public static string Trim(string value, string pattern, bool fromStart, bool greedy)
    {
        for (var i = 0; i <= value.Length; i++)
        {
            var length = greedy ? value.Length - i : i;
            var part = fromStart ? value.AsSpan(0, length) : value.AsSpan(value.Length - length);
            if (Matches(part, pattern)) return fromStart ? value[length..] : value[..^length];
        }
        return value;
    }

    public static string Replace(string value, string pattern, string replacement, bool all)
    {
        if (pattern.Length == 0) return value;
        var result = new System.Text.StringBuilder();
        for (var at = 0; at < value.Length;)
        {
            var length = Longest(value.AsSpan(at), pattern);
            if (length <= 0)
            {
                result.Append(value[at++]);
                continue;
            }
            result.Append(replacement);
            at += length;
            if (!all) return result.Append(value, at, value.Length - at).ToString();
        }
        return result.ToString();
    }

    static int Longest(ReadOnlySpan<char> text, string pattern)
    {
        for (var length = text.Length; length > 0; length--)
        {
            if (Matches(text[..length], pattern)) return length;
        }
        return 0;
    }

    /// <summary>Greedy matching with one point to return to, linear in the product of the lengths.</summary>
    static bool Matches(ReadOnlySpan<char> text, ReadOnlySpan<char> pattern)
    {
        int t = 0, p = 0, star = -1, mark = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*') (star, mark) = (p++, t);
            else if (p < pattern.Length && (pattern[p] == '?' || pattern[p] == text[t])) { p++; t++; }
            else if (star >= 0) (p, t) = (star + 1, ++mark);
            else return false;
        }
        while (p < pattern.Length && pattern[p] == '*') p++;
        return p == pattern.Length;
    }
}
