using System.Text;
using ShiftLeft.Text;

namespace ShiftLeft.Rules.Secrets;

/// <summary>Private keys as text: PEM, the same in base64, PuTTY's form. Certificates and public keys are for everybody.</summary>
static class PrivateKey
{
    const string Begin = "-----BEGIN ";
    /// <summary>Base64 of the same, as far as it does not depend on what follows.</summary>
    const string EncodedBegin = "LS0tLS1CRUdJTi";
    /// <summary>Words between dashes are no longer.</summary>
    const int LongestLabel = 60;
    /// <summary>As much of a key as tells it from an empty frame.</summary>
    const int LeastBody = 3;

    public static IEnumerable<Secret> Find(string text)
    {
        for (var at = text.IndexOf(Begin, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Begin, at + Begin.Length, StringComparison.Ordinal))
        {
            var length = text.AsSpan(at + Begin.Length, Math.Min(LongestLabel, text.Length - at - Begin.Length)).IndexOf("-----", StringComparison.Ordinal);
            if (length < 0) continue;
            var end = at + Begin.Length + length;
            if (IsPrivate(text.AsSpan(at + Begin.Length, length)) && HasBody(text.AsSpan(end + 5))) yield return new(Span.FromBounds(at, end + 5), Confidence.High, "a private key");
        }
        for (var at = text.IndexOf(EncodedBegin, StringComparison.Ordinal); at >= 0; at = text.IndexOf(EncodedBegin, at + EncodedBegin.Length, StringComparison.Ordinal))
        {
            if (Label(text.AsSpan(at)) is { } label && IsPrivate(label)) yield return new(new(at, EncodedBegin.Length), Confidence.High, "a private key in base64");
        }
        for (var at = text.IndexOf("PuTTY-User-Key-File-", StringComparison.Ordinal); at >= 0; at = -1)
        {
            if (text.IndexOf("Private-Lines:", at, StringComparison.Ordinal) > 0) yield return new(new(at, 20), Confidence.High, "a private key");
        }
    }

    /// <summary>Whether a text is the base64 of a block that is no private key.</summary>
    public static bool IsEncodedBlock(ReadOnlySpan<char> text) =>
        text.StartsWith(EncodedBegin, StringComparison.Ordinal) && Label(text) is { } label && !IsPrivate(label);

    static bool IsPrivate(ReadOnlySpan<char> label) => label.EndsWith("PRIVATE KEY", StringComparison.Ordinal) || label.EndsWith("PRIVATE KEY BLOCK", StringComparison.Ordinal);

    /// <summary>What stands between the dashes of the decoded block's first line.</summary>
    static string? Label(ReadOnlySpan<char> encoded)
    {
        var length = Math.Min(encoded.Length, 4 * (LongestLabel / 2)) / 4 * 4;
        Span<byte> bytes = stackalloc byte[length];
        if (!Convert.TryFromBase64Chars(encoded[..length], bytes, out var count) || count <= Begin.Length) return null;
        var decoded = Encoding.ASCII.GetString(bytes[Begin.Length..count]);
        var end = decoded.IndexOf("-----", StringComparison.Ordinal);
        return end < 0 ? null : decoded[..end];
    }

    /// <summary>Behind the frame, on the next line or what stands for one, the key begins; a blank to fill in or the word alone in a program is none.</summary>
    static bool HasBody(ReadOnlySpan<char> after)
    {
        var start = 0;
        while (start < after.Length && start < 40)
        {
            var escape = after[start..].IndexOfAnyExcept('\\');
            if (char.IsWhiteSpace(after[start])) start++;
            else if (escape > 0 && after[start + escape] is 'n' or 'r') start += escape + 1;
            else break;
        }
        if (start == 0) return false;
        var body = after[start..];
        var length = body.IndexOfAnyExcept(TokenShape.Characters(Alphabet.Base64));
        if (length < 0) length = body.Length;
        // An encrypted one and PGP's begin with a header.
        if (body.StartsWith("Proc-Type:", StringComparison.Ordinal) || body.StartsWith("Version:", StringComparison.Ordinal) || body.StartsWith("Comment:", StringComparison.Ordinal)) return true;
        return length >= LeastBody && !Placeholder.IsSample(body[..Math.Min(length, 64)]);
    }
}
