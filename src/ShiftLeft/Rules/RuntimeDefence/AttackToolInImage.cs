using ShiftLeft.Docker.Shell;
using ShiftLeft.Docker;
using System.Collections.Frozen;

namespace ShiftLeft.Rules.RuntimeDefence;

/// <summary>Tools in the final image that help an intruder and hide among normal work.</summary>
sealed class AttackToolInImage : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL5001", "attack-tool-in-image", Level.Info, Profile.Recommended, Since: "0.1")
    {
        Title = "The final image holds tools that serve an intruder",
        Why = "Scanners, tracers and remote shells are what an intruder would have to bring along, which runtime detection sees. Installed, they are quiet.",
        Fix = "Leave the package out of the final stage; debug with an ephemeral container: `kubectl debug -it POD --image=…`.",
        Cwe = [1125],
        SecuritySeverity = 3.0,
        Bad =
        [
            """
            FROM debian:13-slim
            RUN apt-get update \
                && apt-get install -y --no-install-recommends ca-certificates [|nmap|] \
                && rm -rf /var/lib/apt/lists/*
            COPY orders /usr/local/bin/orders
            USER 10001
            CMD ["orders"]

            """,
            """
            FROM alpine:3.22
            RUN apk add --no-cache ca-certificates [|tcpdump|]
            COPY orders /usr/local/bin/orders
            USER 10001
            CMD ["orders"]

            """,
        ],
        Good =
        [
            """
            FROM debian:13-slim AS debug
            RUN apt-get update \
                && apt-get install -y --no-install-recommends gdb \
                && rm -rf /var/lib/apt/lists/*

            FROM debian:13-slim
            RUN apt-get update \
                && apt-get install -y --no-install-recommends ca-certificates \
                && rm -rf /var/lib/apt/lists/*
            COPY orders /usr/local/bin/orders
            USER 10001
            CMD ["orders"]

            """,
            """
            FROM alpine:3.22
            RUN apk add --no-cache ca-certificates
            COPY orders /usr/local/bin/orders
            USER 10001
            CMD ["orders"]

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        file.FinalStage is not { } final ? [] :
        from stage in final.Chain
        from found in stage.Commands()
        let package = PackageManager.Read(found.Command)
        where package?.Action == PackageAction.Install
        from word in package.Operands
        where Tools.Contains(word.Skeleton.Split('=', '@')[0])
        select this.At(stage, word.Location, $"`{word.Skeleton}` is installed in the final image");

    static readonly FrozenSet<string> Tools = FrozenSet.ToFrozenSet(
        ["nmap", "netcat", "netcat-openbsd", "netcat-traditional", "ncat", "nc", "socat", "tcpdump", "strace", "ltrace", "gdb", "telnet", "telnetd", "openssh-server", "rsh-client", "hydra", "masscan", "proxychains4"], StringComparer.Ordinal);
}
