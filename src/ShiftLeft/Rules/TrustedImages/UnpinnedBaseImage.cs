using ShiftLeft.Docker;
using ShiftLeft.Images;

namespace ShiftLeft.Rules.TrustedImages;

/// <summary>A base image that is not pinned by digest.</summary>
sealed class UnpinnedBaseImage : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL1003", "unpinned-base-image", Level.Info, Profile.Strict, Since: "0.1")
    {
        Title = "An image is not pinned by digest",
        Why = "A tag can be pushed again, by its owner or by whoever stole the owner's credentials. A digest names exactly the bytes that were reviewed.",
        Fix = "Append the digest: `debian:12.5@sha256:…`; an updater such as Dependabot or Renovate keeps it current.",
        References = ["https://docs.docker.com/build/building/best-practices/#pin-base-image-versions"],
        Equivalents = ["sonar/S7023", "semgrep/dockerfile-source-not-pinned", "scorecard/containerImage"],
        StrictLevel = Level.Warning,
        Cwe = [494],
        SecuritySeverity = 3.5,
        Bad =
        [
            """
            FROM [|debian:13.2-slim|]
            COPY orders /usr/local/bin/orders
            USER 10001
            CMD ["orders"]

            """,
            """
            FROM scratch
            COPY --from=[|busybox:1.37|] /bin/busybox /bin/
            COPY orders /orders
            USER 10001
            ENTRYPOINT ["/orders"]

            """,
        ],
        Good =
        [
            """
            FROM debian:13.2-slim@sha256:fb9d357520adcf9b17767347c66c55297659010e364f5078f818eb79cc9ec4a3
            COPY orders /usr/local/bin/orders
            USER 10001
            CMD ["orders"]

            """,
            """
            FROM scratch
            COPY orders /orders
            USER 10001
            ENTRYPOINT ["/orders"]

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        (from pulled in file.PulledImages()
         where pulled.Image.Digest is null
         select this.At(pulled.Stage, pulled.Location, $"`{pulled.Image.FamiliarName}` is not pinned by digest"))
        .Concat(from stage in file.Stages
                where stage.Base.Part is { HasDigest: false }
                select this.At(stage, stage.Anchor, $"`{stage.From.Image!.Text}` is not pinned by digest"))
        .Concat(Frontend(file));

    IEnumerable<Finding> Frontend(Dockerfile file) =>
        file.Syntax.Frontend is { } frontend && ImageReference.Parse(frontend.Text) is { Digest: null } image
            ? [At(frontend.Location, $"the frontend `{image.FamiliarName}` is not pinned by digest")]
            : [];
}
