using ShiftLeft.EndToEnd.GitHub;

namespace ShiftLeft.EndToEnd.Installs;

/// <summary>The component, read by gitlab-ci-local: it fills in the inputs and holds what comes out against GitLab's own schema.</summary>
public sealed class GitLabTests
{
    /// <summary>The last release that runs on Node.js 20.</summary>
    const string Package = "gitlab-ci-local@4.61.1";

    [Theory]
    [InlineData("paths: a b, fail-on: warning", 0, "SHIFTLEFT_PATHS: a b")]
    [InlineData("job-name: containers", 0, "containers:")]
    [InlineData("fail-on: nosuch", 1, "`nosuch` cannot be used")]
    public void It_is_what_GitLab_takes(string inputs, int exitCode, string expected)
    {
        var modules = NodePackages.Install("gitlab-ci-local", Package);
        using var project = new TemporaryFolder().With("templates/shiftleft.yml", File.ReadAllText(Path.Combine(Repository.Root, "templates", "shiftleft.yml")))
            .With(".gitlab-ci.yml", $"include:\n  - local: templates/shiftleft.yml\n    inputs: {{ {inputs} }}\n");
        foreach (var arguments in (string[])["init --quiet", "remote add origin git@gitlab.com:acme/shop.git", "add --all"]) ProgramRun.Of(project.Path, "git", arguments.Split(' ')).Succeeded();
        var run = ProgramRun.Of(project.Path, "node", Path.Combine(modules, "node_modules", "gitlab-ci-local", "src", "index.js"), "--preview");
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(expected, run.Output + run.Error, StringComparison.Ordinal);
        Assert.Equal(exitCode == 0, run.Output.Contains("codequality: gl-code-quality-report.json", StringComparison.Ordinal));
    }
}
