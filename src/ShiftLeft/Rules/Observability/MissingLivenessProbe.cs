using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.Observability;

/// <summary>A container that is not restarted when it hangs.</summary>
sealed class MissingLivenessProbe : Rule<Workload>
{
    public override RuleInfo Info { get; } = new("SL6102", "missing-liveness-probe", Level.Info, Profile.Recommended, Since: "0.1")
    {
        Title = "A container has no liveness probe",
        Why = "A process that hangs is never restarted. A probe that is too strict does harm too, so this is advice, not a demand.",
        Fix = "Add a `livenessProbe` that needs no other service, with a generous `failureThreshold`.",
        References = ["https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/"],
        Equivalents = ["CKV_K8S_8", "kube-linter/no-liveness-probe", "polaris/livenessProbeMissing", "kics/liveness_probe_is_not_defined", "C-0056"],
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
                      readinessProbe:
                        httpGet:
                          path: /ready
                          port: http

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
                      livenessProbe:
                        tcpSocket:
                          port: http
                        failureThreshold: 6

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Workload workload, Settings settings) =>
        from container in ServedContainers.Of(workload)
        where container.Node["livenessProbe"] is null
        select this.Missing(container, "livenessProbe", $"container `{container.Name}` has no liveness probe");
}
