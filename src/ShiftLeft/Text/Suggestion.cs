namespace ShiftLeft.Text;

/// <summary>The nearest of some known words: what somebody who wrote another probably meant.</summary>
static class Suggestion
{
    /// <summary>The known word within two edits, or a third of the length, that is nearest, of several the first by its characters; null when none is near.</summary>
    public static string? For(string word, IEnumerable<string> known)
    {
        if (word.Length is 0 or > 100) return null;
        var limit = Math.Max(1, Math.Min(2, word.Length / 2));
        var (best, distance) = (default(string), limit + 1);
        foreach (var candidate in known)
        {
            var found = Distance(word, candidate, distance + 1);
            if (found < distance || (found == distance && best is not null && string.CompareOrdinal(candidate, best) < 0)) (best, distance) = (candidate, found);
        }
        return best;
    }

    /// <summary>As a sentence to append, or nothing.</summary>
    public static string Sentence(string word, IEnumerable<string> known) => For(word, known) is { } near ? $" Did you mean `{near}`?" : "";

    /// <summary>
    /// Looks among many words for many words: each comparison counts, and once there were too many nothing is suggested any more, so that a file cannot
    /// make it the square of its size.
    /// </summary>
    public sealed class Limited
    {
        const int MostComparisons = 50_000;

        int comparisons;

        public string? For(string word, IReadOnlyCollection<string> known)
        {
            if ((comparisons += known.Count) > MostComparisons) return null;
            return Suggestion.For(word, known);
        }

        public string Sentence(string word, IReadOnlyCollection<string> known) => For(word, known) is { } near ? $" Did you mean `{near}`?" : "";
    }

    /// <summary>Edits between the two without regard to case, a swap of neighbours being one; <paramref name="limit"/> where it is more.</summary>
    static int Distance(string a, string b, int limit)
    {
        if (Math.Abs(a.Length - b.Length) >= limit) return limit;
        var rows = new int[3][];
        for (var i = 0; i < 3; i++) rows[i] = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) rows[0][j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var (row, above, twoAbove) = (rows[i % 3], rows[(i + 2) % 3], rows[(i + 1) % 3]);
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]);
                row[j] = Math.Min(Math.Min(above[j] + 1, row[j - 1] + 1), above[j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 2]) && char.ToLowerInvariant(a[i - 2]) == char.ToLowerInvariant(b[j - 1]))
                    row[j] = Math.Min(row[j], twoAbove[j - 2] + 1);
            }
        }
        return Math.Min(limit, rows[a.Length % 3][b.Length]);
    }
}
