using System.Text;
using ShiftLeft.Text;

namespace ShiftLeft.Rules.Secrets;

/// <summary>Secrets that give themselves away by their form, whatever they are called and wherever they stand. Linear in the text.</summary>
static class Credentials
{
    /// <summary>Whoever has put more into one text knows by then.</summary>
    public const int Most = 100;

    /// <summary>In the order of the text, none over another.</summary>
    public static List<Secret> Find(string text)
    {
        var found = new List<Secret>();
        if (text.Length < 6) return found;
        Add(found, PrivateKey.Find(text));
        Add(found, FindTokens(text));
        Add(found, FindMarked(text));
        Add(found, FindSchemes(text));
        Add(found, AddressWithPassword.Find(text));
        Add(found, AddressWithPassword.FindOptions(text));
        Add(found, PasswordHash.Find(text));
        found.Sort((one, other) => one.Span.Start.CompareTo(other.Span.Start));
        return found;
    }

    /// <summary>What lies over something that is known already says nothing more.</summary>
    static void Add(List<Secret> found, IEnumerable<Secret> more)
    {
        foreach (var secret in more)
        {
            if (found.Count >= Most) return;
            var isKnown = false;
            foreach (var known in found) isKnown |= known.Span.Overlaps(secret.Span);
            if (!isKnown) found.Add(secret);
        }
    }

    /// <summary>Tokens whose first characters are their issuer's.</summary>
    static IEnumerable<Secret> FindTokens(string text)
    {
        // Where the run of an alphabet that was met last ends: no character is read twice for one alphabet.
        var ends = new int[Enum.GetValues<Alphabet>().Length];
        var at = 0;
        while (at + 1 < text.Length)
        {
            var next = text.AsSpan(at).IndexOfAny(TokenPrefixes.All);
            if (next < 0) yield break;
            at += next;
            var length = 1;
            foreach (var shape in TokenPrefixes.At(text, at))
            {
                if (at > 0 && char.IsAsciiLetterOrDigit(text[at]) && !IsBorder(text[at - 1], shape.Alphabet)) continue;
                var start = at + shape.Prefix.Length;
                var end = End(text, start, shape.Alphabet, ends);
                while (end > start && text[end - 1] is '.' or ':' or ',') end--;
                if (!shape.Fits(text.AsSpan(start, end - start))) continue;
                yield return new(Span.FromBounds(at, end), shape.Confidence, shape.What);
                length = end - at;
                break;
            }
            at += length;
        }
    }

    /// <summary>Whether a token may begin behind a character: it is no letter, and nothing that the token itself could hold.</summary>
    static bool IsBorder(char before, Alphabet alphabet) =>
        !char.IsAsciiLetterOrDigit(before) && !(before is '-' or '_' or '.' && TokenShape.Characters(alphabet).Contains(before));

    static int End(string text, int start, Alphabet alphabet, int[] ends)
    {
        if (start < ends[(int)alphabet]) return ends[(int)alphabet];
        var length = text.AsSpan(start).IndexOfAnyExcept(TokenShape.Characters(alphabet));
        return ends[(int)alphabet] = length < 0 ? text.Length : start + length;
    }

    /// <summary>Tokens that are known by what stands inside them.</summary>
    static IEnumerable<Secret> FindMarked(string text)
    {
        foreach (var mark in MarkedToken.All)
        {
            for (var at = text.IndexOf(mark.Text, StringComparison.Ordinal); at >= 0; at = text.IndexOf(mark.Text, at + mark.Text.Length, StringComparison.Ordinal))
            {
                if (mark.Around(text, at) is { } span) yield return new(span, Confidence.High, mark.What);
            }
        }
    }

    /// <summary>What follows the scheme of an <c>Authorization</c> header.</summary>
    static IEnumerable<Secret> FindSchemes(string text)
    {
        foreach (var (scheme, alphabet) in Schemes)
        {
            for (var at = text.IndexOf(scheme, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(scheme, at + scheme.Length, StringComparison.OrdinalIgnoreCase))
            {
                if (at > 0 && char.IsAsciiLetterOrDigit(text[at - 1])) continue;
                var start = at + scheme.Length;
                var rest = text.AsSpan(start, Math.Min(SecretValue.Longest, text.Length - start));
                var length = rest.IndexOfAnyExcept(TokenShape.Characters(alphabet));
                var token = length < 0 ? rest : rest[..length];
                if (OfScheme(scheme, token) is { } found) yield return found with { Span = new(start, token.Length) };
            }
        }
    }

    static readonly (string Scheme, Alphabet Alphabet)[] Schemes = [("Basic ", Alphabet.Base64), ("Bearer ", Alphabet.Dotted), ("Token ", Alphabet.Dotted), ("ApiKey ", Alphabet.Dotted)];

    static Secret? OfScheme(string scheme, ReadOnlySpan<char> token)
    {
        if (scheme == "Basic ") return UserAndPassword(token) is { } userInfo && AddressWithPassword.Judge(userInfo) is { } found ? found with { What = found.Confidence == Confidence.High ? "a user name with its password in base64" : found.What } : null;
        return token.Length < 12 ? null : SecretValue.Read(token.ToString()) switch
        {
            ValueKind.Random or ValueKind.Uuid => new(default, Confidence.High, scheme == "Bearer " ? "a bearer token" : "an API token"),
            ValueKind.Irregular => new(default, Confidence.Middle, scheme == "Bearer " ? "a bearer token" : "an API token"),
            _ => null,
        };
    }

    /// <summary>The base64 of <c>user:password</c>, decoded; null for anything else.</summary>
    public static string? UserAndPassword(ReadOnlySpan<char> encoded)
    {
        if (encoded.Length is < 8 or > 1000 || encoded.Length % 4 != 0) return null;
        Span<byte> bytes = stackalloc byte[encoded.Length];
        if (!Convert.TryFromBase64Chars(encoded, bytes, out var count)) return null;
        foreach (var code in bytes[..count])
        {
            if (code is < 0x20 or > 0x7E) return null;
        }
        var text = Encoding.ASCII.GetString(bytes[..count]);
        return text.IndexOf(':', StringComparison.Ordinal) > 0 ? text : null;
    }
}
