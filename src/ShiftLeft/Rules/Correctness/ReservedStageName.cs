using ShiftLeft.Docker;

namespace ShiftLeft.Rules.Correctness;

/// <summary>A stage named like something that is always there.</summary>
sealed class ReservedStageName : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL8007", "reserved-stage-name", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A stage has a reserved name",
        Why = "`scratch` and `context` mean the empty image and the build context; a stage of that name cannot be referred to.",
        Fix = "Choose another name.",
        References = ["https://docs.docker.com/reference/build-checks/reserved-stage-name/"],
        Equivalents = ["DL3063", "BuildKit/ReservedStageName"],
        Bad = ["FROM debian:12 AS [|scratch|]\n"],
        Good = ["FROM debian:12 AS base\n"],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        from stage in file.Stages
        where stage.Name is "scratch" or "context"
        select this.At(stage, stage.From.StageName!.Location, $"`{stage.Name}` is a reserved name");
}
