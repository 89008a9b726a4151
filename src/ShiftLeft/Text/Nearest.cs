using System.Collections.Immutable;

namespace ShiftLeft.Text;

/// <summary>The words that someone may have meant who wrote one that is not known.</summary>
static class Nearest
{
    const int MaximumLength = 64;
    const int MaximumWords = 3;

    /// <summary>The nearest first; those that need more edits than a third of the word's length are not near.</summary>
    public static ImmutableArray<string> To(string word, IEnumerable<string> known) => word.Length is 0 or > MaximumLength ? [] :
    [
        .. known.Distinct(StringComparer.OrdinalIgnoreCase).Where(candidate => candidate.Length <= MaximumLength)
            .Select(candidate => (candidate, distance: Distance(word.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .Where(pair => pair.distance <= Math.Max(1, word.Length / 3))
            .OrderBy(pair => pair.distance).ThenBy(pair => pair.candidate, StringComparer.Ordinal)
            .Take(MaximumWords).Select(pair => pair.candidate),
    ];

    /// <summary>Insertions, deletions, replacements and swaps of neighbours that lead from one word to the other (optimal string alignment).</summary>
    static int Distance(string one, string other)
    {
        var (before, last, row) = (new int[other.Length + 1], Enumerable.Range(0, other.Length + 1).ToArray(), new int[other.Length + 1]);
        for (var i = 1; i <= one.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1]) row[j] = Math.Min(row[j], before[j - 2] + 1);
            }
            (before, last, row) = (last, row, before);
        }
        return last[other.Length];
    }
}
