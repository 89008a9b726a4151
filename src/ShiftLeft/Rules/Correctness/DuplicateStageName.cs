using ShiftLeft.Docker;

namespace ShiftLeft.Rules.Correctness;

/// <summary>Two stages of one name.</summary>
sealed class DuplicateStageName : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL8006", "duplicate-stage-name", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "Two stages have the same name",
        Why = "References by that name take the last of them, and which one is meant is anybody's guess. Names are compared without regard to case.",
        Fix = "Give each stage a name of its own.",
        References = ["https://docs.docker.com/reference/build-checks/duplicate-stage-name/"],
        Equivalents = ["DL3024", "DS-0012", "CKV_DOCKER_11", "BuildKit/DuplicateStageName", "kics/same_alias_in_different_froms"],
        Bad =
        [
            """
            FROM node:24-slim AS build
            WORKDIR /web
            COPY web/ .
            RUN npm ci && npm run build

            FROM golang:1.26 AS [|build|]
            WORKDIR /src
            COPY . .
            RUN CGO_ENABLED=0 go build -o /out/gateway ./cmd/gateway

            FROM gcr.io/distroless/static:nonroot
            COPY --from=build /out/gateway /gateway
            ENTRYPOINT ["/gateway"]

            """,
            """
            # Names are compared without regard to case.
            FROM node:24-slim AS web
            WORKDIR /web
            COPY web/ .
            RUN npm ci && npm run build

            FROM nginxinc/nginx-unprivileged:1.29 AS [|Web|]
            COPY --from=web /web/dist/ /usr/share/nginx/html/

            """,
        ],
        Good =
        [
            """
            FROM node:24-slim AS web
            WORKDIR /web
            COPY web/ .
            RUN npm ci && npm run build

            FROM golang:1.26 AS build
            WORKDIR /src
            COPY . .
            RUN CGO_ENABLED=0 go build -o /out/gateway ./cmd/gateway

            FROM gcr.io/distroless/static:nonroot
            COPY --from=web /web/dist /web
            COPY --from=build /out/gateway /gateway
            ENTRYPOINT ["/gateway"]

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var stage in file.Stages)
        {
            if (stage.Name is { } name && !seen.Add(name)) yield return this.At(stage, stage.From.StageName!.Location, $"an earlier stage is called `{name}` too");
        }
    }
}
