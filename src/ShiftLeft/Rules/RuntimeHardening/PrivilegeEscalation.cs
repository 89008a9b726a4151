using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.RuntimeHardening;

/// <summary>A container whose processes may gain rights.</summary>
sealed class PrivilegeEscalation : Rule<Workload>
{
    public override RuleInfo Info { get; } = new("SL2106", "privilege-escalation", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "A container's processes may gain more rights than they started with",
        Why = "Unless it is forbidden, a set-user-id program or one with file capabilities in the image turns any process into root. The API's default allows it.",
        Fix = "Set `allowPrivilegeEscalation: false` in the container's `securityContext`.",
        Settings = [new("securityContext.allowPrivilegeEscalation", "false")],
        References = ["https://kubernetes.io/docs/concepts/security/pod-security-standards/"],
        Equivalents =
        [
            "KSV-0001", "CKV_K8S_20", "polaris/privilegeEscalationAllowed", "kics/privilege_escalation_allowed", "sonar/S6430",
            "semgrep/allow-privilege-escalation", "semgrep/allow-privilege-escalation-true", "semgrep/allow-privilege-escalation-no-securitycontext",
            "kyverno/disallow-privilege-escalation", "gatekeeper/allow-privilege-escalation", "C-0016", "PSS/allowPrivilegeEscalation",
        ],
        Similar = ["kube-linter/privilege-escalation-container", "kubesec/AllowPrivilegeEscalation"],
        Cwe = [250],
        SecuritySeverity = 6.0,
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
                        runAsNonRoot: true
                        allowPrivilegeEscalation: [|true|]

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
                      image: ghcr.io/acme/orders:1.4.2
                      securityContext:
                        allowPrivilegeEscalation: false

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
                        runAsNonRoot: true
                        allowPrivilegeEscalation: false

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Workload workload, Settings settings) =>
        from violation in workload.PodSecurityViolations("allowPrivilegeEscalation", settings)
        select this.At(workload, violation, violation.MissingKey is null
            ? $"container `{violation.Container!.Name}` allows privilege escalation"
            : $"container `{violation.Container!.Name}` does not forbid privilege escalation, which the API allows by default");
}
