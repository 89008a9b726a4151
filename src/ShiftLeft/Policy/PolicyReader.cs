using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ShiftLeft.Files;
using ShiftLeft.Helm;
using ShiftLeft.Rules;
using ShiftLeft.Text;
using ShiftLeft.Yaml;

namespace ShiftLeft.Policy;

/// <summary>Reads a policy and those it extends. What is wrong is a problem with its place; the rest is in force all the same.</summary>
sealed class PolicyReader(FileTree tree)
{
    const int MaximumFiles = 20;
    readonly List<Problem> problems = [];
    readonly HashSet<string> reading = new(StringComparer.Ordinal);

    public static (PolicyFile, ImmutableArray<Problem>) Read(FileTree tree, string path)
    {
        var reader = new PolicyReader(tree);
        var policy = reader.Read(path, PolicyFile.Default, null);
        return (policy, [.. reader.problems]);
    }

    PolicyFile Read(string path, PolicyFile policy, Location? from)
    {
        var read = tree.Read(path);
        if (read.Error is { } error)
        {
            Report(from ?? new(new(path, ""), default), $"the policy `{path}` {error}");
            return policy;
        }
        if (!reading.Add(path) || reading.Count > MaximumFiles)
        {
            Report(from ?? new(new(path, ""), default), $"`{path}` is extended by itself, or more than {MaximumFiles} policies extend each other");
            return policy;
        }
        var source = new SourceText(path, Encoding.UTF8.GetString(read.Bytes.Span));
        policy = policy with { Source = from is null ? source : policy.Source };
        var file = YamlFile.Parse(source);
        problems.AddRange(file.Problems);
        if (file.Documents.IsEmpty)
        {
            if (file.Problems.IsEmpty) Report(new(source, new(0, Math.Min(1, source.Content.Length))), "the policy is empty", "Start with `version: 1`, or run `shiftleft init`.");
            return policy;
        }
        if (file.Documents.Length > 1) Report(file.Documents[1].Location, "a policy is one document; what follows `---` is not read");
        var root = file.Documents[0];
        problems.AddRange(PolicySchema.Check(root));

        var folder = TreePath.FolderOf(path);
        foreach (var other in root["extends"]?.Items ?? [])
        {
            if (other.Text is not { } relative) continue;
            if (TreePath.Resolve(folder, relative) is { } resolved) policy = Read(resolved, policy, other.Location) with { Source = policy.Source };
            else Report(other.Location, $"`{relative}` lies outside the repository");
        }
        return Apply(root, folder, policy);
    }

    PolicyFile Apply(YamlNode root, string folder, PolicyFile policy) => policy with
    {
        Profile = root["profile"]?.Text is { } profile && Enum.TryParse<Profile>(profile, ignoreCase: true, out var known) ? known : policy.Profile,
        Thresholds = [.. policy.Thresholds, .. Thresholds(root["thresholds"])],
        Levels = policy.Levels.SetItems(Levels(root["rules"])),
        RuleOptions = policy.RuleOptions.SetItems(Options(root["rules"], policy)),
        TrustedImages = root.At("images", "trusted") is { } trusted ? Texts(trusted) : policy.TrustedImages,
        RequireDigest = root.At("images", "require-digest")?.AsBoolean ?? policy.RequireDigest,
        Repositories = policy.Repositories.SetItems(Map(root.At("images", "repositories")).Select(pair => KeyValuePair.Create(pair.Key, TreePath.Resolve(folder, pair.Value) ?? pair.Value))),
        Kubernetes = Version(root.At("kubernetes", "version")) ?? policy.Kubernetes,
        Workloads = policy.Workloads.SetItems(Map(root.At("kubernetes", "workloads"))),
        Excluded = [.. policy.Excluded, .. Texts(root.At("paths", "exclude")).Select(glob => InFolder(folder, glob))],
        Suppressions = [.. policy.Suppressions, .. (root["suppressions"]?.Items ?? []).Select(item => Suppression(item, folder)).OfType<PolicySuppression>()],
        HelmEngine = root.At("helm", "engine")?.Text is { } engine && Enum.TryParse<HelmEngine>(engine, ignoreCase: true, out var chosen) ? chosen : policy.HelmEngine,
        Charts = [.. policy.Charts, .. (root.At("helm", "charts")?.Items ?? []).Select(item => Chart(item, folder)).OfType<ChartPolicy>()],
    };

    static IEnumerable<Threshold> Thresholds(YamlNode? node)
    {
        foreach (var level in (Level[])[Level.Error, Level.Warning, Level.Info])
        {
            if (node?[LevelName.Of(level)]?.AsInteger is { } maximum) yield return new(level, null, (int)Math.Min(maximum, int.MaxValue));
            foreach (var practice in Enum.GetValues<Practice>())
            {
                if (node?.At("practices", PracticeName.KeyOf(practice), LevelName.Of(level))?.AsInteger is { } own) yield return new(level, practice, (int)Math.Min(own, int.MaxValue));
            }
        }
    }

