using ShiftLeft.Helm;

namespace ShiftLeft.Rules.Tool;

/// <summary>A chart, or a template of it, could not be turned into manifests.</summary>
sealed class UnrenderedChart : Rule<RenderedChart>
{
    public override RuleInfo Info { get; } = new("SL0102", "unrendered-chart", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A chart could not be rendered",
        Why = "What it renders to at this place is not known, so it was not checked; whatever else the chart renders was. `helm template` and `helm install` render nothing then.",
        Fix = "Correct what the message names, or, if the chart needs values to render, name their files under `helm.charts` in `shiftleft.yml`. For example: `helm: { charts: [{ path: chart, environments: { ci: { values: [chart/ci/test-values.yaml] } } }] }`.",
    };

    public override IEnumerable<Finding> Check(RenderedChart unit, Settings settings) =>
        from problem in unit.Problems
        where problem.Code != HelmTemplate.MissingDependency
        select At(problem.Location, problem.Message) with { Related = problem.Related };
}
