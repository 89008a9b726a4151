using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.RuntimeDefence;

/// <summary>SELinux labels that lift the confinement.</summary>
sealed class CustomSeLinux : Rule<Workload>
{
    public override RuleInfo Info { get; } = new("SL5104", "custom-se-linux", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A pod sets SELinux options that lift its confinement",
        Why = "Types such as `spc_t` switch SELinux off for the container; a user or role of its own escapes the policy of the node.",
        Fix = "Remove `seLinuxOptions`, or use `container_t`.",
        Equivalents = ["KSV-0025", "PSS/seLinuxOptions"],
        Cwe = [693],
        SecuritySeverity = 6.0,
        Bad = ["apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  securityContext: {seLinuxOptions: {type: [|spc_t|]}}\n  containers: [{name: a}]\n"],
        Good = ["apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  securityContext: {seLinuxOptions: {type: container_t, level: \"s0:c1,c2\"}}\n  containers: [{name: a}]\n"],
    };

    public override IEnumerable<Finding> Check(Workload workload, Settings settings) =>
        from violation in workload.PodSecurityViolations("seLinuxOptions", settings)
        select this.At(workload, violation, $"{KubernetesFindings.Describe(violation.Container)} sets the SELinux option `{violation.Node.Text}`");
}
