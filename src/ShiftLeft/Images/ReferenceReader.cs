using System.Buffers;
using ShiftLeft.Text;

namespace ShiftLeft.Images;

/// <summary>
/// Reads a reference by the grammar of <c>distribution/reference</c>, each part in one pass, and says what is wrong with what is none:
/// <c>ParseNormalizedNamed</c> with the algorithms that BuildKit and containerd know.
/// </summary>
static class ReferenceReader
{
    const int LongestName = 255;
    const int LongestTag = 128;

    static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");
    static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdefABCDEF");

    public static ReferenceReading Read(string text)
    {
        if (text.Length == 0) return Bad(0, 0, ReferencePart.Name, "the name is empty");
        if (text.Length == 64 && text.AsSpan().IndexOfAnyExcept(LowerHex) < 0) return Bad(0, 64, ReferencePart.Name, "64 hexadecimal digits are an image's id, not a name");

        if (text.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0) return Bad(0, scheme + 3, ReferencePart.Name, $"a reference begins with the registry, not with `{text[..(scheme + 3)]}`");

        var at = text.IndexOf('@', StringComparison.Ordinal);
        var nameAndTag = at < 0 ? text.Length : at;
        var (registry, repository, start) = Split(text, nameAndTag);
        // The registry may hold a colon before its port; in the path the first colon begins the tag.
        var colon = text.IndexOf(':', start, nameAndTag - start);
        var nameEnd = colon < 0 ? nameAndTag : colon;
        repository += text[start..nameEnd];

        if (text.AsSpan(start, nameEnd - start).IndexOfAnyInRange('A', 'Z') is var capital and >= 0)
            return Bad(start + capital, start + capital + 1, ReferencePart.Name, "a repository's name is in lower case");
        // What could be no host may still be the first part of a path.
        var isHost = IsHostWithPort(registry);
        if (!IsPath(isHost ? repository : $"{registry}/{repository}")) return BadName(text, start, nameEnd, isHost || registry.Contains(':', StringComparison.Ordinal) || start == 0);
        if (colon >= 0 && TagFault(text.AsSpan(colon + 1, nameAndTag - colon - 1)) is { } tagFault) return Bad(colon + 1 == nameAndTag ? colon : colon + 1, nameAndTag, ReferencePart.Tag, tagFault);
        if (at >= 0 && DigestFault(text.AsSpan(at + 1)) is { } digestFault) return Bad(at + 1, text.Length, ReferencePart.Digest, digestFault);
        var path = isHost ? repository : $"{registry}/{repository}";
        if (path.Length > LongestName) return Bad(start, nameEnd, ReferencePart.Name, $"the name is longer than {LongestName} characters");

        return new(new()
        {
            Text = text,
            Registry = isHost ? registry : "",
            Repository = path,
            HasExplicitRegistry = start > 0,
            NameSpan = new(0, nameEnd),
            Tag = colon < 0 ? null : text[(colon + 1)..nameAndTag],
            TagSpan = colon < 0 ? null : Span.FromBounds(colon + 1, nameAndTag),
            Digest = at < 0 ? null : text[(at + 1)..],
            DigestSpan = at < 0 ? null : Span.FromBounds(at + 1, text.Length),
        }, null);
    }

    /// <summary>
    /// The first part is a registry only if it has a dot, a colon or a capital, or is <c>localhost</c>. Gives the registry, what normalisation puts
    /// before the path, and where the path begins.
    /// </summary>
    static (string Registry, string Prefix, int PathStart) Split(string text, int end)
    {
        var slash = text.IndexOf('/', 0, end);
        var first = slash < 0 ? "" : text[..slash];
        var isRegistry = first == "localhost" || first.AsSpan().IndexOfAny('.', ':') >= 0 || first.Any(char.IsUpper);
        var registry = !isRegistry ? "docker.io" : first == "index.docker.io" ? "docker.io" : first;
        var start = isRegistry ? slash + 1 : 0;
        return (registry, registry == "docker.io" && text.IndexOf('/', start, end - start) < 0 ? "library/" : "", start);
    }

    /// <summary><c>host[:port]</c>: a domain name, an IPv4 address, or an IPv6 address in brackets.</summary>
    static bool IsHostWithPort(ReadOnlySpan<char> text)
    {
        if (text is ['[', ..])
        {
            var close = text.IndexOf(']');
            return close > 1 && text[1..close].IndexOfAnyExcept(HexOrColon) < 0 && IsPort(text[(close + 1)..]);
        }
        var colon = text.IndexOf(':');
        if (colon >= 0 && !IsPort(text[colon..])) return false;
        foreach (var range in (colon < 0 ? text : text[..colon]).Split('.'))
        {
            var part = text[range];
            if (part.IsEmpty || part[0] == '-' || part[^1] == '-') return false;
            foreach (var c in part)
            {
                if (!char.IsAsciiLetterOrDigit(c) && c != '-') return false;
            }
        }
        return true;
    }

