extern alias task;

using System.Diagnostics;
using task::ShiftLeft.Hosting;

namespace ShiftLeft.Tests.MSBuild;

/// <summary><c>ShiftLeftNewSince</c>: a build tells what a commit does not have, and still need not scan where nothing has changed.</summary>
public sealed class NewSinceTests : IDisposable
{
    const string Old = "FROM debian:13.1\nRUN sudo true\nUSER 1000\n";
    const string New = "FROM debian:13.1\nRUN sudo true\nEXPOSE 22\nUSER 1000\n";

    readonly CheckedProject project = new CheckedProject().With("Dockerfile", Old);

    public NewSinceTests()
    {
        Assert.SkipWhen(ProgramOnPath.Find("git", Environment.GetEnvironmentVariable("PATH")) is null, "git is not on the path");
        Git("init", "--quiet", "--template=", "--initial-branch=main");
        Git("add", "app/Dockerfile");
        Git("commit", "--quiet", "--message=old");
    }

    [Fact]
    public void Only_what_is_new_is_told_and_how_much_is_older()
    {
        Assert.Contains("SL2004", Codes(project.Build().Log));
        project.With("Dockerfile", New);
        var (_, log) = project.Build(check => check.NewSince = "main");
        Assert.Contains("SL4001", Codes(log));
        Assert.DoesNotContain("SL2004", Codes(log));
        Assert.Contains(log.Shown, line => line.StartsWith("High", StringComparison.Ordinal) && line.Contains(" older not counted (since main, ", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_has_changed_until_the_branch_moves()
    {
        project.With("Dockerfile", New);
        Assert.Contains("SL4001", Codes(project.Scan(check => check.NewSince = "main")));
        Assert.Contains("SL4001", Codes(project.Repeat(check => check.NewSince = "main")));
        Git("add", "app/Dockerfile");
        Git("commit", "--quiet", "--message=new");
        Assert.DoesNotContain("SL4001", Codes(project.Scan(check => check.NewSince = "main")));
        Assert.Contains("SL4001", Codes(project.Scan(check => check.NewSince = "main~1")));
        Assert.Contains("SL2004", Codes(project.Scan()));
    }

    [Fact]
    public void A_name_that_names_nothing_fails_the_build()
    {
        var (succeeded, log) = project.Build(check => check.NewSince = "nosuch");
        Assert.False(succeeded);
        var error = Assert.Single(log.Errors);
        Assert.Equal("SL0003", error.Code);
        Assert.StartsWith("ShiftLeftNewSince names 'nosuch', and there is no such revision here; ", error.Message, StringComparison.Ordinal);
    }

    static IEnumerable<string> Codes(BuildLog log) => log.Errors.Select(error => error.Code).Concat(log.Warnings.Select(warning => warning.Code));

    void Git(params string[] arguments)
    {
        var start = new ProcessStartInfo("git", ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false", .. arguments]) { WorkingDirectory = project.Disk["repo"] };
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        using var git = Process.Start(start)!;
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
    }

    public void Dispose() => project.Dispose();
}
