using System.Collections.Immutable;
using ShiftLeft.Text;

namespace ShiftLeft.Images;

/// <summary>
/// A pattern of a trust list: a registry (<c>mcr.microsoft.com</c>), a path below it (<c>ghcr.io/acme</c>) or either with wildcards
/// (<c>*.azurecr.io</c>, <c>ghcr.io/*/base</c>). It covers what it names and all below that, and ends where a part of the name ends; <c>*</c> stays
/// within a part, <c>**</c> goes over several. <c>docker.io</c> stands for images without a registry.
/// </summary>
sealed class TrustPattern
{
    const string DockerHub = "docker.io";
    static readonly char[] Wildcards = ['*', '?', '['];

    readonly string text;
    readonly ImmutableArray<string> parts;
    readonly bool goesOverParts;
    /// <summary>Each part, or the whole where a wildcard goes over parts.</summary>
    readonly ImmutableArray<Glob> globs;

    public TrustPattern(string written)
    {
        Written = written;
        text = written.TrimEnd('/');
        // All below a name is what the name covers.
        while (text.EndsWith("/*", StringComparison.Ordinal) || text.EndsWith("/**", StringComparison.Ordinal)) text = text[..text.LastIndexOf('/')].TrimEnd('/');
        parts = text.Length == 0 ? [] : [.. text.Split('/')];
        if (parts is [var first, ..] && IsHost(first))
        {
            // Hosts are told apart without regard to case, and Docker Hub has a second name.
            var host = first.ToLowerInvariant();
            parts = parts.SetItem(0, host == "index.docker.io" ? DockerHub : host);
            text = string.Join('/', parts);
        }
        goesOverParts = text.Contains("**", StringComparison.Ordinal) && parts is not ["**"];
        globs = goesOverParts ? [new(text)] : [.. parts.Select(part => new Glob(part))];
    }

    public string Written { get; }

    /// <summary>Whether one of many patterns covers an image.</summary>
    public static bool AnyCovers(ImmutableArray<TrustPattern> patterns, ImageReference image)
    {
        if (patterns.IsEmpty) return false;
        var names = NamesOf(image);
        return patterns.Any(pattern => names.Any(pattern.Covers));
    }

    public bool Covers(ImageReference image) => NamesOf(image).Any(Covers);

    /// <summary>What an image is called, in parts: as it is written in full, as people write it, and with the second name of Docker Hub.</summary>
    static List<ImmutableArray<string>> NamesOf(ImageReference image)
    {
        string[] names = image.Registry == DockerHub ? [image.FullName, image.FamiliarName, $"{DockerHub}/{image.FamiliarName}", image.Repository] : [image.FullName, image.FamiliarName];
        return [.. names.Distinct(StringComparer.Ordinal).Select(name => PartsOf(name, image.Registry))];
    }

    static ImmutableArray<string> PartsOf(string name, string registry)
    {
        var host = registry.Length > 0 && name.StartsWith(registry, StringComparison.Ordinal) ? registry.Length : 0;
        return [.. (host == 0 ? name : name[..host].ToLowerInvariant() + name[host..]).Split('/')];
    }

    bool Covers(ImmutableArray<string> name)
    {
        if (parts.IsEmpty) return false;
        if (goesOverParts) return globs[0].Covers(string.Join('/', name));
        if (globs.Length > name.Length) return false;
        for (var i = 0; i < globs.Length; i++)
        {
            if (!globs[i].IsMatch(name[i])) return false;
        }
        // `ubuntu*` is a name of Docker Hub with an open end; that strangers' accounts begin so too is not meant.
        return name.Length == globs.Length || parts is not [var only] || !HasWildcard(only) || IsHost(only) || only.Trim('*').Length == 0;
    }

    static bool HasWildcard(string part) => part.IndexOfAny(Wildcards) >= 0;

    static bool IsHost(string part) => part.AsSpan().IndexOfAny('.', ':') >= 0 || part.Equals("localhost", StringComparison.OrdinalIgnoreCase);

