using ShiftLeft.Helm;

namespace ShiftLeft.Rules.Tool;

/// <summary>A chart demands values that no environment gives; it was rendered without them.</summary>
sealed class ChartNeedsValues : Rule<RenderedChart>
{
    public override RuleInfo Info { get; } = new("SL0103", "chart-needs-values", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "A chart asks for values that nobody gives",
        Why = "`required` or `fail` would stop `helm install`. The chart was rendered with holes in these places, so what they feed is not what will run.",
        Fix = "Name the values that are used for real, or those that the chart is tried out with (`ci/*-values.yaml`), in `shiftleft.yml`: `helm: { charts: [{ path: chart, environments: { ci: { values: [chart/ci/test-values.yaml] } } }] }`.",
        References = ["https://helm.sh/docs/howto/charts_tips_and_tricks/#using-the-required-function"],
    };

    public override IEnumerable<Finding> Check(RenderedChart unit, Settings settings) =>
        from remark in unit.Remarks
        select At(remark.Location, remark.Message) with { Related = remark.Related };
}
