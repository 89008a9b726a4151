namespace ShiftLeft.Rules;

/// <summary>The rules with the settings they read: given a unit, it wakes those that take its type.</summary>
sealed record Rulebook(Settings Settings)
{
    public IEnumerable<Finding> Check<TUnit>(TUnit unit) => Catalogue.Rules.OfType<Rule<TUnit>>().SelectMany(rule => rule.Check(unit, Settings));
}
