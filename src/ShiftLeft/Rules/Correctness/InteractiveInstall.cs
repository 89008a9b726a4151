using ShiftLeft.Docker.Shell;
using ShiftLeft.Docker;

namespace ShiftLeft.Rules.Correctness;

/// <summary>A package manager that will ask.</summary>
sealed class InteractiveInstall : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL8020", "interactive-install", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "A package manager asks before it installs",
        Why = "Nobody answers in a build: it fails, or hangs, depending on what there is to install.",
        Fix = "Add `-y` (`-n` for zypper).",
        Parts =
        [
            new(["apt-get", "apt", "aptitude"], "DL3014", "DS-0021", "kics/apt_get_missing_flags_to_avoid_manual_input", "semgrep/missing-assume-yes-switch"),
            new(["yum"], "DL3030", "kics/yum_install_allows_manual_input", "semgrep/missing-yum-assume-yes-switch"),
            new(["dnf", "dnf5", "microdnf", "tdnf"], "DL3038", "kics/missing_flag_from_dnf_install", "semgrep/missing-dnf-assume-yes-switch"),
            new(["zypper"], "DL3034", "kics/missing_zypper_non_interactive_switch"),
        ],
        Bad =
        [
            """
            FROM debian:12-slim
            RUN apt-get update \
                && apt-get [|install|] --no-install-recommends curl \
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
            FROM debian:12-slim
            RUN apt-get -qq update \
                && apt-get -qqy install --no-install-recommends curl \
                && rm -rf /var/lib/apt/lists/*

            """,
            """
            FROM almalinux:9
            RUN yum install -y postgresql && yum clean all

            """,
            """
            # apk does not ask.
            FROM alpine:3.23
            RUN apk add --no-cache curl

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        from stage in file.Stages
        from found in stage.ConfiguredCommands()
        let package = PackageManager.Read(found.Command)
        // The small dnf of minimal images always assumes yes.
        where package is { Action: PackageAction.Install, AnswersYes: false } && found.Command.Name != "microdnf" && (package.Operands.Length > 0 || found.Command.Wrappers.Contains("xargs"))
        where !found.Settings.HasFlag(package.Manager.Configured.Yes) || package.Manager.Configured.Yes == ToolSettings.None
        where !package.Manager.YesVariables.Any(name => found.Run.EnvironmentOf(found.Command, name) is not (null or "" or "0" or "false"))
        where !IsAnswered(stage.Script(found.Run).InputOf(found.Command))
        select this.At(stage, package.Verb.Location, $"`{found.Command.Name} {package.Verb.Skeleton}` asks before it installs", DockerFindings.Append("Add `-y`", package.Verb, " -y"));

    /// <summary>Whether something is there to read the answer from; an answer that is not known may be the right one.</summary>
    static bool IsAnswered(StandardStreams.Input input) => input.IsGiven && input.Text?.TrimStart() is not ['n' or 'N', ..];
}
