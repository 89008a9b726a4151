using System.Collections.Immutable;
using System.Text;
using ShiftLeft.Files;
using ShiftLeft.Helm;
using ShiftLeft.Helm.Values;
using ShiftLeft.Rules;
using ShiftLeft.Text;
using ShiftLeft.Yaml;

namespace ShiftLeft.Policy;

/// <summary>Reads a policy and those it extends. What is wrong is a problem with its place; the rest is in force all the same.</summary>
sealed class PolicyReader
{
    const int MaximumFiles = 20;
    const int MaximumBytes = 256 * 1024;
    /// <summary>Aliases may not make a policy larger than this many nodes.</summary>
    const int MaximumWeight = 100_000;

    readonly FileTree tree;
    readonly List<Problem> problems = [];
    /// <summary>The files that are being read, each extended by the one before.</summary>
    readonly List<string> open = [];
    /// <summary>Which file extends which: what is extended again says nothing new.</summary>
    readonly HashSet<(string? From, string Path)> extended = [];
    int files;

    PolicyReader(FileTree tree) => this.tree = tree;

    public static (PolicyFile, ImmutableArray<Problem>) Read(FileTree tree, string path)
    {
        var reader = new PolicyReader(tree);
        var policy = reader.Read(path, PolicyFile.Default, from: null);
        return (policy, [.. reader.problems]);
    }

    PolicyFile Read(string path, PolicyFile policy, Location? from)
    {
        if (ReadRoot(path, from) is not var (source, root)) return policy;
        problems.AddRange(PolicySchema.Check(root));
        open.Add(path);
        foreach (var other in Items(root["extends"])) policy = Extend(other, TreePath.FolderOf(path), policy);
        open.RemoveAt(open.Count - 1);
        return Apply(root, TreePath.FolderOf(path), policy) with { Source = source };
    }

    /// <summary>The document of a policy; null when there is none to go on with.</summary>
    (SourceText Source, YamlNode Root)? ReadRoot(string path, Location? from)
    {
        var read = tree.Read(path);
        if (read.Error is { } error)
        {
            Report(from ?? Beginning(new(path, "")), $"the policy `{path}` {error}");
            return null;
        }
        if (read.Bytes.Length > MaximumBytes)
        {
            Report(from ?? Beginning(new(path, "")), $"the policy `{path}` is larger than {MaximumBytes / 1024} KiB");
            return null;
        }
        var source = new SourceText(path, Encoding.UTF8.GetString(read.Bytes.Span));
        var file = YamlFile.Parse(source);
        problems.AddRange(file.Problems);
        foreach (var key in file.RepeatedKeys) Report(key.Location, YamlFile.RepetitionOf(key));
        if (file.Documents.IsEmpty)
        {
            if (file.Problems.IsEmpty) Report(Beginning(source), "the policy is empty. Start with `version: 1`");
            return null;
        }
        if (file.Documents.Length > 1) Report(file.Documents[1].Location, "a policy is one document; what follows `---` is not read");
        if (file.Documents[0].Weight > MaximumWeight)
        {
            Report(Beginning(source), $"the policy has more than {MaximumWeight} nodes, aliases counted as often as they are used");
            return null;
        }
        return (source, file.Documents[0]);
    }

    PolicyFile Extend(YamlNode other, string folder, PolicyFile policy)
    {
        if (other.Text is not { Length: > 0 } written) return policy;
        var path = TreePath.Resolve(folder, written);
        if (path is null || written.StartsWith('/') || written.Contains("://", StringComparison.Ordinal)) Report(other.Location, $"`{written}` is no file of this repository; a policy extends files beside it");
        else if (!extended.Add((open[^1], path))) return policy;
        else if (open.Contains(path)) Report(other.Location, $"`{written}` extends itself{(path == open[^1] ? "" : $" through `{open[^1]}`")}");
        else if (!extended.Add((null, path))) return policy;
        else if (++files > MaximumFiles)
        {
            if (files == MaximumFiles + 1) Report(other.Location, $"more than {MaximumFiles} policies extend each other; this and the rest are not read");
        }
        else return Read(path, policy, other.Location);
        return policy;
    }

