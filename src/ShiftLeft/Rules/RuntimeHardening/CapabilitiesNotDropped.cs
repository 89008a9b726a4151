using ShiftLeft.Kubernetes;
using ShiftLeft.Yaml;

namespace ShiftLeft.Rules.RuntimeHardening;

/// <summary>A container that keeps the default capabilities.</summary>
sealed class CapabilitiesNotDropped : Rule<Workload>
{
    public override RuleInfo Info { get; } = new("SL2104", "capabilities-not-dropped", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "A container keeps the default capabilities",
        Why = "Among the defaults are `NET_RAW`, which forges packets, and `SETUID`, `CHOWN` and `DAC_OVERRIDE`, which undo file permissions. A service needs none of them.",
        Fix = "Add `capabilities: { drop: [ALL] }` to the container's `securityContext`.",
        Settings = [new("securityContext.capabilities.drop", "[ALL]")],
        References = ["https://kubernetes.io/docs/concepts/security/pod-security-standards/"],
        Equivalents =
        [
            "KSV-0003", "CKV_K8S_37", "polaris/insecureCapabilities", "kubesec/CapDropAll", "kyverno/require-drop-all",
            "kyverno/disallow-capabilities-strict", "PSS/capabilities_restricted",
        ],
        Similar =
        [
            "KSV-0004", "KSV-0106", "CKV_K8S_28", "kube-linter/drop-net-raw-capability", "kubesec/CapDropAny",
            "kics/net_raw_capabilities_not_being_dropped", "kics/no_drop_capabilities_for_containers", "kyverno/require-drop-cap-net-raw",
            "gatekeeper/capabilities", "C-0055",
        ],
        Cwe = [250],
        SecuritySeverity = 5.0,
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
                        capabilities:
                          drop: [[|all|]]

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
                        capabilities:
                          drop: [ALL]

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
        from violation in workload.PodSecurityViolations("capabilities_restricted", settings)
        where violation.MissingKey is not null
        let lower = (violation.Container!.Capabilities("drop")?.Items ?? []).FirstOrDefault(item => item.Text is { } text && text.Equals("all", StringComparison.OrdinalIgnoreCase))
        select lower is not null
            ? this.At(workload.Object, lower, "`ALL` is written in capitals; Pod Security does not take it otherwise", violation.Container)
            : this.At(workload, violation, $"container `{violation.Container!.Name}` does not drop `ALL` capabilities");
}
