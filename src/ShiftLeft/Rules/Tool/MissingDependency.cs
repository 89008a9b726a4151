using ShiftLeft.Helm;

namespace ShiftLeft.Rules.Tool;

/// <summary>A chart's dependency is not there; what it would render is not known.</summary>
sealed class MissingDependency : Rule<RenderedChart>
{
    public override RuleInfo Info { get; } = new("SL0104", "missing-dependency", Level.Error, Profile.Baseline, Since: "0.2")
    {
        Title = "A dependency of a chart is not there",
        Why = "What the dependency would render, and whatever needs its templates, was not checked; the rest of the chart was. `helm template` and `helm install` render nothing then.",
        Fix = "Run `helm dependency build` in the chart's folder before the scan.",
        References = ["https://helm.sh/docs/helm/helm_dependency_build/"],
    };

    public override IEnumerable<Finding> Check(RenderedChart unit, Settings settings) =>
        from problem in unit.Problems
        where problem.Code == HelmTemplate.MissingDependency
        select At(problem.Location, problem.Message) with { Related = problem.Related };
}
