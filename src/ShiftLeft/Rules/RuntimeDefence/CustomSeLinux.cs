using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.RuntimeDefence;

/// <summary>SELinux labels that lift the confinement.</summary>
sealed class CustomSeLinux : Rule<Workload>
{
    public override RuleInfo Info { get; } = new("SL5104", "custom-se-linux", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A pod sets SELinux options that lift its confinement",
        Why = "Types such as `spc_t` switch SELinux off for the container; a user or role of its own escapes the policy of the node.",
        Fix = "Remove `seLinuxOptions`, or use `container_t`.",
        Equivalents = ["KSV-0025", "kyverno/disallow-selinux", "PSS/seLinuxOptions"],
        Similar = ["gatekeeper/selinux"],
        Cwe = [693],
        SecuritySeverity = 6.0,
        Bad =
        [
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: backup
            spec:
              template:
                spec:
                  securityContext:
                    seLinuxOptions:
                      type: [|spc_t|]
                  containers:
                    - name: backup
                      image: ghcr.io/acme/backup:2.0

            """,
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
                        seLinuxOptions:
                          role: [|sysadm_r|]

            """,
        ],
        Good =
        [
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: backup
            spec:
              template:
                spec:
                  securityContext:
                    seLinuxOptions:
                      type: container_t
                      level: s0:c123,c456
                  containers:
                    - name: backup
                      image: ghcr.io/acme/backup:2.0

            """,
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
                        seLinuxOptions:
                          level: s0:c123,c456

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Workload workload, Settings settings) =>
        from violation in workload.PodSecurityViolations("seLinuxOptions", settings)
        select this.At(workload, violation, $"{KubernetesFindings.Describe(violation.Container)} sets the SELinux option `{violation.Node.Text}`");
}
