using System.Text;

namespace ShiftLeft.Rules.Secrets;

/// <summary>The bytes that an object holds in base64, as text where they are one.</summary>
static class EncodedText
{
    static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Null where the text is no base64.</summary>
    public static byte[]? Decode(string? encoded)
    {
        if (encoded is not { Length: > 0 }) return null;
        var bytes = new byte[(encoded.Length / 4 + 1) * 3];
        return Convert.TryFromBase64String(encoded, bytes, out var count) ? bytes[..count] : null;
    }

    /// <summary>Null for bytes that are no text.</summary>
    public static string? AsText(ReadOnlySpan<byte> bytes) =>
        System.Text.Unicode.Utf8.IsValid(bytes) && !bytes.Contains((byte)0) ? Strict.GetString(bytes) : null;

    /// <summary>A file that holds private keys under a password; one of certificates that are trusted holds none.</summary>
    public static bool IsKeyStore(string name) =>
        !name.Contains("trust", StringComparison.OrdinalIgnoreCase) && !name.Contains("cacerts", StringComparison.OrdinalIgnoreCase) &&
        (name.EndsWith(".p12", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".pfx", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".jks", StringComparison.OrdinalIgnoreCase) ||
         name.EndsWith(".keystore", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".keytab", StringComparison.OrdinalIgnoreCase));
}