    PolicyFile Apply(YamlNode root, string folder, PolicyFile policy) => policy with
    {
        Profile = Known<Profile>(root["profile"]) ?? policy.Profile,
        Thresholds = [.. policy.Thresholds, .. Thresholds(root["thresholds"])],
        Levels = policy.Levels.SetItems(Levels(root["rules"])),
        RuleOptions = policy.RuleOptions.SetItems(Options(root["rules"], policy)),
        TrustedImages = root.At("images", "trusted") is YamlSequence trusted ? [.. Items(trusted).Select(Shape.Bounded).OfType<string>()] : policy.TrustedImages,
        RequireDigest = root.At("images", "require-digest")?.AsBoolean ?? policy.RequireDigest,
        Repositories = policy.Repositories.SetItems(Repositories(root.At("images", "repositories"), folder)),
        Kubernetes = Shape.MinorVersion.Read(root.At("kubernetes", "version")?.Text) ?? policy.Kubernetes,
        Workloads = policy.Workloads.SetItems(Map(root.At("kubernetes", "workloads"))),
        Excluded = [.. policy.Excluded, .. Items(root.At("paths", "exclude")).Select(node => Pattern(node, folder)).OfType<PathPattern>()],
        ReadsFixtures = root.At("paths", "fixtures")?.AsBoolean ?? policy.ReadsFixtures,
        Suppressions = [.. policy.Suppressions, .. Items(root["suppressions"]).Select(item => Suppression(item, folder)).OfType<PolicySuppression>()],
        HelmEngine = Known<HelmEngine>(root.At("helm", "engine")) ?? policy.HelmEngine,
        ChecksSchemas = root.At("helm", "schema")?.AsBoolean ?? policy.ChecksSchemas,
        Charts = Charts(root.At("helm", "charts"), folder, policy.Charts),
    };

    static IEnumerable<Threshold> Thresholds(YamlNode? node)
    {
        foreach (var level in (Level[])[Level.Error, Level.Warning, Level.Info])
        {
            if (node?[LevelName.Of(level)] is { AsInteger: >= 0 and var maximum } bound) yield return new(level, null, (int)Math.Min(maximum, int.MaxValue)) { Location = bound.Location };
            foreach (var practice in Enum.GetValues<Practice>())
            {
                if (node?.At("practices", PracticeName.KeyOf(practice), LevelName.Of(level)) is { AsInteger: >= 0 and var own } place) yield return new(level, practice, (int)Math.Min(own, int.MaxValue)) { Location = place.Location };
            }
        }
    }

    static IEnumerable<KeyValuePair<string, Level>> Levels(YamlNode? rules) =>
        from entry in rules?.Entries ?? []
        let rule = Catalogue.Find(entry.Key.Value)?.Info
        let level = Shape.RuleSetting.ReadLevel(entry.Value is YamlMapping settings ? settings["level"] ?? settings : entry.Value)
        where rule is not null && level is not null && !(rule.IsFailure && level == Level.Off)
        select KeyValuePair.Create(rule.Id, level.Value);

    static IEnumerable<KeyValuePair<string, ImmutableDictionary<string, string>>> Options(YamlNode? rules, PolicyFile policy) =>
        from entry in rules?.Entries ?? []
        let rule = Catalogue.Find(entry.Key.Value)?.Info
        where rule is not null && entry.Value is YamlMapping
        let options = from option in rule.Options
                      let value = entry.Value[option.Name]
                      where value is not null && Shape.RuleSetting.IsValue(option, value)
                      select KeyValuePair.Create(option.Name, ((YamlScalar)value).Value)
        select KeyValuePair.Create(rule.Id, policy.RuleOptions.GetValueOrDefault(rule.Id, ImmutableDictionary<string, string>.Empty).SetItems(options));

    IEnumerable<KeyValuePair<string, string>> Repositories(YamlNode? node, string folder)
    {
        foreach (var entry in node?.Entries ?? [])
        {
            if (entry.Value.Text is not { Length: > 0 } written) continue;
            if (TreePath.Resolve(folder, written) is { } path && tree.FileExists(path)) yield return KeyValuePair.Create(entry.Key.Value, path);
            else Report(entry.Value.Location, $"there is no Dockerfile at `{written}`");
        }
    }

