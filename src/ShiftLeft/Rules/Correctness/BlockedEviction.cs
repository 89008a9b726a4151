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
        Bad =
        [
            "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: a}\nspec: {maxUnavailable: [|0|], selector: {matchLabels: {app: a}}}\n",
            "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: a}\nspec: {minAvailable: [|2|], selector: {matchLabels: {app: a}}}\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {replicas: 2, template: {metadata: {labels: {app: a}}, spec: {containers: [{name: a}]}}}\n",
        ],
        Good = ["apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: a}\nspec: {minAvailable: 1, selector: {matchLabels: {app: a}}}\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {replicas: 2, template: {metadata: {labels: {app: a}}, spec: {containers: [{name: a}]}}}\n"],
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
