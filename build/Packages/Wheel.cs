using System.Buffers.Text;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace ShiftLeft.Packages;

/// <summary>A Python wheel whose one script is the native program: <c>pip install shiftleft</c> puts it on the path.</summary>
static partial class Wheel
{
    /// <summary>The earliest time that the format can tell; none is meant.</summary>
    static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static string NameOf(ToolPackage package) => $"shiftleft-{VersionOf(package.Version)}-{TagOf(package)}.whl";

    public static byte[] Of(ToolPackage package)
    {
        // The entries say of themselves on which system they were made, and nothing is executable that comes from Windows.
        if (OperatingSystem.IsWindows() && package.Platform.Os != "win32") throw new PackageException($"the wheel for {package.Platform.Words} can be made on Linux and macOS");
        var name = $"shiftleft-{VersionOf(package.Version)}";
        var information = $"{name}.dist-info";
        var files = new List<(string Name, byte[] Bytes, int Mode)> { ($"{name}.data/scripts/{package.Platform.ProgramName}", package.Program, 0b111_101_101) };
        void Add(string file, byte[] bytes) => files.Add(($"{information}/{file}", bytes, 0b110_100_100));

        foreach (var (file, text) in package.Licences) Add($"licenses/{file}", text);
        Add("METADATA", [.. Encoding.UTF8.GetBytes(Metadata(package)), .. package.ReadMe]);
        Add("WHEEL", Encoding.UTF8.GetBytes($"Wheel-Version: 1.0\nGenerator: shiftleft ({package.Version})\nRoot-Is-Purelib: false\nTag: {TagOf(package)}\n"));
        var record = string.Concat(files.Select(file => string.Create(CultureInfo.InvariantCulture, $"{file.Name},sha256={Base64Url.EncodeToString(SHA256.HashData(file.Bytes))},{file.Bytes.Length}\n")));
        Add("RECORD", Encoding.UTF8.GetBytes($"{record}{information}/RECORD,,\n"));
        return Zip(files);
    }

    static string TagOf(ToolPackage package) => $"py3-none-{package.Platform.WheelTagOf(package.Program)}";

    static string Metadata(ToolPackage package) => string.Concat(
        "Metadata-Version: 2.4\nName: shiftleft\n",
        $"Version: {VersionOf(package.Version)}\nSummary: {package.Description}\n",
        $"Project-URL: Source, {package.Repository}\nProject-URL: Documentation, {package.Repository}/tree/main/docs\nProject-URL: Changelog, {package.Repository}/blob/main/CHANGELOG.md\n",
        $"Keywords: {string.Join(',', package.Tags)}\nLicense-Expression: MIT\n",
        string.Concat(package.Licences.Select(licence => $"License-File: {licence.Name}\n")),
        "Requires-Python: >=3.8\nDescription-Content-Type: text/markdown\n\n");

    /// <summary>A version as Python writes it: <c>1.2.0-beta.3</c> is <c>1.2.0b3</c>.</summary>
    public static string VersionOf(string version)
    {
        if (!version.Contains('-', StringComparison.Ordinal)) return version;
        var parts = PreRelease().Match(version);
        if (!parts.Success) throw new PackageException($"Python has no such version as {version}; of what comes before a release it knows -alpha.N, -beta.N and -rc.N");
        return $"{parts.Groups["release"].Value}{(parts.Groups["kind"].Value is "rc" ? "rc" : parts.Groups["kind"].Value[..1])}{parts.Groups["number"].Value}";
    }

    static byte[] Zip(IEnumerable<(string Name, byte[] Bytes, int Mode)> files)
    {
        const int RegularFile = 0x8000;
        var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var file in files)
            {
                var entry = archive.CreateEntry(file.Name, CompressionLevel.SmallestSize);
                entry.LastWriteTime = NoTime;
                entry.ExternalAttributes = (RegularFile | file.Mode) << 16;
                using var content = entry.Open();
                content.Write(file.Bytes);
            }
        }
        return bytes.ToArray();
    }

    [GeneratedRegex(@"^(?<release>\d+\.\d+\.\d+)-(?<kind>alpha|beta|rc)\.(?<number>\d+)$")]
    private static partial Regex PreRelease();
}
