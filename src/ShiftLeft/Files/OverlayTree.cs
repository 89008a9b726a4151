using System.Collections.Immutable;

namespace ShiftLeft.Files;

/// <summary>A tree in which some files have another text, or are there although they are not.</summary>
/// <param name="tree">The tree as it is.</param>
/// <param name="texts">The texts by the paths where the files really lie.</param>
sealed class OverlayTree(FileTree tree, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> texts) : FileTree
{
    public override ImmutableArray<TreeEntry> List(string folder) => tree.List(folder);

    public override string? WhyClosed(string folder) => tree.WhyClosed(folder);

    public override ImmutableArray<BrokenLink> BrokenLinks(string folder) => tree.BrokenLinks(folder);

    public override FileRead Read(string path) => texts.TryGetValue(tree.RealPathOf(path), out var text) ? FileRead.Of(text) : tree.Read(path);

    public override FileRead ReadHead(string path) => texts.TryGetValue(tree.RealPathOf(path), out var text) ? FileRead.Of(text) : tree.ReadHead(path);

    public override bool FileExists(string path) => texts.ContainsKey(tree.RealPathOf(path)) || tree.FileExists(path);

    public override TrackedFiles TrackedIn(string folder) => tree.TrackedIn(folder);

    public override string RealPathOf(string path) => tree.RealPathOf(path);
}
