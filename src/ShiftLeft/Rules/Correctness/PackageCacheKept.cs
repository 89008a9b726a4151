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
        Equivalents =
        [
            "DL3009", "DL3019", "DL3032", "DL3036", "DL3040", "DL3042", "DL3060", "DS-0015", "DS-0019", "DS-0020", "DS-0025", "DKL-DI-0004", "DKL-DI-0005",
            "kics/apt_get_install_lists_were_not_deleted", "kics/apk_add_using_local_cache_path", "kics/yum_clean_all_missing", "kics/missing_dnf_clean_all", "kics/missing_zypper_clean",
            "kics/pip_install_keeping_cached_packages",
        ],
        Bad =
        [
            "FROM debian:12\nRUN apt-get [|update|] && apt-get install -y curl && apt-get clean\n",
            "FROM alpine:3.22\nRUN apk [|add|] curl\n",
            "FROM python:3.13\nRUN pip [|install|] -r requirements.txt\n",
            "FROM fedora:42\nRUN dnf clean all && dnf [|install|] -y curl\n",
        ],
        Good =
        [
            "FROM debian:12\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n",
            "FROM debian:12 AS build\nRUN apt-get update && apt-get install -y gcc\nFROM scratch\nCOPY --from=build /a /a\n",
            "FROM debian:12\nRUN --mount=type=cache,target=/var/lib/apt --mount=type=cache,target=/var/cache/apt apt-get update && apt-get install -y curl\n",
            "FROM python:3.13\nENV PIP_NO_CACHE_DIR=1\nRUN pip install -r requirements.txt\n",
            "FROM alpine:3.22\nRUN apk add --no-cache curl\n",
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings)
    {
        foreach (var stage in file.FinalStage?.Chain ?? [])
        {
            foreach (var run in stage.Runs)
            {
                var commands = stage.Script(run).Commands;
                foreach (var (index, package) in Filling(run, commands))
                {
                    if (commands.Skip(index + 1).Any(package.Manager.IsCleaned)) continue;
                    var option = package.Manager.NoCacheOptions.FirstOrDefault();
                    var fix = option is null || package.Action == PackageAction.Refresh ? null : DockerFindings.Append($"Add `{option}`", package.Verb, " " + option);
                    yield return this.At(stage, package.Verb.Location, $"what `{package.Command.Name} {package.Verb.Skeleton}` keeps for later stays in the layer; `{package.Manager.CleanExample}` would prevent it", fix);
                }
            }
        }
    }

    /// <summary>The commands that leave something: each that lacks its option, else the last of its manager.</summary>
    static IEnumerable<(int Index, PackageCommand Package)> Filling(RunInstruction run, IReadOnlyList<ShellCommand> commands)
    {
        var filling = new List<(int Index, PackageCommand Package)>();
        for (var i = 0; i < commands.Count; i++)
        {
            if (PackageManager.Read(commands[i]) is { KeepsNoCache: false } package && package.Manager.Fills.Contains(package.Action) && !package.Manager.IsMounted(run) && !IsSwitchedOff(run, package))
                filling.Add((i, package));
        }
        return filling.Where((item, order) => !item.Package.Manager.NoCacheOptions.IsEmpty || !filling.Skip(order + 1).Any(later => later.Package.Manager == item.Package.Manager));
    }

    static bool IsSwitchedOff(RunInstruction run, PackageCommand package)
    {
        if (package.Manager.NoCacheVariable is not { } name) return false;
        var own = package.Command.Assignments.LastOrDefault(assignment => assignment.Name == name);
        var value = own is not null ? own.Value ?? "1" : run.Scope[name] is { Knowledge: Knowledge.Known or Knowledge.Set or Knowledge.Declared, Text: var text } ? text ?? "1" : "";
        return value.ToUpperInvariant() is not ("" or "0" or "FALSE" or "OFF" or "NO" or "N");
    }
}
