using ShiftLeft.Docker.Shell;
using ShiftLeft.Docker;

namespace ShiftLeft.Rules.Updates;

/// <summary>A package index in a layer of its own.</summary>
sealed class IndexRefreshAlone : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL3002", "index-refresh-alone", Level.Warning, Profile.Baseline, Since: "0.1")
    {
        Title = "A package index is refreshed in a layer of its own",
        Why = "The layer is cached: later builds install from the index of the day it was made, so old, vulnerable versions come in, or packages are not found.",
        Fix = "Refresh and install in one `RUN`: `RUN apt-get update && apt-get install -y …`.",
        References = ["https://docs.docker.com/build/building/best-practices/#apt-get"],
        Equivalents = ["DS-0017", "CKV_DOCKER_5", "kics/update_instruction_alone", "CIS-DI-0007"],
        Cwe = [1104],
        SecuritySeverity = 4.0,
        Bad =
        [
            """
            FROM debian:13-slim
            RUN [|apt-get update|]
            RUN apt-get install -y --no-install-recommends ca-certificates curl
            COPY orders /usr/local/bin/orders
            USER 10001
            CMD ["orders"]

            """,
            """
            FROM alpine:3.22
            RUN [|apk update|]
            RUN apk add ca-certificates curl
            COPY orders /usr/local/bin/orders
            USER 10001
            CMD ["orders"]

            """,
        ],
        Good =
        [
            """
            FROM debian:13-slim
            RUN apt-get update \
                && apt-get install -y --no-install-recommends ca-certificates curl \
                && rm -rf /var/lib/apt/lists/*
            COPY orders /usr/local/bin/orders
            USER 10001
            CMD ["orders"]

            """,
            """
            FROM debian:13-slim
            RUN --mount=type=cache,target=/var/lib/apt/lists \
                apt-get update
            RUN --mount=type=cache,target=/var/lib/apt/lists \
                apt-get install -y --no-install-recommends ca-certificates curl
            COPY orders /usr/local/bin/orders
            USER 10001
            CMD ["orders"]

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings)
    {
        foreach (var stage in file.Stages)
        {
            foreach (var run in stage.Runs)
            {
                var commands = stage.Script(run).Commands.Select(PackageManager.Read).OfType<PackageCommand>().ToList();
                var refresh = commands.FindLastIndex(command => command.Action == PackageAction.Refresh);
                if (refresh < 0 || commands.Skip(refresh + 1).Any(later => later.Manager == commands[refresh].Manager && later.Action is PackageAction.Install or PackageAction.Upgrade or PackageAction.DistributionUpgrade or PackageAction.Other)) continue;
                if (commands[refresh].Manager.IsMounted(run)) continue;
                // A script of the image may be what installs.
                if (stage.Script(run).Commands.Any(command => command.Location.Span.Start > commands[refresh].Command.Location.Span.Start && PackageManager.Read(command) is null && command.Name?.Contains("install", StringComparison.OrdinalIgnoreCase) == true && command.Name != "install")) continue;
                yield return this.At(stage, commands[refresh].Command.Location, $"`{commands[refresh].Command.Name} {commands[refresh].Verb.Skeleton}` fills a layer that is cached, and nothing in it installs");
            }
        }
    }
}
