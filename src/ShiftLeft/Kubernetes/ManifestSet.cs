using System.Collections.Frozen;
using System.Collections.Immutable;
using ShiftLeft.Text;
using ShiftLeft.Yaml;

namespace ShiftLeft.Kubernetes;

/// <summary>All objects that are deployed together: the plain manifests of a scan, or one rendering of a chart.</summary>
sealed class ManifestSet
{
    readonly ILookup<string, KubernetesObject> byKind;
    readonly ILookup<(string Kind, string Name), KubernetesObject> byName;
    readonly ILookup<(string Key, string Value), Workload> byLabel;
    readonly ImmutableArray<(KubernetesObject Object, LabelSelector Selector)> policies;
    readonly ImmutableArray<(KubernetesObject Object, LabelSelector Selector)> services;

    public ManifestSet(IEnumerable<KubernetesObject> objects, ImmutableDictionary<string, string>? ownKinds = null, string? environment = null)
    {
        Objects = [.. objects];
        Environment = environment;
        foreach (var item in Objects) item.BelongsTo(this);
        byKind = Objects.ToLookup(item => item.Kind, StringComparer.Ordinal);
        byName = Objects.ToLookup(item => (item.Kind, item.Name));
        Workloads = [.. Objects.Select(item => Workload.Read(item, ownKinds ?? ImmutableDictionary<string, string>.Empty)).OfType<Workload>()];
        byLabel = Workloads.SelectMany(workload => workload.PodLabels, (workload, label) => (workload, label)).ToLookup(pair => (pair.label.Key, pair.label.Value), pair => pair.workload);
        policies = [.. byKind["NetworkPolicy"].Select(policy => (policy, LabelSelector.Read(policy.Spec?["podSelector"])))];
        services = [.. byKind["Service"].Where(service => service.Group.Length == 0 && service.Spec?["selector"] is YamlMapping { Pairs.Length: > 0 }).Select(service => (service, LabelSelector.OfLabels(service.Spec!["selector"])))];
    }

    public ImmutableArray<KubernetesObject> Objects { get; }
    public ImmutableArray<Workload> Workloads { get; }
    /// <summary>The chart environment it was rendered for; null for plain manifests and charts with one rendering.</summary>
    public string? Environment { get; }

    /// <summary>Whether something that belongs to the set is not known.</summary>
    public bool IsPartial { get; init; }
    /// <summary>Folders of files of the set that could not be read.</summary>
    public ImmutableHashSet<string> PartialFolders { get; init; } = [];
    /// <summary>Places that wrote nothing although something belongs there: what is wrong with them is their own fault only.</summary>
    public ImmutableArray<Location> Holes { get; init; } = [];

    /// <summary>What a chart rendered to; none for plain manifests, which are files by themselves.</summary>
    public ImmutableArray<ManifestFile> Rendered { get; init; } = [];

    /// <summary>Names of images that a build tool puts the real ones in the place of.</summary>
    public FrozenSet<string> FilledInImages { get; init; } = [];

    public IEnumerable<KubernetesObject> OfKind(string kind) => byKind[kind];

    /// <summary>
    /// Whether an object is of a kind that is neither Kubernetes' own nor known to make no pods: an operator may make pods from it, which are not here.
    /// </summary>
    public bool HasUnknownKinds => Objects.Any(item => item.Group.Contains('.', StringComparison.Ordinal) && !item.Group.EndsWith(".k8s.io", StringComparison.Ordinal) && !PodlessKinds.Contains(item.Kind) && !Workloads.Any(workload => workload.Kind == item.Kind));

    static readonly FrozenSet<string> PodlessKinds = FrozenSet.ToFrozenSet(
    [
        "ServiceMonitor", "PodMonitor", "PrometheusRule", "Certificate", "Issuer", "ClusterIssuer", "VirtualService", "DestinationRule", "AuthorizationPolicy", "PeerAuthentication", "Gateway", "IngressRoute", "Middleware",
        "ExternalSecret", "SecretStore", "ClusterSecretStore", "SealedSecret", "ClusterPolicy", "Policy", "CiliumNetworkPolicy", "ScaledObject", "Kustomization", "VerticalPodAutoscaler",
    ], StringComparer.Ordinal);

    /// <summary>The object of this kind and name in a namespace; objects without one are in the release's.</summary>
    public KubernetesObject? Find(string kind, string name, string? inNamespace) =>
        byName[(kind, name)].FirstOrDefault(item => item.Namespace == inNamespace) ??
        byName[(kind, name)].FirstOrDefault(item => item.Namespace is null || inNamespace is null);

    /// <summary>The workloads of a namespace whose pods a selector chooses.</summary>
    public IEnumerable<Workload> Select(LabelSelector selector, string? inNamespace)
    {
        var exact = selector.Requirements.FirstOrDefault(requirement => requirement is { Operator: "In", Values.Length: 1 });
        var candidates = exact is null ? Workloads : byLabel[(exact.Key, exact.Values[0])];
        return candidates.Where(workload => SameNamespace(workload.Object.Namespace, inNamespace) && selector.Matches(workload.PodLabels));
    }

    public IEnumerable<KubernetesObject> NetworkPoliciesOf(Workload workload) => Selecting(policies, workload);

    public IEnumerable<KubernetesObject> ServicesOf(Workload workload) => Selecting(services, workload);

    static IEnumerable<KubernetesObject> Selecting(ImmutableArray<(KubernetesObject Object, LabelSelector Selector)> selectors, Workload workload) =>
        from pair in selectors
        where SameNamespace(pair.Object.Namespace, workload.Object.Namespace) && pair.Selector.Matches(workload.PodLabels)
        select pair.Object;

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
        .. (selector?["matchExpressions"]?.Items ?? []).Select(LabelRequirement.Read),
    ]);

    /// <summary>The plain form of Services and replication controllers.</summary>
    public static LabelSelector OfLabels(YamlNode? labels) =>
        new([.. (labels?.Entries ?? []).Select(entry => new LabelRequirement(entry.Key.Value, "In", [entry.Value.Text ?? ""]))]);
}

sealed record LabelRequirement(string Key, string Operator, ImmutableArray<string> Values)
{
    /// <summary>An item of <c>matchExpressions</c>.</summary>
    public static LabelRequirement Read(YamlNode expression) =>
        new(expression["key"]?.Text ?? "", expression["operator"]?.Text ?? "", [.. (expression["values"]?.Items ?? []).Select(value => value.Text ?? "")]);

    public bool Matches(IReadOnlyDictionary<string, string> labels) => Operator switch
    {
        "In" => labels.TryGetValue(Key, out var value) && Values.Contains(value),
        "NotIn" => !labels.TryGetValue(Key, out var value) || !Values.Contains(value),
        "Exists" => labels.ContainsKey(Key),
        "DoesNotExist" => !labels.ContainsKey(Key),
        _ => false,
    };
}
