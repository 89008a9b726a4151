using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.RuntimeDefence;

/// <summary>Seccomp switched off.</summary>
sealed class UnconfinedSeccomp : Rule<Workload>
{
    public override RuleInfo Info { get; } = new("SL5101", "unconfined-seccomp", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "Seccomp is switched off",
        Why = "The profile keeps processes from the system calls that most escapes need. `Unconfined` allows all of them.",
        Fix = "Set `seccompProfile: { type: RuntimeDefault }`.",
        References = ["https://kubernetes.io/docs/tutorials/security/seccomp/"],
        Equivalents = ["KSV-0030", "KSV-0104", "kubesec/SeccompUnconfined", "semgrep/seccomp-confinement-disabled", "kyverno/restrict-seccomp", "PSS/seccompProfile_baseline"],
        Similar = ["gatekeeper/seccomp"],
        Cwe = [693],
        SecuritySeverity = 6.5,
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
                  securityContext:
                    seccompProfile:
                      type: [|Unconfined|]
                  containers:
                    - name: orders
                      image: ghcr.io/acme/orders:1.4.2

            """,
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: browser-tests
            spec:
              template:
                spec:
                  securityContext:
                    seccompProfile:
                      type: RuntimeDefault
                  containers:
                    - name: chrome
                      image: ghcr.io/acme/chrome:142
                      securityContext:
                        seccompProfile:
                          type: [|Unconfined|]

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
              name: browser-tests
            spec:
              template:
                spec:
                  securityContext:
                    seccompProfile:
                      type: RuntimeDefault
                  containers:
                    - name: chrome
                      image: ghcr.io/acme/chrome:142
                      securityContext:
                        seccompProfile:
                          type: Localhost
                          localhostProfile: profiles/chrome.json

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Workload workload, Settings settings) =>
        from violation in workload.PodSecurityViolations("seccompProfile_baseline", settings)
        select this.At(workload, violation, $"{KubernetesFindings.Describe(violation.Container)} runs without a seccomp profile: `{violation.Node.Text}`");
}
