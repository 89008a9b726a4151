using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.RuntimeHardening;

/// <summary>A Windows container that runs on the node itself.</summary>
sealed class HostProcessContainer : Rule<Workload>
{
    public override RuleInfo Info { get; } = new("SL2118", "host-process-container", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A Windows container runs as a process of its node",
        Why = "A host process container has no isolation at all: it is a program on the node.",
        Fix = "Remove `hostProcess: true`.",
        Equivalents = ["KSV-0103", "polaris/hostProcess", "PSS/windowsHostProcess"],
        Cwe = [250],
        SecuritySeverity = 9.0,
        Bad = ["apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  securityContext: {windowsOptions: {hostProcess: [|true|]}}\n  containers: [{name: a}]\n"],
        Good = ["apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  securityContext: {windowsOptions: {hostProcess: false}}\n  containers: [{name: a}]\n"],
    };

    public override IEnumerable<Finding> Check(Workload workload, Settings settings) =>
        from violation in workload.PodSecurityViolations("windowsHostProcess", settings)
        select this.At(workload, violation, $"{KubernetesFindings.Describe(violation.Container)} runs as a process of its node");
}
