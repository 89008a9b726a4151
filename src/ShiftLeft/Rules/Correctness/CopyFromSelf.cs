using ShiftLeft.Docker;

namespace ShiftLeft.Rules.Correctness;

/// <summary>A stage that copies from itself.</summary>
sealed class CopyFromSelf : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL8028", "copy-from-self", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "COPY --from names its own stage",
        Why = "A stage cannot be finished before it begins: the build ends with a circular dependency.",
        Fix = "Name an earlier stage, or use `RUN cp` within the stage.",
        RefusedBy = "buildkit",
        Equivalents = ["DL3023", "DS-0006", "kics/copy_from_references_current_from_alias"],
        Bad = ["FROM debian:12 AS build\nCOPY --from=[|build|] /a /b\n"],
        Good = ["FROM debian:12 AS build\nFROM debian:12 AS final\nCOPY --from=build /a /b\n"],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        from problem in file.Problems
        where problem.Code == StageGraph.SelfReference
        select this.At(file.StageAt(problem.Location.Span.Start)!, problem.Location, problem.Message);
}
