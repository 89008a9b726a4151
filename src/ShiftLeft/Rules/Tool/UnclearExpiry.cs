namespace ShiftLeft.Rules.Tool;

/// <summary>Found by the policy, not by a check of units.</summary>
sealed class UnclearExpiry : Rule
{
    public override RuleInfo Info { get; } = new("SL0917", "unclear-expiry", Level.Warning, Profile.Baseline, Since: "0.1")
    {
        Title = "A suppression's last day is none",
        Why = "Nobody can tell how long it was meant to hold, so it does not hold at all.",
        Fix = "Write year, month and day before the dashes: `# shiftleft:ignore SL2102 expires=2027-06-30 -- reads node metrics`.",
    };
}
