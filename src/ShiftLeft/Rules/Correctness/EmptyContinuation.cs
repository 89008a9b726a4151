using ShiftLeft.Docker;
using ShiftLeft.Text;

namespace ShiftLeft.Rules.Correctness;

/// <summary>A blank line inside an instruction.</summary>
sealed class EmptyContinuation : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL8011", "empty-continuation", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "A blank line stands inside an instruction",
        Why = "BuildKit skips it today and announces to refuse it; readers take the instruction to end there.",
        Fix = "Remove the blank line, or make it a comment.",
        References = ["https://docs.docker.com/reference/build-checks/no-empty-continuation/"],
        Equivalents = ["BuildKit/NoEmptyContinuation"],
        Bad =
        [
            """
            FROM debian:12-slim
            RUN apt-get update \
                && apt-get install -y --no-install-recommends ca-certificates \
            [||]
                && rm -rf /var/lib/apt/lists/*

            """,
        ],
        Good =
        [
            """
            FROM debian:12-slim
            RUN apt-get update \
                && apt-get install -y --no-install-recommends ca-certificates \
                # The index is of no use in the image.
                && rm -rf /var/lib/apt/lists/*

            """,
        ],
    };

    // One finding for each instruction, at its first blank line.
    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        from instruction in file.Syntax.Instructions
        where !instruction.EmptyContinuations.IsEmpty
        let blank = new Location(file.Source, instruction.EmptyContinuations[0])
        select At(blank, $"a blank line stands inside `{instruction.Name}`");
}
