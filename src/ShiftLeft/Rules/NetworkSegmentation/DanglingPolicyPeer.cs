using ShiftLeft.Kubernetes;
using ShiftLeft.Yaml;

namespace ShiftLeft.Rules.NetworkSegmentation;

/// <summary>A peer of a network policy that is not there.</summary>
sealed class DanglingPolicyPeer : Rule<KubernetesObject>
{
    public override RuleInfo Info { get; } = new("SL4109", "dangling-policy-peer", Level.Info, Profile.Recommended, Since: "0.1")
    {
        Title = "A network policy allows traffic with pods that are not there",
        Why = "A `podSelector` alone means pods of the policy's own namespace. Where none has these labels, the connection that the rule was written for is cut.",
        Fix = "Make the peer's `podSelector` equal to the labels of a pod template, or add a `namespaceSelector` for the namespace that it is in.",
        References = ["https://kubernetes.io/docs/concepts/services-networking/network-policies/"],
        Equivalents = ["kube-linter/dangling-networkpolicypeer-podselector"],
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
              podSelector:
                matchLabels:
                  app: orders
              ingress:
                - from:
                    - [|podSelector|]:
                        matchLabels:
                          app: checkout
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
              ingress:
                - from:
                    - podSelector:
                        matchLabels:
                          app: orders
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
            # What another namespace holds is not known.
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata:
              name: orders
              namespace: shop
            spec:
              podSelector:
                matchLabels:
                  app: orders
              ingress:
                - from:
                    - namespaceSelector:
                        matchLabels:
                          kubernetes.io/metadata.name: monitoring
                      podSelector:
                        matchLabels:
                          app: prometheus
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
    };

    // A chart's policies are written for clients that others deploy.
    public override IEnumerable<Finding> Check(KubernetesObject item, Settings settings) =>
        !NetworkPolicy.Is(item) || !item.Set.Rendered.IsEmpty ? [] :
        from direction in TrafficDirection.Both
        from rule in new NetworkPolicy(item).Rules(direction)
        from peer in (rule[direction.PeersKey]?.Items ?? []).OfType<YamlMapping>()
        let entry = peer.Entry("podSelector")
        where entry is not null && peer["namespaceSelector"] is null && IsNowhere(item, LabelSelector.Read(entry.Value))
        select this.At(item, entry.Key, $"no pod here has the labels of this peer of `{item.Subject}`");

    /// <summary>Clients that are deployed by others have labels of their own; where the pods here have all of these, only the values differ.</summary>
    static bool IsNowhere(KubernetesObject item, LabelSelector selector) =>
        !selector.IsEmpty && selector.Requirements.All(requirement => item.Set.HasLabel(requirement.Key, item.Namespace)) && Selection.Of(item, selector).Outcome == SelectionOutcome.None;
}
