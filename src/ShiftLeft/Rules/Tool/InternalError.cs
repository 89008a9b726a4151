namespace ShiftLeft.Rules.Tool;

/// <summary>An error of this program kept a file, or a rule's look at it, from being judged.</summary>
sealed class InternalError : Rule<Crash>
{
    public override RuleInfo Info { get; } = new("SL0911", "internal-error", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "An error of ShiftLeft kept a file from being judged",
        Why = "What was not judged may hold anything. The error is one of this program and not of the file: all else of the scan was judged.",
        Fix = "Report it, with the file if you can share it. Until it is repaired, exclude the file under `paths.exclude` in `shiftleft.yml`.",
    };

    public override IEnumerable<Finding> Check(Crash unit, Settings settings) =>
        [At(unit.Location, $"`{(unit.Location.Path.Length == 0 ? "." : unit.Location.Path)}` was not judged whole: an error of this program came up while {unit.Step} it (`{unit.Kind}`: {unit.Message}); please report it at {Product.RepositoryUrl}/issues")];
}
