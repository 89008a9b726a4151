using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.RuntimeHardening;

/// <summary>A capability beyond what containers have by default.</summary>
sealed class AddedCapability : Rule<Workload>
{
    public override RuleInfo Info { get; } = new("SL2103", "added-capability", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A container is given a capability beyond the default ones",
        Why = "Capabilities are root's rights in pieces. `SYS_ADMIN`, `NET_ADMIN`, `SYS_PTRACE` and others are enough to leave the container or to read its neighbours.",
        Fix = "Remove it from `capabilities.add`; most services need none, and `NET_BIND_SERVICE` at the most.",
        References = ["https://kubernetes.io/docs/concepts/security/pod-security-standards/"],
        Equivalents = ["polaris/dangerousCapabilities", "C-0046", "kyverno/disallow-capabilities", "PSS/capabilities_baseline"],
        Parts =
        [
            new(["SYS_ADMIN"], "KSV-0005", "CKV_K8S_39", "kubesec/CapSysAdmin", "kics/containers_with_sys_admin_capabilities"),
            new(["NET_RAW"], "KSV-0119"),
            new(["SYS_MODULE"], "KSV-0120"),
        ],
        Similar = ["KSV-0022", "KSV-0106", "CKV_K8S_25", "kics/containers_with_added_capabilities", "sonar/S5849", "gatekeeper/capabilities", "C-0057"],
        Cwe = [250],
        SecuritySeverity = 8.0,
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
                  containers:
                    - name: backup
                      image: ghcr.io/acme/backup:2.0
                      securityContext:
                        capabilities:
                          add: [CHOWN, [|SYS_ADMIN|]]

            """,
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: web
            spec:
              template:
                spec:
                  containers:
                    - name: web
                      image: ghcr.io/acme/web:1.29
                      securityContext:
                        capabilities:
                          drop: [ALL]
                          add: [[|CAP_NET_BIND_SERVICE|]]

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
                  containers:
                    - name: backup
                      image: ghcr.io/acme/backup:2.0
                      securityContext:
                        capabilities:
                          drop: [ALL]
                          add: [CHOWN]

            """,
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: web
            spec:
              template:
                spec:
                  containers:
                    - name: web
                      image: ghcr.io/acme/web:1.29
                      securityContext:
                        capabilities:
                          drop: [ALL]
                          add: [NET_BIND_SERVICE]

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Workload workload, Settings settings) =>
        from violation in workload.PodSecurityViolations("capabilities_baseline", settings)
        let name = violation.Node.Text
        select this.At(workload, violation, name!.StartsWith("CAP_", StringComparison.Ordinal)
            ? $"`{name}` is no name that Kubernetes knows; capabilities are written without `CAP_`"
            : $"container `{violation.Container!.Name}` is given the capability `{name}`");
}
