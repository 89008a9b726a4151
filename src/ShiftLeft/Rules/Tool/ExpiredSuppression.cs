namespace ShiftLeft.Rules.Tool;

/// <summary>Found by the policy, not by a check of units.</summary>
sealed class ExpiredSuppression : Rule
{
    public override RuleInfo Info { get; } = new("SL0906", "expired-suppression", Level.Warning, Profile.Baseline, Since: "0.1")
    {
        Title = "A suppression has expired",
        Why = "It was accepted until a day that has passed, and suppresses nothing any more.",
        Fix = "Fix the finding, or decide anew and set a later `expires`.",
    };
}