    PathPattern? Pattern(YamlNode? node, string folder)
    {
        if (node is null || Shape.Bounded(node) is not { Length: > 0 } written) return null;
        var pattern = PathPattern.Read(folder, written);
        if (pattern is null) Report(node.Location, $"`{written}` leads out of the repository");
        return pattern;
    }

    PolicySuppression? Suppression(YamlNode item, string folder)
    {
        if (Catalogue.Find(item["rule"]?.Text ?? "")?.Info is not { } rule || item["reason"]?.Text?.Trim() is not { Length: > 0 } reason) return null;
        var path = Pattern(item["path"], folder);
        var expires = Shape.Day.Read(item["expires"]?.Text);
        // One that cannot be understood must not accept more than was meant.
        if ((path is null && item["path"] is not null) || (expires is null && item["expires"] is not null)) return null;
        return new(rule, path, item["object"]?.Text, item["container"]?.Text, reason, expires, item.Location);
    }

    /// <summary>A chart that is named again is declared anew.</summary>
    ImmutableArray<ChartPolicy> Charts(YamlNode? node, string folder, ImmutableArray<ChartPolicy> inherited)
    {
        var charts = ImmutableArray.CreateBuilder<ChartPolicy>();
        foreach (var item in Items(node))
        {
            if (Chart(item, folder) is not { } chart) continue;
            if (charts.Any(other => other.Path == chart.Path)) Report(item["path"]!.Location, $"the chart `{item["path"]!.Text}` is declared twice; the first declaration counts");
            else charts.Add(chart);
        }
        return [.. inherited.Where(chart => charts.All(own => own.Path != chart.Path)), .. charts];
    }

    ChartPolicy? Chart(YamlNode item, string folder)
    {
        if (item["path"] is not { Text: { Length: > 0 } written } node) return null;
        if (TreePath.Resolve(folder, written) is not { } path || !tree.FileExists(TreePath.Join(path, "Chart.yaml")))
        {
            Report(node.Location, $"there is no chart at `{written}`: it has no `Chart.yaml`");
            return null;
        }
        return new(path, [.. (item["environments"]?.Entries ?? []).Select(entry => Environment(entry, path, folder))], item.Location);
    }

    ChartEnvironment Environment(YamlEntry entry, string chart, string folder)
    {
        var values = ImmutableArray.CreateBuilder<string>();
        foreach (var file in Items(entry.Value["values"]))
        {
            if (file.Text is not { Length: > 0 } written) continue;
            var path = ((string?[])[TreePath.Resolve(chart, written), TreePath.Resolve(folder, written)]).FirstOrDefault(candidate => candidate is not null && tree.FileExists(candidate));
            if (path is not null) values.Add(path);
            else Report(file.Location, $"the values file `{written}` is neither beside the chart nor beside this policy");
        }
        return new(entry.Key.Value, values.ToImmutable(), [.. Scalars(entry.Value["set"]).Select(pair => SetArguments.Of(pair.Key.Value, ((YamlScalar)pair.Value).Value, pair.Value.Location))], entry.Value["release"]?.Text, entry.Value["namespace"]?.Text, entry.Value["kube-version"]?.Text);
    }

    static T? Known<T>(YamlNode? node) where T : struct, Enum =>
        node?.Text is { } text && Enum.GetNames<T>().Any(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) ? Enum.Parse<T>(text, ignoreCase: true) : null;

    /// <summary>The items of a list that are in force; that there are more is said.</summary>
    static IEnumerable<YamlNode> Items(YamlNode? list) => (list?.Items ?? []).Take(Shape.MaximumItems);

    static IEnumerable<KeyValuePair<string, string>> Map(YamlNode? map) => Scalars(map).Select(entry => KeyValuePair.Create(entry.Key.Value, ((YamlScalar)entry.Value).Value));

    /// <summary>The entries of a map of texts; the last of equal keys counts.</summary>
    static IEnumerable<YamlEntry> Scalars(YamlNode? map) => (map?.Entries ?? []).Where(entry => entry.Value is YamlScalar).GroupBy(entry => entry.Key.Value, (_, same) => same.Last());

    static Location Beginning(SourceText source) => new(source, new(source.HasByteOrderMark ? 1 : 0, 0));

    void Report(Location location, string message) => problems.Add(new("policy", location, message));
}
