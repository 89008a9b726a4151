using System.Formats.Tar;
using System.IO.Compression;
using ShiftLeft.Files;
using ShiftLeft.Helm;
using ShiftLeft.Policy;
using ShiftLeft.Tracing;

namespace ShiftLeft.Tests.Hostile;

/// <summary>No chart, and no number of charts, costs more than a scan may; the others are judged.</summary>
public sealed class ChartBudgetTests
{
    static readonly KeyValuePair<string, string> Other = new("other.yaml", HostileText.Pod);

    [Fact]
    public void Aliases_of_aliases_end_within_the_budget_of_a_chart()
    {
        var files = new List<KeyValuePair<string, string>> { Other };
        for (var (depth, folder) = (0, "c0"); depth < 7; folder += $"/charts/c{++depth}")
            files.Add(new($"{folder}/Chart.yaml", Chart($"c{depth}", depth == 6 ? "" : HostileText.Repeat($"- {{name: c{depth + 1}, version: 1.0.0, alias: a#}}\n", 8))));
        AssertSaid("takes more than 20,000,000 steps to render", HostileText.Scan(files.Select(file => new KeyValuePair<string, string>(file.Key, Numbered(file.Value)))));
    }

    [Fact]
    public void Dependencies_in_a_diamond_end_at_a_number_of_charts()
    {
        var files = new List<KeyValuePair<string, string>> { Other };
        for (var i = 0; i < 19; i++)
            files.Add(new($"d{i}/Chart.yaml", Chart($"d{i}", i == 18 ? "" : $"- {{name: d{i + 1}, version: 1.0.0, repository: 'file://../d{i + 1}'}}\n- {{name: d{Math.Min(i + 2, 18)}, version: 1.0.0, repository: 'file://../d{Math.Min(i + 2, 18)}'}}\n")));
        var tree = new MemoryTree(files);
        AssertSaid("d0", Scan.Run(new(tree, ["d0", "other.yaml"]) { Today = new(2026, 7, 1) }));
    }

    [Theory]
    [InlineData(ScanBudget.MostSteps, 0, "the chart is not rendered: the charts of this scan take more than 600,000,000 steps in all")]
    [InlineData(0, ScanBudget.MostCharacters, "the chart is not rendered: the charts of this scan write more than 1024 Mi characters in all")]
    public void What_others_have_spent_is_gone(long steps, long characters, string expected)
    {
        var budget = new ScanBudget();
        Assert.Empty(Render(budget).Problems);
        budget.Take(steps, characters);
        var late = Render(budget);
        Assert.Empty(late.Documents);
        Assert.Contains(expected, Assert.Single(late.Problems).Message);
    }

    [Fact]
    public void Values_of_all_charts_have_a_budget()
    {
        var budget = new ScanBudget();
        Assert.Empty(Render(budget).Problems);
        Assert.Throws<BudgetException>(() => budget.TakeValues(ScanBudget.MostValues));
        Assert.Contains("is not rendered: the values files of this scan's charts hold more than 600,000 values in all", Assert.Single(Render(budget).Problems).Message);
        budget = new();
        Assert.Throws<BudgetException>(() => budget.TakeNodes(ScanBudget.MostNodes));
        Assert.Contains("is not judged: the charts of this scan render to more than 1,500,000 values in all", Assert.Single(Render(budget).Problems).Message);
    }

    [Fact]
    public void A_rendering_pays_with_what_it_uses()
    {
        var budget = new ScanBudget();
        Render(budget);
        Assert.True(budget.Steps < ScanBudget.MostSteps && budget.Characters < ScanBudget.MostCharacters && budget.Values < ScanBudget.MostValues && budget.Nodes < ScanBudget.MostNodes);
    }

    [Fact]
    public void Archives_have_a_budget_and_are_let_go()
    {
        var budget = new ScanBudget();
        var tree = new TreeWithArchive(Pack(("s/Chart.yaml", Chart("s", "")), ("s/templates/p.yaml", HostileText.Pod), ("s/zeros", new string('\0', 4_000_000))));
        var rendered = BuiltinRenderer.Render(tree, "c", ChartEnvironment.Only, new(2026, 7, 1), [], budget)!;
        Assert.Single(rendered.Documents);
        Assert.InRange(ScanBudget.MostUnpacked - budget.Unpacked, 4_000_000, 5_000_000);
        budget.TakeUnpacked(ScanBudget.MostUnpacked - 1_000_000);
        Assert.Contains("the archives of this scan unpack to more than 1024 MiB in all", Assert.Single(BuiltinRenderer.Render(tree, "c", ChartEnvironment.Only, new(2026, 7, 1), [], budget)!.Problems).Message);
    }

    static RenderedChart Render(ScanBudget budget) =>
        BuiltinRenderer.Render(new MemoryTree([new("c/Chart.yaml", Chart("c", "")), new("c/values.yaml", "a: [b]\n"), new("c/templates/p.yaml", HostileText.Pod + "# {{ .Values.a }}\n")]), "c", ChartEnvironment.Only, new(2026, 7, 1), [], budget)!;

    static string Chart(string name, string dependencies) => $"apiVersion: v2\nname: {name}\nversion: 1.0.0\n{(dependencies.Length == 0 ? "" : "dependencies:\n" + dependencies)}";

    /// <summary>Each hash is a number of its own.</summary>
    static string Numbered(string text)
    {
        var parts = text.Split('#');
        return string.Concat(parts.Select((part, i) => i + 1 < parts.Length ? $"{part}{i}" : part));
    }

    static void AssertSaid(string expected, Report report)
    {
        Assert.Contains(report.Of("SL0102"), finding => finding.Message.Contains(expected, StringComparison.Ordinal));
        Assert.Equal(Outcome.Failed, report.Verdict.Outcome);
        Assert.Contains(report.Of("SL2102"), finding => finding.Location.Path == "other.yaml");
    }

    static byte[] Pack(params (string Path, string Text)[] files)
    {
        using var bytes = new MemoryStream();
        using (var zip = new GZipStream(bytes, CompressionLevel.Fastest))
        using (var tar = new TarWriter(zip))
        {
            foreach (var (path, text) in files)
            {
                using var data = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = data });
            }
        }
        return bytes.ToArray();
    }

    /// <summary>A chart with an archive of another below it.</summary>
    sealed class TreeWithArchive(byte[] archive) : FileTree
    {
        readonly MemoryTree inner = new([new("c/Chart.yaml", Chart("c", "")), new("c/charts/s.tgz", "")]);

        public override System.Collections.Immutable.ImmutableArray<TreeEntry> List(string folder) => inner.List(folder);

        public override bool FileExists(string path) => inner.FileExists(path);

        public override FileRead Read(string path) => path == "c/charts/s.tgz" ? FileRead.Of(archive) : inner.Read(path);
    }
}
