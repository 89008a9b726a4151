namespace ShiftLeft.Rules.Tool;

/// <summary>Found by the policy, not by a check of units.</summary>
sealed class RepairedBaselineEntry : Rule
{
    public override RuleInfo Info { get; } = new("SL0910", "repaired-baseline-entry", Level.Info, Profile.Baseline, Since: "0.1")
    {
        Title = "The baseline lists what is repaired",
        Why = "An entry that meets nothing would hide the same defect when it comes again.",
        Fix = "Run `shiftleft baseline --prune`, which takes out what is repaired and adds nothing.",
    };
}
