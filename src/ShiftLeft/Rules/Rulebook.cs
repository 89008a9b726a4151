namespace ShiftLeft.Rules;

/// <summary>The rules with the settings they read: given a unit, it wakes those that take its type. One that fails over a unit keeps no other from it.</summary>
sealed record Rulebook(Settings Settings, Guard Guard)
{
    /// <param name="unit">What is judged.</param>
    /// <param name="path">The file that it is in.</param>
    public IEnumerable<Finding> Check<TUnit>(TUnit unit, string path) =>
        Taking<TUnit>.Rules.SelectMany(rule => Guard.Each(path, $"checking `{rule.Info.Name}` in", () => rule.Check(unit, Settings)));

    static class Taking<TUnit>
    {
        public static readonly Rule<TUnit>[] Rules = [.. Catalogue.Rules.OfType<Rule<TUnit>>()];
    }
}
