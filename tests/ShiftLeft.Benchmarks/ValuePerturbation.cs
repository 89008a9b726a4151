using System.Diagnostics;
using System.Globalization;
using System.Text;
using ShiftLeft.Helm;
using ShiftLeft.Helm.Templates;
using ShiftLeft.Helm.Tracing;
using ShiftLeft.Hosting;
using ShiftLeft.Text;

namespace ShiftLeft.Benchmarks;

/// <summary>
/// Changes one value of a chart, renders with the real helm, and asks whether just those characters change that say they come from it. A character
/// comes from a value as data, or because a condition read it.
/// </summary>
static class ValuePerturbation
{
    public static int Run(string folder, string helm, int pairs)
    {
        var charts = File.ReadLines(Path.Combine(folder, "cases42.tsv")).Skip(1).Select(line => line.Split('\t')).Where(cells => cells[1] == "default" && cells[2] == "0").Select(cells => cells[0]).ToList();
        var perChart = Math.Max(1, (pairs + charts.Count - 1) / charts.Count) + 1;
        var (done, failed, explained, unexplained, linearChanged, linearSame, clean) = (0, 0, 0L, 0L, 0L, 0L, 0);
        var random = new Random(20260101);
        foreach (var id in charts.OrderBy(_ => random.Next()))
        {
            if (done >= pairs) break;
            var root = Path.Combine(folder, "charts", id);
            var golden = Path.Combine(folder, "golden", id, "default.h42.yaml");
            if (File.Exists(golden.Replace(".h42.", ".h42.2.", StringComparison.Ordinal))) continue;
            var rendering = BuiltinRenderer.Render(new DiskTree(root), "", new(null, [], [], Release: "x"), HelmProfile.Default, new(2026, 1, 1), leniently: false);
            if (rendering.Failure is not null || Manifests.Print(rendering.Manifests) != File.ReadAllText(golden)) continue;
            var scalars = new List<ValueProvenance>();
            Collect(rendering.Chart!.Values, rendering.Chart.ValuesFile, scalars);
            foreach (var scalar in scalars.OrderBy(_ => random.Next()).Take(perChart))
            {
                if (Edit(scalar) is not { } edited || Helm(helm, root, edited) is not { } changed)
                {
                    failed++;
                    continue;
                }
                done++;
                var before = (explained, unexplained);
                Compare(rendering, changed, scalar, ref explained, ref unexplained, ref linearChanged, ref linearSame);
                if (unexplained == before.unexplained) clean++;
                else Console.WriteLine($"unexplained\t{id}\t{scalar.Path}\t{unexplained - before.unexplained} of {unexplained + explained - before.unexplained - before.explained}");
            }
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done} pairs ({failed} more that helm refuses): {explained:N0} changed characters name the key, {unexplained:N0} do not ({100.0 * explained / Math.Max(1, explained + unexplained):0.00} %); {clean} pairs ({100.0 * clean / Math.Max(1, done):0.00} %) without any that does not"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"of the characters that are the value's own {linearChanged:N0} changed, {linearSame:N0} did not ({100.0 * linearChanged / Math.Max(1, linearChanged + linearSame):0.00} %)"));
        return 0;
    }

    static void Collect(Value value, SourceText? file, List<ValueProvenance> found)
    {
        switch (value)
        {
            case MapValue map:
                foreach (var entry in map.Entries.Sorted) Collect(entry.Value, file, found);
                break;
            case ListValue list:
                foreach (var item in list.Items) Collect(item, file, found);
                break;
            case StringValue { Text.Length: > 0 } or BoolValue or FloatValue when value.From is ValueProvenance from && from.Source == file && from.Source.LineOf(from.Value.Start) == from.Source.LineOf(from.Value.End):
                found.Add(from);
                break;
        }
    }

    /// <summary>The values file with another value of the same type.</summary>
    static string? Edit(ValueProvenance scalar)
    {
        var written = scalar.Source[scalar.Value];
        var other = written switch
        {
            "true" => "false",
            "false" => "true",
            ['"', .. var text, '"'] => $"\"{text}zq\"",
            ['\'', .. var text, '\''] => $"'{text}zq'",
            _ when long.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => (number + 1).ToString(CultureInfo.InvariantCulture),
            _ when char.IsAsciiLetter(written[0]) => written + "zq",
            _ => null,
        };
        return other is null ? null : scalar.Source.Content[..scalar.Value.Start] + other + scalar.Source.Content[scalar.Value.End..];
    }

