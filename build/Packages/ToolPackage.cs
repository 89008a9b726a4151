using System.Collections.Immutable;
using System.IO.Compression;
using System.Xml.Linq;

namespace ShiftLeft.Packages;

/// <summary>The tool's NuGet package for one system, and what lies in it.</summary>
sealed record ToolPackage(Platform Platform, string Version)
{
    public required string Description { get; init; }
    public required string Repository { get; init; }
    public required ImmutableArray<string> Tags { get; init; }
    public required byte[] Program { get; init; }
    public required byte[] ReadMe { get; init; }
    /// <summary>The licence, and the notices of what is linked into the program.</summary>
    public required ImmutableArray<(string Name, byte[] Text)> Licences { get; init; }

    /// <summary>Null for the packages without a native program.</summary>
    public static ToolPackage? Read(string file)
    {
        using var archive = ZipFile.OpenRead(file);
        var description = XDocument.Load(archive.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open()).Root!.Elements().Single();
        string Of(string name) => description.Elements().Single(element => element.Name.LocalName == name).Value;

        if (Platform.All.FirstOrDefault(known => Of("id") == $"ShiftLeft.Cli.{known.Rid}") is not { } platform) return null;
        var licences = archive.Entries.Where(entry => !entry.FullName.Contains('/', StringComparison.Ordinal) && (entry.Name == "LICENSE" || entry.Name.EndsWith("NOTICES.txt", StringComparison.Ordinal)));
        return new(platform, Of("version"))
        {
            Description = Of("description"),
            Repository = Of("projectUrl"),
            Tags = [.. Of("tags").Split(' ')],
            Program = BytesOf($"tools/any/{platform.Rid}/{platform.ProgramName}"),
            ReadMe = BytesOf("README.md"),
            Licences = [.. licences.OrderBy(entry => entry.Name, StringComparer.Ordinal).Select(entry => (entry.Name, BytesOf(entry.Name)))],
        };

        byte[] BytesOf(string name)
        {
            using var stream = (archive.GetEntry(name) ?? throw new PackageException($"{file} has no {name}")).Open();
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return bytes.ToArray();
        }
    }
}
