using ShiftLeft.Kubernetes;
using ShiftLeft.Yaml;

namespace ShiftLeft.Rules.RuntimeHardening;

/// <summary>A folder of the node in a pod.</summary>
sealed class HostPathVolume : Rule<Workload>
{
    public override RuleInfo Info { get; } = new("SL2109", "host-path-volume", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A pod mounts a folder of its node",
        Why = "What the pod may write there, it may use to leave the container; what it may read there can hold the node's credentials and other pods' data.",
        Fix = "Use an `emptyDir`, a `configMap` or a persistent volume. A node agent that needs the path is a reason for a suppression with that reason.",
        References = ["https://kubernetes.io/docs/concepts/storage/volumes/#hostpath"],
        Equivalents = ["KSV-0023", "polaris/hostPathSet", "C-0048", "PSS/hostPathVolumes"],
        Cwe = [668],
        SecuritySeverity = 7.5,
        Bad = ["apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers: [{name: a}]\n  volumes:\n    - name: logs\n      hostPath: {path: [|/var/log|]}\n"],
        Good = ["apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers: [{name: a}]\n  volumes:\n    - name: tmp\n      emptyDir: {}\n"],
    };

    public override IEnumerable<Finding> Check(Workload workload, Settings settings) =>
        from violation in workload.PodSecurityViolations("hostPathVolumes", settings)
        where !RuntimeSocketMount.IsSocket(violation.Node.Text)
        select this.At(workload, violation, $"`{violation.Node.Text}` of the node is mounted into the pod");
}
