using ShiftLeft.Docker;
using ShiftLeft.Images;

namespace ShiftLeft.Rules.TrustedImages;

/// <summary>Something behind the at sign that is no digest.</summary>
sealed class MalformedDigest : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL1004", "malformed-digest", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A digest is malformed",
        Why = "No registry has an image under it, so the build fails, and until then the reference looks pinned without being so.",
        Fix = "Write `sha256:` and 64 lower-case hexadecimal digits, as `docker buildx imagetools inspect` prints them.",
        RefusedBy = "buildkit",
        Equivalents = ["BuildKit/InvalidDefaultArgInFrom"],
        Bad = ["FROM [|debian:12@sha256:abc|]\n"],
        Good = ["FROM debian:12@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n"],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        from named in file.NamedImages()
        where ReferenceReader.Read(named.Text).Fault is { Part: ReferencePart.Digest } && file.InstructionAt(named.Location.Span.Start)?.Name != "ONBUILD"
        let fault = ReferenceReader.Read(named.Text).Fault!
        select this.At(named.Stage, named.Location, $"`{named.Text[fault.Span.Start..fault.Span.End]}` is no digest: {fault.Message}");
}
