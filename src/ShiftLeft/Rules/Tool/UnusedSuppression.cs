namespace ShiftLeft.Rules.Tool;

/// <summary>Found by the policy, not by a check of units.</summary>
sealed class UnusedSuppression : Rule
{
    public override RuleInfo Info { get; } = new("SL0905", "unused-suppression", Level.Warning, Profile.Baseline, Since: "0.1")
    {
        Title = "A suppression suppresses nothing",
        Why = "The finding that it accepted is gone; left in place it would hide the next one.",
        Fix = "Remove the suppression.",
    };
}
