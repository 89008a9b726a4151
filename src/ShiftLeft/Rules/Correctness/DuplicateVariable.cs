using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.Correctness;

/// <summary>An environment variable that is set twice.</summary>
sealed class DuplicateVariable : Rule<Workload>
{
    public override RuleInfo Info { get; } = new("SL8110", "duplicate-variable", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "A container sets an environment variable twice",
        Why = "The last one wins, which is rarely the one that a reader takes; with server-side apply the object may be refused.",
        Fix = "Remove one of the two.",
        Equivalents = ["kube-linter/duplicate-env-var", "kube-score/environment-variable-key-duplication", "sonar/S6907", "C-0295"],
        Bad = ["apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers: [{name: a, env: [{name: X, value: '1'}, {name: [|X|], value: '2'}]}]\n"],
        Good = ["apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers: [{name: a, env: [{name: X, value: '1'}, {name: x, value: '2'}]}, {name: b, env: [{name: X, value: '1'}]}]\n"],
    };

    public override IEnumerable<Finding> Check(Workload workload, Settings settings) =>
        from container in workload.Containers
        from same in container.Environment.Where(variable => variable["name"]?.Text is not null).GroupBy(variable => variable["name"]!.Text!, StringComparer.Ordinal)
        from variable in same.Skip(1)
        select this.At(container, variable["name"]!, $"container `{container.Name}` sets `{same.Key}` a second time; this one wins");
}
