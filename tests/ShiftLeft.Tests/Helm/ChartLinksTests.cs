using ShiftLeft.Helm;
using ShiftLeft.Hosting;
using ShiftLeft.Rules;

namespace ShiftLeft.Tests.Helm;

/// <summary>Links in charts that lead nowhere. Helm follows each before it asks whether the file is ignored, and loads nothing where one is broken.</summary>
public sealed class ChartLinksTests : IDisposable
{
    readonly TemporaryFolder disk = new();

    public ChartLinksTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links are not for everybody on Windows");
        disk.With("outside.txt", "secret").With("tree/web/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\n").With("tree/web/templates/a.yaml", "a: 1\n").With("tree/shared/notes.txt", "here");
    }

    [Theory]
    [InlineData("templates/b.yaml", "missing.yaml", "leads nowhere")]
    [InlineData("README.md", "../missing", "leads nowhere")]
    [InlineData("ignored.md", "missing", "leads nowhere")]
    [InlineData(".hidden", "missing", "leads nowhere")]
    [InlineData("charts/_sub", "missing", "leads nowhere")]
    [InlineData("values.yaml", "missing", "leads nowhere")]
    [InlineData(".helmignore", "missing", "leads nowhere")]
    [InlineData("loop", "loop", "leads nowhere")]
    [InlineData("templates/up", "..", "leads back to a folder on the way to it")]
    [InlineData("dot", ".", "leads back to a folder on the way to it")]
    public void A_chart_with_a_broken_link_cannot_be_loaded(string link, string target, string why)
    {
        if (link != ".helmignore") disk.With("tree/web/.helmignore", "ignored.*\n");
        disk.WithLink("tree/web/" + link, target);
        var failure = Render().Failure;
        Assert.Equal($"`web/{link}` is a symbolic link that {why}", failure?.Message);
        Assert.Equal("web/" + link, failure!.Place!.Path);
    }

    [Theory]
    [InlineData("skipped/x.md", "missing")]
    [InlineData("templates/skipped", "..")]
    [InlineData("notes.txt", "../shared/notes.txt")]
    [InlineData("templates/c.yaml", "a.yaml")]
    public void Helm_does_not_mind_what_lies_in_an_ignored_folder_or_leads_somewhere(string link, string target)
    {
        disk.With("tree/web/.helmignore", "skipped/\n").WithLink("tree/web/" + link, target);
        var rendering = Render();
        Assert.Null(rendering.Failure);
        Assert.Empty(rendering.Problems());
    }

    /// <summary>What Helm would read there is not known, and whether there is anything is not asked.</summary>
    [Theory]
    [InlineData("notes.txt", "../../outside.txt")]
    [InlineData("notes.txt", "/nowhere/at/all")]
    [InlineData("charts/sub", "../../../elsewhere")]
    [InlineData("templates/b.yaml", "../../../outside.txt")]
    public void A_link_out_of_the_tree_is_said_and_the_rest_rendered(string link, string target)
    {
        disk.WithLink("tree/web/" + link, target);
        var rendering = Render();
        Assert.Null(rendering.Failure);
        Assert.Contains(rendering.Manifests, manifest => manifest.Text.Text == "a: 1\n");
        Assert.Equal($"`web/{link}`, which the chart `web` uses, is a symbolic link that leads out of the scanned tree", Assert.Single(rendering.Problems()).Message);
    }

    [Fact]
    public void The_finding_stands_at_the_link()
    {
        disk.WithLink("tree/web/templates/b.yaml", "missing.yaml");
        var report = Scan.Run(new(new DiskTree(disk["tree"]), [""]) { Profile = Profile.All, Today = TemplateProbe.Today });
        var finding = Assert.Single(report.Findings, finding => finding.Rule.IsFailure);
        Assert.Equal("web/templates/b.yaml", finding.Location.Path);
    }

    HelmTemplate Render() => BuiltinRenderer.Render(new DiskTree(disk["tree"]), "web", ChartEnvironment.Only, HelmProfile.Default, TemplateProbe.Today, leniently: false);

    public void Dispose() => disk.Dispose();
}
