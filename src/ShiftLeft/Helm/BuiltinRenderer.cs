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
    /// <returns>Null for a library chart, which renders to nothing by itself.</returns>
    public static RenderedChart? Render(FileTree tree, string folder, ChartEnvironment environment, DateOnly today)
    {
        var rendering = Render(tree, folder, environment, HelmProfile.Default, today, leniently: false);
        if (rendering.Chart is { IsLibrary: true }) return null;
        if (rendering is { Failure.IsIntended: true })
        {
            // The chart asks for values that nobody gave: helm's own linter goes on then, and so do we.
            var lenient = Render(tree, folder, environment, HelmProfile.Default, today, leniently: true);
            if (lenient.Failure is null) rendering = lenient;
        }
        return new(folder, environment, [.. rendering.Documents()], [.. rendering.Problems()])
        {
            Remarks = [.. rendering.Remarks()],
            ValuesFiles = [.. rendering.ValuesFiles],
            Templates = [.. rendering.Templates],
        };
    }

    /// <summary>One rendering with all that came of it.</summary>
    public static HelmTemplate Render(FileTree tree, string folder, ChartEnvironment environment, HelmProfile profile, DateOnly today, bool leniently)
    {
        var rendering = new HelmTemplate(folder, environment, profile);
        try
        {
            rendering.Run(tree, new(profile, today, new()) { IsLenient = leniently });
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
        return rendering;
    }
}
