using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.NetworkSegmentation;

/// <summary>A workload that everybody may talk to.</summary>
sealed class MissingNetworkPolicy : Rule<Workload>
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
    public override IEnumerable<Finding> Check(Workload workload, Settings settings) =>
        workload.Object.IsHook || workload.PodSpec["hostNetwork"]?.IsTrue == true || workload.Kind == "PodTemplate" || workload.Object.Set.NetworkPoliciesOf(workload).Any() || HasOtherPolicies(workload.Object.Set)
            ? []
            : [this.Missing(workload.Object, workload.Object.Anchor, "", $"no NetworkPolicy selects the pods of `{workload.Object.Subject}`")];

    static bool HasOtherPolicies(ManifestSet set) => set.Objects.Any(item => item.Kind is "CiliumNetworkPolicy" or "CiliumClusterwideNetworkPolicy" or "GlobalNetworkPolicy" or "AdminNetworkPolicy" or "BaselineAdminNetworkPolicy" or "ClusterNetworkPolicy");
}
