using ShiftLeft.EndToEnd.GitHub;

namespace ShiftLeft.EndToEnd;

/// <summary>A parser of HTML, with the rules of the standard and those for people who do not see, has nothing to say against our pages.</summary>
public sealed class HtmlValidationTests
{
    [Theory]
    [InlineData("hostile")]
    [InlineData("samples")]
    public void A_page_is_valid(string kind)
    {
        var folder = NodePackages.Install("html-validate", "html-validate@10.17.0");
        var page = Path.Combine(folder, $"{kind}.html");
        CommandLine.Portable([], kind == "hostile" ? HostileFolder.Path : Path.Combine(Repository.Root, "samples"), "scan", "--format", "html", "--profile", "all", "--fixtures", "--output", page);
        // The page is XML as well, where empty elements end themselves and attributes have values.
        File.WriteAllText(Path.Combine(folder, ".htmlvalidate.json"), """{ "root": true, "extends": ["html-validate:standard"], "rules": { "void-style": "off", "attribute-boolean-style": "off", "long-title": "off" } }""");
        var run = ProgramRun.Of(folder, "node", Path.Combine("node_modules", "html-validate", "bin", "html-validate.mjs"), page);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
    }
}
