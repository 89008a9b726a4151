using ShiftLeft.Kubernetes;
using ShiftLeft.Yaml;

namespace ShiftLeft.Rules.NetworkSegmentation;

/// <summary>A network policy for pods that are not there.</summary>
sealed class DanglingNetworkPolicy : Rule<KubernetesObject>
{
    public override RuleInfo Info { get; } = new("SL4108", "dangling-network-policy", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "A network policy selects no pod",
        Why = "It restricts nothing, while the workload that it was written for looks protected.",
        Fix = "Make `spec.podSelector` equal to the labels of a pod template of the same namespace, or remove the policy.",
        References = ["https://kubernetes.io/docs/concepts/services-networking/network-policies/"],
        Equivalents = ["kube-linter/dangling-networkpolicy", "kube-score/networkpolicy-targets-pod", "C-0299"],
        Cwe = [284],
        SecuritySeverity = 5.0,
        IsOfAbsence = true,
        Bad =
        [
            """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata:
              name: orders
              namespace: shop
            spec:
              [|podSelector|]:
                matchLabels:
                  app: orders-api
              policyTypes: [Ingress]
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: orders
              namespace: shop
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
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata:
              name: orders
              namespace: shop
            spec:
              podSelector:
                matchLabels:
                  app: orders
              policyTypes: [Ingress]
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: orders
              namespace: shop
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
            """
            # No workload is here at all: they are kept elsewhere.
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata:
              name: orders
              namespace: shop
            spec:
              podSelector:
                matchLabels:
                  app: orders
              policyTypes: [Ingress]

            """,
        ],
    };

    public override IEnumerable<Finding> Check(KubernetesObject item, Settings settings)
    {
        if (!NetworkPolicy.Is(item) || item.IsHook || item.Spec is not YamlMapping spec || spec.Entry("podSelector") is not { } selector) yield break;
        var selection = Selection.Of(item, LabelSelector.Read(selector.Value));
        if (selection.Outcome != SelectionOutcome.None) yield break;
        yield return this.At(item, selector.Key, selection.Elsewhere is { } workload
            ? $"`{item.Subject}` holds for pods of the namespace `{item.Namespace}` only; those of `{workload.Object.Subject}`, which have these labels, are in `{workload.Object.Namespace}`"
            : $"`{item.Subject}` selects no pod of the workloads here");
    }
}
