using ShiftLeft.Helm.Functions;

namespace ShiftLeft.Helm.Templates;

/// <summary>What a rendering depends on beside the chart and its values.</summary>
/// <param name="Profile">The Helm that is followed.</param>
/// <param name="Today">The day of the scan, in UTC: the engine has no clock.</param>
/// <param name="Budget">What the chart may spend.</param>
sealed record RenderContext(HelmProfile Profile, DateOnly Today, RenderBudget Budget)
{
    int ordinal;

    /// <summary>Regular expressions that templates have used so far.</summary>
    public PatternCache Patterns { get; } = new();

    /// <summary>0, 1, 2, …: tells calls of one place apart that have to invent something.</summary>
    public int NextOrdinal() => ordinal++;
}
