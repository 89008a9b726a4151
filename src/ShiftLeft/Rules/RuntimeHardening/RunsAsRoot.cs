using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.RuntimeHardening;

/// <summary>A container that may run as root.</summary>
sealed class RunsAsRoot : Rule<Workload>
{
    public override RuleInfo Info { get; } = new("SL2105", "runs-as-root", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "A container may run as root",
        Why = "Unless the pod says otherwise, the image decides, and most images are root. Root in the container is root towards the kernel: a flaw in the runtime or a wrong mount hands over the node.",
        Fix = "Set `runAsNonRoot: true` in the pod's `securityContext`, and give the image a numeric user.",
        Settings = [new("securityContext.runAsNonRoot", "true")],
        References = ["https://kubernetes.io/docs/concepts/security/pod-security-standards/"],
        Equivalents =
        [
            "KSV-0012", "CKV_K8S_23", "kube-linter/run-as-non-root", "polaris/runAsRootAllowed", "kubesec/RunAsNonRoot",
            "kics/containers_running_as_root", "semgrep/run-as-non-root", "semgrep/run-as-non-root-unsafe-value", "kyverno/require-run-as-nonroot",
            "C-0013", "PSS/runAsNonRoot",
        ],
        Similar = ["KSV-0105", "CKV_K8S_40", "gatekeeper/users", "kyverno/require-run-as-non-root-user", "PSS/runAsUser"],
        Cwe = [250],
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
                  securityContext:
                    runAsNonRoot: [|false|]
                  containers:
                    - name: checkout
                      image: ghcr.io/acme/checkout:2.0.1
                      securityContext:
                        runAsNonRoot: true

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
                    runAsNonRoot: true
                  containers:
                    - name: orders
                      image: ghcr.io/acme/orders:1.4.2

            """,
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: invoices
            spec:
              template:
                spec:
                  os:
                    name: windows
                  containers:
                    - name: invoices
                      image: ghcr.io/acme/invoices:5.2-windows

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Workload workload, Settings settings) =>
        workload.IsWindows ? [] :
        from violation in workload.PodSecurityViolations("runAsNonRoot", settings)
        let user = violation.MissingKey is null ? null : violation.Container?.Effective("runAsUser")?.AsInteger
        select user > 0
            ? this.At(workload, violation, $"{KubernetesFindings.Describe(violation.Container)} runs as user {user}, but without `runAsNonRoot: true` nothing would keep it from root") with { Level = Level.Info }
            : this.At(workload, violation, violation.MissingKey is null
                ? $"{KubernetesFindings.Describe(violation.Container)} is allowed to run as root"
                : $"{KubernetesFindings.Describe(violation.Container)} may run as root: neither it nor the pod sets `runAsNonRoot: true`");
}
