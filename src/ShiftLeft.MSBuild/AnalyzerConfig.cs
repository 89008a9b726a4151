using System.Collections.Immutable;
using System.Globalization;
using ShiftLeft.Hosting;

namespace ShiftLeft.MSBuild;

/// <summary>The part of an <c>.editorconfig</c> or a global analyzer configuration that sets severities, read as the C# compiler reads it.</summary>
/// <param name="Folder">Sections' names are relative to it.</param>
/// <param name="IsRoot">No file above it counts.</param>
/// <param name="GlobalLevel">Its rank among the configurations that hold for all files; null for one that is none of them.</param>
/// <param name="Entries">In the order of the file; the last that matches wins.</param>
sealed record AnalyzerConfig(string Folder, bool IsRoot, int? GlobalLevel, ImmutableArray<AnalyzerConfigEntry> Entries)
{
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static AnalyzerConfig Load(string path, Disk disk)
    {
        var file = disk.Read(path);
        if (file.Error is { } error) throw new IOException($"'{path}' {error}");
        // It may have any of the marks by which .NET tells encodings apart.
        using var reader = new StreamReader(new MemoryStream(file.Bytes.ToArray()));
        return Read(path, reader);
    }

    static AnalyzerConfig Read(string path, StreamReader reader)
    {
        var (isRoot, isGlobal, level) = (false, Path.GetFileName(path).Equals(".globalconfig", StringComparison.OrdinalIgnoreCase), (int?)null);
        var namedGlobal = isGlobal;
        string? section = null;
        var entries = ImmutableArray.CreateBuilder<AnalyzerConfigEntry>();
        while (reader.ReadLine() is { } raw)
        {
            if (raw.TrimStart() is "" or ['#' or ';', ..]) continue;
            var line = raw.AsSpan(0, CommentIn(raw)).Trim();
            if (line is ['[', _, .., ']'])
            {
                section = line[1..^1].ToString();
                continue;
            }
            var sign = line.IndexOfAny('=', ':');
            if (sign <= 0) continue;
            var (key, value) = (line[..sign].Trim().ToString().ToLowerInvariant(), line[(sign + 1)..].Trim().ToString().ToLowerInvariant());
            if (section is null && key == "root") isRoot = value == "true";
            else if (section is null && key == "is_global") isGlobal = true;
            else if (section is null && key == "global_level" && int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) level = number;
            else if (SetsSeverity(key) && value is "default" or "error" or "warning" or "suggestion" or "silent" or "refactoring" or "none") entries.Add(new(section, key, value));
        }
        return new(Path.GetDirectoryName(path)!, isRoot, isGlobal ? level ?? (namedGlobal ? 100 : 0) : null, entries.ToImmutable());
    }

    /// <summary>The value that holds for a file; null when none does.</summary>
    public string? Find(string key, string fullPath)
    {
        for (var i = Entries.Length - 1; i >= 0; i--)
        {
            if (Entries[i].Key == key && Holds(Entries[i].Section, fullPath)) return Entries[i].Value;
        }
        return null;
    }

    /// <summary>Sections of a global configuration name one file by its full path; what stands before the sections holds for all files only there.</summary>
    bool Holds(string? section, string fullPath) =>
        GlobalLevel is not null ? section is null || section == fullPath.Replace('\\', '/')
        : section is not null && SectionName.Matches(section, Path.GetRelativePath(Folder, fullPath).Replace('\\', '/'));

    static bool SetsSeverity(string key) =>
        key.EndsWith("severity", StringComparison.Ordinal) && (key.StartsWith("dotnet_diagnostic.", StringComparison.Ordinal) || key.StartsWith("dotnet_analyzer_diagnostic.", StringComparison.Ordinal));

    /// <summary>Where a comment behind something else begins; the length of the line where there is none.</summary>
    static int CommentIn(string line)
    {
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '\\') i++;
            else if (line[i] is '#' or ';') return i;
        }
        return line.Length;
    }
}

/// <param name="Section">The name of its section; null before the first.</param>
/// <param name="Key">In lower case.</param>
/// <param name="Value">In lower case.</param>
sealed record AnalyzerConfigEntry(string? Section, string Key, string Value);
