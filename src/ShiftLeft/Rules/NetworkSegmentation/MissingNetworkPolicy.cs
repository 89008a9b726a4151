using System.Collections.Immutable;
using ShiftLeft.Files;
using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.NetworkSegmentation;

/// <summary>A workload that everybody may talk to.</summary>
sealed class MissingNetworkPolicy : Rule<ManifestSet>
{
    public override RuleInfo Info { get; } = new("SL4101", "missing-network-policy", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "No network policy selects a workload",
        Why = "Pods that no policy selects take traffic from the whole cluster and may talk to everything: one compromised pod reaches all others.",
        Fix = "Add a NetworkPolicy for the workload that lists who may reach it, and a default-deny policy for the namespace.",
        References = ["https://kubernetes.io/docs/concepts/services-networking/network-policies/"],
        Equivalents =
        [
            "kube-linter/non-isolated-pod", "kube-score/pod-networkpolicy", "polaris/missingNetworkPolicy", "CKV2_K8S_6",
            "kics/pod_misconfigured_network_policy", "kyverno/require-netpol", "C-0260",
        ],
        Similar = ["kyverno/add-network-policy", "C-0030", "C-0049", "C-0054", "C-0206"],
        Cwe = [653],
        SecuritySeverity = 5.0,
        IsOfAbsence = true,
        Bad =
        [
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: [|orders|]
            spec:
              selector:
                matchLabels:
                  app: orders
              template:
                metadata:
                  labels:
                    app: orders
                spec:
                  containers:
                    - name: orders
                      image: ghcr.io/acme/orders:1.4

            """,
        ],
        Good =
        [
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: orders
            spec:
              selector:
                matchLabels:
                  app: orders
              template:
                metadata:
                  labels:
                    app: orders
                spec:
                  containers:
                    - name: orders
                      image: ghcr.io/acme/orders:1.4
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata:
              name: orders
            spec:
              podSelector:
                matchLabels:
                  app: orders
              policyTypes: [Ingress]
              ingress:
                - from:
                    - podSelector:
                        matchLabels:
                          app: checkout
                  ports:
                    - port: 8080

            """,
            """
            # A policy that denies by default selects every pod of its namespace.
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: orders
            spec:
              selector:
                matchLabels:
                  app: orders
              template:
                metadata:
                  labels:
                    app: orders
                spec:
                  containers:
                    - name: orders
                      image: ghcr.io/acme/orders:1.4
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata:
              name: default-deny
            spec:
              podSelector: {}
              policyTypes: [Ingress, Egress]

            """,
        ],
    };

    // Other makers' policies use languages of their own; where they are, silence is better than a guess.
    public override IEnumerable<Finding> Check(ManifestSet set, Settings settings)
    {
        if (OtherPolicies.Any(kind => set.OfKind(kind).Any())) yield break;
        var segmented = set.NetworkPolicies.Select(policy => Scope(set, policy.Object)).ToHashSet();
        var namespaces = segmented.Select(scope => scope.Namespace).OfType<string>().ToHashSet(StringComparer.Ordinal);
        // Where nothing is segmented, that is one decision to take, however many workloads it is about.
        foreach (var together in set.Workloads.Where(MayBeSelected).GroupBy(workload => Scope(set, workload.Object)))
        {
            var open = together.Where(workload => !set.NetworkPoliciesOf(workload).Any()).ToList();
            if (open.Count == 0) continue;
            if (segmented.Contains(together.Key) || (together.Key.Namespace is { } name && namespaces.Contains(name)))
            {
                foreach (var workload in open) yield return this.Missing(workload.Object, workload.Object.Anchor, "", $"no NetworkPolicy selects the pods of `{workload.Object.Subject}`");
                continue;
            }
            var others = open.Count == 1 ? "" : $" and of {open.Count - 1} more workload{(open.Count == 2 ? "" : "s")} here";
            var finding = this.Missing(open[0].Object, open[0].Object.Anchor, "", $"no NetworkPolicy selects the pods of `{open[0].Object.Subject}`{others}");
            yield return set.Hidden.Hold("NetworkPolicy") ? finding with { Level = Level.Info, Message = $"{finding.Message}: the chart has one that these values leave out" } : finding;
        }
    }

    static bool MayBeSelected(Workload workload) => !workload.Object.IsHook && workload.PodSpec["hostNetwork"]?.IsTrue != true && workload.Kind != "PodTemplate";

    /// <summary>What one policy could be for: a namespace of a chart, or of a folder.</summary>
    static (string? Namespace, string Folder) Scope(ManifestSet set, KubernetesObject item) => (item.Namespace, set.Rendered.IsEmpty ? TreePath.FolderOf(item.Root.Source.Path) : "");

    static readonly ImmutableArray<string> OtherPolicies =
        ["CiliumNetworkPolicy", "CiliumClusterwideNetworkPolicy", "GlobalNetworkPolicy", "AdminNetworkPolicy", "BaselineAdminNetworkPolicy", "ClusterNetworkPolicy"];
}
