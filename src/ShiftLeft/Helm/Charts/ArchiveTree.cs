using System.Collections.Immutable;
using ShiftLeft.Files;

namespace ShiftLeft.Helm.Charts;

/// <summary>Files that were unpacked into memory.</summary>
sealed class ArchiveTree : FileTree
{
    Dictionary<string, ReadOnlyMemory<byte>>? files;
    readonly Dictionary<string, ImmutableArray<TreeEntry>> folders;

    public ArchiveTree(Dictionary<string, ReadOnlyMemory<byte>> files)
    {
        this.files = files;
        var children = new Dictionary<string, HashSet<TreeEntry>>(StringComparer.Ordinal);
        foreach (var path in files.Keys)
        {
            var entry = new TreeEntry(TreePath.NameOf(path), false);
            for (var folder = TreePath.FolderOf(path); Add(folder, entry) && folder.Length > 0; folder = TreePath.FolderOf(folder)) entry = new(TreePath.NameOf(folder), true);
        }
        folders = children.ToDictionary(folder => folder.Key, folder => folder.Value.OrderBy(entry => entry.Name, StringComparer.Ordinal).ToImmutableArray(), StringComparer.Ordinal);

        bool Add(string folder, TreeEntry entry)
        {
            if (!children.TryGetValue(folder, out var entries)) children[folder] = entries = [];
            return entries.Add(entry);
        }
    }

    public override ImmutableArray<TreeEntry> List(string folder) => folders.GetValueOrDefault(folder, []);

    public override FileRead Read(string path) => files is null ? FileRead.Failed("was let go when its chart had been rendered") : files.TryGetValue(path, out var bytes) ? FileRead.Of(bytes) : FileRead.Failed("does not exist");

    public override bool FileExists(string path) => files?.ContainsKey(path) == true;

    /// <summary>Lets the files go; their names stay known.</summary>
    public void Release() => files = null;
}
