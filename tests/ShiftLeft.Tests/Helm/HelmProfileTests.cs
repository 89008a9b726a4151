using ShiftLeft.Files;
using ShiftLeft.Helm;
using ShiftLeft.Helm.Rendering;

namespace ShiftLeft.Tests.Helm;

/// <summary>What tells one Helm from another and belongs to no part of the rendering alone.</summary>
public sealed class HelmProfileTests
{
    [Fact]
    public void The_latest_is_followed_unless_another_is_asked_for()
    {
        Assert.Equal("4.3", HelmProfile.Default.Name);
        Assert.Same(HelmProfile.Default, HelmProfile.All[^1]);
        Assert.Equal(["3.17", "4.1", "4.2", "4.3"], HelmProfile.All.Select(profile => profile.Name));
    }

    /// <summary>
    /// Helm 4.0 to 4.2 lost such a line; 3.17 read it, and so does 4.3 again. Nobody means it to be lost, so it is read whatever Helm is followed.
    /// </summary>
    [Theory]
    [InlineData(4096)]
    [InlineData(8192)]
    public void A_last_line_that_fills_a_buffer_and_does_not_end_is_read(int length)
    {
        var tree = new MemoryTree(
        [
            new("Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n"),
            new("values.yaml", "b: 1\na: " + new string('x', length - "a: ".Length)),
            new("templates/a.yaml", "a: {{ len .Values.a }}\n"),
        ]);
        var rendering = BuiltinRenderer.Render(tree, "", ChartEnvironment.Only, HelmProfile.Default, TemplateProbe.Today, leniently: false);
        Assert.Null(rendering.Failure);
        Assert.Equal($"---\n# Source: c/templates/a.yaml\na: {length - 3}\n", Manifests.Print(rendering.Manifests));
    }

    /// <summary>A scalar that keeps its line ends means what stands before the separator: the blank lines, too.</summary>
    [Theory]
    [InlineData("4.2", "x")]
    [InlineData("4.3", "x\n\n\n")]
    public void Blank_lines_before_a_separator_belong_to_a_scalar_that_keeps_them(string line, string value)
    {
        var tree = new MemoryTree([new("Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n"), new("templates/a.yaml", "a: |+\n  x\n\n\n---\nb: 1\n")]);
        var profile = HelmProfile.All.Single(profile => profile.Name == line);
        var rendering = BuiltinRenderer.Render(tree, "", ChartEnvironment.Only, profile, TemplateProbe.Today, leniently: false);
        Assert.Equal(value, rendering.Documents().First().Yaml.Documents[0]["a"]!.Text);
    }
}
