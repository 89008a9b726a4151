namespace ShiftLeft.Files;

/// <summary>Arithmetic on paths of a <see cref="FileTree"/>.</summary>
static class TreePath
{
    public static string Join(string folder, string name) => folder.Length == 0 ? name : name.Length == 0 ? folder : $"{folder}/{name}";

    public static string FolderOf(string path) => path.LastIndexOf('/') is var slash and >= 0 ? path[..slash] : "";

    public static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];

    public static bool IsWithin(string path, string folder) =>
        folder.Length == 0 || path == folder || (path.StartsWith(folder, StringComparison.Ordinal) && path[folder.Length] == '/');

    /// <summary>The deepest folder that holds both.</summary>
    public static string CommonFolder(string one, string other)
    {
        while (!IsWithin(other, one)) one = FolderOf(one);
        return one;
    }

    /// <summary>The path with <c>.</c> and <c>..</c> resolved against a folder; null when it would leave the tree.</summary>
    public static string? Resolve(string folder, string relative)
    {
        var parts = relative.StartsWith('/') ? [] : new List<string>(folder.Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (var part in relative.Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".") continue;
            if (part != "..") parts.Add(part);
            else if (parts.Count == 0) return null;
            else parts.RemoveAt(parts.Count - 1);
        }
        return string.Join('/', parts);
    }
}
