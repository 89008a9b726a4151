namespace ShiftLeft.Rules.Tool;

/// <summary>Found by the policy, not by a check of units.</summary>
sealed class InvalidPolicy : Rule
{
    public override RuleInfo Info { get; } = new("SL0902", "invalid-policy", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "The policy cannot be taken as it is",
        Why = "A misspelt key or a wrong value silently means something else than its author thinks: a threshold that is not in force, a rule that was never switched on.",
        Fix = "Correct the place that is shown; `shiftleft init` writes a policy to start from.",
    };
}
