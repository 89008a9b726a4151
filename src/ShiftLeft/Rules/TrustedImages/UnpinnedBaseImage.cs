using ShiftLeft.Docker;

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
        StrictLevel = Level.Warning,
        Cwe = [494],
        SecuritySeverity = 3.5,
        Bad = ["FROM [|debian:12.5|]\n", "FROM scratch\nCOPY --from=[|busybox:1.37|] /bin/busybox /bin/\n"],
        Good = ["FROM debian:12.5@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n", "FROM scratch\n"],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        (from pulled in file.PulledImages()
         where pulled.Image.Digest is null
         select this.At(pulled.Stage, pulled.Location, $"`{pulled.Image.FamiliarName}` is not pinned by digest"))
        .Concat(from stage in file.Stages
                where stage.Base.Part is { HasDigest: false }
                select this.At(stage, stage.Anchor, $"`{stage.From.Image!.Text}` is not pinned by digest"));
}
