using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.Correctness;

/// <summary>A Service that leads nowhere.</summary>
sealed class DanglingService : Rule<KubernetesObject>
{
    public override RuleInfo Info { get; } = new("SL8102", "dangling-service", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "A Service selects no pod",
        Why = "It has no endpoints: every connection to it is refused.",
        Fix = "Make `spec.selector` equal to the labels of a pod template, or remove the Service.",
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

    // A kind that is not known may own the pods, and without any workload in its namespace the pods are kept elsewhere.
    public override IEnumerable<Finding> Check(KubernetesObject item, Settings settings)
    {
        if (item is not { Kind: "Service", Group: "" } || item.IsHook || item.Spec?["selector"] is not Yaml.YamlMapping { Pairs.Length: > 0 } selector) yield break;
        var set = item.Set;
        if (!set.Workloads.Any(workload => ManifestSet.SameNamespace(workload.Object.Namespace, item.Namespace)) || set.HasUnknownKinds || set.Select(LabelSelector.OfLabels(selector), item.Namespace).Any()) yield break;
        yield return this.At(item, selector, $"`{item.Subject}` selects no pod of the workloads here");
    }
}
