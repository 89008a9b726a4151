using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.Correctness;

/// <summary>An autoscaler of something that is not there.</summary>
sealed class DanglingAutoscaler : Rule<KubernetesObject>
{
    public override RuleInfo Info { get; } = new("SL8112", "dangling-autoscaler", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "An autoscaler's target does not exist",
        Why = "Nothing is scaled: the workload stays at its replicas under load.",
        Fix = "Make `scaleTargetRef` name the kind and name of a workload in the same namespace.",
        References = ["https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/"],
        Equivalents =
        [
            "kube-linter/dangling-horizontalpodautoscaler", "kube-score/horizontalpodautoscaler-has-target", "kics/hpa_targets_invalid_object",
            "kyverno/check-hpa-exists", "C-0300",
        ],
        IsOfAbsence = true,
        Bad =
        [
            """
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata:
              name: checkout
            spec:
              scaleTargetRef:
                apiVersion: apps/v1
                kind: Deployment
                name: [|checkout-api|]
              minReplicas: 2
              maxReplicas: 6
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: checkout
            spec:
              template:
                spec:
                  containers:
                    - name: checkout
                      image: ghcr.io/acme/checkout:1.4

            """,
        ],
        Good =
        [
            """
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata:
              name: checkout
            spec:
              scaleTargetRef:
                apiVersion: apps/v1
                kind: Deployment
                name: checkout
              minReplicas: 2
              maxReplicas: 6
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: checkout
            spec:
              template:
                spec:
                  containers:
                    - name: checkout
                      image: ghcr.io/acme/checkout:1.4

            """,
        ],
    };

    public override IEnumerable<Finding> Check(KubernetesObject item, Settings settings) =>
        item.Kind == "HorizontalPodAutoscaler" && item.Spec?["scaleTargetRef"] is { } target && target["kind"]?.Text is { } kind && target["name"] is { Text: { } name } node &&
        item.Set.OfKind(kind).Any(known => ManifestSet.SameNamespace(known.Namespace, item.Namespace)) && item.Set.Find(kind, name, item.Namespace) is null
            ? [this.At(item, node, $"there is no {kind} `{name}` for `{item.Subject}`")]
            : [];
}
