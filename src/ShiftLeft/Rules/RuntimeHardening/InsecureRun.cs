using ShiftLeft.Docker;

namespace ShiftLeft.Rules.RuntimeHardening;

/// <summary>A build step outside the sandbox.</summary>
sealed class InsecureRun : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL2007", "insecure-run", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A build step runs without the builder's sandbox",
        Why = "`--security=insecure` gives the step all capabilities and devices of the build host. A compromised download then owns the builder and every image it makes.",
        Fix = "Remove `--security=insecure`.",
        Equivalents = ["sonar/S6502"],
        Cwe = [250],
        SecuritySeverity = 8.0,
        Bad =
        [
            """
            # syntax=docker/dockerfile:1
            FROM debian:13-slim
            COPY rootfs/ /src/
            RUN [|--security=insecure|] /src/make-rootfs.sh
            USER 10001
            CMD ["/opt/orders/bin/orders"]

            """,
            """
            # syntax=docker/dockerfile:1
            FROM golang:1.26 AS build
            WORKDIR /src
            COPY go.mod go.sum main.go ./
            RUN --mount=type=cache,target=/root/.cache/go-build [|--security=insecure|] go build -o /orders .

            FROM scratch
            COPY --from=build /orders /orders
            USER 10001
            ENTRYPOINT ["/orders"]

            """,
        ],
        Good =
        [
            """
            # syntax=docker/dockerfile:1
            FROM debian:13-slim
            COPY rootfs/ /src/
            RUN --security=sandbox /src/make-rootfs.sh
            USER 10001
            CMD ["/opt/orders/bin/orders"]

            """,
            """
            # syntax=docker/dockerfile:1
            FROM golang:1.26 AS build
            WORKDIR /src
            COPY go.mod go.sum main.go ./
            RUN --mount=type=cache,target=/root/.cache/go-build go build -o /orders .

            FROM scratch
            COPY --from=build /orders /orders
            USER 10001
            ENTRYPOINT ["/orders"]

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        from stage in file.Stages
        from run in stage.Runs
        where run.Flag("security")?.Value == "insecure"
        select this.At(stage, run.Flag("security")!.Location, "the step runs with all rights of the build host");
}
