using System.Buffers;
using ShiftLeft.Text;

namespace ShiftLeft.Images;

/// <summary>
/// An image reference as Docker and Kubernetes read it (the grammar of <c>distribution/reference</c>): the digest is split off first, the tag
/// is what follows the last colon after the last slash, and the first part is a registry only if it has a dot or a colon or is <c>localhost</c>.
/// </summary>
sealed record ImageReference
{
    public required string Text { get; init; }
    /// <summary>The registry's host: <c>docker.io</c> where none is written.</summary>
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
        Registry != "docker.io" ? $"{Registry}/{Repository}"
        : Repository.StartsWith("library/", StringComparison.Ordinal) ? Repository["library/".Length..]
        : Repository;

    /// <summary>The last part of the repository.</summary>
    public string ShortName => Repository[(Repository.LastIndexOf('/') + 1)..];

    /// <summary>Registry and repository.</summary>
    public string FullName => $"{Registry}/{Repository}";

    /// <summary>Neither tag nor digest, or the tag <c>latest</c>: what is pulled changes under the name.</summary>
    public bool IsLatest => Digest is null && Tag is null or "latest";

    public bool HasValidDigest => Digest is { } digest && digest.IndexOf(':', StringComparison.Ordinal) is var colon and > 0 &&
        HexLength(digest[..colon]) is var length and > 0 && digest.Length - colon - 1 == length &&
        digest.AsSpan(colon + 1).IndexOfAnyExcept(LowerHex) < 0;

    static readonly SearchValues<char> NeverInReferences = SearchValues.Create(" \t\r\n$\"'{}<>\\");
    static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    /// <summary>Null when the text is empty or holds what no reference can: blanks, variables, quotes.</summary>
    public static ImageReference? Parse(string text)
    {
        if (text.Length is 0 or > 4096 || text.AsSpan().IndexOfAny(NeverInReferences) >= 0) return null;
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var nameAndTag = at < 0 ? text.Length : at;
        var slash = text.LastIndexOf('/', Math.Max(0, nameAndTag - 1));
        var colon = nameAndTag == 0 ? -1 : text.IndexOf(':', slash + 1, nameAndTag - slash - 1);
        var nameEnd = colon < 0 ? nameAndTag : colon;
        var name = text[..nameEnd];
        if (name.Length == 0) return null;

        var first = name.IndexOf('/', StringComparison.Ordinal);
        var hasRegistry = first > 0 && (name.AsSpan(0, first).IndexOfAny('.', ':') >= 0 || name[..first] == "localhost" || name[..first].Any(char.IsAsciiLetterUpper));
        var registry = hasRegistry ? name[..first] : "docker.io";
        if (registry is "index.docker.io" or "registry-1.docker.io") registry = "docker.io";
        var repository = hasRegistry ? name[(first + 1)..] : name;
        if (registry == "docker.io" && !repository.Contains('/', StringComparison.Ordinal)) repository = "library/" + repository;
        return new()
        {
            Text = text,
            Registry = registry,
            Repository = repository,
            HasExplicitRegistry = hasRegistry,
            NameSpan = new(0, nameEnd),
            Tag = colon < 0 ? null : text[(colon + 1)..nameAndTag],
            TagSpan = colon < 0 ? null : Span.FromBounds(colon + 1, nameAndTag),
            Digest = at < 0 ? null : text[(at + 1)..],
            DigestSpan = at < 0 ? null : Span.FromBounds(at + 1, text.Length),
        };
    }

    /// <summary>
    /// Whether a pattern of a trust list covers this image: a registry (<c>mcr.microsoft.com</c>), a path below it (<c>ghcr.io/acme</c>) or a
    /// glob (<c>ghcr.io/acme/*</c>). A pattern ends at a path boundary; <c>docker.io</c> stands for images without a registry.
    /// </summary>
    public bool IsCoveredBy(string pattern)
    {
        var wanted = pattern.TrimEnd('/');
        if (wanted.Length == 0) return false;
        if (wanted.AsSpan().IndexOfAny('*', '?', '[') >= 0) return Glob.IsMatch(wanted, FullName) || Glob.IsMatch(wanted, FamiliarName) || (wanted.EndsWith("/*", StringComparison.Ordinal) && IsCoveredBy(wanted[..^2]));
        return Covers(FullName, wanted) || Covers(FamiliarName, wanted);

        static bool Covers(string name, string prefix) =>
            name == prefix || (name.StartsWith(prefix, StringComparison.Ordinal) && name[prefix.Length] == '/');
    }

    public override string ToString() => Text;

    static int HexLength(string algorithm) => algorithm switch { "sha256" => 64, "sha384" => 96, "sha512" => 128, _ => 0 };
}
