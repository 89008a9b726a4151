using ShiftLeft.Files;

namespace ShiftLeft.Rules.Tool;

/// <summary>A file or folder that was to be checked could not be read.</summary>
sealed class UnreadableFile : Rule<Discovered>
{
    public override RuleInfo Info { get; } = new("SL0901", "unreadable-file", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A file could not be read",
        Why = "What is not read is not checked. A scan that leaves a file out in silence looks clean when it is not.",
        Fix = "Make the file readable and save it as UTF-8, or exclude it under `paths.exclude` in `shiftleft.yml`.",
    };

    public override IEnumerable<Finding> Check(Discovered unit, Settings settings) =>
        from problem in unit.Problems
        select At(problem.Location, problem.Message);
}
