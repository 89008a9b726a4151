using System.Text.Json;
using System.Text.RegularExpressions;
using ShiftLeft.Files;
using ShiftLeft.Helm;
using ShiftLeft.Helm.Rendering;
using ShiftLeft.Tests.Go;
using ShiftLeft.Tests.Helm;

namespace ShiftLeft.Tests.Verdicts;

/// <summary>How two Helms cut one template into documents.</summary>
public sealed partial class HelmSplittingTests
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

    /// <summary>Helm's pattern and its own trimming, on texts of what matters to them.</summary>
    [Fact]
    public void Any_text_is_cut_as_helms_pattern_cuts_it()
    {
        string[] pieces = ["---", "\n", "\n", " ", "\t", "\r\n", "a", "-", "# c", "\f", "\u00A0", "\u2028", "\v"];
        var random = new Random(43);
        for (var i = 0; i < 3000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(16)).Select(_ => pieces[random.Next(pieces.Length)]));
            var expected = Separator().Split(text.TrimStart()).Where(part => !string.IsNullOrWhiteSpace(part)).Select(part => part.TrimStart());
            Assert.Equal((text, string.Join('|', expected)), (text, string.Join('|', Render(text, HelmProfile.Helm43).Manifests.Select(manifest => manifest.Text.Text))));
        }
    }

    [GeneratedRegex("(?m)^---[ \t]*")]
    private static partial Regex Separator();

    public static TheoryData<string> Profiles => [.. HelmProfile.All.Select(profile => profile.Name)];

    static HelmTemplate Render(string template, HelmProfile profile)
    {
        var tree = new MemoryTree([new("Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n"), new("templates/t.yaml", template)]);
        var rendering = BuiltinRenderer.Render(tree, "", ChartEnvironment.Only with { Release = "x" }, profile, TemplateProbe.Today, leniently: false);
        Assert.Null(rendering.Failure);
        return rendering;
    }
}
