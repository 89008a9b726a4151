using ShiftLeft.Docker.Shell;
using ShiftLeft.Docker;
using System.Collections.Immutable;

namespace ShiftLeft.Rules.Updates;

/// <summary>A build that moves to another release of its distribution.</summary>
sealed class DistributionUpgrade : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL3003", "distribution-upgrade", Level.Info, Profile.Recommended, Since: "0.1")
    {
        Title = "A build step upgrades the distribution",
        Why = "The result is neither the tested base nor a new one, and its name says the old release. Security fixes come with `upgrade`, and a new release with a new base image.",
        Fix = "Raise the version in `FROM`, and use `apt-get upgrade -y` or `zypper patch` for fixes within the release.",
        Parts = [new(["zypper"], "DL3035")],
        Similar = ["kics/run_using_upgrade_commands", "DS-0024", "DKL-DI-0003"],
        Bad =
        [
            """
            FROM debian:bookworm-slim
            RUN sed -i 's/bookworm/trixie/g' /etc/apt/sources.list.d/debian.sources \
                && apt-get update \
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
            # Within its release, apt has nothing else to move to.
            FROM debian:13-slim
            RUN apt-get update \
                && apt-get dist-upgrade -y \
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

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings)
    {
        foreach (var stage in file.Stages)
        {
            var moves = false;
            foreach (var (run, command) in stage.Commands())
            {
                moves |= WrittenFiles.Of(stage.Script(run), command).Any(written => IsSource(written.Path) && NamesOther(written.Text, stage.BaseImage.IsKnown ? stage.Bottom.Image?.Text ?? "" : ""));
                if (command.Name == "do-release-upgrade") yield return this.At(stage, command.NameWord.Location, "`do-release-upgrade` moves the base image to another release");
                if (PackageManager.Read(command) is not { } package) continue;
                if (package.Manager.Name == "yum" && package.Action is PackageAction.DistributionUpgrade or PackageAction.Upgrade && package.Has("--releasever")) yield return this.At(stage, package.Verb.Location, $"`{command.Name} {package.Verb.Skeleton}` with `--releasever` moves the base image to another release");
                else if (package.Manager.Name == "apt" && moves && package.Action is PackageAction.DistributionUpgrade or PackageAction.Upgrade) yield return this.At(stage, package.Verb.Location, $"`{command.Name} {package.Verb.Skeleton}` behind new sources moves the base image to another release");
                // A rolling distribution has no other way to its fixes.
                else if (package is { Manager.Name: "zypper", Action: PackageAction.DistributionUpgrade } && stage.Bottom.Image is not { ShortName: "tumbleweed" }) yield return this.At(stage, package.Verb.Location, $"`{command.Name} {package.Verb.Skeleton}` moves to whatever release the repositories hold");
            }
        }
    }

    static bool IsSource(string path) => path.StartsWith("/etc/apt/sources.list", StringComparison.Ordinal);

    /// <summary>Whether the text of a package source names another release than the base; of a sed command, what is put in.</summary>
    static bool NamesOther(string text, string image)
    {
        var written = text.Length > 4 && text[0] == 's' && !char.IsAsciiLetterOrDigit(text[1]) && text.Split(text[1]) is [_, _, var replacement, ..] ? replacement : text;
        return ReleaseOf(image) is { } own
            && written.Split([' ', '\t', '\n', '/', '-', '"', '\''], StringSplitOptions.RemoveEmptyEntries).Any(word => word != own && (word is "sid" or "unstable" or "testing" || Releases.Any(release => release.Name == word)));
    }

    /// <summary>The name of the release in an image's tag; null when it tells none.</summary>
    static string? ReleaseOf(string image) => Releases.FirstOrDefault(release => image.Contains(release.Name, StringComparison.Ordinal) || image.Contains(':' + release.Number, StringComparison.Ordinal)).Name;

    static readonly ImmutableArray<(string Number, string Name)> Releases =
    [
        ("9", "stretch"), ("10", "buster"), ("11", "bullseye"), ("12", "bookworm"), ("13", "trixie"), ("14", "forky"),
        ("16.04", "xenial"), ("18.04", "bionic"), ("20.04", "focal"), ("22.04", "jammy"), ("24.04", "noble"), ("25.04", "plucky"), ("25.10", "questing"),
    ];
}
