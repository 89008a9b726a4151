using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules;

/// <summary>Something of a manifest set that rules take: the set itself, a rendered file, an object or a workload.</summary>
readonly record struct SetUnit(ManifestSet Set, object Unit)
{
    public static IEnumerable<SetUnit> Of(ManifestSet set) =>
        ((IEnumerable<object>)[set]).Concat(set.Rendered).Concat(set.Objects).Concat(set.Workloads).Select(unit => new SetUnit(set, unit));

    /// <summary>What the rules find in it, without what only follows from another fault.</summary>
    public IEnumerable<Finding> Check(Rulebook rules)
    {
        var set = Set;
        return Findings(rules).Where(finding => !Consequence.Is(finding, set)).Select(finding => set.Environment is { } environment ? finding with { Environments = [environment] } : finding);
    }

    IEnumerable<Finding> Findings(Rulebook rules) => Unit switch
    {
        ManifestFile file => rules.Check(file, file.Source.Path),
        KubernetesObject item => rules.Check(item, item.Root.Source.Path),
        Workload workload => rules.Check(workload, workload.Object.Root.Source.Path),
        _ => rules.Check(Set, Set.Objects.FirstOrDefault()?.Root.Source.Path ?? ""),
    };
}
