namespace ShiftLeft.Helm.Templates;

/// <summary>What a rendering depends on beside the chart and its values.</summary>
/// <param name="Profile">The Helm that is followed.</param>
/// <param name="Today">The day of the scan, in UTC: the engine has no clock.</param>
/// <param name="Budget">What the chart may spend.</param>
sealed record RenderContext(HelmProfile Profile, DateOnly Today, RenderBudget Budget);
