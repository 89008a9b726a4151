using ShiftLeft.Docker;

namespace ShiftLeft.Rules.Correctness;

/// <summary>A stage that copies from itself.</summary>
sealed class CopyFromSelf : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL8028", "copy-from-self", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "COPY --from names its own stage",
        Why = "A stage cannot be finished before it begins: the build ends with a circular dependency.",
        Fix = "Name an earlier stage, or use `RUN cp` within the stage.",
        RefusedBy = "buildkit",
        Equivalents = ["DL3023", "DS-0006", "kics/copy_from_references_current_from_alias"],
        Bad =
        [
            """
            FROM golang:1.26 AS build
            WORKDIR /src
            COPY . .
            RUN CGO_ENABLED=0 go build -o /out/gateway ./cmd/gateway
            COPY --from=[|build|] /out/gateway /gateway
            ENTRYPOINT ["/gateway"]

            """,
        ],
        Good =
        [
            """
            FROM golang:1.26 AS build
            WORKDIR /src
            COPY . .
            RUN CGO_ENABLED=0 go build -o /out/gateway ./cmd/gateway

            FROM gcr.io/distroless/static:nonroot
            COPY --from=build /out/gateway /gateway
            ENTRYPOINT ["/gateway"]

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        from problem in file.Problems
        where problem.Code == StageGraph.SelfReference
        select this.At(file.StageAt(problem.Location.Span.Start)!, problem.Location, problem.Message);
}
