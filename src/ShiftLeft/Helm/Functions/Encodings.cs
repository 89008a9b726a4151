using System.Collections.Immutable;
using System.Text;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Strings;
using ShiftLeft.Go.Template;

namespace ShiftLeft.Helm.Functions;

/// <summary>Base64 and base32. What cannot be decoded becomes Go's complaint about it.</summary>
static class Encodings
{
    const string Base32Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static ImmutableArray<FunctionSignature> All { get; } =
    [
        new("b64enc", [Parameter.String], null, call => Coded(call, Convert.ToBase64String(GoString.Encode(call.String(0))))),
        new("b64dec", [Parameter.String], null, call => Coded(call, Decode64(call.String(0)))),
        new("b32enc", [Parameter.String], null, call => Coded(call, EncodeBase32(GoString.Encode(call.String(0))))),
        new("b32dec", [Parameter.String], null, call => Coded(call, Decode32(call.String(0)))),
    ];

    static StringValue Coded(FunctionCall call, string text)
    {
        call.Budget.Write(text.Length);
        return call.Opaque(text, call[0]);
    }

    static string Decode64(string text) => DecodeBase64(text, out var bad) is { } bytes ? GoString.Decode(bytes) : $"illegal base64 data at input byte {bad}";

    static string Decode32(string text) => DecodeBase32(text, out var bad) is { } bytes ? GoString.Decode(bytes) : $"illegal base32 data at input byte {bad}";

    /// <summary>Base64 with padding, line breaks ignored; null where it is none, with the byte that Go blames.</summary>
    public static byte[]? DecodeBase64(string text, out int bad)
    {
        var input = GoString.Encode(text);
        var decoded = new List<byte>(input.Length);
        var at = 0;
        bad = 0;
        while (true)
        {
            var (value, letters) = (0u, 0);
            for (; letters < 4; letters++)
            {
                SkipLineBreaks(input, ref at);
                // The end blames what is left of the group.
                bad = at - letters;
                if (at >= input.Length) return letters > 0 ? null : [.. decoded];
                bad = at;
                var c = (char)input[at++];
                if (c == '=') break;
                var digit = Digit64(c);
                if (digit < 0) return null;
                value = value << 6 | (uint)digit;
            }
            if (letters < 4 && !IsPadded(input, ref at, letters, ref bad)) return null;
            var whole = letters * 6 / 8;
            value >>= letters * 6 - whole * 8;
            for (var i = whole - 1; i >= 0; i--) decoded.Add((byte)(value >> (8 * i)));
            if (letters < 4) return [.. decoded];
        }
    }

    /// <summary>Behind the first sign of padding: another one if two are missing, and nothing more.</summary>
    static bool IsPadded(byte[] input, ref int at, int letters, ref int bad)
    {
        if (letters < 2) return false;
        if (letters == 2)
        {
            SkipLineBreaks(input, ref at);
            bad = at >= input.Length ? input.Length : at - 1;
            if (at >= input.Length || input[at] != '=') return false;
            at++;
        }
        SkipLineBreaks(input, ref at);
        bad = at;
        return at >= input.Length;
    }

    static void SkipLineBreaks(byte[] input, ref int at)
    {
        while (at < input.Length && input[at] is (byte)'\n' or (byte)'\r') at++;
    }

    static int Digit64(char c) => c switch
    {
        >= 'A' and <= 'Z' => c - 'A',
        >= 'a' and <= 'z' => c - 'a' + 26,
        >= '0' and <= '9' => c - '0' + 52,
        '+' => 62,
        '/' => 63,
        _ => -1,
    };

    /// <summary>Base32 with padding, of which there may be too much at the end.</summary>
    static byte[]? DecodeBase32(string text, out int bad)
    {
        var input = Array.FindAll(GoString.Encode(text), octet => octet is not ((byte)'\n' or (byte)'\r'));
        bad = 0;
        var decoded = new List<byte>(input.Length);
        for (var at = 0; at < input.Length;)
        {
            var (value, letters) = (0UL, 0);
            for (; letters < 8; letters++)
            {
                bad = at - letters;
                if (at >= input.Length) return null;
                var c = (char)input[at++];
                var left = input.Length - at;
                if (c == '=' && letters >= 2 && left < 8)
                {
                    bad = input.Length;
                    if (left + letters < 7) return null;
                    var other = Array.FindIndex(input, at, Math.Min(7 - letters, left), octet => octet != '=');
                    bad = other >= 0 ? other - 1 : at - 1;
                    if (other >= 0 || letters is 3 or 6) return null;
                    break;
                }
                var digit = Base32Letters.IndexOf(c, StringComparison.Ordinal);
                bad = at - 1;
                if (digit < 0) return null;
                value = value << 5 | (uint)digit;
            }
            var whole = letters * 5 / 8;
            value >>= letters * 5 - whole * 8;
            for (var i = whole - 1; i >= 0; i--) decoded.Add((byte)(value >> (8 * i)));
            if (letters < 8) break;
        }
        return [.. decoded];
    }

    static string EncodeBase32(byte[] bytes)
    {
        var text = new StringBuilder(bytes.Length * 8 / 5 + 8);
        var (value, bits) = (0u, 0);
        foreach (var octet in bytes)
        {
            value = value << 8 | octet;
            for (bits += 8; bits >= 5; bits -= 5) text.Append(Base32Letters[(int)(value >> (bits - 5) & 31)]);
        }
        if (bits > 0) text.Append(Base32Letters[(int)(value << (5 - bits) & 31)]);
        return text.Append('=', (8 - text.Length % 8) % 8).ToString();
    }
}
