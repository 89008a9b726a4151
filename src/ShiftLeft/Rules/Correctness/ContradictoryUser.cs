using ShiftLeft.Images;
using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.Correctness;

/// <summary>A container that must not be root and is made root.</summary>
sealed class ContradictoryUser : Rule<Workload>
{
    public override RuleInfo Info { get; } = new("SL8105", "contradictory-user", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A container has `runAsNonRoot: true` and an administrator as its user",
        Why = "The kubelet refuses to start it: the container stays in `CreateContainerConfigError`.",
        Fix = "Set `runAsUser` to a number above zero that the image knows; on Windows `runAsUserName: ContainerUser`.",
        References = ["https://kubernetes.io/docs/tasks/configure-pod-container/security-context/"],
        Similar = ["kube-linter/run-as-non-root"],
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
                    runAsNonRoot: true
                  containers:
                    - name: orders
                      image: ghcr.io/acme/orders:1.4
                      securityContext:
                        runAsUser: [|0|]

            """,
            """
            # On Windows the kubelet compares the name.
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
                      runAsUserName: [|ContainerAdministrator|]
                  containers:
                    - name: invoices
                      image: ghcr.io/acme/invoices:5.2-windows

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
                      image: ghcr.io/acme/orders:1.4
                      securityContext:
                        runAsUser: 10001

            """,
            """
            # What the container says comes before what the pod says.
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: orders
            spec:
              template:
                spec:
                  securityContext:
                    runAsNonRoot: true
                    runAsUser: 0
                  containers:
                    - name: orders
                      image: ghcr.io/acme/orders:1.4
                      securityContext:
                        runAsUser: 10001

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Workload workload, Settings settings) =>
        from container in workload.Containers
        where container.Effective("runAsNonRoot")?.IsTrue == true
        let user = workload.IsWindows ? container.EffectiveWindows("runAsUserName") : container.Effective("runAsUser")
        where workload.IsWindows ? string.Equals(user?.Text, ImageUser.WindowsAdministrator, StringComparison.OrdinalIgnoreCase) : user?.AsInteger == 0
        select this.At(container, user!, $"container `{container.Name}` must not run as root and is given the user {(workload.IsWindows ? $"`{user!.Text}`" : "0")}: it will not start");
}
