using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.RuntimeDefence;

/// <summary>A container without a seccomp profile.</summary>
sealed class MissingSeccomp : Rule<Workload>
{
    public override RuleInfo Info { get; } = new("SL5102", "missing-seccomp", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "A container has no seccomp profile",
        Why = "Unless the cluster sets a default, nothing keeps its processes from the system calls that most escapes need.",
        Fix = "Set `seccompProfile: { type: RuntimeDefault }` in the pod's `securityContext`.",
        Settings = [new("securityContext.seccompProfile.type", "RuntimeDefault")],
        References = ["https://kubernetes.io/docs/tutorials/security/seccomp/"],
        Equivalents =
        [
            "KSV-0104", "KSV-0030", "CKV_K8S_31", "kube-score/container-seccomp-profile", "kubesec/SeccompAny",
            "kics/seccomp_profile_is_not_configured", "kyverno/restrict-seccomp-strict", "C-0210", "PSS/seccompProfile_restricted",
        ],
        Similar = ["gatekeeper/seccomp"],
        Cwe = [693],
        SecuritySeverity = 4.5,
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
                      image: ghcr.io/acme/orders:1.4.2

            """,
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: checkout
            spec:
              template:
                spec:
                  containers:
                    - name: checkout
                      image: ghcr.io/acme/checkout:2.0.1
                      securityContext:
                        seccompProfile:
                          type: RuntimeDefault
                    - name: [|proxy|]
                      image: envoyproxy/envoy:v1.36.2

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
                  securityContext:
                    seccompProfile:
                      type: RuntimeDefault
                  containers:
                    - name: orders
                      image: ghcr.io/acme/orders:1.4.2

            """,
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: checkout
            spec:
              template:
                spec:
                  securityContext:
                    seccompProfile:
                      type: Localhost
                      localhostProfile: profiles/checkout.json
                  containers:
                    - name: checkout
                      image: ghcr.io/acme/checkout:2.0.1
                    - name: proxy
                      image: envoyproxy/envoy:v1.36.2

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Workload workload, Settings settings) =>
        from violation in workload.PodSecurityViolations("seccompProfile_restricted", settings)
        where violation.MissingKey is not null
        select this.At(workload, violation, $"neither container `{violation.Container!.Name}` nor its pod sets a `seccompProfile`");
}
