using System.Collections.Immutable;
using ShiftLeft.Files;
using ShiftLeft.Helm;
using ShiftLeft.Work;

namespace ShiftLeft.Policy;

/// <summary>Renders each chart once for every environment that the policy declares for it.</summary>
static class ChartRendering
{
    public static ImmutableArray<RenderedChart> Render(FileTree tree, ImmutableArray<string> charts, PolicyFile policy, HelmCommand? helm, DateOnly today, Workers workers) =>
        workers.SelectMany(charts, chart => RenderAll(tree, chart, charts, policy, helm, today));

    static IEnumerable<RenderedChart> RenderAll(FileTree tree, string chart, ImmutableArray<string> charts, PolicyFile policy, HelmCommand? helm, DateOnly today)
    {
        ImmutableArray<RenderedChart> all =
        [
            .. from environment in policy.Charts.FirstOrDefault(known => known.Path == chart) is { Environments: { IsEmpty: false } declared } ? declared : [ChartEnvironment.Only]
               let rendered = policy.HelmEngine == HelmEngine.Cli ? HelmRenderer.Render(tree, chart, environment, helm) : BuiltinRenderer.Render(tree, chart, environment with { ChecksSchemas = policy.ChecksSchemas }, today, charts)
               where rendered is not null
               select rendered,
        ];
        return all.Select(rendered => rendered with { Renderings = all });
    }
}
