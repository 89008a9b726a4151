using System.Collections.Immutable;
using ShiftLeft.Files;
using ShiftLeft.Helm;
using ShiftLeft.Rules;
using ShiftLeft.Tracing;

namespace ShiftLeft.Policy;

/// <summary>Renders each chart once for every environment that the policy declares for it.</summary>
static class ChartRendering
{
    public static ImmutableArray<RenderedChart> Render(FileTree tree, ImmutableArray<string> charts, PolicyFile policy, HelmCommand? helm, DateOnly today, Guard guard)
    {
        var budget = new ScanBudget();
        return [.. charts.SelectMany(chart => RenderAll(tree, chart, charts, policy, helm, today, guard, budget))];
    }

    static IEnumerable<RenderedChart> RenderAll(FileTree tree, string chart, ImmutableArray<string> charts, PolicyFile policy, HelmCommand? helm, DateOnly today, Guard guard, ScanBudget budget)
    {
        ImmutableArray<RenderedChart> all =
        [
            .. from environment in policy.Charts.FirstOrDefault(known => known.Path == chart) is { Environments: { IsEmpty: false } declared } ? declared : [ChartEnvironment.Only]
               let rendered = guard.Try(TreePath.Join(chart, "Chart.yaml"), "rendering the chart of", () =>
                   policy.HelmEngine == HelmEngine.Cli ? HelmRenderer.Render(tree, chart, environment, helm) : BuiltinRenderer.Render(tree, chart, environment with { ChecksSchemas = policy.ChecksSchemas }, today, charts, budget))
               where rendered is not null
               select rendered,
        ];
        return all.Select(rendered => rendered with { Renderings = all });
    }
}
