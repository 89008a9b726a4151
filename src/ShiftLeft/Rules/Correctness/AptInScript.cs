using ShiftLeft.Docker;
using ShiftLeft.Docker.Shell;

namespace ShiftLeft.Rules.Correctness;

/// <summary>The package manager for people, in a script.</summary>
sealed class AptInScript : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL8026", "apt-in-script", Level.Info, Profile.Recommended, Since: "0.1")
    {
        Title = "`apt` is used where nobody sits before it",
        Why = "`apt` is made for terminals: its output and its options may change from one release to the next, as it says itself. `apt-get` keeps them.",
        Fix = "Use `apt-get`, or `apt-cache` for questions.",
        References = ["https://manpages.debian.org/stable/apt/apt.8.en.html#SCRIPT_USAGE_AND_DIFFERENCES_FROM_OTHER_APT_TOOLS"],
        Equivalents = ["DL3027", "CKV_DOCKER_9", "kics/run_using_apt", "semgrep/prefer-apt-get"],
        Bad =
        [
            """
            FROM debian:12-slim
            RUN apt-get update \
                && [|apt|] install -y --no-install-recommends curl \
                && rm -rf /var/lib/apt/lists/*

            """,
        ],
        Good =
        [
            """
            FROM debian:12-slim
            RUN apt-get update \
                && apt-get install -y --no-install-recommends curl \
                && rm -rf /var/lib/apt/lists/*

            """,
            """
            # `apt` as the name of a package and of a folder.
            FROM debian:12-slim
            COPY proxy.conf /etc/apt/apt.conf.d/
            RUN dpkg-query --show apt && ls /etc/apt

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        from found in file.Commands()
        where found.Command is { Name: "apt", Arguments.IsEmpty: false }
        select this.At(found.Stage, found.Command.NameWord.Location, "`apt` is made for terminals, and its behaviour may change", HasTwin(found.Command) ? DockerFindings.Append("Use `apt-get`", found.Command.NameWord, "-get") : null);

    static bool HasTwin(ShellCommand command) =>
        PackageManager.Read(command)?.Verb.Skeleton is "update" or "install" or "reinstall" or "upgrade" or "remove" or "autoremove" or "purge" or "clean" or "autoclean" or "build-dep";
}
