using ShiftLeft.Yaml;

namespace ShiftLeft.Tests.GitHub;

/// <summary>A file of this repository that GitHub reads.</summary>
static class GitHubFile
{
    public static YamlNode Read(string path)
    {
        var file = YamlFile.Parse(new(path, File.ReadAllText(Path.Combine(TidyTests.Root, path))));
        Assert.Empty(file.Problems);
        return Assert.Single(file.Documents);
    }
}
