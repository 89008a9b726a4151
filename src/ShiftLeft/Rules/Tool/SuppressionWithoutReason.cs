namespace ShiftLeft.Rules.Tool;

/// <summary>Found by the policy, not by a check of units.</summary>
sealed class SuppressionWithoutReason : Rule
{
    public override RuleInfo Info { get; } = new("SL0903", "suppression-without-reason", Level.Warning, Profile.Baseline, Since: "0.1")
    {
        Title = "A suppression gives no reason",
        Why = "Whoever finds it later cannot tell whether it still holds. Without a reason it suppresses nothing.",
        Fix = "Write the reason behind two dashes: `# shiftleft:ignore SL2102 -- reads node metrics`.",
    };
}
