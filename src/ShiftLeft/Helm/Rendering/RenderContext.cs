using ShiftLeft.Go.Template;
using ShiftLeft.Helm.Functions;
using ShiftLeft.Tracing;

namespace ShiftLeft.Helm.Rendering;

/// <summary>What a rendering depends on beside the chart and its values.</summary>
/// <param name="profile">The Helm that is followed.</param>
/// <param name="today">The day of the scan, in UTC: the engine has no clock.</param>
/// <param name="budget">What the chart may spend.</param>
sealed class RenderContext(HelmProfile profile, DateOnly today, RenderBudget budget) : TemplateContext(FunctionTable.Of(profile), profile.Go, budget)
{
    public HelmProfile Profile => profile;
    public DateOnly Today => today;
    /// <summary>As <c>helm lint</c>, and further: <c>required</c> and <c>fail</c> end nothing, and a template that fails ends with itself.</summary>
    public bool IsLenient { get; init; }
    public EngineFunctions Engine { get; } = new();
}

/// <summary>What Helm's functions ask of their call beyond what Go's do.</summary>
static class RenderCall
{
    extension(FunctionCall call)
    {
        public RenderContext Rendering => (RenderContext)call.Context;
        public HelmProfile Profile => call.Rendering.Profile;
        public DateOnly Today => call.Rendering.Today;
    }
}
