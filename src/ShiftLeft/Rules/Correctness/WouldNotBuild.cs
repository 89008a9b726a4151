using ShiftLeft.Docker;

namespace ShiftLeft.Rules.Correctness;

/// <summary>What a builder refuses.</summary>
sealed class WouldNotBuild : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL8001", "would-not-build", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "The Dockerfile does not build",
        Why = "BuildKit refuses the instruction, so the build fails before its first step.",
        Fix = "Correct what the message names.",
        References = ["https://docs.docker.com/reference/dockerfile/"],
        Equivalents = ["DL1000", "DL3061", "DL3043"],
        RefusedBy = "buildkit",
        Bad = ["FROM debian:12\n[|RNU|] make\n", "FROM debian:12\nCOPY [|--form|]=build /a /a\n"],
        Good = ["FROM debian:12\nRUN make\n"],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        from problem in file.Problems
        // What a rule of its own asks is told there.
        where problem.Code is not (StageGraph.SelfReference or BuildCheck.OutOfRange)
        let message = problem.Help is { } help ? $"{problem.Message.TrimEnd('.')}. {help.TrimEnd('.')}" : problem.Message.TrimEnd('.')
        select At(problem.Location, message) with { IsConditional = problem.IsConditional, Level = problem.IsConditional ? Level.Warning : Info.Level };
}
