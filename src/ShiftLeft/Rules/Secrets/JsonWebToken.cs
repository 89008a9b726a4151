using System.Buffers.Text;
using System.Text;

namespace ShiftLeft.Rules.Secrets;

/// <summary>A JSON Web Token that somebody signed.</summary>
static class JsonWebToken
{
    public const string Prefix = "eyJ";
    const int LeastSignature = 20;
    const int LongestPart = 8_000;

    public static bool IsToken(ReadOnlySpan<char> text) => text.StartsWith(Prefix, StringComparison.Ordinal) && text.Count('.') == 2;

    /// <summary>Whether it opens anything: signed, and neither the sample of the manuals nor one that is made for everybody.</summary>
    public static bool IsSecret(ReadOnlySpan<char> token)
    {
        var first = token.IndexOf('.');
        if (first < 0) return false;
        var rest = token[(first + 1)..];
        var second = rest.IndexOf('.');
        if (second < 0 || rest.Length - second - 1 < LeastSignature || rest[(second + 1)..].Contains('.')) return false;
        if (Decode(token[..first]) is not { } header || !header.Contains("\"alg\"", StringComparison.Ordinal) || header.Contains("\"none\"", StringComparison.OrdinalIgnoreCase)) return false;
        return Decode(rest[..second]) is { } payload && payload.StartsWith('{') && !IsSample(payload);
    }

    /// <summary>The subject of the examples of jwt.io; the key that Supabase gives to every browser.</summary>
    static bool IsSample(string payload) =>
        payload.Contains("John Doe", StringComparison.Ordinal) || payload.Contains("\"1234567890\"", StringComparison.Ordinal) || payload.Replace(" ", "", StringComparison.Ordinal).Contains("\"role\":\"anon\"", StringComparison.Ordinal) ||
        payload.Contains("example", StringComparison.OrdinalIgnoreCase) && payload.Length < 60;

    static string? Decode(ReadOnlySpan<char> part)
    {
        if (part.Length > LongestPart || !Base64Url.IsValid(part)) return null;
        return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(part));
    }
}
