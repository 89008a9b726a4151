using System.Collections.Immutable;
using ShiftLeft.Hosting;
using ShiftLeft.Rules;
using ShiftLeft.Text;

namespace ShiftLeft.MSBuild;

/// <summary>
/// The level that a C# developer has asked for, by the means that the compiler knows. In the order of their force: <c>NoWarn</c>, the
/// <c>.editorconfig</c> files above the file found, global analyzer configurations, the policy; what is then below <c>ShiftLeftLevel</c> is not told;
/// then <c>WarningsAsErrors</c> and <c>TreatWarningsAsErrors</c> lift what is a warning. A rule may be named by its id, by its name, or by the id of
/// another tool that asks the same question.
/// </summary>
sealed class Severities
{
    readonly Disk disk;
    readonly ImmutableArray<(string Property, RuleNames Names)> lists;
    readonly RuleNames noWarn;
    readonly RuleNames asErrors;
    readonly RuleNames notAsErrors;
    readonly bool allAsErrors;
    readonly Level least;
    readonly ImmutableArray<AnalyzerConfig> globals;
    readonly Dictionary<string, ImmutableArray<AnalyzerConfig>> above = new(StringComparer.Ordinal);

    /// <exception cref="InputException">There is no such level.</exception>
    public Severities(ShiftLeftCheck task, Disk disk)
    {
        this.disk = disk;
        (noWarn, asErrors, notAsErrors) = (RuleNames.Of(task.NoWarn), RuleNames.Of(task.WarningsAsErrors), RuleNames.Of(task.WarningsNotAsErrors));
        lists = [(nameof(task.NoWarn), noWarn), (nameof(task.WarningsAsErrors), asErrors), (nameof(task.WarningsNotAsErrors), notAsErrors)];
        allAsErrors = task.TreatWarningsAsErrors.Equals("true", StringComparison.OrdinalIgnoreCase);
        least = task.Level.ToLowerInvariant() switch
        {
            "" or "info" => Level.Info,
            "warning" => Level.Warning,
            "error" => Level.Error,
            _ => throw new InputException($"ShiftLeftLevel is '{task.Level}'; it takes info, warning or error"),
        };
        globals = [.. task.FullConfigs.Distinct(StringComparer.Ordinal).Where(path => path.Length > 0 && disk.IsFile(path)).Select(path => AnalyzerConfig.Load(path, disk)).Where(config => config.GlobalLevel is not null)];
    }

    /// <summary>How many warnings became errors because all of them do.</summary>
    public int LiftedWithAll { get; private set; }

    /// <summary>The finding at its level; null when it is switched off.</summary>
    public Finding? Apply(Finding finding, string fullPath)
    {
        if (noWarn.Hold(finding)) return null;
        var level = Configured(finding, fullPath);
        if (level < least) return null;
        if (level == Level.Warning && !notAsErrors.Hold(finding))
        {
            var isNamed = asErrors.Hold(finding);
            if (allAsErrors && !isNamed) LiftedWithAll++;
            if (allAsErrors || isNamed) level = Level.Error;
        }
        return level == Level.Off ? null : finding with { Level = level };
    }

    /// <summary>What names a rule and means none: in the properties, and in the analyzer configurations that hold in a folder.</summary>
    public IEnumerable<(string? File, int Line, string Message)> Ineffective(string folder)
    {
        foreach (var (property, names) in lists)
        {
            foreach (var name in names.Unknown()) yield return (null, 0, $"`{property}` names {WhatItIs(name)}");
        }
        foreach (var config in Above(folder).Concat(globals))
        {
            foreach (var (name, line) in config.Diagnostics.Where(named => RuleNames.MeansNothing(named.Key))) yield return (config.Path, line, $"`dotnet_diagnostic.{name}.severity` names {WhatItIs(name)}");
        }
    }

    static string WhatItIs(string name) =>
        Catalogue.FindBySimilar(name).FirstOrDefault() is { } near ? $"`{name}`, which is near `{near.Info.Name}` ({near.Info.Id}) but asks another question" : $"`{name}`, and there is no such rule";

    /// <summary>A rule's own line beats the line for the category, and that the line for everything, wherever each of them stands.</summary>
    Level Configured(Finding finding, string fullPath) =>
        (KeysOf(finding, fullPath).Select(name => Word($"dotnet_diagnostic.{name}.severity", fullPath)).FirstOrDefault(word => word is not null)
            ?? Word("dotnet_analyzer_diagnostic.category-shiftleft.severity", fullPath)
            ?? Word("dotnet_analyzer_diagnostic.severity", fullPath)) switch
        {
            "error" => Level.Error,
            "warning" => Level.Warning,
            "suggestion" => Level.Info,
            "silent" or "refactoring" or "none" => Level.Off,
            _ => finding.Level,
        };

    /// <summary>The names under which the configurations may speak of the finding, the rule's own first.</summary>
    IEnumerable<string> KeysOf(Finding finding, string fullPath)
    {
        yield return finding.Rule.Id.ToLowerInvariant();
        if (globals.Concat(Above(Path.GetDirectoryName(fullPath)!)).All(config => config.Diagnostics.IsEmpty)) yield break;
        yield return finding.Rule.Name;
        foreach (var peer in finding.Rule.Equivalents.Where(peer => RuleNames.MeansAll(peer, finding))) yield return peer.ToLowerInvariant();
    }

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
}

/// <summary>Rules as a list of a project names them.</summary>
sealed record RuleNames(ImmutableHashSet<string> Names)
{
    public static RuleNames Of(string list) =>
        new(list.Split([';', ',', ' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToImmutableHashSet(StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether a finding is meant: by its rule, or by other tools' ids that together ask all that it answers.</summary>
    public bool Hold(Finding finding)
    {
        if (Names.IsEmpty) return false;
        if (Names.Contains(finding.Rule.Id) || Names.Contains(finding.Rule.Name)) return true;
        var peers = finding.Rule.Equivalents.Where(peer => Names.Contains(peer) && finding.Rule.IsAskedBy(peer, finding)).ToList();
        return peers.Count > 0 && peers.Aggregate(finding.Parts, (left, peer) => finding.Rule.Without(peer, left)).IsEmpty;
    }

    public static bool MeansAll(string peer, Finding finding) => finding.Rule.IsAskedBy(peer, finding) && finding.Rule.Without(peer, finding.Parts).IsEmpty;

    /// <summary>Those that look like a rule's name and are none.</summary>
    public IEnumerable<string> Unknown() => Names.Where(MeansNothing).Order(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a name is one of ours and no rule has it, or another tool's and no rule answers its question. Of the compiler's and of analyzers' ids nothing is known.</summary>
    public static bool MeansNothing(string name) =>
        Catalogue.Find(name) is null && !Catalogue.FindByPeer(name).Any() && ((IsOwn(name) && !IsOfFace(name)) || Catalogue.FindBySimilar(name).Any());

    static bool IsOwn(string name) => name.Length == 6 && name.StartsWith("SL", StringComparison.OrdinalIgnoreCase) && name.AsSpan(2).IndexOfAnyExceptInRange('0', '9') < 0;

    /// <summary>What the package says of itself.</summary>
    static bool IsOfFace(string name) => name.StartsWith("SL000", StringComparison.OrdinalIgnoreCase);
}
