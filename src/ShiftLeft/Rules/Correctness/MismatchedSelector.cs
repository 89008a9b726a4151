using System.Collections.Frozen;
using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.Correctness;

/// <summary>A workload whose selector does not choose its own pods.</summary>
sealed class MismatchedSelector : Rule<Workload>
{
    public override RuleInfo Info { get; } = new("SL8101", "mismatched-selector", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A workload's selector does not match the labels of its own pods",
        Why = "The API server refuses the object.",
        Fix = "Give the pod template the labels that `spec.selector` asks for.",
        References = ["https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector"],
        Equivalents =
        [
            "kube-linter/mismatching-selector", "kube-score/deployment-pod-selector-labels-match-template-metadata-labels",
            "kube-score/statefulset-pod-selector-labels-match-template-metadata-labels", "C-0296",
        ],
        Bad =
        [
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: orders
            spec:
              selector:
                matchLabels:
                  app: [|orders|]
              template:
                metadata:
                  labels:
                    app: orders-api
                spec:
                  containers:
                    - name: orders
                      image: ghcr.io/acme/orders:1.4

            """,
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: orders
            spec:
              selector:
                matchExpressions:
                  - [|key: app
                    operator: Exists|]
              template:
                metadata:
                  labels:
                    app.kubernetes.io/name: orders
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
                    tier: backend
                spec:
                  containers:
                    - name: orders
                      image: ghcr.io/acme/orders:1.4

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Workload workload, Settings settings)
    {
        var spec = workload.Kind == "CronJob" ? workload.Object.Root.At("spec", "jobTemplate", "spec") : workload.Object.Spec;
        if (!Selecting.Contains(workload.Kind) || spec?["selector"] is not { IsNull: false } selector) yield break;
        var labels = workload.PodLabels;
        var isPlain = workload.Kind is "ReplicationController" or "DeploymentConfig";
        if (!isPlain && workload.Kind is not ("Job" or "CronJob") && LabelSelector.Read(selector).IsEmpty)
            yield return this.At(workload.Object, selector, $"the selector of `{workload.Object.Subject}` is empty");
        foreach (var entry in isPlain ? selector.Entries : selector["matchLabels"]?.Entries ?? [])
        {
            if (labels.GetValueOrDefault(entry.Key.Value) != (entry.Value.Text ?? ""))
                yield return this.At(workload.Object, entry.Value, $"the selector asks for the label `{entry.Key.Value}: {entry.Value.Text}`, which the pods of `{workload.Object.Subject}` do not have");
        }
        foreach (var expression in isPlain ? [] : selector["matchExpressions"]?.Items ?? [])
        {
            if (!LabelRequirement.Read(expression).Matches(labels))
                yield return this.At(workload.Object, expression, $"the pods of `{workload.Object.Subject}` do not meet this part of its selector");
        }
    }

    static readonly FrozenSet<string> Selecting = FrozenSet.ToFrozenSet(
        ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job", "CronJob", "Rollout", "DeploymentConfig"], StringComparer.Ordinal);
}
