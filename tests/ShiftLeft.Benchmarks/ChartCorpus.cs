using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using ShiftLeft.Helm;
using ShiftLeft.Helm.Rendering;
using ShiftLeft.Hosting;
using ShiftLeft.Text;
using ShiftLeft.Tracing;
using ShiftLeft.Yaml;

namespace ShiftLeft.Benchmarks;

/// <summary>
/// Renders a collection of public charts and compares with what the real helm printed. The folder holds <c>cases.tsv</c> (chart, case, exit
/// code), <c>charts/</c> and <c>golden/CHART/CASE.h42.yaml</c>; a second rendering <c>CASE.h42.2.yaml</c> tells which lines are random.
/// </summary>
static class ChartCorpus
{
    sealed record Case(string Id, string Name, bool Renders, string? Values);

    public static int Run(string folder, string? only)
    {
        var cases = Read(folder).Where(one => only is null || $"{one.Id} {one.Name}".Contains(only, StringComparison.Ordinal)).ToList();
        var (parsed, rendered, identical, equal, linear, wrongSpans, wrongText) = (0, 0, 0, 0, 0L, 0L, 0);
        var differing = new List<string>();
        var times = new List<double>();
        foreach (var one in cases)
        {
            var root = Path.Combine(folder, "charts", one.Id);
            var watch = Stopwatch.StartNew();
            var environment = new ChartEnvironment(null, one.Values is null ? [] : [one.Values], [], Release: "x");
            var rendering = BuiltinRenderer.Render(new DiskTree(root), "", environment, HelmProfile.Helm42, new DateOnly(2026, 1, 1), leniently: false);
            times.Add(watch.Elapsed.TotalMilliseconds);
            if (rendering.Failure is not { } failure || !failure.Message.StartsWith("parse error", StringComparison.Ordinal)) parsed++;
            if (!one.Renders)
            {
                if (rendering.Failure is null && !rendering.Problems().Any()) differing.Add($"renders, helm does not\t{one.Id}\t{one.Name}");
                continue;
            }
            rendered++;
            var golden = File.ReadAllText(Golden(folder, one, ""));
            var second = File.Exists(Golden(folder, one, ".2")) ? File.ReadAllText(Golden(folder, one, ".2")) : null;
            if (rendering.Failure is { } problem)
            {
                differing.Add($"fails\t{one.Id}\t{one.Name}\t{problem.Message.ReplaceLineEndings(" ")}");
                continue;
            }
            var wrongBefore = wrongSpans;
            foreach (var file in rendering.Files) Check(file.Text, ref linear, ref wrongSpans);
            if (wrongSpans > wrongBefore) differing.Add($"wrong places\t{one.Id}\t{one.Name}\t{wrongSpans - wrongBefore}");
            var printed = Manifests.Print(rendering.Manifests);
            if (Same(printed, golden, second) is not { } difference)
            {
                identical++;
                equal++;
            }
            else
            {
                var isEqual = IsEqual(printed, golden, second);
                if (isEqual) equal++;
                differing.Add($"{(isEqual ? "bytes differ" : "content differs")}\t{one.Id}\t{one.Name}\t{difference}");
            }
            if (string.Concat(rendering.Files.Select(file => file.Text.Text)).Contains("<no value>", StringComparison.Ordinal)) wrongText++;
        }
        foreach (var line in differing) Console.WriteLine(line);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cases.Count} cases: {parsed} parse; of {rendered} that helm renders {identical} ({100.0 * identical / rendered:0.00} %) are byte-identical, {equal} ({100.0 * equal / rendered:0.00} %) equal as YAML"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{linear:N0} characters with a place, {wrongSpans} of them not what stands there; {wrongText} outputs with <no value>; median {Median.Of(times):0.0} ms, all {times.Sum():N0} ms"));
        return wrongSpans == 0 ? 0 : 1;
    }

    static IEnumerable<Case> Read(string folder)
    {
        foreach (var line in File.ReadLines(Path.Combine(folder, "cases42.tsv")).Skip(1))
        {
            var cells = line.Split('\t');
            string? values = null;
            if (cells[1] != "default")
            {
                var dash = cells[1].IndexOf('-', StringComparison.Ordinal);
                values = ((string[])[".yaml", ".yml"]).Select(ending => $"{cells[1][..dash]}/{cells[1][(dash + 1)..]}{ending}").FirstOrDefault(path => File.Exists(Path.Combine(folder, "charts", cells[0], path)));
                if (values is null) continue;
            }
            yield return new(cells[0], cells[1], cells[2] == "0", values);
        }
    }

    static string Golden(string folder, Case one, string second) => Path.Combine(folder, "golden", one.Id, $"{one.Name}.h42{second}.yaml");

    /// <summary>Every character that claims to stand somewhere stands there, though perhaps in the other case: <c>upper</c> keeps places.</summary>
    static void Check(TracedText text, ref long linear, ref long wrong)
    {
        foreach (var run in text.Runs)
        {
            if (!run.IsLinear || run.Length == 0) continue;
            linear += run.Length;
            var source = run.From switch { SourceProvenance from => from.Source, ValueProvenance from => from.Source, _ => null };
            if (source is null || run.Offset + run.Length > source.Content.Length || string.Compare(source.Content, run.Offset, text.Text, run.Start, run.Length, StringComparison.OrdinalIgnoreCase) != 0)
            {
                if (wrong == 0) Console.WriteLine($"first wrong place: `{text.Text.AsSpan(run.Start, Math.Min(40, run.Length))}` is not at {run.Offset} of {source?.Path} ({run.From})");
                wrong += run.Length;
            }
        }
    }

    /// <summary>Null where the texts are the same but for random lines; else the first difference.</summary>
    static string? Same(string ours, string golden, string? second)
    {
        var (mine, lines) = (ours.Split('\n'), golden.Split('\n'));
        var random = Random(lines, second?.Split('\n'));
        for (var i = 0; i < Math.Max(mine.Length, lines.Length); i++)
        {
            if (i < mine.Length && i < lines.Length && (mine[i] == lines[i] || random.Contains(i))) continue;
            return $"line {i + 1}: {(i < mine.Length ? mine[i] : "(end)")} | {(i < lines.Length ? lines[i] : "(end)")}";
        }
        return null;
    }

    static HashSet<int> Random(string[] one, string[]? other) =>
        other is null || other.Length != one.Length ? [] : [.. Enumerable.Range(0, one.Length).Where(i => one[i] != other[i])];

    static bool IsEqual(string ours, string golden, string? second)
    {
        var (mine, theirs) = (Leaves(ours), Leaves(golden));
        var other = second is null ? theirs : Leaves(second);
        return mine.Count == theirs.Count && theirs.All(leaf => mine.TryGetValue(leaf.Key, out var value) && (value == leaf.Value || (other.TryGetValue(leaf.Key, out var again) && again != leaf.Value)));
    }

    static Dictionary<string, string> Leaves(string text)
    {
        var leaves = new Dictionary<string, string>(StringComparer.Ordinal);
        var document = 0;
        foreach (var root in YamlFile.Parse(new SourceText("x", text)).Documents) Add(root, $"{document++}", leaves);
        return leaves;
    }

    static void Add(YamlNode node, string path, Dictionary<string, string> leaves)
    {
        if (node is YamlScalar scalar) leaves[path] = $"{scalar.IsPlain}{scalar.Value}";
        foreach (var entry in node.Entries) Add(entry.Value, $"{path}.{entry.Key.Value}", leaves);
        for (var i = 0; i < node.Items.Length; i++) Add(node.Items[i], $"{path}[{i}]", leaves);
    }
}
