using System.Collections.Immutable;
using ShiftLeft.Rules;
using ShiftLeft.Text;

namespace ShiftLeft.MSBuild;

/// <summary>
/// The level that a C# developer has asked for, by the means that the compiler knows. In the order of their force: <c>NoWarn</c>, the
/// <c>.editorconfig</c> files above the file found, global analyzer configurations, the policy; then <c>WarningsAsErrors</c> and
/// <c>TreatWarningsAsErrors</c> lift what is a warning.
/// </summary>
sealed class Severities
{
    readonly ImmutableHashSet<string> noWarn;
    readonly ImmutableHashSet<string> asErrors;
    readonly ImmutableHashSet<string> notAsErrors;
    readonly bool allAsErrors;
    readonly ImmutableArray<AnalyzerConfig> globals;
    readonly ImmutableArray<string> known;
    readonly Dictionary<string, ImmutableArray<AnalyzerConfig>> above = new(StringComparer.Ordinal);

    public Severities(string noWarn, string warningsAsErrors, string warningsNotAsErrors, string treatWarningsAsErrors, ImmutableArray<string> analyzerConfigs)
    {
        (this.noWarn, asErrors, notAsErrors) = (Ids(noWarn), Ids(warningsAsErrors), Ids(warningsNotAsErrors));
        allAsErrors = treatWarningsAsErrors.Equals("true", StringComparison.OrdinalIgnoreCase);
        known = [.. analyzerConfigs.Where(path => path.Length > 0 && File.Exists(path))];
        globals = [.. known.Where(path => !IsEditorConfig(path)).Select(AnalyzerConfig.Load).Where(config => config.IsGlobal)];
    }

    /// <summary>The finding at its level; null when it is switched off.</summary>
    public Finding? Apply(Finding finding, string fullPath)
    {
        var id = finding.Rule.Id;
        if (noWarn.Contains(id)) return null;
        var level = Configured(id, fullPath) ?? finding.Level;
        if (level == Level.Warning && !notAsErrors.Contains(id) && (allAsErrors || asErrors.Contains(id))) level = Level.Error;
        return level == Level.Off ? null : finding with { Level = level };
    }

    Level? Configured(string id, string fullPath)
    {
        foreach (var config in Above(Path.GetDirectoryName(fullPath)!))
        {
            if (config.SeverityOf(id, fullPath) is { } level) return level;
        }
        return globals.Select(config => config.SeverityOf(id, fullPath)).FirstOrDefault(level => level is not null);
    }

    /// <summary>The nearest first, up to one that says <c>root = true</c>.</summary>
    ImmutableArray<AnalyzerConfig> Above(string folder)
    {
        if (above.TryGetValue(folder, out var found)) return found;
        var configs = ImmutableArray.CreateBuilder<AnalyzerConfig>();
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            var path = Path.Combine(at, ".editorconfig");
            if (!File.Exists(path)) continue;
            configs.Add(AnalyzerConfig.Load(path));
            if (configs[^1].IsRoot) break;
        }
        return above[folder] = configs.ToImmutable();
    }

    static bool IsEditorConfig(string path) => Path.GetFileName(path) == ".editorconfig";

    static ImmutableHashSet<string> Ids(string list) =>
        [.. list.Split([';', ',', ' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(id => id.ToUpperInvariant())];
}

/// <summary>The part of an <c>.editorconfig</c> or <c>.globalconfig</c> that sets severities.</summary>
/// <param name="Folder">Sections' globs are relative to it.</param>
/// <param name="IsRoot">No file above it counts.</param>
/// <param name="IsGlobal">It holds for all files.</param>
/// <param name="Entries">Section, key and value, in the order of the file; the last that matches wins.</param>
sealed record AnalyzerConfig(string Folder, bool IsRoot, bool IsGlobal, ImmutableArray<(string? Section, string Key, string Value)> Entries)
{
    public static AnalyzerConfig Load(string path)
    {
        var (isRoot, isGlobal) = (false, Path.GetFileName(path) == ".globalconfig");
        string? section = null;
        var entries = ImmutableArray.CreateBuilder<(string?, string, string)>();
        foreach (var raw in File.ReadLines(path))
        {
            var line = raw.Trim();
            if (line.Length == 0 || line[0] is '#' or ';') continue;
            if (line is ['[', .., ']']) { section = line[1..^1]; continue; }
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) continue;
            var (key, value) = (line[..equals].Trim().ToLowerInvariant(), line[(equals + 1)..].Trim().ToLowerInvariant());
            if (section is null && key == "root") isRoot = value == "true";
            else if (section is null && key == "is_global") isGlobal = value == "true";
            else if (key.StartsWith("dotnet_diagnostic.", StringComparison.Ordinal) || key.StartsWith("dotnet_analyzer_diagnostic.", StringComparison.Ordinal)) entries.Add((section, key, value));
        }
        return new(Path.GetDirectoryName(path)!, isRoot, isGlobal, entries.ToImmutable());
    }

    /// <summary>A rule's own line beats the line for the whole category.</summary>
    public Level? SeverityOf(string id, string fullPath) =>
        Last($"dotnet_diagnostic.{id.ToLowerInvariant()}.severity", fullPath) ?? Last("dotnet_analyzer_diagnostic.category-shiftleft.severity", fullPath);

    Level? Last(string key, string fullPath)
    {
        for (var i = Entries.Length - 1; i >= 0; i--)
        {
            if (Entries[i].Key != key || !(IsGlobal && Entries[i].Section is null || Matches(Entries[i].Section, fullPath))) continue;
            return Entries[i].Value switch
            {
                "error" => Level.Error,
                "warning" => Level.Warning,
                "suggestion" or "silent" or "refactoring" => Level.Info,
                "none" => Level.Off,
                _ => null,
            };
        }
        return null;
    }

    bool Matches(string? section, string fullPath)
    {
        if (section is null) return false;
        var path = Path.GetRelativePath(Folder, fullPath).Replace('\\', '/');
        var name = Path.GetFileName(fullPath);
        return Alternatives(section).Any(glob => glob.Contains('/', StringComparison.Ordinal) ? Glob.IsMatch(glob.TrimStart('/'), path) : Glob.IsMatch(glob, name));
    }

    /// <summary><c>{a,b}</c> spelled out; more than a hundred are not.</summary>
    static IEnumerable<string> Alternatives(string glob)
    {
        var waiting = new Queue<string>([glob]);
        for (var count = 0; waiting.TryDequeue(out var next) && count < 100; count++)
        {
            var open = next.IndexOf('{', StringComparison.Ordinal);
            var close = open < 0 ? -1 : next.IndexOf('}', open);
            if (close < 0) yield return next;
            else foreach (var part in next[(open + 1)..close].Split(',')) waiting.Enqueue(next[..open] + part + next[(close + 1)..]);
        }
    }
}
