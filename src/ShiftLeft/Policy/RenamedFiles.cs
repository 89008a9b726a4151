using System.Collections.Immutable;
using ShiftLeft.Text;

namespace ShiftLeft.Policy;

/// <summary>Which files have got another name: those that share half of their lines or more, as git sees it.</summary>
static class RenamedFiles
{
    /// <summary>More files of a change are not compared.</summary>
    const int MostFiles = 1_000;
    /// <summary>A line that so many files have tells nothing.</summary>
    const int MostWithLine = 50;

    /// <summary>Each file of before with the one that it has become, the most alike first; no file has become two, and none was two.</summary>
    public static IEnumerable<(string Before, string After)> Of(ImmutableArray<SourceText> gone, ImmutableArray<SourceText> come)
    {
        var before = gone.DistinctBy(source => source.Path).Take(MostFiles).Select(source => (source.Path, Lines: LinesOf(source))).ToList();
        var holders = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var i = 0; i < before.Count; i++)
        {
            foreach (var line in before[i].Lines)
            {
                if (!holders.TryGetValue(line, out var files)) holders[line] = files = [];
                if (files.Count < MostWithLine) files.Add(i);
            }
        }
        var alike = new List<(int Before, string After, double Share)>();
        foreach (var source in come.DistinctBy(source => source.Path).Take(MostFiles))
        {
            var lines = LinesOf(source);
            var shared = new Dictionary<int, int>();
            foreach (var i in lines.SelectMany(line => holders.GetValueOrDefault(line) ?? [])) shared[i] = shared.GetValueOrDefault(i) + 1;
            alike.AddRange(shared.Select(pair => (pair.Key, source.Path, 2.0 * pair.Value / (before[pair.Key].Lines.Count + lines.Count))).Where(pair => pair.Item3 >= 0.5));
        }
        var (wasUsed, isUsed) = (new HashSet<int>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var (i, after, _) in alike.OrderByDescending(pair => pair.Share).ThenBy(pair => pair.After, StringComparer.Ordinal).ThenBy(pair => pair.Before))
        {
            if (!wasUsed.Contains(i) && isUsed.Add(after) && wasUsed.Add(i)) yield return (before[i].Path, after);
        }
    }

    static HashSet<string> LinesOf(SourceText source) =>
        [.. Enumerable.Range(0, source.LineCount).Select(line => source[source.LineSpan(line)].Trim()).Where(line => line.Length > 0)];
}
