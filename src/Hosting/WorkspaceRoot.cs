namespace ShiftLeft.Hosting;

/// <summary>
/// The folder that is the root of a scan's tree: paths in reports are relative to it, and nothing outside it is read. It is the nearest
/// folder with <c>.git</c> at or above what is scanned; failing that, the nearest with <c>shiftleft.yml</c>; failing that, the current
/// folder if all of it lies there, else the scanned folder itself.
/// </summary>
/// <param name="Folder">Its full path.</param>
sealed record WorkspaceRoot(string Folder)
{
    /// <param name="currentFolder">The folder that relative paths start from, as a full path.</param>
    /// <param name="paths">What is to be scanned: full paths of files and folders that exist.</param>
    /// <param name="disk">The way to the disk; null for one that keeps no trace.</param>
    /// <returns>Null when the paths lie on different drives.</returns>
    public static WorkspaceRoot? Of(string currentFolder, IReadOnlyCollection<string> paths, Disk? disk = null)
    {
        disk ??= new();
        if (CommonFolder(paths, disk) is not { } start) return null;
        return new(
            Nearest(start, folder => disk.Exists(Path.Combine(folder, ".git")))
            ?? Nearest(start, folder => disk.IsFile(Path.Combine(folder, "shiftleft.yml")))
            ?? (IsWithin(start, currentFolder) ? Path.TrimEndingDirectorySeparator(currentFolder) : start));
    }

    /// <summary>A full path as a path of the tree; null when it lies outside.</summary>
    public string? TreePathOf(string fullPath) =>
        !IsWithin(fullPath, Folder) ? null
        // Shells put a separator behind the folders whose names they complete.
        : Path.TrimEndingDirectorySeparator(Path.GetRelativePath(Folder, fullPath)) is var relative && relative == "." ? ""
        : relative.Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>A path of the tree as a person in a folder types it, with forward slashes.</summary>
    public string PathFrom(string currentFolder, string treePath) =>
        Path.GetRelativePath(currentFolder, Path.Combine(Folder, treePath)).Replace(Path.DirectorySeparatorChar, '/');

    static string? CommonFolder(IReadOnlyCollection<string> paths, Disk disk)
    {
        var folders = paths.Select(path => Path.TrimEndingDirectorySeparator(disk.IsFolder(path) ? path : Path.GetDirectoryName(path)!)).ToList();
        return Nearest(folders[0], candidate => folders.TrueForAll(folder => IsWithin(folder, candidate)));
    }

    static string? Nearest(string? folder, Func<string, bool> isIt)
    {
        while (folder is not null && !isIt(folder)) folder = Path.GetDirectoryName(folder);
        return folder;
    }

    static bool IsWithin(string path, string folder) =>
        Path.GetRelativePath(folder, path) is var relative && !Path.IsPathRooted(relative) && relative != ".." &&
        !relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
