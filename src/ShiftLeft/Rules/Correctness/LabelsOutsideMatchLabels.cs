using ShiftLeft.Kubernetes;
using ShiftLeft.Yaml;

namespace ShiftLeft.Rules.Correctness;

/// <summary>A label selector with labels where none are read.</summary>
sealed class LabelsOutsideMatchLabels : Rule<KubernetesObject>
{
    public override RuleInfo Info { get; } = new("SL8114", "labels-outside-match-labels", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A selector has labels outside matchLabels",
        Why = "The API server refuses the object, or under loose validation drops the labels: the selector is empty then and chooses every pod of the namespace.",
        Fix = "Write the labels under `matchLabels`.",
        References = ["https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#resources-that-support-set-based-requirements"],
        Bad =
        [
            """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata:
              name: orders
            spec:
              podSelector:
                [|app|]: orders
              policyTypes: [Ingress]

            """,
            """
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata:
              name: orders
            spec:
              maxUnavailable: 1
              selector:
                [|app|]: orders

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
              policyTypes: [Ingress]

            """,
            """
            # The selectors of Services are labels and nothing else.
            apiVersion: v1
            kind: Service
            metadata:
              name: orders
            spec:
              selector:
                app: orders
              ports:
                - port: 80

            """,
        ],
    };

    public override IEnumerable<Finding> Check(KubernetesObject item, Settings settings) =>
        from selector in Selectors(item)
        from key in LabelSelector.UnknownKeys(selector)
        select this.At(item, key, $"`{key.Value}` is no part of a label selector: `{item.Subject}` is refused, or chooses all pods");

    static IEnumerable<YamlNode?> Selectors(KubernetesObject item) => (item.Kind, item.Group) switch
    {
        ("NetworkPolicy", "networking.k8s.io" or "extensions") =>
        [
            item.Spec?["podSelector"],
            .. from direction in TrafficDirection.Both
               from rule in new NetworkPolicy(item).Rules(direction)
               from peer in rule[direction.PeersKey]?.Items ?? []
               from name in (string[])["podSelector", "namespaceSelector"]
               select peer[name],
        ],
        ("PodDisruptionBudget", "policy") or ("Deployment" or "StatefulSet" or "DaemonSet" or "ReplicaSet", "apps" or "extensions") or ("Job", "batch") => [item.Spec?["selector"]],
        _ => [],
    };
}
