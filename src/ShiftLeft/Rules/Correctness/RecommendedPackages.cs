using ShiftLeft.Docker;
using ShiftLeft.Docker.Shell;

namespace ShiftLeft.Rules.Correctness;

/// <summary>Packages that nobody asked for.</summary>
sealed class RecommendedPackages : Rule<Dockerfile>
{
    const string Setting = "APT::Install-Recommends";

    public override RuleInfo Info { get; } = new("SL8029", "recommended-packages", Level.Info, Profile.Recommended, Since: "0.1")
    {
        Title = "Recommended packages are installed too",
        Why = "apt installs what a package recommends along with what it needs: more to download, to scan and to patch.",
        Fix = "Add `--no-install-recommends`, and name what you do need.",
        References = ["https://docs.docker.com/build/building/best-practices/#apt-get"],
        Equivalents = ["DL3015", "DS-0029", "kics/apt_get_not_avoiding_additional_packages", "semgrep/missing-no-install-recommends"],
        Bad =
        [
            """
            FROM debian:12-slim
            RUN apt-get update \
                && apt-get [|install|] -y curl \
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
            RUN apt-get update \
                && apt-get -o APT::Install-Recommends=0 install -y curl jq \
                && rm -rf /var/lib/apt/lists/*

            """,
            """
            FROM debian:12-slim
            RUN echo 'APT::Install-Recommends "0";' > /etc/apt/apt.conf.d/99no-recommends
            RUN apt-get update \
                && apt-get install -y curl \
                && rm -rf /var/lib/apt/lists/*

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings)
    {
        return from stage in file.Stages
               from finding in Check(stage)
               select finding;
    }

    IEnumerable<Finding> Check(Stage stage) =>
        from pair in stage.ConfiguredCommands()
        where !pair.Settings.HasFlag(ToolSettings.AptNoRecommends)
        let package = PackageManager.Read(pair.Command)
        where package is { Action: PackageAction.Install, Manager.Name: "apt" } && package.Operands.Length > 0 && !package.Has("--no-install-recommends") && !package.Options.Any(option => option.Skeleton.Contains(Setting, StringComparison.OrdinalIgnoreCase))
        select this.At(stage, package.Verb.Location, $"`{pair.Command.Name} {package.Verb.Skeleton}` brings recommended packages too", DockerFindings.Append("Add `--no-install-recommends`", package.Verb, " --no-install-recommends"));
}
