using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.RuntimeDefence;

/// <summary>AppArmor switched off.</summary>
sealed class UnconfinedAppArmor : Rule<Workload>
{
    public override RuleInfo Info { get; } = new("SL5103", "unconfined-app-armor", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "AppArmor is switched off",
        Why = "The runtime's profile keeps containers from mounting, from the kernel's files and from each other. `Unconfined` takes that away.",
        Fix = "Remove it, or set `appArmorProfile: { type: RuntimeDefault }`.",
        References = ["https://kubernetes.io/docs/tutorials/security/apparmor/"],
        Equivalents = ["KSV-0002", "kubesec/ApparmorUnconfined", "kyverno/restrict-apparmor-profiles", "PSS/appArmorProfile"],
        Similar = ["kubesec/ApparmorAny", "kics/missing_app_armor_config", "gatekeeper/apparmor"],
        Cwe = [693],
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
                  securityContext:
                    appArmorProfile:
                      type: [|Unconfined|]
                  containers:
                    - name: orders
                      image: ghcr.io/acme/orders:1.4.2

            """,
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: checkout
            spec:
              template:
                metadata:
                  annotations:
                    container.apparmor.security.beta.kubernetes.io/checkout: [|unconfined|]
                spec:
                  containers:
                    - name: checkout
                      image: ghcr.io/acme/checkout:2.0.1

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
                    appArmorProfile:
                      type: RuntimeDefault
                  containers:
                    - name: orders
                      image: ghcr.io/acme/orders:1.4.2

            """,
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: checkout
            spec:
              template:
                metadata:
                  annotations:
                    container.apparmor.security.beta.kubernetes.io/checkout: localhost/checkout
                spec:
                  containers:
                    - name: checkout
                      image: ghcr.io/acme/checkout:2.0.1

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Workload workload, Settings settings) =>
        from violation in workload.PodSecurityViolations("appArmorProfile", settings)
        select this.At(workload, violation, $"{KubernetesFindings.Describe(violation.Container)} runs without AppArmor: `{violation.Node.Text}`");
}
