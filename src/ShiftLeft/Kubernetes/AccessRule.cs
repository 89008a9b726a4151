using System.Collections.Frozen;
using System.Collections.Immutable;
using ShiftLeft.Yaml;

namespace ShiftLeft.Kubernetes;

/// <summary>A rule of a Role or ClusterRole. Its API groups, resources and names decide together what its verbs are allowed on.</summary>
sealed class AccessRule(YamlNode node)
{
    public ImmutableArray<YamlNode> Groups { get; } = node["apiGroups"]?.Items ?? [];
    public ImmutableArray<YamlNode> Resources { get; } = node["resources"]?.Items ?? [];
    public ImmutableArray<YamlNode> Verbs { get; } = node["verbs"]?.Items ?? [];
    /// <summary>The objects that it is limited to. A list of them is asked for by name then, so that it shows no others.</summary>
    public ImmutableArray<string> Names { get; } = [.. (node["resourceNames"]?.Items ?? []).Select(name => name.Text).OfType<string>()];

    public static IEnumerable<AccessRule> Of(KubernetesObject item) =>
        item.Kind is "Role" or "ClusterRole" ? (item.Root["rules"]?.Items ?? []).Select(rule => new AccessRule(rule)) : [];

    /// <summary>Whether it speaks of a group. One that names no group at all is refused, so what it was meant for is not known: it may be any.</summary>
    public bool Reaches(string group) => node["apiGroups"] is null || Groups.Any(known => known.Text is { } name && (name == "*" || name == group));

    public bool Allows(params ReadOnlySpan<string> verbs)
    {
        foreach (var verb in Verbs)
        {
            if (verb.Text == "*" || verbs.Contains(verb.Text)) return true;
        }
        return false;
    }

    /// <summary>The node by which it speaks of a resource, or of a part of one such as <c>pods/log</c>.</summary>
    public YamlNode? Resource(string resource) =>
        Resources.FirstOrDefault(known => known.Text == resource) ??
        Resources.FirstOrDefault(known => known.Text is { } name && (name == "*" || (name.StartsWith("*/", StringComparison.Ordinal) && resource.EndsWith(name[1..], StringComparison.Ordinal))));

    /// <summary>Groups of Kubernetes itself; all others are those of extensions.</summary>
    public static bool IsBuiltIn(string group) => BuiltIn.Contains(group);

    static readonly FrozenSet<string> BuiltIn = FrozenSet.ToFrozenSet(
    [
        "", "admissionregistration.k8s.io", "apiextensions.k8s.io", "apiregistration.k8s.io", "apps", "authentication.k8s.io", "authorization.k8s.io", "autoscaling", "batch",
        "certificates.k8s.io", "coordination.k8s.io", "discovery.k8s.io", "events.k8s.io", "extensions", "flowcontrol.apiserver.k8s.io", "networking.k8s.io", "node.k8s.io",
        "policy", "rbac.authorization.k8s.io", "resource.k8s.io", "scheduling.k8s.io", "storage.k8s.io", "storagemigration.k8s.io",
    ], StringComparer.Ordinal);
}
