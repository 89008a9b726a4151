namespace ShiftLeft.Rules.Tool;

/// <summary>Found by the policy, not by a check of units.</summary>
sealed class SuppressionOfUnknownRule : Rule
{
    public override RuleInfo Info { get; } = new("SL0904", "suppression-of-unknown-rule", Level.Warning, Profile.Baseline, Since: "0.1")
    {
        Title = "A suppression names no rule that exists",
        Why = "It suppresses nothing, and nobody notices.",
        Fix = "Name the rule by id or name; `shiftleft rules` lists them.",
    };
}
