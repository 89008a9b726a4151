namespace ShiftLeft.Hosting;

/// <summary>
/// A program that is started is found on the path and nowhere else. .NET's own search tries the current folder first, and that is the tree
/// of somebody who may want a program of his started.
/// </summary>
static class ProgramOnPath
{
    /// <summary>The first of that name; entries that are not full paths would mean the current folder.</summary>
    public static string? Find(string name, string? path) => (path ?? "").Split(Path.PathSeparator)
        .Where(Path.IsPathFullyQualified)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name))
        .FirstOrDefault(IsProgram);

    static bool IsProgram(string file) =>
        File.Exists(file) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);
}
