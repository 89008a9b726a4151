using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace ShiftLeft.Tests.Verdicts;

/// <summary>Recorded answers of a real program (<c>tests/verdicts/NAME.jsonl.gz</c>), with what we answer otherwise and why (<c>NAME.differs.txt</c>).</summary>
sealed class VerdictFile
{
    const int Shown = 25;

    readonly string name;
    readonly ImmutableArray<(string Id, JsonElement Case)> cases;
    readonly ImmutableDictionary<(string Id, string Question), string> differing;

    VerdictFile(string name, ImmutableArray<(string, JsonElement)> cases, ImmutableDictionary<(string, string), string> differing) =>
        (this.name, this.cases, this.differing) = (name, cases, differing);

    public IEnumerable<JsonElement> Cases => cases.Select(item => item.Case);

    public static VerdictFile Read(string name)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(PathOf($"{name}.jsonl.gz")), CompressionMode.Decompress), Encoding.UTF8);
        var head = JsonDocument.Parse(reader.ReadLine() ?? "").RootElement;
        Assert.All(new[] { "program", "version", "date" }, key => Assert.False(string.IsNullOrWhiteSpace(head.GetProperty(key).GetString())));
        var cases = ImmutableArray.CreateBuilder<(string, JsonElement)>();
        while (reader.ReadLine() is { } line)
        {
            var item = JsonDocument.Parse(line).RootElement;
            cases.Add((item.TryGetProperty("id", out var id) ? id.GetString()! : cases.Count.ToString("00000", CultureInfo.InvariantCulture), item));
        }
        Assert.Equal(head.GetProperty("cases").GetInt32(), cases.Count);
        return new(name, cases.ToImmutable(), ReadDiffering(name));
    }

    /// <summary>
    /// Asks every case. <paramref name="compare"/> gives the questions of a case that are answered differently, with both answers in words; whatever is
    /// not listed with its reason fails, and so does what is listed and agrees.
    /// </summary>
    public void Ask(Func<JsonElement, IEnumerable<(string Question, string Difference)>> compare)
    {
        var found = cases.AsParallel().AsOrdered().SelectMany(item => compare(item.Case).Select(answer => (item.Id, answer.Question, answer.Difference))).ToList();
        var unlisted = found.Where(difference => !differing.ContainsKey((difference.Id, difference.Question))).ToList();
        var agreeing = differing.Keys.Except(found.Select(difference => (difference.Id, difference.Question))).Order().ToList();

        var report = new StringBuilder();
        foreach (var group in found.GroupBy(difference => difference.Question).OrderBy(group => group.Key, StringComparer.Ordinal))
            report.Append(CultureInfo.InvariantCulture, $"{name}: {group.Key} differs in {group.Count()} of {cases.Length} cases ({100.0 * (cases.Length - group.Count()) / cases.Length:0.00} % agree)\n");
        if (unlisted.Count > 0) report.Append(CultureInfo.InvariantCulture, $"{unlisted.Count} differ and are not listed in tests/verdicts/{name}.differs.txt:\n");
        foreach (var difference in unlisted.Take(Shown)) report.Append(CultureInfo.InvariantCulture, $"{difference.Id} {difference.Question}  {difference.Difference}\n");
        if (agreeing.Count > 0) report.Append(CultureInfo.InvariantCulture, $"{agreeing.Count} are listed and agree; take them off:\n");
        foreach (var (id, question) in agreeing.Take(Shown)) report.Append(CultureInfo.InvariantCulture, $"{id} {question}\n");
        // All of it, for who works on the differences.
        if (Environment.GetEnvironmentVariable("VERDICTS_OUT") is { Length: > 0 } folder)
            File.WriteAllLines(Path.Combine(folder, $"{name}.txt"), found.Select(difference => $"{difference.Id} {difference.Question}  {difference.Difference}"));
        Assert.True(unlisted.Count == 0 && agreeing.Count == 0, report.ToString());
    }

    /// <summary>Something of every case.</summary>
    public IEnumerable<T> Select<T>(Func<JsonElement, T> of) => cases.Select(item => of(item.Case));

    static ImmutableDictionary<(string, string), string> ReadDiffering(string name)
    {
        var path = PathOf($"{name}.differs.txt");
        var differing = ImmutableDictionary.CreateBuilder<(string, string), string>();
        foreach (var line in File.Exists(path) ? File.ReadLines(path) : [])
        {
            if (line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is not [var id, var question, { Length: > 0 } reason])
                throw new FormatException($"{name}.differs.txt: `{line}` is no id, question and reason");
            differing.Add((id, question), reason);
        }
        return differing.ToImmutable();
    }

    static string PathOf(string file) => Path.Combine(TidyTests.Root, "tests", "verdicts", file);
}
