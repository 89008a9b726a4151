using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.Observability;

/// <summary>A container behind a Service that gets traffic before it can serve.</summary>
sealed class MissingReadinessProbe : Rule<Workload>
{
    public override RuleInfo Info { get; } = new("SL6101", "missing-readiness-probe", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "A container has no readiness probe",
        Why = "Kubernetes sends it traffic before it can serve and while it cannot, and a rollout of a broken version goes through.",
        Fix = "Add a `readinessProbe` that asks the service itself, such as `httpGet: { path: /ready, port: http }`.",
        References = ["https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/"],
        Equivalents = ["CKV_K8S_9", "kube-linter/no-readiness-probe", "polaris/readinessProbeMissing", "kics/readiness_probe_is_not_configured", "C-0018"],
        Similar = ["kube-score/pod-probes", "kyverno/require-probes", "gatekeeper/requiredprobes"],
        Bad =
        [
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: orders
            spec:
              template:
                spec:
                  containers:
                    - name: [|orders|]
                      image: ghcr.io/acme/orders:1.4
                      ports:
                        - name: http
                          containerPort: 8080

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
              template:
                spec:
                  containers:
                    - name: orders
                      image: ghcr.io/acme/orders:1.4
                      ports:
                        - name: http
                          containerPort: 8080
                      readinessProbe:
                        httpGet:
                          path: /ready
                          port: http

            """,
            """
            # A job runs to its end.
            apiVersion: batch/v1
            kind: Job
            metadata:
              name: orders-migration
            spec:
              template:
                spec:
                  restartPolicy: Never
                  containers:
                    - name: migration
                      image: ghcr.io/acme/orders-migration:1.4
                      ports:
                        - name: metrics
                          containerPort: 9090

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Workload workload, Settings settings) =>
        from container in ServedContainers.Of(workload)
        where container.Node["readinessProbe"] is null
        let does = workload.Object.Set.ServicesOf(workload).Any() ? "serves others" : "opens ports"
        select this.Missing(container, "readinessProbe", $"container `{container.Name}` {does} and has no readiness probe");
}
