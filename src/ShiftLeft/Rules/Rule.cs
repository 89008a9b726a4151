using ShiftLeft.Text;

namespace ShiftLeft.Rules;

/// <summary>A rule: what a user reads. One that checks a unit derives from <see cref="Rule{TUnit}"/>.</summary>
abstract class Rule
{
    public abstract RuleInfo Info { get; }

    public Finding At(Location location, string message, Fix? fix = null) => new(Info, location, message) { Fix = fix };
}

/// <summary>A rule woken by the type of unit it takes, so it never walks what is not its own. Pure: it returns, never reports.</summary>
abstract class Rule<TUnit> : Rule
{
    public abstract IEnumerable<Finding> Check(TUnit unit, Settings settings);
}
