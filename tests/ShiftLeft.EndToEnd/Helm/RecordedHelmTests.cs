using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ShiftLeft.EndToEnd.Helm;

/// <summary>
/// Helm 4.3, of which no npm package holds a program yet. What it once answered is the oracle here, and as far as it changed nothing, the real
/// helm of the line before.
/// </summary>
public sealed partial class RecordedHelmTests
{
    [Theory]
    [InlineData("4.3")]
    [InlineData(null)]
    public void Templates_are_cut_as_it_cut_them(string? line)
    {
        var folder = Path.Combine(Repository.Scratch("recorded"), line ?? "default");
        Directory.CreateDirectory(Path.Combine(folder, "templates"));
        File.WriteAllText(Path.Combine(folder, "Chart.yaml"), "apiVersion: v2\nname: c\nversion: 1.0.0\n");
        var wrong = new List<string>();
        foreach (var item in Answers())
        {
            var template = item.GetProperty("template").GetString()!;
            File.WriteAllText(Path.Combine(folder, "templates", "t.yaml"), template);
            var ours = OurRender.Of(line, folder);
            var answer = item.GetProperty("helm4.3.1");
            var isSame = answer.TryGetProperty("out", out var output)
                ? ours.ExitCode == 0 && ours.Output == output.GetString()
                : ours.ExitCode != 0 && ours.Error.StartsWith("shiftleft: error: " + answer.GetProperty("error").GetString()!["Error: ".Length..], StringComparison.Ordinal);
            if (!isSame) wrong.Add($"{JsonSerializer.Serialize(template)}\n  Helm: {answer}\n  here: {JsonSerializer.Serialize(ours.Output)} {ours.Error}");
        }
        Assert.Empty(wrong);
    }

    public static IEnumerable<TheoryDataRow<string, string>> Cases() =>
        from row in HelmOracleTests.Cases()
        let data = row.Data
        // It prints what a helm is and can, and cuts where this one cuts otherwise.
        where data.Item3 == "4.2" && data.Item1 != "tests/charts/release"
        select new TheoryDataRow<string, string>(data.Item1, data.Item2);

    /// <summary>All else that a chart can see is as before: the documents are the same but for the blank lines behind them.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void It_prints_the_documents_of_the_helm_before(string chart, string values)
    {
        string[] arguments = [chart, "--namespace", "shop-ns", "--kube-version", "1.36.0", .. values.Length == 0 ? (string[])[] : ["-f", $"{chart}/{values}"]];
        var helm = RealHelm.Template("4.2", Repository.Root, ["shop", .. arguments]);
        var ours = OurRender.Of("4.3", arguments);
        Assert.True(helm.ExitCode == 0, helm.Error);
        Assert.True(ours.ExitCode == 0, ours.Error);
        Assert.Equal(DocumentsOf(helm.Output), DocumentsOf(ours.Output));
    }

    static IEnumerable<string> DocumentsOf(string output) => Source().Split(output).Select(document => document.TrimEnd());

    static IEnumerable<JsonElement> Answers()
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(Repository.Root, "tests", "verdicts", "helm-splitting.jsonl.gz")), CompressionMode.Decompress));
        // The first line says whose answers they are.
        reader.ReadLine();
        while (reader.ReadLine() is { } line) yield return JsonDocument.Parse(line).RootElement;
    }

    [GeneratedRegex("^---\n(?=# Source: )", RegexOptions.Multiline)]
    private static partial Regex Source();
}
