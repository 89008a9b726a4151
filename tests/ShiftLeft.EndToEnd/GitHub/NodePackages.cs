namespace ShiftLeft.EndToEnd.GitHub;

/// <summary>Packages of npm that these tests hold the action against, installed once below artifacts/.</summary>
static class NodePackages
{
    /// <param name="name">A name for the folder.</param>
    /// <param name="packages">With their versions.</param>
    /// <returns>The folder that holds <c>node_modules</c>; where they cannot be had, the test is skipped and says so.</returns>
    public static string Install(string name, params IReadOnlyCollection<string> packages)
    {
        var folder = Repository.Scratch(name);
        lock (Gate)
        {
            if (packages.All(package => Directory.Exists(Path.Combine(folder, "node_modules", package[..package.LastIndexOf('@')])))) return folder;
            Assert.SkipUnless(ProgramRun.CanStart("npm", "--version"), $"npm, which brings {string.Join(", ", packages)}, is not there");
            var install = ProgramRun.Of(folder, "npm", ["install", "--prefix", folder, "--no-audit", "--no-fund", "--ignore-scripts", .. packages]);
            Assert.SkipUnless(install.ExitCode == 0, $"npm could not install {string.Join(", ", packages)}: {install.Error.Trim()}");
        }
        return folder;
    }

    static readonly Lock Gate = new();
}
