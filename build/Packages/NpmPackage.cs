using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ShiftLeft.Packages;

/// <summary>
/// npm's packages: one for each system with its native program, and <c>shiftleft</c>, which depends on all of them and of which npm installs the one
/// that fits. Nothing of them is run when they are installed.
/// </summary>
static class NpmPackage
{
    /// <summary>The time that npm's own packages bear.</summary>
    static readonly DateTimeOffset NoTime = new(1985, 10, 26, 8, 15, 0, TimeSpan.Zero);
    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string NameOf(ToolPackage package) => $"{package.Platform.NpmName[1..].Replace('/', '-')}-{package.Version}.tgz";

    public static string LauncherNameOf(ToolPackage package) => $"shiftleft-{package.Version}.tgz";

    public static byte[] Of(ToolPackage package)
    {
        var platform = package.Platform;
        var description = Describe(package, platform.NpmName, $"The native program of shiftleft for {platform.Words}");
        description["os"] = new JsonArray(platform.Os);
        description["cpu"] = new JsonArray(platform.Cpu);
        if (platform.Libc is { } libc) description["libc"] = new JsonArray(libc);
        // Yarn keeps packages in archives, from which a program cannot be started.
        description["preferUnplugged"] = true;
        return Tarball(
        [
            ("package.json", Json(description), IsProgram: false),
            ("README.md", Encoding.UTF8.GetBytes($"The native program of [shiftleft]({package.Repository}) for {platform.Words}. Install `shiftleft`, which brings it along.\n"), false),
            .. package.Licences.Select(licence => (licence.Name, licence.Text, false)),
            ($"bin/{platform.ProgramName}", package.Program, true),
        ]);
    }

    public static byte[] LauncherOf(ToolPackage any)
    {
        var description = Describe(any, "shiftleft", any.Description);
        description["keywords"] = new JsonArray([.. any.Tags.Select(tag => (JsonNode)tag)]);
        description["bin"] = new JsonObject { ["shiftleft"] = "bin/shiftleft.js" };
        description["engines"] = new JsonObject { ["node"] = ">=18" };
        description["optionalDependencies"] = new JsonObject(Platform.All.Select(platform => KeyValuePair.Create(platform.NpmName, (JsonNode?)any.Version)));
        return Tarball(
        [
            ("package.json", Json(description), IsProgram: false),
            ("README.md", any.ReadMe, false),
            .. any.Licences.Where(licence => licence.Name == "LICENSE").Select(licence => (licence.Name, licence.Text, false)),
            ("bin/shiftleft.js", LauncherScript(), true),
        ]);
    }

    static JsonObject Describe(ToolPackage package, string name, string description) => new()
    {
        ["name"] = name,
        ["version"] = package.Version,
        ["description"] = description,
        ["license"] = "MIT",
        ["homepage"] = package.Repository,
        ["repository"] = new JsonObject { ["type"] = "git", ["url"] = $"git+{package.Repository}.git" },
    };

    static byte[] Json(JsonObject description) => Encoding.UTF8.GetBytes(description.ToJsonString(Indented) + "\n");

    /// <summary>What starts the program that npm has installed.</summary>
    static byte[] LauncherScript()
    {
        using var stream = typeof(NpmPackage).Assembly.GetManifestResourceStream("shiftleft.js")!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    static byte[] Tarball(IEnumerable<(string Name, byte[] Bytes, bool IsProgram)> files)
    {
        const UnixFileMode Read = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        var bytes = new MemoryStream();
        using (var compressed = new GZipStream(bytes, CompressionLevel.SmallestSize, leaveOpen: true))
        using (var archive = new TarWriter(compressed, TarEntryFormat.Ustar))
        {
            foreach (var file in files)
            {
                using var content = new MemoryStream(file.Bytes);
                archive.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, $"package/{file.Name}") { DataStream = content, ModificationTime = NoTime, Mode = file.IsProgram ? Read | Execute : Read });
            }
        }
        return bytes.ToArray();
    }
}
