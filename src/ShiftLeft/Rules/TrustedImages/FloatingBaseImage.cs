using ShiftLeft.Docker;
using ShiftLeft.Images;
using ShiftLeft.Text;
using System.Collections.Frozen;

namespace ShiftLeft.Rules.TrustedImages;

/// <summary>A base image without a tag, or with one that moves.</summary>
sealed class FloatingBaseImage : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL1001", "floating-base-image", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "A base image has no fixed version",
        Why = "Without a tag, or with one like `latest`, the same Dockerfile builds on something else tomorrow. Nobody decided it, nobody tested it, and a bad push reaches every build.",
        Fix = "Name the version you tested, such as `debian:12.5`, or pin it by digest.",
        References = ["https://docs.docker.com/build/building/best-practices/#pin-base-image-versions"],
        Equivalents =
        [
            "DL3006", "DL3007", "DS-0001", "CKV_DOCKER_7", "kics/image_version_not_explicit", "kics/image_version_using_latest", "sonar/S6596",
            "semgrep/missing-image-version", "semgrep/avoid-latest-version", "DKL-DI-0006",
        ],
        Cwe = [1357],
        SecuritySeverity = 5.0,
        Bad =
        [
            """
            FROM [|node:latest|]
            WORKDIR /app
            COPY package.json package-lock.json ./
            RUN npm ci --omit=dev
            COPY src/ src/
            USER 1000
            CMD ["node", "src/server.js"]

            """,
            """
            FROM golang:1.26 AS build
            WORKDIR /src
            COPY go.mod go.sum main.go ./
            RUN go build -o /orders .

            FROM [|ghcr.io/acme/base|]
            COPY --from=build /orders /orders
            USER 10001
            ENTRYPOINT ["/orders"]

            """,
        ],
        Good =
        [
            """
            FROM node:24.11.1
            WORKDIR /app
            COPY package.json package-lock.json ./
            RUN npm ci --omit=dev
            COPY src/ src/
            USER 1000
            CMD ["node", "src/server.js"]

            """,
            """
            ARG BASE_VERSION
            FROM ghcr.io/acme/base:${BASE_VERSION:?} AS base
            USER 10001

            FROM base
            COPY orders /orders
            ENTRYPOINT ["/orders"]

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        (from stage in file.Stages
        let image = stage.Base.Image
        let part = stage.Base.Part
        let bare = stage.Base.WithoutArguments is { } text ? ImageReference.Parse(text) : null
        let finding = image is { Digest: null } && Moves(image) ? this.At(stage, stage.Anchor, Message(image.FamiliarName, image.Tag))
            : part is { HasDigest: false, HasTag: false } || part is { HasDigest: false, Tag: { } tag } && Rolling.Contains(tag) ? this.At(stage, stage.Anchor, Message(stage.From.Image!.Text, part.Tag))
            // With an argument it may have a tag, or another; without, it has none or one that moves.
            : part is { HasDigest: not true } and ({ HasTag: null } or { Tag: null }) && bare is { Digest: null } && Moves(bare) ? this.At(stage, stage.Anchor, $"without build arguments, {Message(bare.FamiliarName, bare.Tag)}") with { Level = Level.Info, IsConditional = true }
            : null
        where finding is not null
        select finding).Concat(
            // A short name without a tag may be a stage's that is not there, and is told as that.
            from source in file.PulledImages()
            where source.Location != source.Stage.Anchor && source.Image.Digest is null && Moves(source.Image) && (source.Image.Tag is not null || source.Image.Text.Contains('/', StringComparison.Ordinal))
            select this.At(source.Stage, source.Location, source.Image.Tag is { } moving ? $"files come from `{source.Image.FamiliarName}` with the tag `{moving}`, which moves" : $"files come from `{source.Image.FamiliarName}` without a tag, so from whatever `latest` is on the day of the build"));

    static string Message(string name, string? tag) => tag is null
        ? $"the base image `{name}` has no tag, so it is whatever `latest` is on the day of the build"
        : $"the base image `{name}` has the tag `{tag}`, which moves";

    internal static bool Moves(ImageReference image) => image.Tag is null || Rolling.Contains(image.Tag);

    /// <summary>Tags that their publishers move by habit.</summary>
    static readonly FrozenSet<string> Rolling = FrozenSet.ToFrozenSet(["latest", "stable", "edge", "nightly", "main", "master", "dev", "develop", "canary", "rolling", "current", "lts"], StringComparer.OrdinalIgnoreCase);
}
