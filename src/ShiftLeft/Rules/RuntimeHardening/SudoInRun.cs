using ShiftLeft.Docker;
using ShiftLeft.Text;

namespace ShiftLeft.Rules.RuntimeHardening;

/// <summary>sudo in a build.</summary>
sealed class SudoInRun : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL2004", "sudo-in-run", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "A build step uses sudo",
        Why = "sudo in an image is a way to root that stays there for whoever gets in. The build is root already where no `USER` is set, and `USER` switches without it.",
        Fix = "Remove `sudo`; put `USER root` before the step and the service's user after it.",
        Equivalents = ["DL3004", "DS-0010", "CKV2_DOCKER_1", "kics/run_using_sudo", "semgrep/no-sudo-in-dockerfile", "DKL-DI-0001"],
        Cwe = [250],
        SecuritySeverity = 4.5,
        Bad =
        [
            """
            FROM ghcr.io/acme/base:3.2
            RUN [|sudo|] update-ca-certificates
            COPY orders /usr/local/bin/orders
            USER 10001
            CMD ["orders"]

            """,
            """
            FROM ghcr.io/acme/base:3.2
            COPY orders /usr/local/bin/orders
            RUN mkdir -p /var/lib/orders && [|sudo|] chown 10001 /var/lib/orders
            USER 10001
            CMD ["orders"]

            """,
        ],
        Good =
        [
            """
            FROM ghcr.io/acme/base:3.2
            USER root
            RUN update-ca-certificates
            COPY orders /usr/local/bin/orders
            USER 10001
            CMD ["orders"]

            """,
            """
            FROM debian:13-slim
            RUN apt-get update \
                && apt-get install -y --no-install-recommends sudo \
                && rm -rf /var/lib/apt/lists/*
            COPY workspace.sh /usr/local/bin/
            USER 10001
            CMD ["workspace.sh"]

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        from found in file.Commands()
        where found.Command.Name == "sudo"
        select this.At(found.Stage, found.Command.NameWord.Location, "a build step runs `sudo`");
}