    static string? Helm(string helm, string root, string values)
    {
        var copy = Directory.CreateTempSubdirectory("shiftleft-values-").FullName;
        try
        {
            foreach (var entry in Directory.EnumerateFileSystemEntries(root))
            {
                var target = Path.Combine(copy, Path.GetFileName(entry));
                if (Path.GetFileName(entry) == "values.yaml") File.WriteAllText(target, values);
                else if (Directory.Exists(entry)) Directory.CreateSymbolicLink(target, entry);
                else File.Copy(entry, target);
            }
            using var process = Process.Start(new ProcessStartInfo(helm, ["template", "x", copy, "--skip-schema-validation"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            error.GetAwaiter().GetResult();
            return process.ExitCode == 0 ? output : null;
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    static void Compare(Rendering rendering, string changed, ValueProvenance key, ref long explained, ref long unexplained, ref long linearChanged, ref long linearSame)
    {
        var (text, runs) = Whole(rendering);
        var (before, after) = (text.Split('\n'), changed.Split('\n'));
        var starts = new int[before.Length];
        for (var i = 1; i < before.Length; i++) starts[i] = starts[i - 1] + before[i - 1].Length + 1;
        var isChanged = new bool[text.Length + 1];
        var isTouched = new bool[text.Length + 1];
        foreach (var (from, to, newFrom, newTo) in Differences(before, after))
        {
            for (var i = from; i < to; i++)
            {
                Array.Fill(isTouched, true, starts[i], before[i].Length);
                var (line, other) = (before[i], to - from == newTo - newFrom ? after[newFrom + i - from] : "");
                var prefix = 0;
                while (prefix < line.Length && prefix < other.Length && line[prefix] == other[prefix]) prefix++;
                var suffix = 0;
                while (suffix < line.Length - prefix && suffix < other.Length - prefix && line[^(suffix + 1)] == other[^(suffix + 1)]) suffix++;
                for (var c = starts[i] + prefix; c < starts[i] + line.Length - suffix; c++) isChanged[c] = true;
            }
        }
        foreach (var (start, run) in runs)
        {
            var names = Names(run.From, key, 0) || Frames(run.Frame, key);
            var isOwn = run.IsLinear && run.From == key;
            // What is appended to a value leaves its first characters as they are; its line tells that it changed.
            if (isOwn && run.Length > 0 && isTouched[start]) linearChanged += run.Length;
            else if (isOwn) linearSame += run.Length;
            for (var c = start; c < start + run.Length; c++)
            {
                if (isChanged[c] && !char.IsWhiteSpace(text[c]))
                {
                    if (names) explained++;
                    else unexplained++;
                }
            }
        }
    }

    /// <summary>The printed whole, with the runs of its documents.</summary>
    static (string Text, List<(int Start, Run Run)> Runs) Whole(Rendering rendering)
    {
        var text = new StringBuilder();
        var runs = new List<(int, Run)>();
        foreach (var manifest in rendering.Manifests.OrderBy(manifest => manifest.HookTypes is null ? 0 : 1))
        {
            text.Append("---\n# Source: ").Append(manifest.File.Path).Append('\n');
            foreach (var run in manifest.Text.Runs) runs.Add((text.Length + run.Start, run));
            text.Append(manifest.Text.Text).Append('\n');
        }
        return (text.ToString(), runs);
    }

    static bool Names(Provenance? from, ValueProvenance key, int depth) =>
        from is not null && depth < 40 && (from == key || from.Inputs.Any(input => Names(input, key, depth + 1)));

    static bool Frames(Frame? frame, ValueProvenance key)
    {
        for (var at = frame; at is not null; at = at.Outer)
        {
            if (at.Cause is { } cause && Names(cause, key, 0)) return true;
        }
        return false;
    }

    /// <summary>The blocks of lines in which two texts differ.</summary>
    static IEnumerable<(int From, int To, int NewFrom, int NewTo)> Differences(string[] one, string[] other)
    {
        var (i, j) = (0, 0);
        while (i < one.Length || j < other.Length)
        {
            if (i < one.Length && j < other.Length && one[i] == other[j])
            {
                i++;
                j++;
                continue;
            }
            // The nearest pair of three equal lines ends the block.
            var (nextI, nextJ) = (one.Length, other.Length);
            for (var reach = 1; reach < 4_000 && nextI == one.Length; reach++)
            {
                for (var a = 0; a <= reach; a++)
                {
                    var b = reach - a;
                    if (i + a < one.Length && j + b < other.Length && Matches(one, i + a, other, j + b))
                    {
                        (nextI, nextJ) = (i + a, j + b);
                        break;
                    }
                }
                if (i + reach > one.Length && j + reach > other.Length) break;
            }
            yield return (i, nextI, j, nextJ);
            (i, j) = (nextI, nextJ);
        }
    }

    static bool Matches(string[] one, int i, string[] other, int j)
    {
        for (var k = 0; k < 3; k++)
        {
            if (i + k >= one.Length || j + k >= other.Length) return i + k >= one.Length && j + k >= other.Length;
            if (one[i + k] != other[j + k]) return false;
        }
        return true;
    }
}
