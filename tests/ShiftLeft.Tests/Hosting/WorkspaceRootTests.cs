using ShiftLeft.Hosting;

namespace ShiftLeft.Tests.Hosting;

public sealed class WorkspaceRootTests : IDisposable
{
    readonly TemporaryFolder disk = new();

    [Fact]
    public void The_nearest_repository_is_the_root()
    {
        disk.WithFolder("repo/.git").With("repo/deploy/shiftleft.yml").With("repo/deploy/a/b.yaml");
        Assert.Equal(disk["repo"], Root("", "repo/deploy/a/b.yaml"));
    }

    [Fact]
    public void A_worktree_or_submodule_is_a_repository_too()
    {
        disk.WithFolder("repo/.git").With("repo/sub/.git", "gitdir: x").With("repo/sub/Dockerfile");
        Assert.Equal(disk["repo/sub"], Root("", "repo/sub/Dockerfile"));
    }

    [Fact]
    public void Without_a_repository_the_policy_marks_the_root()
    {
        disk.With("work/shiftleft.yml").With("work/deploy/a.yaml");
        Assert.Equal(disk["work"], Root("", "work/deploy"));
    }

    [Fact]
    public void Without_either_it_is_the_current_folder_when_all_lies_there()
    {
        disk.With("a/Dockerfile").With("b/Dockerfile");
        Assert.Equal(disk.Path, Root("", "a", "b/Dockerfile"));
    }

    [Fact]
    public void Or_else_the_scanned_folder()
    {
        disk.With("a/b/Dockerfile").With("a/c/Dockerfile").WithFolder("elsewhere");
        Assert.Equal(disk["a/b"], Root("elsewhere", "a/b/Dockerfile"));
        Assert.Equal(disk["a"], Root("elsewhere", "a/b/Dockerfile", "a/c"));
    }

    [Fact]
    public void Paths_of_the_tree_are_relative_to_the_root_and_shown_relative_to_where_a_person_is()
    {
        var root = new WorkspaceRoot(disk.Path);
        Assert.Equal("", root.TreePathOf(disk.Path));
        Assert.Equal("a/b", root.TreePathOf(disk["a/b"]));
        Assert.Equal("..a", root.TreePathOf(disk["..a"]));
        Assert.Null(root.TreePathOf(disk["../a"]));
        Assert.Equal("../b/c", root.PathFrom(disk["a"], "b/c"));
    }

    string? Root(string currentFolder, params string[] paths) =>
        WorkspaceRoot.Of(disk[currentFolder], [.. paths.Select(path => disk[path])])?.Folder;

    public void Dispose() => disk.Dispose();
}