    static IEnumerable<KeyValuePair<string, Level>> Levels(YamlNode? rules) =>
        from entry in rules?.Entries ?? []
        let rule = Catalogue.Find(entry.Key.Value)
        let level = PolicySchema.RuleSetting.OptionText(entry.Value is YamlMapping options ? options["level"] ?? entry.Value : entry.Value)
        where rule is not null && PolicySchema.RuleSetting.LevelNames.Contains(level)
        select KeyValuePair.Create(rule.Info.Id, Enum.Parse<Level>(level, ignoreCase: true));

    static IEnumerable<KeyValuePair<string, ImmutableDictionary<string, string>>> Options(YamlNode? rules, PolicyFile policy) =>
        from entry in rules?.Entries ?? []
        let rule = Catalogue.Find(entry.Key.Value)
        where rule is not null && entry.Value is YamlMapping
        select KeyValuePair.Create(rule.Info.Id, policy.RuleOptions.GetValueOrDefault(rule.Info.Id, ImmutableDictionary<string, string>.Empty).SetItems(
            entry.Value.Entries.Where(option => option.Key.Value != "level").Select(option => KeyValuePair.Create(option.Key.Value, PolicySchema.RuleSetting.OptionText(option.Value)))));

    KubernetesVersion? Version(YamlNode? node)
    {
        if (node?.Text is not { } text) return null;
        var parts = text.TrimStart('v').Split('.');
        if (parts is ["1", var minor, ..] && int.TryParse(minor, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 10 and < 100) return new(1, number);
        Report(node.Location, $"`{text}` is no version of Kubernetes", "Write the minor version in quotes, such as \"1.34\".");
        return null;
    }

    PolicySuppression? Suppression(YamlNode item, string folder)
    {
        if (item["rule"]?.Text is not { } name || item["reason"]?.Text is not { Length: > 0 } reason) return null;
        if (Catalogue.Find(name)?.Info is not { } rule)
        {
            Report(item["rule"]!.Location, $"there is no rule `{name}`.{Suggestion.Sentence(name, Catalogue.Rules.SelectMany(known => new[] { known.Info.Name, known.Info.Id }))}");
            return null;
        }
        DateOnly? expires = null;
        if (item["expires"]?.Text is { } text)
        {
            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) expires = day;
            else Report(item["expires"]!.Location, $"`{text}` is no day", "Write year, month and day, such as 2027-06-30.");
        }
        return new(rule, item["path"]?.Text is { } path ? InFolder(folder, path) : folder.Length == 0 ? null : InFolder(folder, "**"), item["object"]?.Text, item["container"]?.Text, reason, expires, item.Location);
    }

    ChartPolicy? Chart(YamlNode item, string folder)
    {
        if (item["path"] is not { Text: { } relative } node) return null;
        if (TreePath.Resolve(folder, relative) is not { } path || !tree.FileExists(TreePath.Join(path, "Chart.yaml")))
        {
            Report(node.Location, $"there is no chart at `{relative}`: it has no `Chart.yaml`");
            return null;
        }
        return new(path, [.. (item["environments"]?.Entries ?? []).Select(entry => Environment(entry, path, folder))], item.Location);
    }

    ChartEnvironment Environment(YamlEntry entry, string chart, string folder)
    {
        var values = ImmutableArray.CreateBuilder<string>();
        foreach (var file in entry.Value["values"]?.Items ?? [])
        {
            if (file.Text is not { } relative) continue;
            var path = ((string?[])[TreePath.Resolve(chart, relative), TreePath.Resolve(folder, relative)]).FirstOrDefault(candidate => candidate is not null && tree.FileExists(candidate));
            if (path is not null) values.Add(path);
            else Report(file.Location, $"the values file `{relative}` is neither beside the chart nor beside this policy");
        }
        return new(
            entry.Key.Value, values.ToImmutable(), [.. Map(entry.Value["set"])], entry.Value["release"]?.Text, entry.Value["namespace"]?.Text, entry.Value["kube-version"]?.Text);
    }

    static ImmutableArray<string> Texts(YamlNode? list) => [.. (list?.Items ?? []).Select(item => item.Text).OfType<string>()];

    static IEnumerable<KeyValuePair<string, string>> Map(YamlNode? map) =>
        (map?.Entries ?? []).Where(entry => entry.Value is YamlScalar).DistinctBy(entry => entry.Key.Value).Select(entry => KeyValuePair.Create(entry.Key.Value, ((YamlScalar)entry.Value).Value));

    /// <summary>A glob without a slash at its start or middle means any depth below the policy's folder, as in ignore files.</summary>
    static string InFolder(string folder, string glob) => TreePath.Join(folder, glob.TrimStart('/').Replace("./", "", StringComparison.Ordinal));

    void Report(Location location, string message, string? help = null) => problems.Add(new("policy", location, message, help));
}
