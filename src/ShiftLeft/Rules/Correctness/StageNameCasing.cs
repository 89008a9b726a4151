using ShiftLeft.Docker;

namespace ShiftLeft.Rules.Correctness;

/// <summary>A stage's name in capitals.</summary>
sealed class StageNameCasing : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL8008", "stage-name-casing", Level.Info, Profile.All, Since: "0.1")
    {
        Title = "A stage's name is not in lower case",
        Why = "Builders take stage names without regard to case and show them in lower case; capitals promise a difference that is not there.",
        Fix = "Write the name in lower case.",
        References = ["https://docs.docker.com/reference/build-checks/stage-name-casing/"],
        Equivalents = ["BuildKit/StageNameCasing"],
        Bad =
        [
            """
            FROM golang:1.26 AS [|Build|]
            WORKDIR /src
            COPY . .
            RUN CGO_ENABLED=0 go build -o /out/gateway ./cmd/gateway

            FROM gcr.io/distroless/static:nonroot
            COPY --from=Build /out/gateway /gateway
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
        from stage in file.Stages
        where stage.From.StageName is { } name && name.Text != stage.Name
        select this.At(stage, stage.From.StageName!.Location, $"the stage `{stage.From.StageName.Text}` is written in capitals");
}
