using ShiftLeft.Kubernetes;
using ShiftLeft.Yaml;

namespace ShiftLeft.Rules.NetworkSegmentation;

/// <summary>Rules of a network policy for a direction that it does not restrict.</summary>
sealed class IneffectivePolicyRules : Rule<KubernetesObject>
{
    public override RuleInfo Info { get; } = new("SL4107", "ineffective-policy-rules", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "A network policy has rules for a direction that it does not restrict",
        Why = "Where `policyTypes` leaves a direction out, the policy's rules for it have no effect: what they were to forbid goes through.",
        Fix = "Add the direction to `policyTypes`, such as `policyTypes: [Ingress, Egress]`, or remove the rules.",
        References = ["https://kubernetes.io/docs/concepts/services-networking/network-policies/"],
        Similar = ["KSV-0038"],
        Cwe = [284],
        SecuritySeverity = 5.0,
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
              policyTypes: [Ingress]
              [|egress|]:
                - to:
                    - podSelector:
                        matchLabels:
                          app: database

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
              policyTypes: [Ingress, Egress]
              egress:
                - to:
                    - podSelector:
                        matchLabels:
                          app: database

            """,
            """
            # Without `policyTypes` the rules say what is restricted.
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata:
              name: orders
              namespace: shop
            spec:
              podSelector:
                matchLabels:
                  app: orders
              egress:
                - to:
                    - podSelector:
                        matchLabels:
                          app: database

            """,
        ],
    };

    public override IEnumerable<Finding> Check(KubernetesObject item, Settings settings) =>
        !NetworkPolicy.Is(item) ? [] :
        from direction in TrafficDirection.Both
        let policy = new NetworkPolicy(item)
        where !policy.Covers(direction) && !policy.Rules(direction).IsEmpty
        select this.At(item, ((YamlMapping)item.Spec!).Entry(direction.RulesKey)!.Key, $"`{item.Subject}` does not restrict {direction.Name}: `policyTypes` leaves it out, and these rules have no effect");
}
