namespace ShiftLeft.Docker;

/// <summary>Paths as Go's <c>path</c> puts them together.</summary>
static class UnixPath
{
    /// <summary>The parts that are not empty, joined and cleaned.</summary>
    public static string Join(params ReadOnlySpan<string> parts)
    {
        var joined = "";
        foreach (var part in parts)
        {
            if (part.Length > 0) joined = joined.Length == 0 ? part : $"{joined}/{part}";
        }
        return joined.Length == 0 ? "" : Clean(joined);
    }

    /// <summary>Without doubled slashes, <c>.</c> and what <c>..</c> takes back.</summary>
    public static string Clean(string path)
    {
        var isRooted = path.StartsWith('/');
        var kept = new List<string>();
        foreach (var part in path.Split('/'))
        {
            if (part is "" or ".") continue;
            if (part != "..") kept.Add(part);
            else if (kept.Count > 0 && kept[^1] != "..") kept.RemoveAt(kept.Count - 1);
            else if (!isRooted) kept.Add(part);
        }
        var cleaned = string.Join('/', kept);
        return isRooted ? "/" + cleaned : cleaned.Length == 0 ? "." : cleaned;
    }
}
