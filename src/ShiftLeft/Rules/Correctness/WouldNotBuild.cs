using ShiftLeft.Docker;

namespace ShiftLeft.Rules.Correctness;

/// <summary>What a builder refuses.</summary>
sealed class WouldNotBuild : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL8001", "would-not-build", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "The Dockerfile does not build",
        Why = "BuildKit refuses the instruction, so the build fails before its first step.",
        Fix = "Correct what the message names.",
        References = ["https://docs.docker.com/reference/dockerfile/"],
        RefusedBy = "buildkit",
        Equivalents = ["DL1000", "DL3061", "DL3043", "kics/first_instruction_should_be_arg_or_from", "kics/from_or_maintainer_cannot_be_triggered_within_onbuild"],
        Bad =
        [
            """
            FROM node:24-slim
            WORKDIR /srv/web
            COPY . .
            [|RNU|] npm ci --omit=dev
            USER 1000
            CMD ["node", "server.js"]

            """,
            """
            FROM golang:1.26 AS build
            WORKDIR /src
            COPY . .
            RUN CGO_ENABLED=0 go build -o /out/gateway ./cmd/gateway

            FROM gcr.io/distroless/static:nonroot
            COPY [|--form|]=build /out/gateway /gateway
            ENTRYPOINT ["/gateway"]

            """,
        ],
        Good =
        [
            """
            FROM node:24-slim
            WORKDIR /srv/web
            COPY . .
            RUN npm ci --omit=dev
            USER 1000
            CMD ["node", "server.js"]

            """,
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
        // What a rule of its own asks is told there.
        where problem.Code is not (StageGraph.SelfReference or BuildCheck.OutOfRange)
        let message = problem.Help is { } help ? $"{problem.Message.TrimEnd('.')}. {help.TrimEnd('.')}" : problem.Message.TrimEnd('.')
        select At(problem.Location, message) with { IsConditional = problem.IsConditional, Level = problem.IsConditional ? Level.Warning : Info.Level };
}
