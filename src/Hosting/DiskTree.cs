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
    const int MaximumBytes = 10 * 1024 * 1024;
    const int MaximumLinks = 40;

    readonly string root;
    readonly string? admitted;
    readonly ConcurrentDictionary<string, Place> places = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, Folder> folders = new(StringComparer.Ordinal);

    /// <param name="root">The folder.</param>
    /// <param name="admitted">One file outside of it that may be read by this very name, such as a policy named on the command line.</param>
    public DiskTree(string root, string? admitted = null)
    {
        this.root = RealPath(Path.TrimEndingDirectorySeparator(Path.GetFullPath(root))) ?? root;
        this.admitted = admitted;
    }

    public override ImmutableArray<TreeEntry> List(string folder) => folders.GetOrAdd(folder, ReadFolder).Entries;

    public override string? WhyClosed(string folder) => folders.GetOrAdd(folder, ReadFolder).Error;

    /// <summary>True as well for a link that is refused, so that reading it tells why.</summary>
    public override bool FileExists(string path) => path == admitted ? File.Exists(path) : Locate(path) is var place && (place.Refusal is not null || File.Exists(place.RealPath));

    public override FileRead Read(string path)
    {
        if (path == admitted) return ReadFile(path);
        var place = Locate(path);
        return place.Refusal is { } refusal ? FileRead.Failed(refusal) : ReadFile(place.RealPath);
    }

    static FileRead ReadFile(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists) return FileRead.Failed("does not exist");
            if (file.Length > MaximumBytes) return FileRead.Failed("is larger than 10 MiB");
            // A pipe or a device has no length, and to open it could wait for ever.
            if (file.Length == 0) return FileRead.Of(default);

            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            var bytes = new byte[file.Length];
            var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return FileRead.Of(bytes.AsMemory(0, length));
        }
        catch (UnauthorizedAccessException)
        {
            return FileRead.Failed("may not be read: permission denied");
        }
        catch (IOException)
        {
            return FileRead.Failed("cannot be read");
        }
    }

    Folder ReadFolder(string path)
    {
        var place = Locate(path);
        if (place.Refusal is { } refusal) return new([], refusal);
        if (!Directory.Exists(place.RealPath)) return new([], null);
        try
        {
            return new(
                [
                    .. new DirectoryInfo(place.RealPath).EnumerateFileSystemInfos()
                        .Where(child => !LeadsBack(path, child))
                        .Select(child => new TreeEntry(child.Name, child.Attributes.HasFlag(FileAttributes.Directory)))
                        .OrderBy(child => child.Name, StringComparer.Ordinal),
                ], null);
        }
        catch (UnauthorizedAccessException)
        {
            return new([], "may not be listed: permission denied");
        }
        catch (IOException)
        {
            return new([], "cannot be listed");
        }
    }

    /// <summary>Whether the child is a link to a folder on the way to it.</summary>
    bool LeadsBack(string folder, FileSystemInfo child)
    {
        if (child.LinkTarget is null) return false;
        var target = Locate(TreePath.Join(folder, child.Name));
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
        if (new FileInfo(here).LinkTarget is null) return new(here, null);
        return RealPath(here) is not { } real ? new(here, "is a symbolic link that leads nowhere")
            : !IsInside(real) ? new(here, "is a symbolic link that leads out of the scanned tree")
            : new(real, null);
    }

    bool IsInside(string realPath) =>
        realPath == root || realPath.StartsWith(Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>The path with every link on it resolved; null when that takes more links than any honest path has.</summary>
    static string? RealPath(string fullPath)
    {
        var links = 0;
        var real = Path.GetPathRoot(fullPath)!;
        var rest = new Stack<string>(Parts(fullPath));
        while (rest.TryPop(out var name))
        {
            var here = Path.Combine(real, name);
            if (new FileInfo(here).LinkTarget is not { } target)
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
    sealed record Place(string RealPath, string? Refusal);

    sealed record Folder(ImmutableArray<TreeEntry> Entries, string? Error);
}
