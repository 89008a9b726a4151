using System.Collections.Immutable;
using ShiftLeft.Files;

namespace ShiftLeft.Hosting;

/// <summary>The tree of a commit together with those of its submodules, as far as they are checked out: what a working tree of it would hold.</summary>
sealed class CommitTree : FileTree, IDisposable
{
    const int MostNested = 8;

    readonly GitTree own;
    readonly ImmutableArray<(string Path, CommitTree Tree)> modules;

    CommitTree(GitTree own, ImmutableArray<(string Path, CommitTree Tree)> modules) => (this.own, this.modules) = (own, modules);

    /// <param name="git">The repository, with its working tree.</param>
    /// <param name="commit">A full id.</param>
    /// <param name="outside">Reads what is named by a full path.</param>
    /// <param name="missing">What the clone lacks, where there is no tree.</param>
    public static CommitTree? Open(GitCommand git, string commit, FileTree? outside, out string missing) => Open(git, commit, outside, 0, out missing);

    static CommitTree? Open(GitCommand git, string commit, FileTree? outside, int depth, out string missing)
    {
        missing = "some of its files: it is a partial clone; one made without `--filter` has them";
        if (GitTree.Open(git, commit, outside) is not { } own) return null;
        var modules = ImmutableArray.CreateBuilder<(string, CommitTree)>();
        foreach (var (path, id) in depth == MostNested ? [] : own.Submodules)
        {
            // What is not checked out is not scanned either.
            var folder = Path.Combine(git.Folder, path.Replace('/', Path.DirectorySeparatorChar));
            if (!Path.Exists(Path.Combine(folder, ".git"))) continue;
            if (Open(git with { Folder = folder }, id, null, depth + 1, out _) is { } module)
            {
                modules.Add((path, module));
                continue;
            }
            missing = $"the commit {id[..8]} of its submodule '{path}'; fetch it there";
            foreach (var (_, opened) in modules) opened.Dispose();
            own.Dispose();
            return null;
        }
        return new(own, modules.ToImmutable());
    }

    (FileTree Tree, string Path) At(string path)
    {
        foreach (var module in modules)
        {
            if (TreePath.IsWithin(path, module.Path)) return (module.Tree, path[module.Path.Length..].TrimStart('/'));
        }
        return (own, path);
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

    public override TrackedFiles TrackedIn(string folder) => TrackedFiles.All;

    public void Dispose()
    {
        foreach (var (_, module) in modules) module.Dispose();
        own.Dispose();
    }
}
