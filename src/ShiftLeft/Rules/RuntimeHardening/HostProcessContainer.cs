using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.RuntimeHardening;

/// <summary>A Windows container that runs on the node itself.</summary>
sealed class HostProcessContainer : Rule<Workload>
{
    public override RuleInfo Info { get; } = new("SL2118", "host-process-container", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A Windows container runs as a process of its node",
        Why = "A host process container has no isolation at all: it is a program on the node.",
        Fix = "Remove `hostProcess: true`.",
        Equivalents = ["KSV-0103", "polaris/hostProcess", "kyverno/disallow-host-process", "gatekeeper/host-process", "PSS/windowsHostProcess"],
        Cwe = [250],
        SecuritySeverity = 9.0,
        Bad =
        [
            """
            apiVersion: apps/v1
            kind: DaemonSet
            metadata:
              name: patch-agent
            spec:
              template:
                spec:
                  os:
                    name: windows
                  hostNetwork: true
                  securityContext:
                    windowsOptions:
                      hostProcess: [|true|]
                      runAsUserName: NT AUTHORITY\SYSTEM
                  containers:
                    - name: patch-agent
                      image: ghcr.io/acme/patch-agent:1.3

            """,
            """
            apiVersion: v1
            kind: Pod
            metadata:
              name: collect-logs
            spec:
              os:
                name: windows
              hostNetwork: true
              containers:
                - name: collect-logs
                  image: ghcr.io/acme/collect-logs:1.0
                  securityContext:
                    windowsOptions:
                      hostProcess: [|true|]
                      runAsUserName: NT AUTHORITY\LocalService

            """,
        ],
        Good =
        [
            """
            apiVersion: apps/v1
            kind: DaemonSet
            metadata:
              name: patch-agent
            spec:
              template:
                spec:
                  os:
                    name: windows
                  securityContext:
                    windowsOptions:
                      hostProcess: false
                      runAsUserName: ContainerUser
                  containers:
                    - name: patch-agent
                      image: ghcr.io/acme/patch-agent:1.3

            """,
            """
            apiVersion: v1
            kind: Pod
            metadata:
              name: collect-logs
            spec:
              os:
                name: windows
              containers:
                - name: collect-logs
                  image: ghcr.io/acme/collect-logs:1.0
                  securityContext:
                    windowsOptions:
                      runAsUserName: ContainerUser

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Workload workload, Settings settings) =>
        from violation in workload.PodSecurityViolations("windowsHostProcess", settings)
        select this.At(workload, violation, $"{KubernetesFindings.Describe(violation.Container)} runs as a process of its node");
}
