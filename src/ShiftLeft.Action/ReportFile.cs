using ShiftLeft.Cli;

namespace ShiftLeft.Actions;

/// <summary>
/// A report in the workspace. The action runs as root and the rest of the job does not: the file belongs to whoever owns the workspace.
/// No link of the tree leads it elsewhere.
/// </summary>
static class ReportFile
{
    /// <returns>The file's path relative to the workspace, or why it could not be written.</returns>
    public static (string? Path, string? Problem) Write(string workspace, string path, string text)
    {
        var full = Path.GetFullPath(path, workspace);
        var relative = Path.GetRelativePath(workspace, full);
        if (Path.IsPathRooted(relative) || relative == "." || relative.Split(Path.DirectorySeparatorChar)[0] == "..") return (null, "it leaves the workspace");

        var created = new List<string>();
        var folder = workspace;
        foreach (var part in relative.Split(Path.DirectorySeparatorChar)[..^1])
        {
            folder = Path.Combine(folder, part);
            if (new FileInfo(folder).LinkTarget is not null) return (null, "a folder on its way is a symbolic link");
            if (Path.Exists(folder)) continue;
            try
            {
                Directory.CreateDirectory(folder);
            }
            catch (IOException problem)
            {
                return (null, problem.Message);
            }
            catch (UnauthorizedAccessException)
            {
                return (null, "permission denied");
            }
            created.Add(folder);
        }
        // The file is written beside its place and moved there, so a link of its name gives way and is not followed.
        if (OutputFile.Write(full, text) is { } why) return (null, why);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(full, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        Ownership.Copy(workspace, [.. created, full]);
        return (relative.Replace(Path.DirectorySeparatorChar, '/'), null);
    }
}
