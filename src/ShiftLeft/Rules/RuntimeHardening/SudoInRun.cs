using ShiftLeft.Docker;
using ShiftLeft.Docker.Shell;
using ShiftLeft.Text;

namespace ShiftLeft.Rules.RuntimeHardening;

/// <summary>sudo in a build.</summary>
sealed class SudoInRun : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL2004", "sudo-in-run", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "A build step uses sudo, or lets it be used without a password",
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
        (from found in file.Commands()
        where found.Command.Name == "sudo"
        select this.At(found.Stage, found.Command.NameWord.Location, "a build step runs `sudo`"))
        .Concat(file.FinalStage?.Chain.SelectMany(Unasked) ?? []);

    /// <summary>What is written to sudo's own files, in stages that the final image stands on.</summary>
    IEnumerable<Finding> Unasked(Stage stage) =>
        from written in stage.Files()
        where written.Path.StartsWith("/etc/sudoers", StringComparison.Ordinal)
        from part in written.Parts
        let start = part.Text.IndexOf("NOPASSWD", StringComparison.Ordinal)
        where start >= 0
        let all = part.Text.AsSpan(start + "NOPASSWD".Length).TrimStart(" :\t\\").StartsWith("ALL", StringComparison.Ordinal)
        where all
        select this.At(stage, part.LocationOf(Span.FromBounds(start, part.Text.IndexOf("ALL", start, StringComparison.Ordinal) + 3)), $"`{written.Path}` lets a user of the image become root without a password");
}
