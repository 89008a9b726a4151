using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.Tool;

/// <summary>A document of a manifest file is no valid YAML.</summary>
sealed class UnreadableManifest : Rule<ManifestFile>
{
    public override RuleInfo Info { get; } = new("SL0101", "unreadable-manifest", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A manifest is not valid YAML",
        Why = "What cannot be read is not checked, and `kubectl` would not take it either.",
        Fix = "Correct the syntax at the place shown. If the file is a template of another tool, exclude it under `paths.exclude`.",
    };

    public override IEnumerable<Finding> Check(ManifestFile unit, Settings settings) =>
        from problem in unit.Problems
        select At(problem.Location, problem.Message);
}
