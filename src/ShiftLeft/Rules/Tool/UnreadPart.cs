using ShiftLeft.Docker;

namespace ShiftLeft.Rules.Tool;

/// <summary>A part of a Dockerfile is more than is read.</summary>
sealed class UnreadPart : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL0912", "unread-part", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A part of a Dockerfile is larger or nested deeper than is read",
        Why = "What is not read is not checked, and a build runs it all the same. The limits are far beyond what people write: a file that exceeds them was generated, or made to hide something.",
        Fix = "Put long scripts into files of their own and run those: `COPY install.sh /tmp/` and `RUN sh /tmp/install.sh`.",
    };

    public override IEnumerable<Finding> Check(Dockerfile unit, Settings settings) =>
        from problem in unit.Excesses
        select At(problem.Location, problem.Message);
}
