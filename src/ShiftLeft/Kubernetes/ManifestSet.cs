using System.Collections.Immutable;
using ShiftLeft.Yaml;

namespace ShiftLeft.Kubernetes;

/// <summary>All objects that are deployed together: the plain manifests of a scan, or one rendering of a chart.</summary>
sealed class ManifestSet
{
    readonly ILookup<string, KubernetesObject> byKind;

    public ManifestSet(IEnumerable<KubernetesObject> objects, ImmutableDictionary<string, string>? ownKinds = null, string? environment = null)
    {
        Objects = [.. objects];
        Environment = environment;
        foreach (var item in Objects) item.BelongsTo(this);
        byKind = Objects.ToLookup(item => item.Kind, StringComparer.Ordinal);
        Workloads = [.. Objects.Select(item => Workload.Read(item, ownKinds ?? ImmutableDictionary<string, string>.Empty)).OfType<Workload>()];
    }

    public ImmutableArray<KubernetesObject> Objects { get; }
    public ImmutableArray<Workload> Workloads { get; }
    /// <summary>The chart environment it was rendered for; null for plain manifests and charts with one rendering.</summary>
    public string? Environment { get; }

    public IEnumerable<KubernetesObject> OfKind(string kind) => byKind[kind];

    /// <summary>The object of this kind and name in a namespace; objects without one are in the release's.</summary>
    public KubernetesObject? Find(string kind, string name, string? inNamespace) =>
        byKind[kind].FirstOrDefault(item => item.Name == name && item.Namespace == inNamespace) ??
        byKind[kind].FirstOrDefault(item => item.Name == name && (item.Namespace is null || inNamespace is null));

    /// <summary>The workloads of a namespace whose pods a selector chooses.</summary>
    public IEnumerable<Workload> Select(LabelSelector selector, string? inNamespace) =>
        Workloads.Where(workload => SameNamespace(workload.Object.Namespace, inNamespace) && selector.Matches(workload.PodLabels));

    public IEnumerable<KubernetesObject> NetworkPoliciesOf(Workload workload) =>
        byKind["NetworkPolicy"].Where(policy => SameNamespace(policy.Namespace, workload.Object.Namespace) && LabelSelector.Read(policy.Spec?["podSelector"]).Matches(workload.PodLabels));

    public IEnumerable<KubernetesObject> ServicesOf(Workload workload) =>
        byKind["Service"].Where(service => SameNamespace(service.Namespace, workload.Object.Namespace) && service.Spec?["selector"] is YamlMapping { Pairs.Length: > 0 } selector &&
            LabelSelector.OfLabels(selector).Matches(workload.PodLabels));

    /// <summary>An unwritten namespace may be any.</summary>
    public static bool SameNamespace(string? one, string? other) => one is null || other is null || one == other;
}

/// <summary>A label selector: all of its requirements must hold. An empty one chooses everything.</summary>
sealed record LabelSelector(ImmutableArray<LabelRequirement> Requirements)
{
    public bool IsEmpty => Requirements.IsEmpty;

    public bool Matches(IReadOnlyDictionary<string, string> labels) => Requirements.All(requirement => requirement.Matches(labels));

    /// <summary><c>matchLabels</c> and <c>matchExpressions</c>.</summary>
    public static LabelSelector Read(YamlNode? selector) => new(
    [
        .. (selector?["matchLabels"]?.Entries ?? []).Select(entry => new LabelRequirement(entry.Key.Value, "In", [entry.Value.Text ?? ""])),
        .. (selector?["matchExpressions"]?.Items ?? []).Select(item => new LabelRequirement(
            item["key"]?.Text ?? "", item["operator"]?.Text ?? "", [.. (item["values"]?.Items ?? []).Select(value => value.Text ?? "")])),
    ]);

    /// <summary>The plain form of Services and replication controllers.</summary>
    public static LabelSelector OfLabels(YamlNode? labels) =>
        new([.. (labels?.Entries ?? []).Select(entry => new LabelRequirement(entry.Key.Value, "In", [entry.Value.Text ?? ""]))]);
}

sealed record LabelRequirement(string Key, string Operator, ImmutableArray<string> Values)
{
    public bool Matches(IReadOnlyDictionary<string, string> labels) => Operator switch
    {
        "In" => labels.TryGetValue(Key, out var value) && Values.Contains(value),
        "NotIn" => !labels.TryGetValue(Key, out var value) || !Values.Contains(value),
        "Exists" => labels.ContainsKey(Key),
        "DoesNotExist" => !labels.ContainsKey(Key),
        _ => false,
    };
}