    /// <summary>Why a pattern covers no image whatever, with what to write instead; null where it can cover one.</summary>
    public static string? WhyNothing(string pattern)
    {
        if (pattern.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0) return $"is an address; write `{pattern[(scheme + 3)..]}`";
        if (pattern.IndexOf('@', StringComparison.Ordinal) is var digest and >= 0) return $"has a digest; a pattern names registries and repositories: write `{pattern[..digest]}`";
        if (pattern.StartsWith('!')) return "begins with `!`, and a pattern takes nothing out; write what is trusted";
        if (pattern.StartsWith('/') || pattern.Any(char.IsWhiteSpace)) return "is no registry and no repository";
        if (HasOpenClass(pattern)) return "opens `[` and never closes it";
        if (pattern == "scratch") return "is no image; it needs no trust, so leave it out";
        if (pattern.Equals("hub.docker.com", StringComparison.OrdinalIgnoreCase) || pattern.StartsWith("hub.docker.com/", StringComparison.OrdinalIgnoreCase)) return "is the web site; write `docker.io`";

        var plain = Concrete(pattern.TrimEnd('/'));
        if (plain.AsSpan().IndexOfAny("(){}|$^+,\\<>") is var strange and >= 0) return $"holds `{plain[strange]}`, which no name of an image has; a pattern knows `*`, `**`, `?` and `[…]`, and each alternative is an entry of its own";
        if (TagIn(plain) is { } tag) return $"has a tag; a pattern names registries and repositories: write `{pattern[..(pattern.TrimEnd('/').Length - tag.Length)]}`";
        if (plain.StartsWith('.')) return $"begins with a dot, which no name of a host does; write `*{pattern}`";
        if (pattern.EndsWith("/.*", StringComparison.Ordinal)) return $"has a part that begins with a dot, which none does; write `{pattern[..^3]}/*`";
        // A host alone is no reference, so it is given a path.
        var probe = !plain.Contains('/', StringComparison.Ordinal) && IsHost(plain) ? $"{plain}/a" : plain;
        if (ReferenceReader.Read(probe).Fault is not { } fault) return null;
        var host = probe.IndexOf('/', StringComparison.Ordinal) is var slash and > 0 && IsHost(probe[..slash]) ? slash : 0;
        return probe[host..].Any(char.IsUpper) && !HasWildcard(pattern) ? $"covers no image: {fault.Message}; write `{pattern[..host]}{pattern[host..].ToLowerInvariant()}`" : $"covers no image: {fault.Message}";
    }

    /// <summary>The tag with its colon at the end of a pattern. What follows a host's colon is a port: three digits and less are a version, as no registry listens there.</summary>
    static string? TagIn(string plain)
    {
        var colon = plain.LastIndexOf(':');
        if (colon <= plain.LastIndexOf('/')) return null;
        var (name, rest) = (plain[..colon], plain[(colon + 1)..]);
        var isPort = !name.Contains('/', StringComparison.Ordinal) && rest.Length > 0 && rest.All(char.IsAsciiDigit) && (rest.Length > 3 || rest is "80" or "443" || name.Contains('.', StringComparison.Ordinal) || name == "localhost");
        return isPort ? null : plain[colon..];
    }

    /// <summary>A name that the pattern covers as far as wildcards go, of the same length, so that places in one are places in the other.</summary>
    static string Concrete(string pattern)
    {
        var name = pattern.ToCharArray();
        for (var at = 0; at < name.Length; at++)
        {
            if (name[at] is '*' or '?') name[at] = 'a';
            else if (name[at] == '[' && pattern.IndexOf(']', at) is var end and > 0)
            {
                Array.Fill(name, 'a', at, end - at + 1);
                at = end;
            }
        }
        return new(name);
    }

    static bool HasOpenClass(string pattern)
    {
        for (var at = pattern.IndexOf('[', StringComparison.Ordinal); at >= 0; at = pattern.IndexOf('[', at))
        {
            at = pattern.IndexOf(']', at);
            if (at < 0) return true;
        }
        return false;
    }

    public override string ToString() => Written;
}
