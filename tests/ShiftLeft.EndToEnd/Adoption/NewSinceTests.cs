using ShiftLeft.Cli;
using ShiftLeft.EndToEnd.GitHub.Scenarios;

namespace ShiftLeft.EndToEnd.Adoption;

/// <summary>The commit of <c>--new-since</c> by every name that git knows it by, and in every kind of checkout; where there is none, one line says why.</summary>
public sealed class NewSinceTests : IDisposable
{
    const string Old = "FROM debian:13.1\nRUN sudo true\nUSER 1000\n";
    const string New = "FROM debian:13.1\nRUN sudo true\nEXPOSE 22\nUSER 1000\n";

    readonly TestRepository repository = new();
    readonly TemporaryFolder beside = new();

    [Theory]
    [InlineData("main")]
    [InlineData("main~0")]
    [InlineData("HEAD~1")]
    [InlineData("HEAD^")]
    [InlineData("light")]
    [InlineData("heavy")]
    [InlineData("refs/heads/main")]
    [InlineData("origin/main")]
    [InlineData("origin/main...")]
    [InlineData("main...")]
    [InlineData("main...topic")]
    [InlineData("...main")]
    [InlineData(":/the old one")]
    [InlineData("HASH")]
    [InlineData("SHORT")]
    public void A_commit_by_any_name(string name)
    {
        var old = History();
        foreach (var isPacked in (bool[])[false, true])
        {
            if (isPacked) repository.Run("pack-refs", "--all");
            AssertOnlyNew(repository.Folder, name.Replace("HASH", old, StringComparison.Ordinal).Replace("SHORT", old[..8], StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Where_the_branch_left_another_is_not_where_the_other_is_now()
    {
        History();
        repository.Run("checkout", "--quiet", "main");
        repository.With("Dockerfile", "FROM debian:13.1\nUSER 1000\n").Commit();
        repository.Run("checkout", "--quiet", "topic");
        AssertOnlyNew(repository.Folder, "main...");
        Assert.Contains("SL2004", Scan(repository.Folder, "main").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_committed_yet_is_new()
    {
        repository.With("Dockerfile", Old).Commit();
        repository.With("Dockerfile", New);
        AssertOnlyNew(repository.Folder, "HEAD");
    }

    [Fact]
    public void From_a_folder_below_the_top()
    {
        History();
        repository.With("a/b/Dockerfile", New);
        Assert.Contains("SL2004", Scan(repository["a/b"], "main").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void In_a_further_working_tree()
    {
        History();
        repository.Run("worktree", "add", "--quiet", "--detach", beside["tree"], "topic");
        Assert.True(File.Exists(beside["tree/.git"]));
        AssertOnlyNew(beside["tree"], "main");
    }

    [Fact]
    public void In_a_submodule_and_around_it()
    {
        var old = History();
        using var around = new TestRepository();
        around.Run("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", repository.Folder, "parts/module");
        around.Run("-C", around["parts/module"], "checkout", "--quiet", old);
        around.With("Dockerfile", Old);
        var before = around.Commit();
        around.Run("-C", around["parts/module"], "checkout", "--quiet", "origin/topic");
        Assert.True(File.Exists(around["parts/module/.git"]));
        AssertOnlyNew(around["parts/module"], old);

        var run = Scan(around.Folder, before);
        Assert.Contains("SL4001", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("SL2004", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_submodule_that_lacks_its_commit_is_said()
    {
        repository.Run("update-index", "--add", "--cacheinfo", $"160000,{new string('b', 40)},module");
        repository.Run("commit", "--quiet", "--message=x");
        Assert.Equal(ExitCode.Nothing, Scan(repository.Folder, "HEAD").ExitCode);
        repository.Run("init", "--quiet", "module");
        AssertFails("names 'HEAD', and this clone lacks the commit bbbbbbbb of its submodule 'module'; fetch it there", "HEAD");
    }

    [Theory]
    [InlineData("nosuch", "names 'nosuch', and there is no such revision here; name a branch, a tag or a commit, or `origin/main...` for the commit at which this branch left another")]
    [InlineData("nosuch...", "names 'nosuch', and there is no such revision here; name a branch, a tag or a commit, or `origin/main...` for the commit at which this branch left another")]
    [InlineData("main..topic", "names the range 'main..topic'; name one revision, or `main...` for the commit at which this branch left it")]
    [InlineData(" ", "names no revision; name a branch, a tag or a commit")]
    [InlineData("--all", "names '--all', and there is no such revision here; name a branch, a tag or a commit, or `origin/main...` for the commit at which this branch left another")]
    [InlineData("other...", "names 'other...', and the two have no commit in common")]
    public void A_name_that_names_nothing_is_said(string name, string problem)
    {
        History();
        repository.Run("checkout", "--quiet", "--orphan", "other");
        repository.Run("commit", "--quiet", "--allow-empty", "--message=another");
        repository.Run("checkout", "--quiet", "topic");
        AssertFails(problem, name);
    }

    [Fact]
    public void A_shallow_clone_says_what_to_do()
    {
        History();
        repository.Shallow(1);
        const string Deepen = "; fetch it, with `git fetch --unshallow` or, in a workflow, with `fetch-depth: 0` for `actions/checkout`";
        AssertFails("names 'HEAD~1', which this shallow clone does not hold" + Deepen, "HEAD~1");
        AssertFails("names 'main', which this shallow clone does not hold" + Deepen, "main...");
        repository.Run("commit", "--quiet", "--allow-empty", "--message=further");
        Assert.Equal(0, Scan(repository.Folder, "HEAD~1").ExitCode);
    }

    [Fact]
    public void No_repository_is_said()
    {
        beside.With("Dockerfile", Old);
        Assert.Equal((2, "", $"shiftleft: error: --new-since needs git's history, and '{beside.Path}' is no working tree of git\n"), Scan(beside.Path, "main"));
        beside.With(".git", "gitdir: nowhere\n");
        Assert.Equal((2, "", $"shiftleft: error: --new-since needs git's history, and git cannot read the repository of '{beside.Path}'\n"), Scan(beside.Path, "main"));
    }

    /// <returns>The commit of the old file; the new one is checked out, a commit further on another branch.</returns>
    string History()
    {
        repository.With("Dockerfile", Old);
        repository.Run("add", "--all");
        repository.Run("commit", "--quiet", "--message=the old one");
        var old = repository.Run("rev-parse", "HEAD");
        repository.Run("tag", "light");
        repository.Run("tag", "--annotate", "--message=x", "heavy");
        repository.Run("update-ref", "refs/remotes/origin/main", old);
        repository.Run("checkout", "--quiet", "-b", "topic");
        repository.With("Dockerfile", New).Commit();
        return old;
    }

    static void AssertOnlyNew(string folder, string name)
    {
        var run = Scan(folder, name);
        Assert.Equal("", run.Error);
        Assert.Contains("SL4001", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("SL2004", run.Output, StringComparison.Ordinal);
    }

    void AssertFails(string problem, string name) => Assert.Equal((2, "", $"shiftleft: error: --new-since {problem}\n"), Scan(repository.Folder, name));

    static (int ExitCode, string Output, string Error) Scan(string folder, string name)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var exit = CommandTree.Run(["scan", "--fail-on", "never", "--new-since=" + name], new(output, error, folder, new(2026, 7, 1)));
        return (exit, output.ToString(), error.ToString());
    }

    public void Dispose()
    {
        beside.Dispose();
        repository.Dispose();
    }
}
