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
        foreach (var field in (string[])["maxUnavailable", "minAvailable"])
        {
            if (item.Spec?[field] is not { Text: { } value } node) continue;
            if (IsRefused(node, value)) yield return this.At(item, node, $"`{field}: {value}` is refused by the API server, so `{item.Subject}` protects nothing: it takes a number from 0 on or a share up to `100%`");
            else if (field == "maxUnavailable" ? node.AsInteger == 0 || value == "0%" : value == "100%") yield return this.At(item, node, $"`{item.Subject}` lets no pod go");
        }
        if (item.Spec?["minAvailable"] is not { Text: { } text } minimum || text == "100%" || IsRefused(minimum, text)) yield break;
        var selected = item.Set.Select(LabelSelector.Read(item.Spec["selector"]), item.Namespace).Where(target => item.Set.AreTogether(item, target.Object)).Take(2).ToArray();
        if (selected is not [{ Kind: "Deployment" or "StatefulSet" or "ReplicaSet" } workload] || Replicas(workload) is not { } replicas) yield break;
        if (Wanted(minimum, text, replicas) >= replicas)
            yield return this.At(item, minimum, $"`{item.Subject}` wants {text} pods to stay, and `{workload.Object.Subject}` has {replicas}: none can be evicted");
    }

    /// <summary>Less than none, or a share of more than all.</summary>
    static bool IsRefused(YamlNode node, string text) => node.AsInteger < 0 || Share(text) > 100 || text.StartsWith('-');

    /// <summary>The fewest that run; null where something else may decide. None at all are switched off.</summary>
    static long? Replicas(Workload workload)
    {
        var scaler = workload.Object.Set.ScalerOf(workload.Object);
        // KEDA goes down to nothing by default, and a kustomization may set another number.
        if (scaler?.Kind == "ScaledObject" || workload.Object.Set.Kustomizations.Change(workload.Object)) return null;
        var node = scaler is null ? workload.Object.Spec?["replicas"] : scaler.Spec?["minReplicas"];
        return (node is null or { IsNull: true } ? 1 : node.AsInteger) is { } count and > 0 ? count : null;
    }

    static long? Wanted(YamlNode node, string text, long replicas) => node.AsInteger ?? (replicas * Share(text) + 99) / 100;

    static int? Share(string text) => text.EndsWith('%') && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var percent) ? percent : null;
}
