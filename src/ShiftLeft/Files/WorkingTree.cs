using System.Collections.Immutable;
using System.Text;

namespace ShiftLeft.Files;

/// <summary>What git ignores and tracks in one folder of a working tree. A submodule, or another repository within, has rules of its own.</summary>
/// <param name="Top">The folder that holds <c>.git</c>, or the tree's root.</param>
/// <param name="Ignores">The patterns from there down to the folder.</param>
/// <param name="Tracked">What git tracks; asked for when something is ignored.</param>
/// <param name="IsIgnored">Whether the folder lies in one that is ignored: then only what is tracked counts.</param>
readonly record struct WorkingTree(FileTree Tree, string Top, GitIgnore Ignores, bool IsIgnored)
{
    /// <summary>What holds in a folder because of those above it.</summary>
    public static WorkingTree Above(FileTree tree, string path)
    {
        var git = new WorkingTree(tree, "", GitIgnore.None, false);
        for (var at = path.Length == 0 ? -1 : 0; at >= 0; at = path.IndexOf('/', at + 1)) git = git.In(tree, path[..at], tree.List(path[..at]));
        return git;
    }

    public TrackedFiles Tracked => Tree.TrackedIn(Top);

    /// <summary>The same with what the folder itself says.</summary>
    public WorkingTree In(FileTree tree, string folder, ImmutableArray<TreeEntry> children)
    {
        var git = this;
        if (children.Any(child => child.Name == ".git")) git = new(tree, folder, GitIgnore.None, false);
        return children.Any(child => child is { Name: ".gitignore", IsFolder: false }) && tree.Read(TreePath.Join(folder, ".gitignore")) is { Error: null } read
            ? git with { Ignores = git.Ignores.With(folder, Encoding.UTF8.GetString(read.Bytes.Span)) }
            : git;
    }

    /// <summary>What holds for a child of the folder; null where it is ignored.</summary>
    public WorkingTree? Of(string path, bool isFolder)
    {
        if (!IsIgnored && !Ignores.Ignores(path, isFolder)) return this;
        return Tracked.Holds(Top.Length == 0 ? path : path[(Top.Length + 1)..]) ? this with { IsIgnored = true } : null;
    }
}
