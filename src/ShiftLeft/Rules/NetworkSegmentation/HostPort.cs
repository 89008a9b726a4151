using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.NetworkSegmentation;

/// <summary>A container that takes a port of its node.</summary>
sealed class HostPort : Rule<Workload>
{
    public override RuleInfo Info { get; } = new("SL4102", "host-port", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A container takes a port of its node",
        Why = "The port is open on the node's own addresses, past Services and often past network policies, and only one such pod fits on a node.",
        Fix = "Remove `hostPort` and put a Service in front.",
        Equivalents = ["KSV-0024", "CKV_K8S_26", "polaris/hostPortSet", "kyverno/disallow-host-ports", "C-0044", "PSS/hostPorts"],
        Similar = ["gatekeeper/host-network-ports"],
        Cwe = [653],
        SecuritySeverity = 5.5,
        Bad =
        [
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
                      image: ghcr.io/acme/web:1.4
                      ports:
                        - containerPort: 8080
                          hostPort: [|80|]

            """,
        ],
        Good =
        [
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
                      image: ghcr.io/acme/web:1.4
                      ports:
                        - containerPort: 8080

            """,
        ],
    };

    // In the node's network every port is one of the node, written or not.
    public override IEnumerable<Finding> Check(Workload workload, Settings settings) =>
        workload.PodSpec["hostNetwork"]?.IsTrue == true ? [] :
        from violation in workload.PodSecurityViolations("hostPorts", settings)
        select this.At(workload, violation, $"container `{violation.Container!.Name}` takes port {violation.Node.Text} of its node");
}
