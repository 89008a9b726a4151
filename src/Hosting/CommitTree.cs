using System.Collections.Immutable;
using ShiftLeft.Files;

namespace ShiftLeft.Hosting;

/// <summary>The tree of a commit together with those of its submodules, as far as they are checked out: what a working tree of it would hold.</summary>
sealed class CommitTree : FileTree, IDisposable
{
    const int MostNested = 8;

    /// <summary>Where it lies in the tree around it.</summary>
    readonly string mount;
    readonly List<CommitTree> modules = [];
    GitTree? own;

    CommitTree(string mount) => this.mount = mount;

    /// <param name="git">The repository, with its working tree.</param>
    /// <param name="commit">A full id.</param>
    /// <param name="outside">Reads what is named by a full path.</param>
    /// <param name="missing">What the clone lacks, where there is no tree.</param>
    public static CommitTree? Open(GitCommand git, string commit, FileTree? outside, out string missing)
    {
        var tree = new CommitTree("");
        missing = "some of its files: it is a partial clone; one made without `--filter` has them";
        if (tree.Opens(git, commit, outside, 0, ref missing)) return tree;
        tree.Dispose();
        return null;
    }

    bool Opens(GitCommand git, string commit, FileTree? outside, int depth, ref string missing)
    {
        own = GitTree.Open(git, commit, outside);
        if (own is null) return false;
        foreach (var (path, id) in depth == MostNested ? [] : own.Submodules)
        {
            // What is not checked out is not scanned either.
            var folder = Path.Combine(git.Folder, path.Replace('/', Path.DirectorySeparatorChar));
            if (!Path.Exists(Path.Combine(folder, ".git"))) continue;
            modules.Add(new(path));
            if (modules[^1].Opens(git with { Folder = folder }, id, null, depth + 1, ref missing)) continue;
            missing = $"the commit {id[..8]} of its submodule '{path}'; fetch it there";
            return false;
        }
        return true;
    }

    (FileTree Tree, string Path) At(string path)
    {
        foreach (var module in modules)
        {
            if (TreePath.IsWithin(path, module.mount)) return (module, path[module.mount.Length..].TrimStart('/'));
        }
        return (own!, path);
    }

    public override ImmutableArray<TreeEntry> List(string folder)
    {
        var (tree, rest) = At(folder);
        return tree.List(rest);
    }

    public override ImmutableArray<BrokenLink> BrokenLinks(string folder)
    {
        var (tree, rest) = At(folder);
        return tree.BrokenLinks(rest);
    }

    public override string? WhyClosed(string folder)
    {
        var (tree, rest) = At(folder);
        return tree.WhyClosed(rest);
    }

    public override bool FileExists(string path)
    {
        var (tree, rest) = At(path);
        return tree.FileExists(rest);
    }

    public override FileRead Read(string path)
    {
        var (tree, rest) = At(path);
        return tree.Read(rest);
    }

    public override string RealPathOf(string path)
    {
        var (tree, rest) = At(path);
        return ReferenceEquals(tree, own) ? tree.RealPathOf(rest) : TreePath.Join(path[..^rest.Length].TrimEnd('/'), tree.RealPathOf(rest));
    }

    public override TrackedFiles TrackedIn(string folder) => TrackedFiles.All;

    public void Dispose()
    {
        foreach (var module in modules) module.Dispose();
        own?.Dispose();
    }
}
