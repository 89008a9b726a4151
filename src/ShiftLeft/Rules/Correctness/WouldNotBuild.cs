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
        Equivalents = ["DL1000", "DL3061", "DL3043", "kics/first_instruction_should_be_arg_or_from", "kics/from_or_maintainer_cannot_be_triggered_within_onbuild"],
        Bad = ["FROM debian:12\n[|RNU|] make\n", "FROM debian:12\nCOPY [|--form|]=build /a /a\n"],
        Good = ["FROM debian:12\nRUN make\n"],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        from problem in file.Problems
        select At(problem.Location, problem.Help is { } help ? $"{problem.Message}. {help.TrimEnd('.')}" : problem.Message.TrimEnd('.'));
}
