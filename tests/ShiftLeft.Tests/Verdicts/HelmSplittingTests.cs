using System.Text.Json;
using ShiftLeft.Files;
using ShiftLeft.Helm;
using ShiftLeft.Helm.Rendering;
using ShiftLeft.Tests.Go;
using ShiftLeft.Tests.Helm;

namespace ShiftLeft.Tests.Verdicts;

/// <summary>How two Helms cut one template into documents.</summary>
public sealed class HelmSplittingTests
{
    [Fact]
    public void Templates_are_cut_as_the_real_Helms_cut_them() => VerdictFile.Read("helm-splitting").Ask(item =>
        from helm in (HelmRelease[])[HelmRelease.Helm43, HelmRelease.Helm42]
        let difference = Difference(item, helm)
        where difference is not null
        select (helm.Name, difference));

    static string? Difference(JsonElement item, HelmRelease helm)
    {
        var answer = item.TryGetProperty(helm.Name, out var own) ? own : item.GetProperty(HelmRelease.Helm43.Name);
        var expected = answer.TryGetProperty("out", out var printed) ? printed.GetString()! : answer.GetProperty("error").GetString()!;
        var template = item.GetProperty("template").GetString()!;
        var rendering = Render(template, helm.Profile);
        var actual = rendering.Errors().Select(error => "Error: " + error.Words).FirstOrDefault() ?? Manifests.Print(rendering.Manifests);
        return expected == actual ? null : JsonSerializer.Serialize(new { template, expected, actual });
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Every_character_of_a_document_stays_where_it_was_written(string line)
    {
        var profile = HelmProfile.All.Single(profile => profile.Name == line);
        foreach (var item in VerdictFile.Read("helm-splitting").Cases)
            Assert.All(Render(item.GetProperty("template").GetString()!, profile).Manifests, manifest => FormatCall.AssertTraced(manifest.Text));
    }

    public static TheoryData<string> Profiles => [.. HelmProfile.All.Select(profile => profile.Name)];

    static HelmTemplate Render(string template, HelmProfile profile)
    {
        var tree = new MemoryTree([new("Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n"), new("templates/t.yaml", template)]);
        var rendering = BuiltinRenderer.Render(tree, "", ChartEnvironment.Only with { Release = "x" }, profile, TemplateProbe.Today, leniently: false);
        Assert.Null(rendering.Failure);
        return rendering;
    }
}
