using System.Collections.Immutable;
using ShiftLeft.Hosting;
using ShiftLeft.Rules;

namespace ShiftLeft.MSBuild;

/// <summary>
/// The level that a C# developer has asked for, by the means that the compiler knows. In the order of their force: <c>NoWarn</c>, the
/// <c>.editorconfig</c> files above the file found, global analyzer configurations, the policy; then <c>WarningsAsErrors</c> and
/// <c>TreatWarningsAsErrors</c> lift what is a warning.
/// </summary>
sealed class Severities
{
    readonly Disk disk;
    readonly ImmutableHashSet<string> noWarn;
    readonly ImmutableHashSet<string> asErrors;
    readonly ImmutableHashSet<string> notAsErrors;
    readonly bool allAsErrors;
    readonly ImmutableArray<AnalyzerConfig> globals;
    readonly Dictionary<string, ImmutableArray<AnalyzerConfig>> above = new(StringComparer.Ordinal);

    public Severities(string noWarn, string warningsAsErrors, string warningsNotAsErrors, string treatWarningsAsErrors, ImmutableArray<string> analyzerConfigs, Disk disk)
    {
        this.disk = disk;
        (this.noWarn, asErrors, notAsErrors) = (Ids(noWarn), Ids(warningsAsErrors), Ids(warningsNotAsErrors));
        allAsErrors = treatWarningsAsErrors.Equals("true", StringComparison.OrdinalIgnoreCase);
        globals = [.. analyzerConfigs.Distinct(StringComparer.Ordinal).Where(path => path.Length > 0 && disk.IsFile(path)).Select(path => AnalyzerConfig.Load(path, disk)).Where(config => config.GlobalLevel is not null)];
    }

    /// <summary>The finding at its level; null when it is switched off.</summary>
    public Finding? Apply(Finding finding, string fullPath)
    {
        var id = finding.Rule.Id;
        if (noWarn.Contains(id)) return null;
        var level = Configured(id, finding.Level, fullPath);
        if (level == Level.Warning && !notAsErrors.Contains(id) && (allAsErrors || asErrors.Contains(id))) level = Level.Error;
        return level == Level.Off ? null : finding with { Level = level };
    }

    /// <summary>A rule's own line beats the line for the category, and that the line for everything, wherever each of them stands.</summary>
    Level Configured(string id, Level byPolicy, string fullPath) =>
        (Word($"dotnet_diagnostic.{id.ToLowerInvariant()}.severity", fullPath)
            ?? Word("dotnet_analyzer_diagnostic.category-shiftleft.severity", fullPath)
            ?? Word("dotnet_analyzer_diagnostic.severity", fullPath)) switch
        {
            "error" => Level.Error,
            "warning" => Level.Warning,
            "suggestion" => Level.Info,
            "silent" or "refactoring" or "none" => Level.Off,
            _ => byPolicy,
        };

    string? Word(string key, string fullPath)
    {
        foreach (var config in Above(Path.GetDirectoryName(fullPath)!))
        {
            if (config.Find(key, fullPath) is { } word) return word;
        }
        return GlobalWord(key, fullPath.Replace('\\', '/')) ?? GlobalWord(key, "");
    }

    /// <summary>Of global configurations the one of the highest level counts; where two of that level set the same key, none does.</summary>
    string? GlobalWord(string key, string section)
    {
        var set = globals.Select(config => (config.GlobalLevel, Word: config.Global(key, section))).Where(config => config.Word is not null).ToList();
        var highest = set.Where(config => config.GlobalLevel == set.Max(other => other.GlobalLevel)).ToList();
        return highest.Count == 1 && AnalyzerConfig.IsSeverity(highest[0].Word) ? highest[0].Word : null;
    }

    /// <summary>The nearest first, up to one that says <c>root = true</c>.</summary>
    ImmutableArray<AnalyzerConfig> Above(string folder)
    {
        if (above.TryGetValue(folder, out var found)) return found;
        var configs = ImmutableArray.CreateBuilder<AnalyzerConfig>();
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            var path = Path.Combine(at, ".editorconfig");
            if (!disk.IsFile(path) || AnalyzerConfig.Load(path, disk) is not { GlobalLevel: null } config) continue;
            configs.Add(config);
            if (config.IsRoot) break;
        }
        return above[folder] = configs.ToImmutable();
    }

    static ImmutableHashSet<string> Ids(string list) =>
        [.. list.Split([';', ',', ' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(id => id.ToUpperInvariant())];
}
