using System.Collections.Immutable;
using System.Text;
using ShiftLeft.Files;
using ShiftLeft.Helm;
using ShiftLeft.Yaml;

namespace ShiftLeft.Policy;

/// <summary>Renders each chart once for every environment that the policy declares for it.</summary>
static class ChartRendering
{
    public static ImmutableArray<RenderedChart> Render(FileTree tree, ImmutableArray<string> charts, PolicyFile policy, HelmCommand? helm, DateOnly today) =>
    [
        .. from chart in charts
           from environment in policy.Charts.FirstOrDefault(known => known.Path == chart) is { Environments: { IsEmpty: false } declared } ? declared : [ChartEnvironment.Only]
           let rendered = policy.HelmEngine == HelmEngine.Cli ? HelmRenderer.Render(tree, chart, environment, helm) : BuiltinRenderer.Render(tree, chart, environment, today)
           where rendered is not null
           select rendered,
    ];

    /// <summary>The values files that fed the renderings, each once, for what their comments say.</summary>
    public static IEnumerable<YamlFile> ValuesFiles(FileTree tree, ImmutableArray<RenderedChart> charts) =>
        from path in charts.Where(chart => !chart.Documents.IsEmpty).SelectMany(chart => chart.Environment.Values.Prepend(TreePath.Join(chart.Folder, "values.yaml"))).Distinct()
        let read = tree.Read(path)
        where read.Error is null
        select YamlFile.Parse(new(path, Encoding.UTF8.GetString(read.Bytes.Span)));
}
