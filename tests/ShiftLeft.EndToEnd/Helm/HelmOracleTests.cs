namespace ShiftLeft.EndToEnd.Helm;

/// <summary>Charts of our own, which together use every feature and every function, rendered by us and by the real helm: the same bytes.</summary>
public sealed class HelmOracleTests
{
    public static IEnumerable<TheoryDataRow<string, string, string>> Cases() =>
        from chart in Charts()
        from values in (string[])["", .. ValuesOf(chart)]
        from line in (string[])["3.17", "4.1", "4.2"]
        select new TheoryDataRow<string, string, string>(chart, values, line);

    [Theory]
    [MemberData(nameof(Cases))]
    public void We_print_what_helm_prints(string chart, string values, string line)
    {
        string[] arguments = values.Length == 0 ? [] : ["-f", $"{chart}/{values}"];
        var helm = RealHelm.Template(line, Repository.Root, ["shop", chart, "--namespace", "shop-ns", .. arguments]);
        var ours = CommandLine.Portable([], Repository.Root, ["render", chart, "--release-name", "shop", "--namespace", "shop-ns", "--helm", line, .. arguments]);
        Assert.Equal(helm.ExitCode == 0, ours.ExitCode == 0);
        Assert.Equal(helm.Output, ours.Output);
    }

    static IEnumerable<string> Charts() =>
        from folder in (string[])["samples", "tests/charts"]
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "Chart.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        let chart = Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(file)!).Replace('\\', '/')
        where !chart.Contains("/charts/", StringComparison.Ordinal) || chart.LastIndexOf("/charts/", StringComparison.Ordinal) == "tests".Length
        where !chart.Contains("/bin/", StringComparison.Ordinal) && !chart.Contains("/obj/", StringComparison.Ordinal)
        select chart;

    /// <summary>Values files beside a chart's own, and its cases.</summary>
    static IEnumerable<string> ValuesOf(string chart) =>
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, chart), "values.*.yaml").Concat(Directory.Exists(Path.Combine(Repository.Root, chart, "ci")) ? Directory.EnumerateFiles(Path.Combine(Repository.Root, chart, "ci"), "*.yaml") : []).Order(StringComparer.Ordinal)
        select Path.GetRelativePath(Path.Combine(Repository.Root, chart), file).Replace('\\', '/');
}
