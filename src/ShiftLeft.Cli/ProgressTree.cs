using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using ShiftLeft.Files;

namespace ShiftLeft.Cli;

/// <summary>A tree that tells a person who watches how many files have been read, once it takes longer than a moment.</summary>
sealed class ProgressTree(FileTree tree, Terminal terminal) : FileTree, IDisposable
{
    static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(300);

    readonly Stopwatch sinceTold = Stopwatch.StartNew();
    int files;
    bool isShown;

    public override ImmutableArray<TreeEntry> List(string folder) => tree.List(folder);

    public override string? WhyClosed(string folder) => tree.WhyClosed(folder);

    public override ImmutableArray<BrokenLink> BrokenLinks(string folder) => tree.BrokenLinks(folder);

    public override string RealPath(string path) => tree.RealPath(path);

    public override bool FileExists(string path) => tree.FileExists(path);

    public override FileRead ReadHead(string path) => tree.ReadHead(path);

    public override TrackedFiles TrackedIn(string folder) => tree.TrackedIn(folder);

    public override FileRead Read(string path)
    {
        files++;
        if (terminal.IsWatched && sinceTold.Elapsed > Moment)
        {
            terminal.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{files} files read"));
            isShown = true;
            sinceTold.Restart();
        }
        return tree.Read(path);
    }

    /// <summary>Takes the line away again.</summary>
    public void Clear()
    {
        if (isShown) terminal.Error.Write("\r" + new string(' ', 24) + "\r");
        isShown = false;
    }

    public void Dispose() => Clear();
}
