using System.Collections.Immutable;
using ShiftLeft.Files;

namespace ShiftLeft.Cli;

/// <summary>A tree in which one file holds another text than it does on disk, whether it is there or not: what an editor has not saved, or a pipe brings.</summary>
sealed class OverlaidTree(FileTree tree, string path, FileRead text) : WrappedTree(tree)
{
    public override ImmutableArray<TreeEntry> List(string folder)
    {
        var entries = base.List(folder);
        if (path == folder || !TreePath.IsWithin(path, folder)) return entries;
        var rest = folder.Length == 0 ? path : path[(folder.Length + 1)..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var own = slash < 0 ? new TreeEntry(rest, false) : new(rest[..slash], true);
        return entries.Contains(own) ? entries : [.. entries.Append(own).OrderBy(entry => entry.Name, StringComparer.Ordinal)];
    }

    public override bool FileExists(string file) => file == path || base.FileExists(file);

    public override FileRead Read(string file) => file == path ? text : base.Read(file);

    public override FileRead ReadHead(string file) => file == path ? text : base.ReadHead(file);
}
