namespace ShiftLeft.Rules;

/// <summary>The rules with the settings they read: given a unit, it wakes those that take its type.</summary>
sealed record Rulebook(Settings Settings)
{
    public IEnumerable<Finding> Check<TUnit>(TUnit unit) => Taking<TUnit>.Rules.SelectMany(rule => rule.Check(unit, Settings));

    static class Taking<TUnit>
    {
        public static readonly Rule<TUnit>[] Rules = [.. Catalogue.Rules.OfType<Rule<TUnit>>()];
    }
}
