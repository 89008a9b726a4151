using ShiftLeft.Docker.Shell;
using ShiftLeft.Docker;
using System.Collections.Frozen;

namespace ShiftLeft.Rules.TrustedImages;

/// <summary>Packages without a version: one question for all package managers.</summary>
sealed class UnpinnedPackage : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL1009", "unpinned-package", Level.Info, Profile.Strict, Since: "0.1")
    {
        Title = "A package is installed without a version",
        Why = "Each build takes what the repository holds on that day. For application packages that is how a hijacked release gets in; for distribution packages a base pinned by digest with a snapshot repository serves better than single versions.",
        Fix = "Name the version, or install from a lock file (`npm ci`, `pip install --require-hashes -r requirements.txt`).",
        Parts =
        [
            new(["apt"], "DL3008", "kics/apt_get_install_pin_version_not_defined"),
            new(["apk"], "DL3018", "kics/unpinned_package_version_in_apk_add"),
            new(["yum"], "DL3033", "kics/yum_install_without_version"),
            new(["dnf"], "DL3041", "kics/missing_version_specification_in_dnf_install"),
            new(["zypper"], "DL3037", "kics/zypper_install_without_version"),
            new(["pip"], "DL3013", "kics/unpinned_package_version_in_pip_install"),
            new(["npm"], "DL3016", "kics/npm_install_without_pinned_version"),
            new(["gem"], "DL3028", "kics/gem_install_without_version"),
            new(["go"], "DL3062"),
        ],
        Similar = ["scorecard/npmCommand", "scorecard/pipCommand", "scorecard/goCommand", "scorecard/chocoCommand", "scorecard/nugetCommand"],
        Cwe = [1357],
        SecuritySeverity = 3.0,
        Bad =
        [
            """
            FROM debian:13-slim
            RUN apt-get update \
                && apt-get install -y --no-install-recommends [|curl|] jq=1.7.1-6 \
                && rm -rf /var/lib/apt/lists/*
            COPY sync.sh /usr/local/bin/
            USER 10001
            CMD ["sync.sh"]

            """,
            """
            FROM python:3.13-slim
            RUN pip install --no-cache-dir [|flask|]
            WORKDIR /app
            COPY app.py .
            USER 10001
            CMD ["flask", "run", "--host=0.0.0.0"]

            """,
        ],
        Good =
        [
            """
            FROM debian:13-slim
            ARG EXTRA_PACKAGES
            COPY acme-agent_2.1.0_amd64.deb ./
            RUN apt-get update \
                && apt-get install -y --no-install-recommends curl=8.14.1-2 jq=1.7.1-6 ./acme-agent_2.1.0_amd64.deb $EXTRA_PACKAGES \
                && rm -rf /var/lib/apt/lists/*
            COPY sync.sh /usr/local/bin/
            USER 10001
            CMD ["sync.sh"]

            """,
            """
            FROM python:3.13-slim
            WORKDIR /app
            COPY requirements.txt .
            RUN pip install --no-cache-dir --require-hashes -r requirements.txt
            COPY app.py .
            USER 10001
            CMD ["flask", "run", "--host=0.0.0.0"]

            """,
            """
            FROM node:24
            RUN npm install -g typescript@5.9.2
            WORKDIR /src
            COPY tsconfig.json src/ ./
            USER 1000
            CMD ["tsc", "--watch"]

            """,
            """
            FROM mcr.microsoft.com/dotnet/sdk:10.0
            RUN dotnet tool install --tool-path /usr/local/bin dotnet-ef --version 10.0.0
            WORKDIR /src
            COPY src/ ./
            USER $APP_UID
            CMD ["dotnet-ef", "database", "update"]

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        (from found in file.Commands()
         let package = PackageManager.Read(found.Command)
         where package is { Action: PackageAction.Install or PackageAction.Run, NamesVersion: false }
         where !package.Manager.VersionVariables.Any(name => found.Run.EnvironmentOf(found.Command, name) is { Length: > 0 })
         let loose = package.Sources.Where(word => !package.Manager.IsPinned(word.Skeleton) && !word.Skeleton.Contains(ShellWord.Unknown, StringComparison.Ordinal)).ToList()
         where loose.Count > 0
         select this.At(found.Stage, loose[0].Location, loose.Count == 1
             ? $"`{loose[0].Skeleton}` is installed without a version, such as `{package.Manager.PinExample}`"
             : $"{loose.Count} packages are installed without a version: {string.Join(", ", loose.Take(5).Select(word => $"`{word.Skeleton}`"))}{(loose.Count > 5 ? ", …" : "")}") with { Parts = [PartOf(package.Manager, found.Command)] })
        .Concat(file.Stages.SelectMany(Clones));

    /// <summary>A repository whose newest state is built: cloned without a tag, none checked out, and something of it is run.</summary>
    IEnumerable<Finding> Clones(Stage stage)
    {
        var commands = stage.Commands().Select(pair => pair.Command).ToList();
        var (lastCheckout, lastBuild) = (-1, -1);
        for (var i = commands.Count - 1; i >= 0; i--)
        {
            var command = commands[i];
            if (lastBuild < 0 && (Builders.Contains(command.Name) || command.NameWord.Skeleton.StartsWith("./", StringComparison.Ordinal))) lastBuild = i;
            if (command.Name != "git") continue;
            var line = CommandLine.Read(command.Arguments, "bcCjou", GitValues);
            var verb = line.Operands.FirstOrDefault()?.Skeleton;
            if (lastCheckout < 0 && verb is "checkout" or "switch" or "reset" or "fetch") lastCheckout = i;
            if (verb != "clone" || line.Operands.Length < 2 || lastCheckout > i || lastBuild < i) continue;
            var address = line.Operands[1];
            if (address.Text is null || !address.Skeleton.Contains("://", StringComparison.Ordinal) && !address.Skeleton.StartsWith("git@", StringComparison.Ordinal)) continue;
            if (line["-b", "--branch", "--revision"]?.Value is { } reference && !PinnedSource.IsFloating(reference)) continue;
            yield return this.At(stage, address.Location, $"`{address.Text}` is cloned as it is on the day, and built");
        }
    }

    static readonly FrozenSet<string> Builders = FrozenSet.ToFrozenSet(
        ["make", "cmake", "ninja", "meson", "configure", "go", "cargo", "npm", "yarn", "pnpm", "pip", "pip3", "python", "python3", "sh", "bash", "mvn", "gradle", "dotnet", "composer", "bundle", "gem", "autoreconf", "phpize"], StringComparer.Ordinal);

    static readonly FrozenSet<string> GitValues = FrozenSet.ToFrozenSet(
        ["--branch", "--depth", "--origin", "--config", "--reference", "--template", "--separate-git-dir", "--jobs", "--filter", "--shallow-since", "--shallow-exclude", "--upload-pack", "--revision"], StringComparer.Ordinal);

    /// <summary>One manager goes by two names that peers tell apart.</summary>
    static string PartOf(PackageManager manager, ShellCommand command) => manager.Name == "yum" && command.Name != "yum" ? "dnf" : manager.Name;
}
