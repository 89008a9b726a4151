using System.Collections.Concurrent;
using System.Collections.Immutable;
using ShiftLeft.Files;

namespace ShiftLeft.Hosting;

/// <summary>
/// A folder on disk. A symbolic link is followed only where it leads to something in the folder that is not already on the way to the
/// link; so no path leaves the folder, and none goes round in circles.
/// </summary>
sealed class DiskTree : FileTree
{
    const int MaximumLinks = 40;

    readonly Disk disk;
    readonly string root;
    readonly string? admitted;
    readonly ConcurrentDictionary<string, Place> places = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, Folder> folders = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, TrackedFiles> tracked = new(StringComparer.Ordinal);

    /// <param name="root">The folder.</param>
    /// <param name="admitted">One file outside of it that may be read by this very name, such as a policy named on the command line.</param>
    /// <param name="disk">The way to the disk; null for one that keeps no trace.</param>
    public DiskTree(string root, string? admitted = null, Disk? disk = null)
    {
        this.disk = disk ?? new();
        this.root = Resolve(Path.TrimEndingDirectorySeparator(Path.GetFullPath(root))) ?? root;
        this.admitted = admitted;
    }

    /// <summary>Files and folders that no listing shows, such as what a build writes; by their own names they can be had.</summary>
    public ImmutableArray<string> Hidden { get; init; } = [];

    public override ImmutableArray<TreeEntry> List(string folder) => folders.GetOrAdd(folder, ReadFolder).Entries;

    public override string? WhyClosed(string folder) => folders.GetOrAdd(folder, ReadFolder).Error;

    public override ImmutableArray<BrokenLink> BrokenLinks(string folder)
    {
        var broken = ImmutableArray.CreateBuilder<BrokenLink>();
        foreach (var link in folders.GetOrAdd(folder, ReadFolder).Links)
        {
            var place = Locate(TreePath.Join(folder, link));
            if (place.Refusal is not null) broken.Add(new(link, place.LeadsOut ? LinkEnd.Outside : LinkEnd.Nowhere));
            else if (!disk.Exists(place.RealPath)) broken.Add(new(link, LinkEnd.Nowhere));
            else if (LeadsBack(folder, link)) broken.Add(new(link, LinkEnd.Back));
        }
        return broken.ToImmutable();
    }

    /// <summary>True as well for a link that is refused, so that reading it tells why.</summary>
    public override bool FileExists(string path) => path == admitted ? disk.IsFile(path) : Locate(path) is var place && (place.Refusal is not null || disk.IsFile(place.RealPath));

    public override FileRead Read(string path)
    {
        if (path == admitted) return ReadFile(path);
        var place = Locate(path);
        return place.Refusal is { } refusal ? FileRead.Failed(refusal) : ReadFile(place.RealPath);
    }

    public override FileRead ReadHead(string path) =>
        Locate(path) is { Refusal: null } place && disk.ReadHead(place.RealPath) is { Error: null } head ? FileRead.Of(head.Bytes) : base.ReadHead(path);

    public override string RealPathOf(string path)
    {
        if (path == admitted || Locate(path) is not { Refusal: null, RealPath: var real } || !IsInside(real)) return path;
        return real.Length <= root.Length ? "" : real[root.Length..].TrimStart(Path.DirectorySeparatorChar).Replace(Path.DirectorySeparatorChar, '/');
    }

    public override TrackedFiles TrackedIn(string folder) => tracked.GetOrAdd(folder, FindTracked);

    TrackedFiles FindTracked(string folder)
    {
        var place = Locate(folder);
        if (place.Refusal is not null) return TrackedFiles.Unknown;
        var (names, isThere) = disk.Tracked(place.RealPath);
        return names is not null ? TrackedFiles.Of(names) : isThere ? TrackedFiles.Unreadable : TrackedFiles.Unknown;
    }

    FileRead ReadFile(string path)
    {
        var file = disk.Read(path);
        return file.Error is { } error ? FileRead.Failed(error) : FileRead.Of(file.Bytes);
    }

    Folder ReadFolder(string path)
    {
        var place = Locate(path);
        if (place.Refusal is { } refusal) return new([], [], refusal);
        var (children, error) = disk.List(place.RealPath, string.Join('/', Hidden.Where(hidden => hidden.Length > 0 && TreePath.FolderOf(hidden) == path).Select(TreePath.NameOf)));
        var entries = ImmutableArray.CreateBuilder<TreeEntry>(children.Length);
        var links = ImmutableArray.CreateBuilder<string>();
        foreach (var child in children)
        {
            var isLink = DiskFolder.IsLink(child);
            if (isLink) links.Add(child.Name);
            if (!isLink || !LeadsBack(path, child.Name)) entries.Add(new(child.Name, DiskFolder.IsFolder(child)));
        }
        return new(entries.ToImmutable(), links.ToImmutable(), error);
    }

    /// <summary>Whether the link leads to a folder on the way to it.</summary>
    bool LeadsBack(string folder, string link)
    {
        var target = Locate(TreePath.Join(folder, link));
        if (target.Refusal is not null) return false;
        for (var at = folder; ; at = TreePath.FolderOf(at))
        {
            if (Locate(at).RealPath == target.RealPath) return true;
            if (at.Length == 0) return false;
        }
    }

    Place Locate(string path) => path.Length == 0 ? new(root, null) : places.GetOrAdd(path, FindPlace);

    Place FindPlace(string path)
    {
        var folder = Locate(TreePath.FolderOf(path));
        if (folder.Refusal is not null) return folder;
        var name = TreePath.NameOf(path);
        if (name is "" or "." or "..") return new(path, "is not a path in the scanned tree");
        var here = Path.Combine(folder.RealPath, name);
        if (disk.LinkTarget(here) is null) return new(here, null);
        return Resolve(here) is not { } real ? new(here, new BrokenLink(name, LinkEnd.Nowhere).Why)
            : !IsInside(real) ? new(here, new BrokenLink(name, LinkEnd.Outside).Why) { LeadsOut = true }
            : new(real, null);
    }

    bool IsInside(string realPath) =>
        realPath == root || realPath.StartsWith(Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>The path with every link on it resolved; null when that takes more links than any honest path has.</summary>
    string? Resolve(string fullPath)
    {
        var links = 0;
        var real = Path.GetPathRoot(fullPath)!;
        var rest = new Stack<string>(Parts(fullPath));
        while (rest.TryPop(out var name))
        {
            var here = Path.Combine(real, name);
            if (disk.LinkTarget(here) is not { } target)
            {
                real = here;
                continue;
            }
            if (++links > MaximumLinks) return null;
            var full = Path.GetFullPath(target, real);
            foreach (var part in Parts(full)) rest.Push(part);
            real = Path.GetPathRoot(full)!;
        }
        return real;

        static IEnumerable<string> Parts(string path) =>
            path[Path.GetPathRoot(path)!.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse();
    }

    /// <param name="RealPath">Where it is on disk, without links.</param>
    /// <param name="Refusal">Why it is not followed, in words that follow the path.</param>
    sealed record Place(string RealPath, string? Refusal)
    {
        public bool LeadsOut { get; init; }
    }

    /// <param name="Entries">What is listed.</param>
    /// <param name="Links">The names of all links, also of those that are not listed.</param>
    /// <param name="Error">Why it is closed.</param>
    sealed record Folder(ImmutableArray<TreeEntry> Entries, ImmutableArray<string> Links, string? Error);
}
