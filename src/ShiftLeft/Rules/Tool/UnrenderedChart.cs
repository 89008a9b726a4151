using ShiftLeft.Helm;

namespace ShiftLeft.Rules.Tool;

/// <summary>A chart could not be turned into manifests.</summary>
sealed class UnrenderedChart : Rule<RenderedChart>
{
    public override RuleInfo Info { get; } = new("SL0102", "unrendered-chart", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A chart could not be rendered",
        Why = "Its manifests are not known, so none of them was checked.",
        Fix = "Correct what the message names. If the chart needs values to render, name their files under `helm.charts` in `shiftleft.yml`.",
    };

    public override IEnumerable<Finding> Check(RenderedChart unit, Settings settings) =>
        from problem in unit.Problems
        select At(problem.Location, problem.Message);
}
