using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.Correctness;

/// <summary>A Service that leads nowhere.</summary>
sealed class DanglingService : Rule<KubernetesObject>
{
    public override RuleInfo Info { get; } = new("SL8102", "dangling-service", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "A Service selects no pod",
        Why = "It has no endpoints: every connection to it is refused.",
        Fix = "Make `spec.selector` equal to the labels of a pod template of the same namespace, or remove the Service.",
        References = ["https://kubernetes.io/docs/concepts/services-networking/service/"],
        Equivalents = ["kube-linter/dangling-service", "kube-score/service-targets-pod", "kics/service_does_not_target_pod", "C-0293"],
        IsOfAbsence = true,
        Bad =
        [
            """
            apiVersion: v1
            kind: Service
            metadata:
              name: orders
            spec:
              selector:
                [|app: orders-api|]
              ports:
                - port: 80
                  targetPort: 8080
            ---
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
                spec:
                  containers:
                    - name: orders
                      image: ghcr.io/acme/orders:1.4

            """,
        ],
        Good =
        [
            """
            apiVersion: v1
            kind: Service
            metadata:
              name: orders
            spec:
              selector:
                app: orders
              ports:
                - port: 80
                  targetPort: 8080
            ---
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
                spec:
                  containers:
                    - name: orders
                      image: ghcr.io/acme/orders:1.4

            """,
            """
            # No workload is here at all: they are kept elsewhere.
            apiVersion: v1
            kind: Service
            metadata:
              name: orders
            spec:
              selector:
                app: orders
              ports:
                - port: 80
                  targetPort: 8080

            """,
            """
            # A name for something outside the cluster selects nothing.
            apiVersion: v1
            kind: Service
            metadata:
              name: payments
            spec:
              type: ExternalName
              externalName: api.payments.example.com

            """,
        ],
    };

    public override IEnumerable<Finding> Check(KubernetesObject item, Settings settings)
    {
        if (item is not { Kind: "Service", Group: "" } || item.IsHook || item.Spec?["selector"] is not Yaml.YamlMapping { Pairs.Length: > 0 } selector) yield break;
        if (selector.Pairs.Any(label => KubernetesFindings.IsFilledIn(label.Value.Text) || label.Value is Yaml.YamlMapping)) yield break;
        var selection = Selection.Of(item, LabelSelector.OfLabels(selector));
        if (selection.Outcome != SelectionOutcome.None) yield break;
        yield return this.At(item, selector, selection.Elsewhere is { } workload
            ? $"`{item.Subject}` reaches pods of the namespace `{item.Namespace}` only; those of `{workload.Object.Subject}`, which have these labels, are in `{workload.Object.Namespace}`"
            : $"`{item.Subject}` selects no pod of the workloads here");
    }
}
