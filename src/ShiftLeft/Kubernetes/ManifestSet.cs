using System.Collections.Frozen;
using System.Collections.Immutable;
using ShiftLeft.Files;
using ShiftLeft.Text;
using ShiftLeft.Yaml;

namespace ShiftLeft.Kubernetes;

/// <summary>All objects that are deployed together: the plain manifests of a scan, or one rendering of a chart.</summary>
sealed class ManifestSet
{
    readonly ILookup<string, KubernetesObject> byKind;
    readonly NamespaceIndex<(string Kind, string Name), KubernetesObject> byName = new();
    readonly NamespaceIndex<string, KubernetesObject> kinds = new();
    readonly NamespaceIndex<(string Key, string Value), Workload> byLabel = new();
    readonly SelectorIndex<NetworkPolicy> policies;
    readonly SelectorIndex<KubernetesObject> services;
    readonly HashSet<(string? Namespace, string Key)> labelKeys = [];
    readonly ILookup<string, KubernetesObject> scalers;
    readonly Lazy<BoundAccounts> accounts;
    readonly Lazy<PodOwners> owners;
    readonly Lazy<HashSet<(string Kind, string Folder)>> folders;

    public ManifestSet(IEnumerable<KubernetesObject> objects, ImmutableDictionary<string, string>? ownKinds = null, string? environment = null)
    {
        Objects = [.. objects];
        Environment = environment;
        foreach (var item in Objects)
        {
            item.BelongsTo(this);
            byName.Add(item.Namespace, (item.Kind, item.Name), item);
            kinds.Add(item.Namespace, item.Kind, item);
        }
        byKind = Objects.ToLookup(item => item.Kind, StringComparer.Ordinal);
        Workloads = [.. Objects.Select(item => Workload.Read(item, ownKinds ?? ImmutableDictionary<string, string>.Empty)).OfType<Workload>()];
        foreach (var workload in Workloads)
        {
            byLabel.Add(workload.Object.Namespace, AnyLabel, workload);
            foreach (var (key, value) in workload.PodLabels)
            {
                byLabel.Add(workload.Object.Namespace, (key, value), workload);
                labelKeys.Add((workload.Object.Namespace, key));
                labelKeys.Add((AnyNamespace, key));
            }
        }
        NetworkPolicies = [.. byKind["NetworkPolicy"].Where(NetworkPolicy.Is).Select(item => new NetworkPolicy(item))];
        policies = new([.. NetworkPolicies.Select(policy => (policy.Object.Namespace, policy.Selector, policy))]);
        services = new([.. byKind["Service"].Where(IsSelecting).Select(service => (service.Namespace, LabelSelector.OfLabels(service.Spec!["selector"]), service))]);
        scalers = byKind["HorizontalPodAutoscaler"].Concat(byKind["ScaledObject"]).ToLookup(scaler => scaler.Spec?["scaleTargetRef"]?["name"]?.Text ?? "", StringComparer.Ordinal);
        accounts = new(() => new(byKind["RoleBinding"].Concat(byKind["ClusterRoleBinding"])));
        owners = new(() => new(this));
        folders = new(FindFolders);
    }

    /// <summary>No label has this name, so all workloads can stand under it.</summary>
    static readonly (string Key, string Value) AnyLabel = ("", "");
    const string AnyNamespace = "";

    public ImmutableArray<KubernetesObject> Objects { get; }
    public ImmutableArray<Workload> Workloads { get; }
    public ImmutableArray<NetworkPolicy> NetworkPolicies { get; }
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
    /// <summary>Kinds that templates of the chart write with other values, but not with these.</summary>
    public HiddenKinds Hidden { get; init; } = HiddenKinds.None;
    /// <summary>What kustomizations change of the objects before they reach the cluster.</summary>
    public Kustomizations Kustomizations { get; init; } = Kustomizations.None;

    /// <summary>Names of images that a build tool puts the real ones in the place of.</summary>
    public FrozenSet<string> FilledInImages { get; init; } = [];

    public IEnumerable<KubernetesObject> OfKind(string kind) => byKind[kind];

    /// <summary>The objects of a kind that may be in a namespace.</summary>
    public IEnumerable<KubernetesObject> OfKind(string kind, string? inNamespace) => kinds.In(inNamespace, kind);

    /// <summary>All objects of this kind and name that may be in a namespace.</summary>
    public IEnumerable<KubernetesObject> FindAll(string kind, string name, string? inNamespace) => byName.In(inNamespace, (kind, name));

    /// <summary>The object of this kind and name in a namespace; objects without one are in the release's.</summary>
    public KubernetesObject? Find(string kind, string name, string? inNamespace) =>
        byName.Exactly(inNamespace, (kind, name)) is [var exact, ..] ? exact : byName.In(inNamespace, (kind, name)).FirstOrDefault();

    /// <summary>An object of this kind and name in another namespace, of what lies in the same folder: elsewhere a name may mean something else.</summary>
    public KubernetesObject? FindElsewhere(string kind, string name, KubernetesObject near) =>
        byName.Anywhere((kind, name)).FirstOrDefault(item => !SameNamespace(item.Namespace, near.Namespace) && IsNear(item, near));

