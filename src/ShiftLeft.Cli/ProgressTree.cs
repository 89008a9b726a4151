using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Diagnostics;
using System.Globalization;
using ShiftLeft.Files;

namespace ShiftLeft.Cli;

/// <summary>A tree that knows from what is asked of it how far a scan is, and tells a person who watches.</summary>
sealed class ProgressTree : WrappedTree, IDisposable
{
    readonly ProgressLine line;
    readonly Stopwatch time = Stopwatch.StartNew();
    readonly ConcurrentDictionary<string, bool> begun = new(StringComparer.Ordinal);
    int reads;
    volatile Found? found;

    public ProgressTree(FileTree tree, Terminal terminal, TimeSpan? after = null) : base(tree) => line = new(terminal, Words, after);

    /// <summary>What there is to check, once that is known.</summary>
    public void Know(Discovered discovered) => found = new(
        discovered.Dockerfiles.Length + discovered.Manifests.Length,
        discovered.Charts.Select(chart => chart.EndsWith(".tgz", StringComparison.OrdinalIgnoreCase) ? chart : TreePath.Join(chart, "Chart.yaml")).ToFrozenSet(StringComparer.Ordinal));

    public override FileRead Read(string path)
    {
        Interlocked.Increment(ref reads);
        if (found is { } known && known.Charts.Contains(path)) begun.TryAdd(path, true);
        return base.Read(path);
    }

    /// <summary>Takes the line away again.</summary>
    public void Clear() => line.Clear();

    public void Dispose() => line.Dispose();

    /// <summary>That a chart is begun shows when it is opened; when all are, what is left is to check.</summary>
    string Words()
    {
        var done = found is not { } known ? $"looking for files: {Number(Volatile.Read(ref reads))} read"
            : begun.Count < known.Charts.Count ? $"rendering charts: {Number(begun.Count)} of {Number(known.Charts.Count)}"
            : $"checking {Number(known.Files)} {(known.Files == 1 ? "file" : "files")}{(known.Charts.Count > 0 ? $" and {Number(known.Charts.Count)} {(known.Charts.Count == 1 ? "chart" : "charts")}" : "")}";
        return string.Create(CultureInfo.InvariantCulture, $"{done}, {time.Elapsed.TotalSeconds:0} s");
    }

    static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <param name="Files">Dockerfiles and what may be manifests.</param>
    /// <param name="Charts">By the file that is read first of each.</param>
    sealed record Found(int Files, FrozenSet<string> Charts);
}
