using System.Diagnostics;
using System.Globalization;
using ShiftLeft.Helm;
using ShiftLeft.Hosting;

namespace ShiftLeft.Benchmarks;

/// <summary>
/// How fast charts are rendered: in process, and as a program that renders and checks beside <c>helm template</c>, which only renders. The folder
/// is that of <see cref="ChartCorpus"/>.
/// </summary>
static class ChartBenchmark
{
    static readonly string[] Named =
    [
        "bitnami+charts/bitnami__postgresql", "prometheus-community+helm-charts/charts__kube-prometheus-stack", "argoproj+argo-helm/charts__argo-cd",
        "dotnet-architecture+eShopOnDapr/deploy__k8s__helm", "k8s-at-home+charts/charts__stable__sonarr",
    ];

    /// <param name="folder">The collection.</param>
    /// <param name="helm">The real helm.</param>
    /// <param name="program">Our native program; null to leave that part out.</param>
    public static int Run(string folder, string helm, string? program)
    {
        var charts = File.ReadLines(Path.Combine(folder, "cases42.tsv")).Skip(1).Select(line => line.Split('\t')).Where(cells => cells[1] == "default" && cells[2] == "0").Select(cells => cells[0]).ToList();
        // The first round compiles; what is cold is the program's start, which the second part measures.
        foreach (var chart in charts) Render(folder, chart);
        var times = charts.Select(chart => Median.Of(Enumerable.Range(0, 3).Select(_ => Median.Milliseconds(() => Render(folder, chart))))).Order().ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{charts.Count} charts in process, warm: median {times[times.Count / 2]:0.0} ms, 90 % within {times[times.Count * 9 / 10]:0.0} ms, slowest {times[^1]:0} ms"));
        var sum = 0.0;
        foreach (var chart in Named.Where(chart => Directory.Exists(Path.Combine(folder, "charts", chart))))
        {
            var (ours, helms) = (new List<double>(), new List<double>());
            for (var i = 0; i < 7; i++)
            {
                ours.Add(Median.Milliseconds(() => Render(folder, chart)));
                helms.Add(Median.Milliseconds(() => Start(helm, ["template", "x", Path.Combine(folder, "charts", chart)])));
            }
            sum += Median.Of(ours);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {chart}: {Median.Of(ours):0.0} ms in process, helm template {Median.Of(helms):0} ms"));
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  together {sum:0} ms"));
        if (program is null) return 0;
        var ratios = new List<double>();
        foreach (var chart in charts.Where((_, i) => i % (charts.Count / 20) == 0).Concat(Named).Where(chart => Directory.Exists(Path.Combine(folder, "charts", chart))))
        {
            var (ours, helms) = (new List<double>(), new List<double>());
            var path = Path.Combine(folder, "charts", chart);
            for (var i = 0; i < 7; i++)
            {
                ours.Add(Median.Milliseconds(() => Start(program, ["scan", path, "--fail-on", "never", "--format", "msbuild"])));
                helms.Add(Median.Milliseconds(() => Start(helm, ["template", "x", path])));
            }
            ratios.Add(Median.Of(ours) / Median.Of(helms));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {chart}: rendered and checked in {Median.Of(ours):0} ms, helm template {Median.Of(helms):0} ms, ratio {ratios[^1]:0.00}"));
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"native program, rendering and checking, against helm template, rendering: median ratio {Median.Of(ratios):0.00}, worst {ratios.Max():0.00}"));
        return 0;
    }

    static void Render(string folder, string chart) =>
        BuiltinRenderer.Render(new DiskTree(Path.Combine(folder, "charts", chart)), "", new(null, [], [], Release: "x"), HelmProfile.Default, new(2026, 1, 1), leniently: false);

    static void Start(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        error.GetAwaiter().GetResult();
    }
}
