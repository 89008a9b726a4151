using System.Collections.Immutable;
using System.Globalization;
using ShiftLeft.Hosting;

namespace ShiftLeft.MSBuild;

/// <summary>The part of an <c>.editorconfig</c> or a global analyzer configuration that sets severities, read as the C# compiler reads it.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="IsRoot">No file above it counts.</param>
/// <param name="GlobalLevel">Its rank among the configurations that hold for all files; null for one that is none of them.</param>
/// <param name="Sections">In the order of the file; the last that matches wins.</param>
sealed record AnalyzerConfig(string Path, bool IsRoot, int? GlobalLevel, ImmutableArray<AnalyzerConfigSection> Sections)
{
    /// <summary>The diagnostics that it speaks of, in lower case, each with the line of the first mention, counted from one.</summary>
    public ImmutableSortedDictionary<string, int> Diagnostics { get; private init; } = ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>Sections' names are relative to it.</summary>
    string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <exception cref="IOException">The file cannot be read.</exception>
    public static AnalyzerConfig Load(string path, Disk disk)
    {
        var file = disk.Read(path);
        if (file.Error is { } error) throw new IOException($"'{path}' {error}");
        // It may have any of the marks by which .NET tells encodings apart.
        using var reader = new StreamReader(new MemoryStream(file.Bytes.ToArray()));
        return Read(path, reader);
    }

    /// <summary>The severity that the sections set for a file of a folder at or below this one; null when none does.</summary>
    public string? Find(string key, string fullPath) =>
        Sections.LastOrDefault(section => section.Name.Length > 0 && IsSeverity(section.Values.GetValueOrDefault(key)) && SectionName.Matches(section.Name, System.IO.Path.GetRelativePath(Folder, fullPath).Replace('\\', '/')))?.Values[key];

    /// <summary>What a global configuration says in a section, which has a file's full path for its name, or before the first; null when it says nothing.</summary>
    public string? Global(string key, string section) =>
        Sections.LastOrDefault(known => known.Name == section && known.Values.ContainsKey(key))?.Values[key];

    public static bool IsSeverity(string? word) => word is "default" or "error" or "warning" or "suggestion" or "silent" or "refactoring" or "none";

    static AnalyzerConfig Read(string path, StreamReader reader)
    {
        var name = "";
        var values = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var sections = ImmutableArray.CreateBuilder<AnalyzerConfigSection>();
        var diagnostics = ImmutableSortedDictionary.CreateBuilder<string, int>(StringComparer.Ordinal);
        for (var number = 1; reader.ReadLine() is { } raw; number++)
        {
            if (raw.TrimStart() is "" or ['#' or ';', ..]) continue;
            var line = raw.AsSpan(0, CommentIn(raw)).Trim();
            if (line is ['[', _, .., ']'])
            {
                sections.Add(new(name, values.ToImmutable()));
                values.Clear();
                name = line[1..^1].ToString();
            }
            else if (line.IndexOfAny('=', ':') is var sign and > 0 && line[..sign].Trim().ToString().ToLowerInvariant() is var key && Counts(key))
            {
                values[key] = line[(sign + 1)..].Trim().ToString().ToLowerInvariant();
                if (DiagnosticIn(key) is { } diagnostic) diagnostics.TryAdd(diagnostic, number);
            }
        }
        sections.Add(new(name, values.ToImmutable()));

        var top = sections[0].Values;
        var isNamedGlobal = System.IO.Path.GetFileName(path).Equals(".globalconfig", StringComparison.OrdinalIgnoreCase);
        var level = int.TryParse(top.GetValueOrDefault("global_level"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var set) ? set : isNamedGlobal ? 100 : 0;
        // What the key says is not asked; the compiler takes "is_global = false" for yes.
        return new(path, top.GetValueOrDefault("root") == "true", isNamedGlobal || top.ContainsKey("is_global") ? level : null, sections.ToImmutable()) { Diagnostics = diagnostics.ToImmutable() };
    }

    /// <summary>What stands between the first word of a key and its last; null when it sets no diagnostic's severity.</summary>
    static string? DiagnosticIn(string key) =>
        key.StartsWith(Prefix, StringComparison.Ordinal) && key.EndsWith(Suffix, StringComparison.Ordinal) && key.Length > Prefix.Length + Suffix.Length ? key[Prefix.Length..^Suffix.Length] : null;

    const string Prefix = "dotnet_diagnostic.";
    const string Suffix = ".severity";

    static bool Counts(string key) =>
        key is "root" or "is_global" or "global_level" ||
        key.StartsWith("dotnet_diagnostic.", StringComparison.Ordinal) || key.StartsWith("dotnet_analyzer_diagnostic.", StringComparison.Ordinal);

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

/// <param name="Name">What stands between the brackets; empty for what stands before the first of them.</param>
/// <param name="Values">Keys and values in lower case.</param>
sealed record AnalyzerConfigSection(string Name, ImmutableDictionary<string, string> Values);
