using ShiftLeft.Text;

namespace ShiftLeft.Images;

/// <summary>
/// An image reference as Docker, BuildKit, containerd and Kubernetes read it, in the normal form of <c>distribution/reference</c>: with a
/// registry, and with <c>library/</c> before the official images of Docker Hub.
/// </summary>
sealed record ImageReference
{
    const string DockerHub = "docker.io";

    public required string Text { get; init; }
    /// <summary>The registry's host, with its port: <c>docker.io</c> where none is written; empty where what stands there can be no host.</summary>
    public required string Registry { get; init; }
    /// <summary>The path in the registry, with <c>library/</c> for the official images of Docker Hub.</summary>
    public required string Repository { get; init; }
    public string? Tag { get; init; }
    /// <summary>With its algorithm: <c>sha256:…</c>.</summary>
    public string? Digest { get; init; }
    public Span NameSpan { get; init; }
    public Span? TagSpan { get; init; }
    public Span? DigestSpan { get; init; }
    public bool HasExplicitRegistry { get; init; }

    /// <summary>The name people write: <c>debian</c>, <c>bitnami/redis</c>, <c>ghcr.io/acme/api</c>.</summary>
    public string FamiliarName =>
        Registry.Length == 0 ? Repository
        : Registry != DockerHub ? $"{Registry}/{Repository}"
        : Repository.StartsWith("library/", StringComparison.Ordinal) && Repository.IndexOf('/', "library/".Length) < 0 ? Repository["library/".Length..]
        : Repository;

    /// <summary>The name under which it is known: its own, or that of the image that a mirror holds a copy of.</summary>
    public string KnownName => Mirrors.OriginOf(this);

    /// <summary>The last part of the repository.</summary>
    public string ShortName => Repository[(Repository.LastIndexOf('/') + 1)..];

    /// <summary>Registry and repository.</summary>
    public string FullName => Registry.Length == 0 ? Repository : $"{Registry}/{Repository}";

    /// <summary>Neither tag nor digest, or the tag <c>latest</c>: what is pulled changes under the name.</summary>
    public bool IsLatest => Digest is null && Tag is null or "latest";

    /// <summary>Null when it is no reference.</summary>
    public static ImageReference? Parse(string text) => ReferenceReader.Read(text).Reference;

    public override string ToString() => Text;
}
