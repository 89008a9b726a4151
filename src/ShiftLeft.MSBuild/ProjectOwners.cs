using System.Text;
using ShiftLeft.Hosting;

namespace ShiftLeft.MSBuild;

/// <summary>Which project a file belongs to: the one that lies in the nearest folder at or above it.</summary>
/// <param name="top">The full path of the folder in which the search ends.</param>
/// <param name="extensionsFolder">Where NuGet writes what the asking project imports; other projects have theirs in the same way. Empty where nobody asks for a project.</param>
/// <param name="disk">The way to the disk.</param>
sealed class ProjectOwners(string top, string extensionsFolder, Disk disk)
{
    readonly Dictionary<string, string?> byFolder = new(StringComparer.Ordinal);
    readonly Dictionary<string, bool> checking = new(StringComparer.Ordinal);

    /// <summary>The project's file; null for what belongs to none.</summary>
    public string? Of(string file) => OfFolder(Path.GetDirectoryName(file));

    string? OfFolder(string? folder)
    {
        if (folder is null || (folder.Length < top.Length && folder != top)) return null;
        if (byFolder.TryGetValue(folder, out var known)) return known;
        var own = disk.List(folder, "bin/obj").Children.FirstOrDefault(child => IsProject(child.Name) && !DiskFolder.IsFolder(child));
        return byFolder[folder] = own is not null ? Path.Combine(folder, own.Name) : folder == top ? null : OfFolder(Path.GetDirectoryName(folder));
    }

    /// <summary>Whether a project checks what is its own, as far as NuGet has told it: it has the package.</summary>
    public bool Checks(string project)
    {
        if (checking.TryGetValue(project, out var known)) return known;
        var name = Path.GetFileNameWithoutExtension(project);
        var imports = Path.GetFileName(project) + ".nuget.g.targets";
        string[] places =
        [
            Path.Combine(Path.GetDirectoryName(project)!, "obj", imports),
            .. extensionsFolder.Length > 0 ? (string[])[Path.Combine(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(extensionsFolder))!, name, imports)] : [],
        ];
        return checking[project] = places.Any(place => disk.Read(place) is { Error: null } file && file.Bytes.Span.IndexOf("ShiftLeft.MSBuild.targets"u8) >= 0);
    }

    static bool IsProject(string name) => Path.GetExtension(name) is ".csproj" or ".fsproj" or ".vbproj";

    /// <summary>The folders of the projects that a solution lists, as full paths; whatever its form, each stands there between quotation marks.</summary>
    public static List<string> FoldersOf(string solution, Disk disk)
    {
        if (disk.Read(solution) is not { Error: null } file) return [];
        var folder = Path.GetDirectoryName(solution)!;
        return
        [
            .. Encoding.UTF8.GetString(file.Bytes.Span).Split('"')
                .Where(part => part.EndsWith("proj", StringComparison.OrdinalIgnoreCase) && part.IndexOfAny(['\n', '\r', '\0']) < 0)
                .Select(part => Path.GetDirectoryName(Path.GetFullPath(part.Replace("\\\\", "/", StringComparison.Ordinal).Replace('\\', '/'), folder))!)
                .Distinct(StringComparer.Ordinal).Take(MostProjects),
        ];
    }

    const int MostProjects = 10_000;
}
