using System.Collections.Immutable;
using ShiftLeft.Yaml;

namespace ShiftLeft.Kubernetes;

/// <summary>A NetworkPolicy as the API has it.</summary>
sealed class NetworkPolicy(KubernetesObject item)
{
    public KubernetesObject Object { get; } = item;
    /// <summary>The pods that it holds for.</summary>
    public LabelSelector Selector { get; } = LabelSelector.Read(item.Spec?["podSelector"]);

    public ImmutableArray<YamlNode> Rules(TrafficDirection direction) => Object.Spec?[direction.RulesKey]?.Items ?? [];

    /// <summary>Whether it restricts a direction. Without <c>policyTypes</c> that is <c>Ingress</c>, and <c>Egress</c> where there are rules for it.</summary>
    public bool Covers(TrafficDirection direction) =>
        Object.Spec?["policyTypes"] is { Items.Length: > 0 } types ? types.Items.Any(type => type.Text == direction.Name)
        : direction == TrafficDirection.Ingress || !Rules(direction).IsEmpty;

    public static bool Is(KubernetesObject item) => item is { Kind: "NetworkPolicy", Group: "networking.k8s.io" or "extensions" };
}

/// <param name="Name">In <c>policyTypes</c>.</param>
/// <param name="RulesKey">The list of its rules.</param>
/// <param name="PeersKey">The list of peers in a rule.</param>
sealed record TrafficDirection(string Name, string RulesKey, string PeersKey)
{
    public static TrafficDirection Ingress { get; } = new("Ingress", "ingress", "from");
    public static TrafficDirection Egress { get; } = new("Egress", "egress", "to");
    public static ImmutableArray<TrafficDirection> Both { get; } = [Ingress, Egress];
}
