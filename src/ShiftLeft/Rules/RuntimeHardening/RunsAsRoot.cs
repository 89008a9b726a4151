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
            # The kubelet looks at Windows' users as well.
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: invoices
            spec:
              template:
                spec:
                  os:
                    name: windows
                  securityContext:
                    runAsNonRoot: true
                    windowsOptions:
                      runAsUserName: ContainerUser
                  containers:
                    - name: invoices
                      image: ghcr.io/acme/invoices:5.2-windows

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Workload workload, Settings settings)
    {
        // What a privileged container lacks changes nothing for it.
        var open = workload.PodSecurityViolations("runAsNonRoot", settings).Where(violation => violation.MissingKey is null || !violation.Container!.IsPrivileged).ToList();
        foreach (var violation in open) yield return Allowed(workload, violation);
        foreach (var violation in workload.PodSecurityViolations("runAsUser", settings))
        {
            var affected = violation.Container is { } own ? [own] : workload.Containers.Where(container => container.Own("runAsUser") is null).ToList();
            // Who may run as root is told already, and who must not is told that it will not start.
            if (affected.Any(container => container.Effective("runAsNonRoot")?.IsTrue == true && !workload.IsWindows || open.Any(told => told.Container == container || told.Container is null))) continue;
            yield return this.At(workload, violation, affected.Count > 0
                ? $"{KubernetesFindings.Describe(violation.Container)} is given the user 0"
                : "the pod is given the user 0, which every container replaces; Pod Security refuses it all the same");
        }
    }

    Finding Allowed(Workload workload, PodSecurityViolation violation)
    {
        var user = violation.MissingKey is null ? null : violation.Container?.Effective("runAsUser")?.AsInteger;
        return user > 0 && !workload.IsWindows
            ? this.At(workload, violation, $"{KubernetesFindings.Describe(violation.Container)} runs as user {user}, but without `runAsNonRoot: true` nothing would keep it from root") with { Level = Level.Info }
            : this.At(workload, violation, (user, violation.MissingKey) switch
            {
                (0, _) => $"{KubernetesFindings.Describe(violation.Container)} runs as root: its user is set to 0",
                (_, null) => $"{KubernetesFindings.Describe(violation.Container)} is allowed to run as root",
                _ => $"{KubernetesFindings.Describe(violation.Container)} may run as {(workload.IsWindows ? "administrator" : "root")}: neither it nor the pod sets `runAsNonRoot: true`",
            });
    }
}
