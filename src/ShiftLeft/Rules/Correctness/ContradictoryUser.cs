using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.Correctness;

/// <summary>A container that must not be root and is made root.</summary>
sealed class ContradictoryUser : Rule<Workload>
{
    public override RuleInfo Info { get; } = new("SL8105", "contradictory-user", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A container has `runAsNonRoot: true` and the user 0",
        Why = "The kubelet refuses to start it: the container stays in `CreateContainerConfigError`.",
        Fix = "Set `runAsUser` to a number above zero that the image knows.",
        References = ["https://kubernetes.io/docs/tasks/configure-pod-container/security-context/"],
        Similar = ["kube-linter/run-as-non-root"],
        Bad = ["apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  securityContext: {runAsNonRoot: true}\n  containers: [{name: a, securityContext: {runAsUser: [|0|]}}]\n"],
        Good = ["apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  securityContext: {runAsNonRoot: true, runAsUser: 0}\n  containers: [{name: a, securityContext: {runAsUser: 10001}}]\n"],
    };

    public override IEnumerable<Finding> Check(Workload workload, Settings settings) =>
        workload.IsWindows ? [] :
        from container in workload.Containers
        where container.Effective("runAsNonRoot")?.IsTrue == true && container.Effective("runAsUser")?.AsInteger == 0
        select this.At(container, container.Effective("runAsUser")!, $"container `{container.Name}` must not run as root and is given the user 0: it will not start");
}
