using ShiftLeft.Docker.Shell;
using ShiftLeft.Docker;

namespace ShiftLeft.Rules.Updates;

/// <summary>A build that moves to another release of its distribution.</summary>
sealed class DistributionUpgrade : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL3003", "distribution-upgrade", Level.Info, Profile.Recommended, Since: "0.1")
    {
        Title = "A build step upgrades the distribution",
        Why = "It may remove and replace packages of the base, so the result is neither the tested base nor a new one. Security fixes come with `upgrade`, and a new release with a new base image.",
        Fix = "Raise the version in `FROM`, or use `apt-get upgrade -y` for fixes within the release.",
        Parts = [new(["zypper"], "DL3035"), new(["apt", "apt-get", "aptitude"], "DS-0024", "DKL-DI-0003")],
        Similar = ["kics/run_using_upgrade_commands"],
        Bad =
        [
            """
            FROM debian:13-slim
            RUN apt-get update \
                && apt-get [|dist-upgrade|] -y \
                && rm -rf /var/lib/apt/lists/*
            COPY orders /usr/local/bin/orders
            USER 10001
            CMD ["orders"]

            """,
            """
            FROM opensuse/leap:16.0
            RUN zypper --non-interactive [|dist-upgrade|] \
                && zypper clean --all
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
                && apt-get upgrade -y \
                && rm -rf /var/lib/apt/lists/*
            COPY orders /usr/local/bin/orders
            USER 10001
            CMD ["orders"]

            """,
            """
            FROM opensuse/leap:16.0
            COPY orders /usr/local/bin/orders
            USER 10001
            CMD ["orders"]

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        from found in file.Commands()
        let package = PackageManager.Read(found.Command)
        where package?.Action == PackageAction.DistributionUpgrade
        select this.At(found.Stage, package.Verb.Location, $"`{found.Command.Name} {package.Verb.Skeleton}` moves the base image to another release");
}
