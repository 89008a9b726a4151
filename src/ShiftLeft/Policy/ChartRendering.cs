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
               let rendered = guard.Try(TreePath.Join(chart, "Chart.yaml"), "rendering the chart of", () => policy.HelmEngine == HelmEngine.Cli ? WithHelm(environment) : Builtin(environment))
               where rendered is not null
               select rendered,
        ];
        return all.Select(rendered => rendered with { Renderings = all });

        RenderedChart? Builtin(ChartEnvironment environment) => BuiltinRenderer.Render(tree, chart, environment with { ChecksSchemas = policy.ChecksSchemas }, today, charts, budget);

        // Helm renders all or nothing; what can be rendered without it is judged all the same, and helm's word is told where that fails.
        RenderedChart? WithHelm(ChartEnvironment environment)
        {
            var rendered = HelmRenderer.Render(tree, chart, environment, helm);
            if (rendered?.Problems is not [{ Code: HelmRenderer.Refused } refused] || Builtin(environment) is not { } own) return rendered;
            return own with { Problems = [own.Problems is [var first, ..] ? refused with { Location = first.Location } : refused], Remarks = [], IsPartial = true };
        }
    }
}
