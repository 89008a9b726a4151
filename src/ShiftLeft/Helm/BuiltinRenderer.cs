using System.Collections.Immutable;
using ShiftLeft.Files;
using ShiftLeft.Go.Template;
using ShiftLeft.Helm.Charts;
using ShiftLeft.Text;
using ShiftLeft.Tracing;

namespace ShiftLeft.Helm;

/// <summary>Renders charts in process, as <c>helm template</c> does, and knows where every character comes from.</summary>
static class BuiltinRenderer
{
    /// <summary>One rendering of a chart; what cannot be rendered is a problem of it.</summary>
    /// <param name="tree">The files.</param>
    /// <param name="folder">The chart's folder.</param>
    /// <param name="environment">Values and release.</param>
    /// <param name="today">The day of the scan.</param>
    /// <param name="neighbours">Folders of other charts of the tree, which may stand in for dependencies that nobody has brought.</param>
    /// <param name="budget">What the charts of the scan have left.</param>
    /// <returns>Null for a library chart, which renders to nothing by itself.</returns>
    public static RenderedChart? Render(FileTree tree, string folder, ChartEnvironment environment, DateOnly today, ImmutableArray<string> neighbours, ScanBudget budget)
    {
        // Helm renders all or nothing; what can be judged is judged here, and the rest is said.
        var rendering = Render(tree, folder, environment, HelmProfile.Default, today, leniently: true, neighbours, budget);
        try
        {
            return rendering.Chart is { IsLibrary: true } ? null : Result(rendering, folder, environment);
        }
        finally
        {
            foreach (var archive in rendering.Archives) archive.Release();
        }
    }

    static RenderedChart Result(HelmTemplate rendering, string folder, ChartEnvironment environment) => new(folder, environment, [.. rendering.Documents()], [.. rendering.Problems()])
    {
        Remarks = [.. rendering.Remarks()],
        ValuesFiles = [.. rendering.ValuesFiles],
        OtherValuesFiles = [.. rendering.OtherValuesFiles],
        Templates = [.. rendering.Templates],
        IsPartial = rendering.IsPartial,
        Holes = [.. rendering.Holes],
        Borrowed = [.. rendering.Borrowed],
        FilesRead = [.. rendering.FilesRead],
    };

    /// <summary>One rendering with all that came of it.</summary>
    public static HelmTemplate Render(FileTree tree, string folder, ChartEnvironment environment, HelmProfile profile, DateOnly today, bool leniently, ImmutableArray<string> neighbours = default, ScanBudget? all = null)
    {
        var rendering = new HelmTemplate(folder, environment, profile) { Neighbours = neighbours };
        var budget = new RenderBudget(all);
        try
        {
            budget.All.TakeNodes(0);
            rendering.Run(tree, new(profile, today, budget) { IsLenient = leniently });
            budget.All.TakeNodes(rendering.Manifests.Sum(manifest => manifest.Yaml.Documents.Sum(document => document.Weight)));
        }
        catch (ChartException exception)
        {
            rendering.Fail(exception.Message, exception.Place);
        }
        catch (ExecutionException exception)
        {
            rendering.Fail(exception);
        }
        catch (BudgetException exception)
        {
            rendering.Fail($"the chart {exception.Message}", null);
        }
        finally
        {
            budget.Settle();
        }
        return rendering;
    }
}
