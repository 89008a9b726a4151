using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.Correctness;

/// <summary>A privileged container that must not gain rights.</summary>
sealed class ContradictoryPrivileges : Rule<Workload>
{
    public override RuleInfo Info { get; } = new("SL8116", "contradictory-privileges", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A privileged container is forbidden to gain privileges",
        Why = "The API server refuses the object: `allowPrivilegeEscalation: false` cannot stand beside `privileged: true`, nor beside the capability `CAP_SYS_ADMIN`.",
        Fix = "Remove `privileged: true` and keep `allowPrivilegeEscalation: false`.",
        References = ["https://kubernetes.io/docs/tasks/configure-pod-container/security-context/"],
        Similar = ["kube-linter/privilege-escalation-container"],
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
                    - name: orders
                      image: ghcr.io/acme/orders:1.4.2
                      securityContext:
                        privileged: true
                        allowPrivilegeEscalation: [|false|]

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
                        privileged: false
                        allowPrivilegeEscalation: false

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Workload workload, Settings settings) =>
        workload.Object.Set.Kustomizations.Change(workload.Object) ? [] :
        from container in workload.Containers
        let escalation = container.Own("allowPrivilegeEscalation")
        where escalation?.IsFalse == true
        let beside = container.IsPrivileged ? "privileged: true" : (container.Capabilities("add")?.Items ?? []).Any(added => added.Text == "CAP_SYS_ADMIN") ? "CAP_SYS_ADMIN" : null
        where beside is not null
        select this.At(container, escalation, $"container `{container.Name}` cannot be forbidden to gain privileges beside `{beside}`");
}
