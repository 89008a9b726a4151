using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.RuntimeHardening;

/// <summary>A container that sees the kernel's files unmasked.</summary>
sealed class UnmaskedProc : Rule<Workload>
{
    public override RuleInfo Info { get; } = new("SL2117", "unmasked-proc", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A container sees /proc unmasked",
        Why = "The runtime hides parts of `/proc` that tell about or change the node. `procMount: Unmasked` shows them.",
        Fix = "Remove `procMount`.",
        Equivalents =
        [
            "KSV-0027", "kube-linter/unsafe-proc-mount", "polaris/procMount", "kics/container_runs_unmasked", "kyverno/disallow-proc-mount",
            "gatekeeper/proc-mount", "PSS/procMount",
        ],
        Cwe = [668],
        SecuritySeverity = 7.0,
        Bad =
        [
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: image-builder
            spec:
              template:
                spec:
                  containers:
                    - name: builder
                      image: ghcr.io/acme/image-builder:0.7
                      securityContext:
                        procMount: [|Unmasked|]

            """,
        ],
        Good =
        [
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: image-builder
            spec:
              template:
                spec:
                  containers:
                    - name: builder
                      image: ghcr.io/acme/image-builder:0.7
                      securityContext:
                        procMount: Default

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Workload workload, Settings settings) =>
        from violation in workload.PodSecurityViolations("procMount", settings)
        select this.At(workload, violation, $"container `{violation.Container!.Name}` mounts `/proc` as `{violation.Node.Text}`");
}
