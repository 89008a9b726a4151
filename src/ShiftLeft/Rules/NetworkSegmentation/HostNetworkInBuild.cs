using ShiftLeft.Docker;

namespace ShiftLeft.Rules.NetworkSegmentation;

/// <summary>A build step in the host's network.</summary>
sealed class HostNetworkInBuild : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL4002", "host-network-in-build", Level.Warning, Profile.Baseline, Since: "0.1")
    {
        Title = "A build step runs in the host's network",
        Why = "The step reaches everything that listens on the build host's loopback: metadata services, other builds, the container runtime.",
        Fix = "Remove `--network=host`; steps that need no network take `--network=none`.",
        Equivalents = ["sonar/S6431"],
        Cwe = [653],
        SecuritySeverity = 4.5,
        Bad =
        [
            """
            FROM node:24-slim AS build
            WORKDIR /srv/web
            COPY . .
            RUN [|--network=host|] npm ci
            RUN npm run build

            """,
        ],
        Good =
        [
            """
            FROM node:24-slim AS build
            WORKDIR /srv/web
            COPY . .
            RUN npm ci
            RUN --network=none npm run build

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        from stage in file.Stages
        from run in stage.Runs
        where run.Flag("network")?.Value == "host"
        select this.At(stage, run.Flag("network")!.Location, "the step sees all of the build host's network");
}
