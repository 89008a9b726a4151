using ShiftLeft.Docker;
using ShiftLeft.Docker.Shell;

namespace ShiftLeft.Rules.Correctness;

/// <summary>A package manager's index or cache in a layer of the image: one question for all package managers.</summary>
sealed class PackageCacheKept : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL8025", "package-cache-kept", Level.Info, Profile.Recommended, Since: "0.1")
    {
        Title = "A package manager's cache stays in the image",
        Why = "Index and downloads of a package manager are of no use in the image, and a later step cannot take them out of the layer that brought them.",
        Fix = "Remove them in the same step (`rm -rf /var/lib/apt/lists/*`, `dnf clean all`), tell the manager not to keep them (`--no-cache`, `--no-cache-dir`), or keep them outside with `RUN --mount=type=cache,target=…`.",
        References = ["https://docs.docker.com/build/building/best-practices/#apt-get", "https://docs.docker.com/build/cache/optimize/#use-cache-mounts"],
        Parts =
        [
            new(["apt"], "DL3009", "DKL-DI-0005", "kics/apt_get_install_lists_were_not_deleted", "semgrep/remove-package-lists", "semgrep/remove-package-cache"),
            new(["apk"], "DL3019", "DS-0025", "DKL-DI-0004", "kics/apk_add_using_local_cache_path", "semgrep/missing-apk-no-cache"),
            new(["dnf", "yum"], "DL3032", "DL3040", "DS-0015", "DS-0019", "DS-0027", "kics/yum_clean_all_missing", "kics/missing_dnf_clean_all", "semgrep/missing-dnf-clean-all"),
            new(["zypper"], "DL3036", "DS-0020", "kics/missing_zypper_clean", "semgrep/missing-zypper-clean"),
            new(["pip", "--no-cache-dir"], "DL3042", "kics/pip_install_keeping_cached_packages", "semgrep/missing-pip-no-cache-dir"),
            new(["yarn"], "DL3060", "kics/run_yarn_clean_after_yarn_install"),
        ],
        Bad =
        [
            """
            FROM debian:12-slim
            RUN apt-get [|update|] \
                && apt-get install -y --no-install-recommends curl \
                && apt-get clean

            """,
            """
            FROM alpine:3.23
            RUN apk [|add|] curl

            """,
            """
            FROM python:3.13-slim
            COPY requirements.txt .
            RUN pip [|install|] -r requirements.txt

            """,
            """
            # Cleaned before it is filled.
            FROM almalinux:9
            RUN dnf clean all && dnf [|install|] -y postgresql

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
            FROM alpine:3.23
            RUN apk add --no-cache curl

            """,
            """
            FROM python:3.13-slim
            ENV PIP_NO_CACHE_DIR=1
            COPY requirements.txt .
            RUN pip install -r requirements.txt

            """,
            """
            # The cache is kept outside the image.
            FROM debian:12-slim
            RUN --mount=type=cache,target=/var/lib/apt --mount=type=cache,target=/var/cache/apt \
                apt-get update && apt-get install -y --no-install-recommends curl

            """,
            """
            # The stage with the cache is left behind.
            FROM debian:12-slim AS build
            RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev make
            WORKDIR /src
            COPY . .
            RUN make

            FROM gcr.io/distroless/cc-debian12:nonroot
            COPY --from=build /src/gateway /gateway
            ENTRYPOINT ["/gateway"]

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings)
    {
        foreach (var stage in file.FinalStage?.Chain ?? [])
        {
            foreach (var step in stage.ConfiguredCommands().GroupBy(found => found.Run))
            {
                var commands = stage.Script(step.Key).Commands;
                foreach (var (index, package) in Filling(step.Key, [.. step]))
                {
                    if (package.CacheDirectory(step.Key) is { } own && commands.Skip(index + 1).Any(later => later.Name == "rm" && later.Arguments.Any(word => word.Skeleton.TrimEnd('*', '/') is { Length: > 1 } path && (path == own || own.StartsWith(path + "/", StringComparison.Ordinal))))) continue;
                    if (commands.Skip(index + 1).Any(package.Manager.IsCleaned)) continue;
                    var option = package.Manager.NoCacheOptions.FirstOrDefault();
                    var fix = option is null || package.Action == PackageAction.Refresh ? null : DockerFindings.Append($"Add `{option}`", package.Verb, " " + option);
                    yield return this.At(stage, package.Verb.Location, $"what `{(package.Command.Name.StartsWith("python", StringComparison.Ordinal) ? package.Manager.Name : package.Command.Name)} {package.Verb.Skeleton}` keeps for later stays in the layer; `{package.Manager.CleanExample}` would prevent it", fix);
                }
            }
        }
    }

    /// <summary>The commands that leave something: each that lacks its option, else the last of its manager.</summary>
    static IEnumerable<(int Index, PackageCommand Package)> Filling(RunInstruction run, IReadOnlyList<(RunInstruction Run, ShellCommand Command, ToolSettings Settings)> commands)
    {
        var filling = new List<(int Index, PackageCommand Package)>();
        for (var i = 0; i < commands.Count; i++)
        {
            if (PackageManager.Read(commands[i].Command) is { KeepsNoCache: false } package && package.Manager.Fills.Contains(package.Action) && !package.Manager.IsMounted(run, package) && !IsSwitchedOff(run, package, commands[i].Settings))
                filling.Add((i, package));
        }
        return filling.Where((item, order) => !item.Package.Manager.NoCacheOptions.IsEmpty || !filling.Skip(order + 1).Any(later => later.Package.Manager == item.Package.Manager));
    }

    // pip takes any value for a yes, `off` too (_handle_no_cache_dir in its cmdoptions.py), and ignores an empty one.
    static bool IsSwitchedOff(RunInstruction run, PackageCommand package, ToolSettings settings) =>
        (package.Manager.Configured.NoCache != ToolSettings.None && settings.HasFlag(package.Manager.Configured.NoCache)) ||
        package.Manager.NoCacheVariables.Any(name => run.EnvironmentOf(package.Command, name) is { Length: > 0 });
}
