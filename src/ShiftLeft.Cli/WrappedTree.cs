using System.Collections.Immutable;
using ShiftLeft.Files;

namespace ShiftLeft.Cli;

/// <summary>A tree that answers as another does, but for what a heir changes.</summary>
abstract class WrappedTree(FileTree tree) : FileTree
{
    public override ImmutableArray<TreeEntry> List(string folder) => tree.List(folder);

    public override string? WhyClosed(string folder) => tree.WhyClosed(folder);

    public override ImmutableArray<BrokenLink> BrokenLinks(string folder) => tree.BrokenLinks(folder);

    public override bool FileExists(string path) => tree.FileExists(path);

    public override FileRead Read(string path) => tree.Read(path);

    public override FileRead ReadHead(string path) => tree.ReadHead(path);

    public override TrackedFiles TrackedIn(string folder) => tree.TrackedIn(folder);

    public override string RealPathOf(string path) => tree.RealPathOf(path);
}
