using System.Text;

namespace ShiftLeft.Hosting;

/// <summary>
/// The folder in which git keeps what it knows of a working tree: <c>.git</c> itself, or where a file of that name leads, as in submodules and
/// further working trees. Of all that lies there only the index is read, by its own name.
/// </summary>
static class GitFolder
{
    const int LargestLink = 64 * 1024;
    const int LargestIndex = 256 * 1024 * 1024;

    /// <summary>The names in the index; null with <paramref name="isThere"/> where they cannot be read.</summary>
    /// <param name="top">The full path of the top of a working tree.</param>
    /// <param name="isThere">Whether there is git at all.</param>
    public static List<string>? TrackedBelow(string top, out bool isThere)
    {
        var folder = Path.Combine(top, ".git");
        isThere = Path.Exists(folder);
        if (!isThere) return null;
        if (!Directory.Exists(folder))
        {
            if (Text(folder) is not { } link || !link.StartsWith("gitdir:", StringComparison.Ordinal)) return null;
            folder = Path.GetFullPath(link["gitdir:".Length..].Trim(), top);
            if (!Directory.Exists(folder)) return null;
        }
        // Before the first `git add` there is none, and nothing is tracked.
        if (!File.Exists(Path.Combine(folder, "index"))) return [];
        if (IndexOf(Path.Combine(folder, "index")) is not { } index) return null;
        var names = new List<string>(index.Names);
        if (index.Shared is null || index.Shared.All(digit => digit == '0')) return names;
        var shared = "sharedindex." + index.Shared;
        var common = Text(Path.Combine(folder, "commondir")) is { } path ? Path.GetFullPath(path.Trim(), folder) : folder;
        var other = IndexOf(Path.Combine(folder, shared)) ?? IndexOf(Path.Combine(common, shared));
        if (other is null) return null;
        names.AddRange(other.Names);
        return names;
    }

    static GitIndex? IndexOf(string path)
    {
        var file = Disk.ContentOf(path, LargestIndex);
        return file.Error is null ? GitIndex.Read(file.Bytes.Span) : null;
    }

    static string? Text(string path)
    {
        var file = Disk.ContentOf(path, LargestLink);
        // A path with a zero in it is none.
        return file.Error is null && file.Bytes.Span.IndexOf((byte)0) < 0 && !file.Bytes.IsEmpty ? Encoding.UTF8.GetString(file.Bytes.Span) : null;
    }
}
