using ShiftLeft.Kubernetes;
using ShiftLeft.Yaml;

namespace ShiftLeft.Rules.NetworkSegmentation;

/// <summary>A network policy that allows everything.</summary>
sealed class OpenNetworkPolicy : Rule<KubernetesObject>
{
    public override RuleInfo Info { get; } = new("SL4103", "open-network-policy", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "A network policy allows all traffic in a direction",
        Why = "An empty rule, or one for `0.0.0.0/0` without ports, allows what the policy was to restrict, while the workload looks protected.",
        Fix = "List the pods, namespaces or addresses that are meant, with their ports.",
        References = ["https://kubernetes.io/docs/concepts/services-networking/network-policies/"],
        Similar = ["KSV-0038", "kyverno/restrict-networkpolicy-empty-podselector"],
        Cwe = [284],
        SecuritySeverity = 5.0,
        Bad =
        [
            """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata:
              name: orders
            spec:
              podSelector:
                matchLabels:
                  app: orders
              ingress:
                - [|{}|]

            """,
            """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata:
              name: orders
            spec:
              podSelector:
                matchLabels:
                  app: orders
              policyTypes: [Egress]
              egress:
                - to:
                    - ipBlock:
                        cidr: [|0.0.0.0/0|]

            """,
        ],
        Good =
        [
            """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata:
              name: orders
            spec:
              podSelector:
                matchLabels:
                  app: orders
              ingress:
                - from:
                    - podSelector:
                        matchLabels:
                          app: checkout
                  ports:
                    - port: 8080

            """,
            """
            # Whoever is in the namespace may talk to all in it.
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata:
              name: same-namespace
            spec:
              podSelector: {}
              ingress:
                - from:
                    - podSelector: {}

            """,
        ],
    };

    public override IEnumerable<Finding> Check(KubernetesObject item, Settings settings) =>
        !NetworkPolicy.Is(item) ? [] :
        from direction in TrafficDirection.Both
        let policy = new NetworkPolicy(item)
        where policy.Covers(direction)
        from rule in policy.Rules(direction)
        let open = Open(rule, direction.PeersKey)
        where open is not null
        select this.At(item, open, $"`{item.Subject}` allows all {direction.RulesKey} traffic");

    /// <summary>What opens a rule. Lists that are empty or missing are everybody and every port.</summary>
    static YamlNode? Open(YamlNode rule, string peers)
    {
        if (rule["ports"] is { Items.Length: > 0 }) return null;
        if (rule[peers] is not { Items: { Length: > 0 } list }) return rule;
        return list.Select(peer => peer.At("ipBlock", "cidr")).FirstOrDefault(cidr => cidr?.Text is "0.0.0.0/0" or "::/0" && cidr.Parent?["except"] is not { Items.Length: > 0 });
    }
}
