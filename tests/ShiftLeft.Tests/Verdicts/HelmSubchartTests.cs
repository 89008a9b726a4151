using System.Text.Json;
using ShiftLeft.Files;
using ShiftLeft.Helm;
using ShiftLeft.Helm.Rendering;
using ShiftLeft.Tests.Helm;

namespace ShiftLeft.Tests.Verdicts;

/// <summary>The chart of charts <c>helm-subcharts</c>, as three Helms print it: coalescing, imports, an alias, tags, hooks, order.</summary>
public sealed class HelmSubchartTests
{
    [Fact]
    public void A_chart_of_charts_is_rendered_byte_for_byte() => VerdictFile.Read("helm-subcharts").Ask(item => Difference(item) is { } difference ? [("output", difference)] : []);

    static string? Difference(JsonElement item)
    {
        var helm = ((HelmRelease[])[HelmRelease.Helm317, HelmRelease.Helm41, HelmRelease.Helm42]).Single(helm => helm.Name == item.GetProperty("id").GetString());
        var rendering = BuiltinRenderer.Render(new MemoryTree(HelmRelease.FilesOf("helm-subcharts")), "", ChartEnvironment.Only with { Release = "x" }, helm.Profile, TemplateProbe.Today, leniently: false);
        if (rendering.Failure is { } failure) return failure.Message;
        var (expected, actual) = (item.GetProperty("out").GetString(), Manifests.Print(rendering.Manifests));
        return expected == actual ? null : JsonSerializer.Serialize(new { expected, actual });
    }
}
