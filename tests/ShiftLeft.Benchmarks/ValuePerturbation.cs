using System.Diagnostics;
using System.Globalization;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Helm;
using ShiftLeft.Helm.Rendering;
using ShiftLeft.Hosting;
using ShiftLeft.Text;
using ShiftLeft.Tracing;

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
                string? first = null;
                Compare(rendering, changed, scalar, ref explained, ref unexplained, ref linearChanged, ref linearSame, ref first);
                if (unexplained == before.unexplained) clean++;
                else Console.WriteLine($"unexplained\t{id}\t{scalar.Path}\t{unexplained - before.unexplained} of {unexplained + explained - before.unexplained - before.explained}\t{first}");
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

    static void Compare(HelmTemplate rendering, string changed, ValueProvenance key, ref long explained, ref long unexplained, ref long linearChanged, ref long linearSame, ref string? first)
    {
        var after = Documents(changed);
        foreach (var same in rendering.Manifests.GroupBy(manifest => manifest.File.Path))
        {
            foreach (var (manifest, other) in Pairs([.. same], after.GetValueOrDefault(same.Key, [])))
                Compare(manifest.Text, other, key, ref explained, ref unexplained, ref linearChanged, ref linearSame, ref first);
        }
    }

    /// <summary>The documents of one template with what became of each; the empty text where it vanished.</summary>
    static IEnumerable<(Manifest, string)> Pairs(List<Manifest> before, List<(string Kind, string Text)> after)
    {
        // As many of a kind as before are the same ones in the same order; else their names tell, and what is left over is in order again.
        var other = new string?[before.Count];
        foreach (var kind in before.Select((manifest, i) => (manifest.Kind, i)).GroupBy(one => one.Kind, one => one.i).Select(group => (group.Key, Indices: group.ToList())))
        {
            var same = after.Where(one => one.Kind == kind.Key).ToList();
            if (same.Count != kind.Indices.Count) continue;
            for (var i = 0; i < same.Count; i++) other[kind.Indices[i]] = same[i].Text;
            after = [.. after.Except(same)];
        }
        for (var i = 0; i < before.Count; i++)
        {
            if (other[i] is not null || after.FindIndex(one => NameOf(one.Text) == NameOf(before[i].Text.Text)) is not (>= 0 and var at)) continue;
            other[i] = after[at].Text;
            after.RemoveAt(at);
        }
        if (after.Count == other.Count(text => text is null))
        {
            for (var i = 0; i < before.Count; i++)
            {
                if (other[i] is not null) continue;
                other[i] = after[0].Text;
                after.RemoveAt(0);
            }
        }
        return before.Zip(other, (manifest, text) => (manifest, text ?? ""));
    }

    static void Compare(TracedText traced, string other, ValueProvenance key, ref long explained, ref long unexplained, ref long linearChanged, ref long linearSame, ref string? first)
    {
        var text = traced.Text;
        var (before, after) = (text.TrimEnd('\n').Split('\n'), other.TrimEnd('\n').Split('\n'));
        var (isChanged, isTouched) = (new bool[text.Length + 1], new bool[text.Length + 1]);
        var start = 0;
        var pairs = Pairs(before, after);
        for (var i = 0; i < before.Length; start += before[i].Length + 1, i++)
        {
            if (pairs[i] is { } same && after[same] == before[i]) continue;
            Array.Fill(isTouched, true, start, before[i].Length);
            var line = pairs[i] is { } changed ? after[changed] : "";
            var prefix = 0;
            while (prefix < line.Length && prefix < before[i].Length && line[prefix] == before[i][prefix]) prefix++;
            var suffix = 0;
            while (suffix < line.Length - prefix && suffix < before[i].Length - prefix && line[^(suffix + 1)] == before[i][^(suffix + 1)]) suffix++;
            Array.Fill(isChanged, true, start + prefix, before[i].Length - suffix - prefix);
        }
        var isMarked = false;
        foreach (var run in traced.Runs)
        {
            // What was chosen over the key has a mark of that before it.
            var names = isMarked || Names(run.From, key) || Frames(run.Frame, key);
            isMarked = names && run.Length == 0;
            // What is appended to a value leaves its first characters as they are; its line tells that it changed.
            if (run is { IsLinear: true, Length: > 0 } && run.From == key)
            {
                if (isTouched[run.Start]) linearChanged += run.Length;
                else linearSame += run.Length;
            }
            for (var c = run.Start; c < run.End; c++)
            {
                if (!isChanged[c] || char.IsWhiteSpace(text[c])) continue;
                if (names) explained++;
                else if (unexplained++ >= 0) first ??= $"`{text[c..run.End].ReplaceLineEndings("\\n")}` comes from {run.From}";
            }
        }
    }

    /// <summary>The documents of a printed rendering, by the template.</summary>
    static Dictionary<string, List<(string Kind, string Text)>> Documents(string printed)
    {
        var documents = new Dictionary<string, List<(string, string)>>();
        foreach (var part in ("\n" + printed).Split("\n---\n# Source: ", StringSplitOptions.RemoveEmptyEntries))
        {
            var end = part.IndexOf('\n', StringComparison.Ordinal);
            if (end < 0) continue;
            var text = part[(end + 1)..];
            var kind = text.Split('\n').FirstOrDefault(line => line.StartsWith("kind:", StringComparison.Ordinal))?[5..].Trim(' ', '"') ?? "";
            if (!documents.TryGetValue(part[..end], out var list)) documents[part[..end]] = list = [];
            list.Add((kind, text));
        }
        return documents;
    }

    static string NameOf(string document)
    {
        var lines = document.Split('\n');
        var metadata = Array.FindIndex(lines, line => line.StartsWith("metadata:", StringComparison.Ordinal));
        return metadata < 0 ? "" : lines.Skip(metadata).FirstOrDefault(line => line.TrimStart().StartsWith("name:", StringComparison.Ordinal)) ?? "";
    }

    /// <summary>For each line the line of the other text that it stays or becomes; null where it vanishes.</summary>
    static int?[] Pairs(string[] one, string[] other)
    {
        var pairs = new int?[one.Length];
        var head = 0;
        while (head < one.Length && head < other.Length && one[head] == other[head]) pairs[head] = head++;
        var tail = 0;
        while (tail < one.Length - head && tail < other.Length - head && one[^(tail + 1)] == other[^(tail + 1)]) pairs[one.Length - ++tail] = other.Length - tail;
        var (n, m) = (one.Length - head - tail, other.Length - head - tail);
        if (n == m)
        {
            for (var i = 0; i < n; i++) pairs[head + i] = head + i;
            return pairs;
        }
        if ((long)n * m > 30_000_000) return pairs;
        var common = Enumerable.Range(0, n + 1).Select(_ => new int[m + 1]).ToArray();
        for (var i = n - 1; i >= 0; i--)
        {
            for (var j = m - 1; j >= 0; j--) common[i][j] = one[head + i] == other[head + j] ? common[i + 1][j + 1] + 1 : Math.Max(common[i + 1][j], common[i][j + 1]);
        }
        for (int i = 0, j = 0; i < n && j < m;)
        {
            if (one[head + i] == other[head + j]) pairs[head + i++] = head + j++;
            else if (common[i + 1][j] >= common[i][j + 1]) i++;
            else j++;
        }
        return pairs;
    }

    static bool Names(Provenance? from, ValueProvenance key) => from?.Walk().Contains(key) == true;

    static bool Frames(Frame? frame, ValueProvenance key)
    {
        for (var at = frame; at is not null; at = at.Outer)
        {
            if (at.Cause is { } cause && Names(cause, key)) return true;
        }
        return false;
    }
}
