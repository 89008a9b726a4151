using System.Globalization;
using ShiftLeft.Kubernetes;
using ShiftLeft.Yaml;

namespace ShiftLeft.Rules.Correctness;

/// <summary>A disruption budget that never lets a pod go.</summary>
sealed class BlockedEviction : Rule<KubernetesObject>
{
    public override RuleInfo Info { get; } = new("SL8113", "blocked-eviction", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "A disruption budget lets no pod be evicted",
        Why = "Nodes cannot be drained: upgrades of the cluster, security updates of nodes among them, wait for ever or lose their patience and kill.",
        Fix = "Set `maxUnavailable: 1`, and run at least two replicas.",
        References = ["https://kubernetes.io/docs/tasks/run-application/configure-pdb/"],
        Equivalents =
        [
            "kube-linter/pdb-max-unavailable", "kube-linter/pdb-min-available", "polaris/pdbDisruptionsIsZero", "kyverno/pdb-maxunavailable",
            "kyverno/pdb-minavailable", "gatekeeper/poddisruptionbudget",
        ],
        IsOfAbsence = true,
        Bad =
        [
            """
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata:
              name: checkout
            spec:
              maxUnavailable: [|0|]
              selector:
                matchLabels:
                  app: checkout

            """,
            """
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata:
              name: checkout
            spec:
              minAvailable: [|2|]
              selector:
                matchLabels:
                  app: checkout
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: checkout
            spec:
              replicas: 2
              selector:
                matchLabels:
                  app: checkout
              template:
                metadata:
                  labels:
                    app: checkout
                spec:
                  containers:
                    - name: checkout
                      image: ghcr.io/acme/checkout:1.4

            """,
        ],
        Good =
        [
            """
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata:
              name: checkout
            spec:
              maxUnavailable: 1
              selector:
                matchLabels:
                  app: checkout

            """,
            """
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata:
              name: checkout
            spec:
              minAvailable: 1
              selector:
                matchLabels:
                  app: checkout
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: checkout
            spec:
              replicas: 2
              selector:
                matchLabels:
                  app: checkout
              template:
                metadata:
                  labels:
                    app: checkout
                spec:
                  containers:
                    - name: checkout
                      image: ghcr.io/acme/checkout:1.4

            """,
        ],
    };

    public override IEnumerable<Finding> Check(KubernetesObject item, Settings settings)
    {
        if (item.Kind != "PodDisruptionBudget") yield break;
        if (item.Spec?["maxUnavailable"] is { Text: "0" or "0%" } none) yield return this.At(item, none, $"`{item.Subject}` lets no pod go");
        if (item.Spec?["minAvailable"] is not { Text: { } text } minimum) yield break;
        if (text == "100%")
        {
            yield return this.At(item, minimum, $"`{item.Subject}` lets no pod go");
            yield break;
        }
        var selected = item.Set.Select(LabelSelector.Read(item.Spec["selector"]), item.Namespace).Take(2).ToArray();
        if (selected is not [{ Kind: "Deployment" or "StatefulSet" or "ReplicaSet" } workload] || Replicas(workload) is not { } replicas) yield break;
        if (Wanted(minimum, text, replicas) >= replicas)
            yield return this.At(item, minimum, $"`{item.Subject}` wants {text} pods to stay, and `{workload.Object.Subject}` has {replicas}: none can be evicted");
    }

    /// <summary>The fewest that run; null where something else may decide. None at all are switched off.</summary>
    static long? Replicas(Workload workload)
    {
        var scaler = workload.Object.Set.OfKind("HorizontalPodAutoscaler").FirstOrDefault(scaler => scaler.Spec?["scaleTargetRef"]?["name"]?.Text == workload.Object.Name);
        var node = scaler is null ? workload.Object.Spec?["replicas"] : scaler.Spec?["minReplicas"];
        return (node is null or { IsNull: true } ? 1 : node.AsInteger) is { } count and > 0 ? count : null;
    }

    static long? Wanted(YamlNode node, string text, long replicas) =>
        node.AsInteger ?? (text.EndsWith('%') && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var percent) ? (replicas * percent + 99) / 100 : null);
}
