using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.RuntimeHardening;

/// <summary>A kernel setting that reaches beyond the pod.</summary>
sealed class UnsafeSysctl : Rule<Workload>
{
    public override RuleInfo Info { get; } = new("SL2116", "unsafe-sysctl", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A pod sets a kernel parameter that is not known to be safe",
        Why = "Parameters that are not isolated by pod change the node for all its pods, or weaken its kernel.",
        Fix = "Remove it, or set it on the nodes that need it.",
        References = ["https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/"],
        Equivalents =
        [
            "KSV-0026", "kube-linter/unsafe-sysctls", "kics/cluster_allows_unsafe_sysctls", "kyverno/restrict-sysctls", "gatekeeper/forbidden-sysctls",
            "PSS/sysctls",
        ],
        Cwe = [653],
        SecuritySeverity = 5.5,
        Bad =
        [
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: gateway
            spec:
              template:
                spec:
                  securityContext:
                    sysctls:
                      - name: [|net.core.somaxconn|]
                        value: "4096"
                  containers:
                    - name: gateway
                      image: ghcr.io/acme/gateway:1.7

            """,
            """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata:
              name: orders-queue
            spec:
              template:
                spec:
                  securityContext:
                    sysctls:
                      - name: [|kernel.msgmax|]
                        value: "65536"
                  containers:
                    - name: queue
                      image: ghcr.io/acme/orders-queue:2.2

            """,
        ],
        Good =
        [
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: gateway
            spec:
              template:
                spec:
                  securityContext:
                    sysctls:
                      - name: net.ipv4.ip_unprivileged_port_start
                        value: "80"
                  containers:
                    - name: gateway
                      image: ghcr.io/acme/gateway:1.7

            """,
            """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata:
              name: orders-queue
            spec:
              template:
                spec:
                  securityContext:
                    sysctls:
                      - name: net.ipv4.tcp_keepalive_time
                        value: "120"
                  containers:
                    - name: queue
                      image: ghcr.io/acme/orders-queue:2.2

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Workload workload, Settings settings) =>
        from violation in workload.PodSecurityViolations("sysctls", settings)
        select this.At(workload, violation, $"the kernel parameter `{violation.Node.Text}` is not among the safe ones of Kubernetes {settings.Kubernetes}");
}
