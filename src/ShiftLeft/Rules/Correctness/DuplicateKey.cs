using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.Correctness;

/// <summary>A key that is given twice in a mapping.</summary>
sealed class DuplicateKey : Rule<ManifestFile>
{
    public override RuleInfo Info { get; } = new("SL8111", "duplicate-key", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A key is given twice in one mapping",
        Why = "One of the two is dropped without a word, or the file is refused, depending on the tool: a `securityContext` above may be gone.",
        Fix = "Merge the two, or remove one.",
        Bad = ["apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  hostPID: false\n  containers: [{name: a}]\n  [|hostPID|]: true\n"],
        Good = ["apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a}, {name: b}]}\n"],
    };

    public override IEnumerable<Finding> Check(ManifestFile file, Settings settings) =>
        from problem in file.Problems
        where problem.Code == "duplicate-key"
        select At(problem.Location, problem.Message);
}
