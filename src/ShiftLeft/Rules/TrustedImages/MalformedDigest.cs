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
        Similar = ["semgrep/dockerfile-source-not-pinned"],
        Bad =
        [
            """
            FROM [|debian:13.2-slim@sha256:fb9d357520ad|]
            COPY orders /usr/local/bin/orders
            USER 10001
            CMD ["orders"]

            """,
            """
            FROM scratch
            COPY --from=[|ghcr.io/acme/certificates@fb9d357520adcf9b17767347c66c55297659010e364f5078f818eb79cc9ec4a3|] /etc/ssl/certs/ /etc/ssl/certs/
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
            COPY --from=ghcr.io/acme/certificates@sha256:fb9d357520adcf9b17767347c66c55297659010e364f5078f818eb79cc9ec4a3 /etc/ssl/certs/ /etc/ssl/certs/
            COPY orders /orders
            USER 10001
            ENTRYPOINT ["/orders"]

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        from named in file.NamedImages()
        where ReferenceReader.Read(named.Text).Fault is { Part: ReferencePart.Digest } && file.InstructionAt(named.Location.Span.Start)?.Name != "ONBUILD"
        let fault = ReferenceReader.Read(named.Text).Fault!
        select this.At(named.Stage, named.Location, $"`{named.Text[fault.Span.Start..fault.Span.End]}` is no digest: {fault.Message}");
}
