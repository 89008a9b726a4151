using ShiftLeft.Docker;

namespace ShiftLeft.Rules.Correctness;

/// <summary>A stage named like something that is always there.</summary>
sealed class ReservedStageName : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL8007", "reserved-stage-name", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A stage has a reserved name",
        Why = "`scratch` and `context` mean the empty image and the build context; a stage of that name cannot be referred to.",
        Fix = "Choose another name.",
        References = ["https://docs.docker.com/reference/build-checks/reserved-stage-name/"],
        Equivalents = ["DL3063", "BuildKit/ReservedStageName"],
        Bad =
        [
            """
            FROM golang:1.26 AS [|scratch|]
            WORKDIR /src
            COPY . .
            RUN CGO_ENABLED=0 go build -o /out/gateway ./cmd/gateway

            FROM gcr.io/distroless/static:nonroot
            COPY --from=scratch /out/gateway /gateway
            ENTRYPOINT ["/gateway"]

            """,
            """
            FROM node:24-slim AS [|context|]
            WORKDIR /srv/web
            COPY . .

            FROM context AS test
            RUN npm ci && npm test

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
            """
            FROM node:24-slim AS source
            WORKDIR /srv/web
            COPY . .

            FROM source AS test
            RUN npm ci && npm test

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        from stage in file.Stages
        where stage.Name is "scratch" or "context"
        select this.At(stage, stage.From.StageName!.Location, $"`{stage.Name}` is a reserved name");
}
