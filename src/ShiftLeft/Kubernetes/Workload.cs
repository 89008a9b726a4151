using System.Collections.Frozen;
using System.Collections.Immutable;
using ShiftLeft.Yaml;

namespace ShiftLeft.Kubernetes;

/// <summary>An object that makes pods, with the pod's spec.</summary>
sealed class Workload
{
    Workload(KubernetesObject owner, YamlMapping podSpec, YamlNode? podMetadata)
    {
        Object = owner;
        PodSpec = podSpec;
        PodMetadata = podMetadata;
        PodLabels = KubernetesObject.Strings(podMetadata?["labels"]);
        Containers = [.. Read(ContainerKind.Init, "initContainers"), .. Read(ContainerKind.App, "containers"), .. Read(ContainerKind.Ephemeral, "ephemeralContainers")];
    }

    public KubernetesObject Object { get; }
    public YamlMapping PodSpec { get; }
    public YamlNode? PodMetadata { get; }
    /// <summary>All of them: init, app and ephemeral.</summary>
    public ImmutableArray<Container> Containers { get; }

    public string Kind => Object.Kind;
    /// <summary>The pod's own security context.</summary>
    public YamlNode? SecurityContext => PodSpec["securityContext"];
    public ImmutableDictionary<string, string> PodLabels { get; }
    public ImmutableDictionary<string, string> PodAnnotations => KubernetesObject.Strings(PodMetadata?["annotations"]);
    public ImmutableArray<YamlNode> Volumes => PodSpec["volumes"]?.Items ?? [];
    /// <summary>Whether its nodes run Windows, where settings of Linux have no effect; the API server knows only what the pod itself says.</summary>
    public bool RunsOnWindows => IsWindows || (PodSpec["nodeSelector"] is { } nodes && (nodes["kubernetes.io/os"] ?? nodes["beta.kubernetes.io/os"])?.Text == "windows");
    public bool IsWindows => PodSpec.At("os", "name")?.Text == "windows";
    /// <summary>A pod in its own user namespace: its root is nobody on the node.</summary>
    public bool HasUserNamespace => PodSpec["hostUsers"]?.IsFalse == true;
    /// <summary>It runs to its end, so nobody waits for it to be ready.</summary>
    public bool RunsToCompletion => Kind is "Job" or "CronJob" || PodSpec["restartPolicy"]?.Text is "Never" or "OnFailure";
    public string? ServiceAccount => PodSpec["serviceAccountName"]?.Text ?? PodSpec["serviceAccount"]?.Text;

    /// <summary>Stands for the pod's spec: the key that opens it, or the object's name for a bare pod.</summary>
    public YamlNode Anchor => PodSpec.Parent is YamlMapping parent && parent.EntryOf(PodSpec) is { } entry && Kind != "Pod" ? entry.Key : Object.Anchor;

    /// <summary>
    /// Containers that stay up with the pod: app containers and native sidecars, that is, init containers that always restart.
    /// </summary>
    public IEnumerable<Container> LongRunning => Containers.Where(container => container.Kind == ContainerKind.App || container.IsSidecar);

    public static Workload? Read(KubernetesObject owner, ImmutableDictionary<string, string> ownKinds)
    {
        var path = TemplatePaths.TryGetValue(owner.Kind, out var known) && (known.Group is null || known.Group == owner.Group || owner.Group == "extensions") ? known.Path
            : ownKinds.TryGetValue(owner.Kind, out var own) ? own
            : null;
        if (path is null) return null;
        YamlNode? template = owner.Root;
        foreach (var key in path.Split('.', StringSplitOptions.RemoveEmptyEntries)) template = template?[key];
        return template?["spec"] is YamlMapping spec ? new(owner, spec, template["metadata"]) : null;
    }

    /// <summary>Where the pod template lies; the pod's own is the object.</summary>
    static readonly FrozenDictionary<string, (string? Group, string Path)> TemplatePaths = new Dictionary<string, (string?, string)>(StringComparer.Ordinal)
    {
        ["Pod"] = ("", ""),
        ["PodTemplate"] = ("", "template"),
        ["ReplicationController"] = ("", "spec.template"),
        ["Deployment"] = ("apps", "spec.template"),
        ["StatefulSet"] = ("apps", "spec.template"),
        ["DaemonSet"] = ("apps", "spec.template"),
        ["ReplicaSet"] = ("apps", "spec.template"),
        ["Job"] = ("batch", "spec.template"),
        ["CronJob"] = ("batch", "spec.jobTemplate.spec.template"),
        ["DeploymentConfig"] = (null, "spec.template"),
        ["Rollout"] = ("argoproj.io", "spec.template"),
        ["Service"] = ("serving.knative.dev", "spec.template"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    IEnumerable<Container> Read(ContainerKind kind, string key) =>
        (PodSpec[key]?.Items ?? []).OfType<YamlMapping>().Select(node => new Container(this, node, kind));

    public override string ToString() => Object.Subject;
}