    /// <summary>The workloads of a namespace whose pods a selector chooses.</summary>
    public IEnumerable<Workload> Select(LabelSelector selector, string? inNamespace) =>
        byLabel.In(inNamespace, RarestLabel(selector, label => byLabel.CountIn(inNamespace, label))).Where(workload => selector.Matches(workload.PodLabels));

    /// <summary>A workload of another namespace whose pods a selector would choose, of what lies in the same folder.</summary>
    public Workload? SelectElsewhere(LabelSelector selector, KubernetesObject near) =>
        byLabel.Anywhere(RarestLabel(selector, label => byLabel.Anywhere(label).Count))
            .FirstOrDefault(workload => !SameNamespace(workload.Object.Namespace, near.Namespace) && IsNear(workload.Object, near) && selector.Matches(workload.PodLabels));

    static (string Key, string Value) RarestLabel(LabelSelector selector, Func<(string, string), int> count) => selector.Exact.DefaultIfEmpty(AnyLabel).MinBy(count);

    /// <summary>
    /// Whether objects of a kind are kept where another one is, so that one that is not found is missing: in its namespace where that is written, else in its
    /// folder. Without any, they are kept elsewhere.
    /// </summary>
    public bool Keeps(string kind, KubernetesObject near) =>
        (IsTelling(near.Namespace) && kinds.Exactly(near.Namespace, kind).Count > 0) ||
        (kinds.CountIn(near.Namespace, kind) > 0 && (!Rendered.IsEmpty || folders.Value.Contains((kind, FolderOf(near)))));

    public bool KeepsWorkloads(KubernetesObject near) =>
        (IsTelling(near.Namespace) && byLabel.Exactly(near.Namespace, AnyLabel).Count > 0) ||
        (byLabel.CountIn(near.Namespace, AnyLabel) > 0 && (!Rendered.IsEmpty || folders.Value.Contains((AnyWorkload, FolderOf(near)))));

    const string AnyWorkload = "";

    /// <summary>Each folder with the kinds of what lies in it and below it.</summary>
    HashSet<(string Kind, string Folder)> FindFolders()
    {
        var found = new HashSet<(string, string)>();
        foreach (var item in Objects) Add(item.Kind, item);
        foreach (var workload in Workloads) Add(AnyWorkload, workload.Object);
        return found;

        void Add(string kind, KubernetesObject item)
        {
            for (var folder = FolderOf(item); found.Add((kind, folder)) && folder.Length > 0;) folder = TreePath.FolderOf(folder);
        }
    }

    /// <summary>Whether it may be said that two objects meet: both name their namespace, or their places tell that they are written for one another.</summary>
    public bool AreTogether(KubernetesObject one, KubernetesObject other) =>
        (IsTelling(one.Namespace) && one.Namespace == other.Namespace) || !Rendered.IsEmpty ||
        TreePath.IsWithin(FolderOf(one), FolderOf(other)) || TreePath.IsWithin(FolderOf(other), FolderOf(one));

    /// <summary>Whether what is in a namespace belongs together: these two hold whatever comes.</summary>
    static bool IsTelling(string? name) => name is not (null or "default" or "kube-system");

    static string FolderOf(KubernetesObject item) => TreePath.FolderOf(item.Root.Source.Path);

    /// <summary>Whether any pod of a namespace has a label of this name.</summary>
    public bool HasLabel(string key, string? inNamespace) =>
        inNamespace is null ? labelKeys.Contains((AnyNamespace, key)) : labelKeys.Contains((inNamespace, key)) || labelKeys.Contains((null, key));

    /// <summary>The policies that may select a workload.</summary>
    public IEnumerable<NetworkPolicy> NetworkPoliciesOf(Workload workload) => policies.Selecting(workload);

    /// <summary>The Services that send to a workload.</summary>
    public IEnumerable<KubernetesObject> ServicesOf(Workload workload) => services.Selecting(workload).Where(service => AreTogether(service, workload.Object));

    /// <summary>What changes a workload's replicas: an autoscaler, or a <c>ScaledObject</c> of KEDA.</summary>
    public KubernetesObject? ScalerOf(KubernetesObject target) => scalers[target.Name].FirstOrDefault(scaler => SameNamespace(scaler.Namespace, target.Namespace));

    /// <summary>The service accounts that bindings give rights.</summary>
    public BoundAccounts Accounts => accounts.Value;

    /// <summary>What may make pods that are not here.</summary>
    public PodOwners Owners => owners.Value;

    /// <summary>An unwritten namespace may be any.</summary>
    public static bool SameNamespace(string? one, string? other) => one is null || other is null || one == other;

    /// <summary>Whether two objects are written for one another, as far as places tell: in one chart, or in one folder.</summary>
    bool IsNear(KubernetesObject one, KubernetesObject other) =>
        !Rendered.IsEmpty || FolderOf(one) == FolderOf(other);

    static bool IsSelecting(KubernetesObject service) => service.Group.Length == 0 && service.Spec?["selector"] is YamlMapping { Pairs.Length: > 0 };
}
