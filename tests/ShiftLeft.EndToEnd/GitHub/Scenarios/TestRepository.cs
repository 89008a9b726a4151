using System.Diagnostics;
using ShiftLeft.Actions;
using ShiftLeft.Hosting;

namespace ShiftLeft.EndToEnd.GitHub.Scenarios;

/// <summary>A small repository with a history, made by git itself.</summary>
sealed class TestRepository : IDisposable
{
    readonly TemporaryFolder disk = new();

    public TestRepository()
    {
        Assert.SkipWhen(Git is null, "git, which makes the repositories of these tests, is not on the path");
        Run("init", "--quiet", "--template=", "--initial-branch=main");
        Run("commit", "--quiet", "--allow-empty", "--message=start");
    }

    static string? Git { get; } = ProgramOnPath.Find("git", Environment.GetEnvironmentVariable("PATH"));

    public string Folder => disk.Path;

    public string this[string path] => disk[path];

    public GitCommand Command => GitCommand.In(Folder, Environment.GetEnvironmentVariable("PATH"))!;

    /// <summary>Writes a file; no text deletes it.</summary>
    public TestRepository With(string path, string? text)
    {
        if (text is null) File.Delete(disk[path]);
        else disk.With(path, text);
        return this;
    }

    public TestRepository WithLink(string path, string target)
    {
        disk.WithLink(path, target);
        return this;
    }

    /// <returns>The commit of all that lies there.</returns>
    public string Commit()
    {
        Run("add", "--all");
        Run("commit", "--quiet", "--allow-empty", "--message=change");
        return Run("rev-parse", "HEAD");
    }

    /// <summary>Continues from a commit, on no branch.</summary>
    public TestRepository At(string commit)
    {
        Run("checkout", "--quiet", "--force", "--detach", commit);
        return this;
    }

    /// <returns>The merge that GitHub makes for a pull request, checked out: its first parent is the base.</returns>
    public string Merge(string start, string head)
    {
        At(start);
        Run("merge", "--quiet", "--no-ff", "--no-edit", head);
        return Run("rev-parse", "HEAD");
    }

    /// <summary>The history beyond this many commits is not there, as in a checkout of that depth.</summary>
    public TestRepository Shallow(int depth)
    {
        var head = Run("rev-parse", "HEAD");
        var copy = Directory.CreateTempSubdirectory("shiftleft-test-").FullName;
        Run("clone", "--quiet", "--bare", ".", copy);
        Run("--git-dir", copy, "update-ref", "refs/heads/checked-out", head);
        Directory.Delete(disk[".git"], recursive: true);
        Run("init", "--quiet", "--template=");
        Run("fetch", "--quiet", $"--depth={depth}", "file://" + copy, "refs/heads/checked-out");
        Run("checkout", "--quiet", "--force", "--detach", "FETCH_HEAD");
        Directory.Delete(copy, recursive: true);
        return this;
    }

    public string Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(Git!, ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false", "-c", "core.autocrlf=false", "-c", "gc.auto=0", "-c", "maintenance.auto=false", "-c", "core.fsync=none", .. arguments])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"git {string.Join(' ', arguments)}: {error.GetAwaiter().GetResult()}");
        return output.Trim();
    }

    public void Dispose()
    {
        // git makes its objects read-only, which stops Windows from deleting them.
        foreach (var file in Directory.EnumerateFiles(Folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }))
        {
            if (OperatingSystem.IsWindows()) File.SetAttributes(file, FileAttributes.Normal);
        }
        disk.Dispose();
    }
}
