using System.Collections.Immutable;
using ShiftLeft.Images;
using ShiftLeft.Yaml;

namespace ShiftLeft.Kubernetes;

enum ContainerKind { Init, App, Ephemeral }

/// <summary>A container of a pod, with the values that are in force for it.</summary>
sealed class Container(Workload workload, YamlMapping node, ContainerKind kind)
{
    public Workload Workload { get; } = workload;
    public YamlMapping Node { get; } = node;
    public ContainerKind Kind { get; } = kind;
    /// <summary>Knative gives it a name where it has none.</summary>
    public string Name { get; } = node["name"]?.Text ?? (workload.Kind == "Service" ? "user-container" : "");
    /// <summary>Null where the image is missing or no reference.</summary>
    public ImageReference? Image { get; } = ImageReference.Parse(node["image"]?.Text?.Trim() ?? "");

    public YamlNode? ImageNode => Node["image"];
    public YamlNode? SecurityContext => Node["securityContext"];
    /// <summary>Stands for the container: its name, or its first key.</summary>
    public YamlNode Anchor => Node["name"] ?? (Node.Pairs.IsEmpty ? Node : Node.Pairs[0].Key);
    /// <summary>An init container that always restarts runs beside the app containers (1.29 and later).</summary>
    public bool IsSidecar => Kind == ContainerKind.Init && Node["restartPolicy"]?.Text == "Always";
    public ImmutableArray<YamlNode> Ports => Node["ports"]?.Items ?? [];
    public ImmutableArray<YamlNode> Environment => Node["env"]?.Items ?? [];
    public ImmutableArray<YamlNode> VolumeMounts => Node["volumeMounts"]?.Items ?? [];
    public IEnumerable<string> CommandLine => (Node["command"]?.Items ?? []).Concat(Node["args"]?.Items ?? []).Select(item => item.Text).OfType<string>();

    /// <summary>A field of its own security context; privileged, capabilities and the like are there and nowhere else.</summary>
    public YamlNode? Own(string field) => Present(SecurityContext?[field]);

    /// <summary>
    /// A field that both levels have (user, group, non-root, seccomp, AppArmor, SELinux): the container's value, else the pod's.
    /// </summary>
    public YamlNode? Effective(string field) => Own(field) ?? Present(Workload.SecurityContext?[field]);

    /// <summary>
    /// Whether it has all rights on its node whatever else is set: the runtime gives it every capability and leaves out seccomp, AppArmor and SELinux, and the
    /// API server refuses to forbid it more rights.
    /// </summary>
    public bool IsPrivileged => Own("privileged")?.IsTrue == true;

    /// <summary>The same of the options for Windows, which are put together one by one.</summary>
    public YamlNode? EffectiveWindows(string option) => Present(SecurityContext?.At("windowsOptions", option)) ?? Present(Workload.SecurityContext?.At("windowsOptions", option));

    public YamlNode? Capabilities(string list) => SecurityContext?["capabilities"]?[list];

    static YamlNode? Present(YamlNode? node) => node is null or { IsNull: true } ? null : node;

    public override string ToString() => Name;
}
