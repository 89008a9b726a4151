using System.Text;
using ShiftLeft.Actions;
using ShiftLeft.Files;
using ShiftLeft.Hosting;

namespace ShiftLeft.EndToEnd.GitHub.Scenarios;

/// <summary>A commit read from git's objects is the same tree as its checkout on disk.</summary>
public sealed class GitTreeTests : IDisposable
{
    readonly TestRepository repository = new();

    [Fact]
    public void Every_folder_and_file_is_as_on_disk()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links and some of these names are not for Windows");
        repository.With("a/b/c.yaml", "x: é\n").With("a/ä \n\"`.txt", "odd").With("empty", "").With(".hidden/x", "\0\u0001").With("big", new('x', (10 * 1024 * 1024) + 1))
            .WithLink("link.yaml", "a/b/c.yaml").WithLink("a/up", "..").WithLink("folder", "a/b").WithLink("out", "/etc/passwd").WithLink("out2", "../../x").WithLink("nowhere", "missing").WithLink("loop", "loop").WithLink("via", "folder/c.yaml").WithLink("hop", "out2");
        using var tree = GitTree.Open(repository.Command, repository.Commit(), null)!;
        var disk = new DiskTree(repository.Folder);
        var (onDisk, inGit) = (Walk(disk, ""), Walk(tree, ""));
        Assert.Equal(onDisk, inGit);
        Assert.Contains("via = x: é\n", inGit);
        Assert.Contains("out ! is a symbolic link that leads out of the scanned tree", inGit);
        Assert.Contains("big ! is larger than 10 MiB", inGit);
        Assert.Equal(["a/up ~ Back", "hop ~ Outside", "loop ~ Nowhere", "nowhere ~ Nowhere", "out ~ Outside", "out2 ~ Outside"], inGit.Where(line => line.Contains(" ~ ", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("../a")]
    [InlineData("a/../a")]
    [InlineData("a/b/c/d")]
    [InlineData("A")]
    [InlineData("a/")]
    public void What_is_not_there_does_not_exist(string path)
    {
        repository.With("a/b", "x");
        using var tree = GitTree.Open(repository.Command, repository.Commit(), null)!;
        Assert.False(tree.FileExists(path));
        Assert.NotNull(tree.Read(path).Error);
        Assert.False(tree.FileExists("a"));
        Assert.Empty(tree.List("a/b"));
    }

    [Fact]
    public void A_commit_that_is_not_there_gives_no_tree()
    {
        using var tree = GitTree.Open(repository.Command, new('a', 40), null);
        Assert.Null(tree);
    }

    [Fact]
    public void A_policy_beside_the_repository_is_read_by_its_full_path()
    {
        using var outside = new TemporaryFolder().With("policy.yml", "version: 1");
        using var tree = GitTree.Open(repository.Command, repository.Commit(), new DiskTree(outside.Path, outside["policy.yml"]))!;
        Assert.True(tree.FileExists(outside["policy.yml"]));
        Assert.Equal("version: 1", Encoding.UTF8.GetString(tree.Read(outside["policy.yml"]).Bytes.Span));
        Assert.False(tree.FileExists(outside["other.yml"]));
    }

    [Fact]
    public void A_submodule_is_an_empty_folder()
    {
        repository.Run("update-index", "--add", "--cacheinfo", $"160000,{new string('b', 40)},module");
        repository.Run("commit", "--quiet", "--message=x");
        using var tree = GitTree.Open(repository.Command, repository.Run("rev-parse", "HEAD"), null)!;
        Assert.Equal([new("module", true)], tree.List(""));
        Assert.False(tree.FileExists("module"));
        Assert.Empty(tree.List("module"));
    }

    static List<string> Walk(FileTree tree, string folder)
    {
        var lines = new List<string>();
        if (tree.WhyClosed(folder) is { } why) lines.Add($"{folder} / {why}");
        lines.AddRange(tree.BrokenLinks(folder).Select(link => $"{TreePath.Join(folder, link.Name)} ~ {link.End}"));
        foreach (var child in tree.List(folder).Where(child => child.Name != ".git"))
        {
            var path = TreePath.Join(folder, child.Name);
            if (child.IsFolder) lines.AddRange(Walk(tree, path).Prepend(path + "/"));
            else lines.Add(tree.Read(path) is { Error: { } error } ? $"{path} ! {error}" : $"{path} = {Encoding.UTF8.GetString(tree.Read(path).Bytes.Span)}");
        }
        return lines;
    }

    public void Dispose() => repository.Dispose();
}