    static readonly SearchValues<char> HexOrColon = SearchValues.Create("0123456789abcdefABCDEF:");

    static bool IsPort(ReadOnlySpan<char> text) => text.IsEmpty || (text is [':', _, ..] && text[1..].IndexOfAnyExceptInRange('0', '9') < 0);

    /// <summary>Parts of letters and digits; within a part one dot, one or two underscores, or dashes stand between them.</summary>
    static bool IsPath(ReadOnlySpan<char> text)
    {
        foreach (var range in text.Split('/'))
        {
            if (!IsPathPart(text[range])) return false;
        }
        return true;
    }

    static bool IsPathPart(ReadOnlySpan<char> part)
    {
        for (var at = 0; ;)
        {
            var start = at;
            while (at < part.Length && part[at] is (>= 'a' and <= 'z') or (>= '0' and <= '9')) at++;
            if (at == start) return false;
            if (at == part.Length) return true;
            switch (part[at])
            {
                case '.':
                    at++;
                    break;
                case '_':
                    at += at + 1 < part.Length && part[at + 1] == '_' ? 2 : 1;
                    break;
                case '-':
                    while (at < part.Length && part[at] == '-') at++;
                    break;
                default:
                    return false;
            }
        }
    }

    static string? TagFault(ReadOnlySpan<char> tag)
    {
        if (tag.IsEmpty) return "the tag is empty";
        if (tag.Length > LongestTag) return $"the tag is longer than {LongestTag} characters";
        if (tag[0] is '.' or '-') return "a tag begins with a letter, a digit or an underscore";
        foreach (var c in tag)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '.' or '-')) return "a tag holds letters, digits, `_`, `.` and `-` only";
        }
        return null;
    }

    /// <summary>What is wrong with a digest; null when nothing is.</summary>
    public static string? DigestFault(ReadOnlySpan<char> digest)
    {
        var colon = digest.IndexOf(':');
        var (length, name) = colon < 0 ? (0, "") : digest[..colon] switch
        {
            "sha256" => (64, "sha256"),
            "sha384" => (96, "sha384"),
            "sha512" => (128, "sha512"),
            _ => (0, ""),
        };
        if (length == 0) return "a digest is `sha256:` and 64 hexadecimal digits";
        var digits = digest[(colon + 1)..];
        if (digits.IndexOfAnyExcept(Hex) >= 0) return "a digest holds hexadecimal digits only";
        if (digits.Length != length) return $"a `{name}` digest has {length} hexadecimal digits, this one {digits.Length}";
        return digits.IndexOfAnyExcept(LowerHex) >= 0 ? "the digits of a digest are in lower case" : null;
    }

    /// <summary>A fault of the name as near to its place as can be told.</summary>
    static ReferenceReading BadName(string text, int start, int end, bool isPath)
    {
        if (!isPath) return Bad(0, start - 1, ReferencePart.Name, "the registry is no host name");
        var name = text.AsSpan(start, end - start);
        if (name.IsEmpty) return Bad(0, end, ReferencePart.Name, "the name is empty");
        var strange = name.IndexOfAnyExcept(NameCharacters);
        if (strange >= 0) return Bad(start + strange, start + strange + 1, ReferencePart.Name, $"a name holds no `{name[strange]}`");
        foreach (var range in name.Split('/'))
        {
            var part = name[range];
            if (part.IsEmpty) return Bad(start, end, ReferencePart.Name, "a part of the name is empty");
            if (!IsPathPart(part)) return Bad(start + range.Start.GetOffset(name.Length), start + range.End.GetOffset(name.Length), ReferencePart.Name, "each part of a name begins and ends with a letter or digit, and between them stand one dot, one or two underscores, or dashes");
        }
        return Bad(0, Math.Max(0, start - 1), ReferencePart.Name, "the registry is no host name");
    }

    static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789._-/");

    static ReferenceReading Bad(int start, int end, ReferencePart part, string message) => new(null, new(part, Span.FromBounds(start, end), message));
}

enum ReferencePart { Name, Tag, Digest }

/// <param name="Part">Where it is.</param>
/// <param name="Span">The characters that are wrong, in the text of the reference.</param>
/// <param name="Message">The fact, as the end of a sentence.</param>
sealed record ReferenceFault(ReferencePart Part, Span Span, string Message);

/// <summary>A reference, or why there is none.</summary>
readonly record struct ReferenceReading(ImageReference? Reference, ReferenceFault? Fault);
