using System.Collections.Frozen;

namespace ShiftLeft.Kubernetes;

/// <summary>Objects of kinds that are neither Kubernetes' own nor known to make no pods: an operator may make pods and Services from them, which are not here.</summary>
sealed class PodOwners
{
    readonly HashSet<string> namespaces = new(StringComparer.Ordinal);
    readonly bool areAnywhere;

    public PodOwners(ManifestSet set)
    {
        var workloads = set.Workloads.Select(workload => workload.Object).ToHashSet();
        foreach (var item in set.Objects)
        {
            if (workloads.Contains(item) || !MayMakePods(item)) continue;
            if (item.Namespace is { } name) namespaces.Add(name);
            else areAnywhere = true;
        }
    }

    /// <summary>Whether pods may come into a namespace that nobody wrote down; null is any namespace.</summary>
    public bool AreIn(string? inNamespace) => areAnywhere || (inNamespace is null ? namespaces.Count > 0 : namespaces.Contains(inNamespace));

    static bool MayMakePods(KubernetesObject item) =>
        item.Group.Contains('.', StringComparison.Ordinal) && !AccessRule.IsBuiltIn(item.Group) && !item.Group.EndsWith(".k8s.io", StringComparison.Ordinal) && !PodlessGroups.Contains(item.Group) && !PodlessKinds.Contains(item.Kind);

    static readonly FrozenSet<string> PodlessGroups = FrozenSet.ToFrozenSet(
    [
        "acme.cert-manager.io", "cert-manager.io", "cilium.io", "config.istio.io", "crd.projectcalico.org", "external-secrets.io", "generators.external-secrets.io", "image.toolkit.fluxcd.io",
        "kyverno.io", "metallb.io", "networking.istio.io", "notification.toolkit.fluxcd.io", "policies.kyverno.io", "projectcalico.org", "security.istio.io", "source.toolkit.fluxcd.io",
        "telemetry.istio.io", "traefik.containo.us", "traefik.io",
    ], StringComparer.Ordinal);

    static readonly FrozenSet<string> PodlessKinds = FrozenSet.ToFrozenSet(
    [
        "AppProject", "Certificate", "CiliumNetworkPolicy", "ClusterIssuer", "ClusterPolicy", "ClusterSecretStore", "DestinationRule", "ExternalSecret", "Gateway", "GrafanaDashboard", "IngressRoute",
        "Issuer", "Kustomization", "Middleware", "OCIRepository", "PeerAuthentication", "PodMonitor", "Policy", "Probe", "PrometheusRule", "ScaledObject", "SealedSecret", "SecretStore", "ServiceMonitor",
        "TriggerAuthentication", "VerticalPodAutoscaler", "VirtualService",
    ], StringComparer.Ordinal);
}
