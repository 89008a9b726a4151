namespace ShiftLeft.EndToEnd.GitHub;

/// <summary>GitHub's own language service reads the action's description, our workflows and those that users copy.</summary>
public sealed class LanguageServiceTests
{
    const string Package = "@actions/languageservice@0.3.61";

    [Fact]
    public void It_has_nothing_to_say_against_them() =>
        Assert.Equal("", Said([("action.yml", "action.yml"), .. Workflows.Select(file => (file, PlaceOf(file)))]));

    [Theory]
    [InlineData("action.yml", "using: docker", "using: doker", "Unexpected value 'doker'")]
    [InlineData(".github/workflows/shiftleft.yml", "contents: read", "content: read", "Unexpected value 'content'")]
    [InlineData("docs/workflows/shiftleft.yml", "v0.1.0", "v0.1.0\n        with: { colour: red }", "Invalid action input 'colour'")]
    public void And_it_would_say_what_is_wrong(string file, string right, string wrong, string expected)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, file));
        Assert.Contains(right, text, StringComparison.Ordinal);
        var broken = Path.Combine(Repository.Scratch("language-service"), "broken.yml");
        File.WriteAllText(broken, text.Replace(right, wrong, StringComparison.Ordinal));
        Assert.Contains(expected, Said([(broken, PlaceOf(file))]), StringComparison.Ordinal);
    }

    static IEnumerable<string> Workflows =>
        from folder in (string[])[".github/workflows", "docs/workflows"]
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.yml").Order(StringComparer.Ordinal)
        select $"{folder}/{Path.GetFileName(file)}";

    /// <summary>Where GitHub looks for it once a user has copied it.</summary>
    static string PlaceOf(string file) => file == "action.yml" ? file : $".github/workflows/{Path.GetFileName(file)}";

    /// <summary><c>owner/name</c>, which is how workflows name our action.</summary>
    static string Ourselves => new Uri(Repository.Property("RepositoryUrl")).AbsolutePath.Trim('/');

    static string Said(IEnumerable<(string File, string Place)> files)
    {
        var folder = Install();
        var pairs = files.Select(file => $"{Path.Combine(Repository.Root, file.File)}={file.Place}");
        return ProgramRun.Of(folder, "node", ["language-service.mjs", Repository.Root, Ourselves, .. pairs]).Succeeded().Output;
    }

    /// <returns>The folder of the script and what it needs.</returns>
    static string Install()
    {
        var folder = NodePackages.Install("language-service", Package);
        File.Copy(Path.Combine(Repository.Root, "tests", "ShiftLeft.EndToEnd", "GitHub", "language-service.mjs"), Path.Combine(folder, "language-service.mjs"), overwrite: true);
        return folder;
    }
}
