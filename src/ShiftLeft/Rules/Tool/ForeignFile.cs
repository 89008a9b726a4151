namespace ShiftLeft.Rules.Tool;

/// <summary>A file that is another tool's material: a template, or the input of another frontend.</summary>
sealed class ForeignFile : Rule<ForeignFiles>
{
    public override RuleInfo Info { get; } = new("SL0908", "foreign-file", Level.Warning, Profile.Baseline, Since: "0.1")
    {
        Title = "A file is a template of another tool and was not judged",
        Why = "Neither Docker nor `kubectl` takes the file as it stands, so it runs nowhere: what another tool makes of it does, and that is not known here. It is no failure, and the exit code does not change.",
        Fix = "Fill the template in and scan the result, or exclude the file under `paths.exclude` in `shiftleft.yml`.",
    };

    public override IEnumerable<Finding> Check(ForeignFiles unit, Settings settings) =>
        from problem in unit.Said
        select At(problem.Location, problem.Message);
}
