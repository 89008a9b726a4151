using System.Collections.Immutable;
using System.Globalization;

namespace ShiftLeft.Actions;

/// <summary>The lines of a change that are new or changed, by path; lines count from zero.</summary>
/// <param name="Files">For each path its added lines, in order, with their texts.</param>
sealed record DiffLines(ImmutableDictionary<string, ImmutableArray<AddedLine>> Files)
{
    public bool Has(string path, int line) => Files.TryGetValue(path, out var lines) && lines.BinarySearch(new(line, ""), AddedLine.ByNumber) >= 0;

    /// <summary>
    /// A patch of git: its files come in the order of the names, and a file's part begins with <c>diff --git</c>, which no line of content
    /// does, as each of those has a sign in front.
    /// </summary>
    /// <returns>Null where the two do not fit.</returns>
    public static DiffLines? OfGit(string[] names, string patch)
    {
        var parts = new List<List<string>>();
        foreach (var line in patch.Split('\n'))
        {
            if (line.StartsWith("diff --git ", StringComparison.Ordinal)) parts.Add([]);
            else if (parts.Count > 0) parts[^1].Add(line);
        }
        return parts.Count != names.Length ? null : new(names.Zip(parts).ToImmutableDictionary(file => file.First, file => Added(file.Second), StringComparer.Ordinal));
    }

    /// <summary>The added lines of one file's patch, as git and GitHub's API write it.</summary>
    public static ImmutableArray<AddedLine> Added(IEnumerable<string> patch)
    {
        var added = ImmutableArray.CreateBuilder<AddedLine>();
        var (line, left) = (0, 0);
        foreach (var text in patch)
        {
            if (left == 0)
            {
                if (text.StartsWith("@@ ", StringComparison.Ordinal)) (line, left) = HunkOf(text);
                continue;
            }
            if (text.StartsWith('+')) added.Add(new(line, text[1..].TrimEnd('\r')));
            if (!text.StartsWith('+') && !text.StartsWith(' ')) continue;
            line++;
            left--;
        }
        return added.ToImmutable();
    }

    /// <summary>Of <c>@@ -1,2 +3,4 @@</c> the 3, from zero, and the 4, which is 1 where it is left out.</summary>
    static (int First, int Count) HunkOf(string header)
    {
        if (header.Split(' ') is not ["@@", _, ['+', .. var place], ..]) return default;
        var parts = place.Split(',');
        return int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && int.TryParse(parts.Length > 1 ? parts[1] : "1", NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? (first - 1, count) : default;
    }
}

/// <summary>A line of the new version, from zero, and what stands in it without its end.</summary>
readonly record struct AddedLine(int Line, string Text)
{
    public static IComparer<AddedLine> ByNumber { get; } = Comparer<AddedLine>.Create((one, other) => one.Line.CompareTo(other.Line));
}
