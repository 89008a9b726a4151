using System.Collections.Immutable;
using ShiftLeft.Files;
using ShiftLeft.Helm;
using ShiftLeft.Rules;
using ShiftLeft.Tracing;
using ShiftLeft.Work;

namespace ShiftLeft.Policy;

/// <summary>Renders each chart once for every environment that the policy declares for it.</summary>
static class ChartRendering
{
    /// <summary>Charts whose renderings wait for what those before them have spent.</summary>
    const int ChartsAhead = 16;

    public static ImmutableArray<RenderedChart> Render(FileTree tree, ImmutableArray<string> charts, PolicyFile policy, HelmCommand? helm, DateOnly today, Guard guard, Workers workers)
    {
        var all = ImmutableArray.CreateBuilder<RenderedChart>();
        var budget = new ScanBudget();
        foreach (var some in charts.Chunk(workers.Count * ChartsAhead))
        {
            // Each begins with what is left for all of these, as if it came first.
            var before = budget.Fork();
            var ahead = workers.Select([.. some], chart =>
            {
                var own = before.Fork();
                return (Rendered: RenderAll(own, chart), Budget: own);
            });
            for (var i = 0; i < some.Length; i++) all.AddRange(budget.TryTake(before, ahead[i].Budget) ? ahead[i].Rendered : RenderAll(budget, some[i]));
        }
        return all.ToImmutable();

        ImmutableArray<RenderedChart> RenderAll(ScanBudget left, string chart) => [.. ChartRendering.RenderAll(tree, chart, charts, policy, helm, today, guard, left)];
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
