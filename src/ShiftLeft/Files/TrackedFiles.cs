namespace ShiftLeft.Files;

/// <summary>
/// What git tracks below the top of a working tree. Git ignores nothing of it: <c>.gitignore</c> speaks only of files that nobody has added.
/// </summary>
sealed class TrackedFiles
{
    /// <summary>There is no git to ask.</summary>
    public static TrackedFiles Unknown { get; } = new(null);
    /// <summary>There is git, but what it tracks cannot be read.</summary>
    public static TrackedFiles Unreadable { get; } = new(null) { IsUnreadable = true };
    /// <summary>A commit holds nothing else.</summary>
    public static TrackedFiles All { get; } = new(null) { HoldsAll = true };

    readonly HashSet<string>? paths;

    TrackedFiles(HashSet<string>? paths) => this.paths = paths;

    /// <summary>These files, and the folders that they lie in.</summary>
    /// <param name="files">Paths relative to the top.</param>
    public static TrackedFiles Of(IEnumerable<string> files)
    {
        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            for (var at = file; at.Length > 0 && paths.Add(at); at = TreePath.FolderOf(at)) continue;
        }
        return new(paths);
    }

    public bool IsUnreadable { get; private init; }
    bool HoldsAll { get; init; }

    /// <summary>Whether it is known what is tracked and what is not.</summary>
    public bool IsKnown => HoldsAll || paths is not null;

    /// <summary>Whether a file, or anything in a folder, is tracked.</summary>
    /// <param name="path">Relative to the top.</param>
    public bool Holds(string path) => HoldsAll || paths?.Contains(path) == true;
}
