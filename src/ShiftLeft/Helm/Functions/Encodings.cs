using System.Collections.Immutable;
using System.Text;
using ShiftLeft.Helm.Templates;

namespace ShiftLeft.Helm.Functions;

/// <summary>Base64 and base32. What cannot be decoded becomes Go's complaint about it.</summary>
static class Encodings
{
    const string Base32Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static ImmutableArray<FunctionSignature> All { get; } =
    [
        new("b64enc", [Parameter.String], null, call => Coded(call, Convert.ToBase64String(GoBytes.Encode(call.String(0))))),
        new("b64dec", [Parameter.String], null, call => Coded(call, Decoded(call.String(0), 64))),
        new("b32enc", [Parameter.String], null, call => Coded(call, EncodeBase32(GoBytes.Encode(call.String(0))))),
        new("b32dec", [Parameter.String], null, call => Coded(call, Decoded(call.String(0), 32))),
    ];

    static StringValue Coded(FunctionCall call, string text)
    {
        call.Budget.Write(text.Length);
        return call.Opaque(text, call[0]);
    }

    static string Decoded(string text, int radix) => TryDecode(text, radix, out var bytes, out var bad) ? GoBytes.Decode(bytes) : $"illegal base{radix} data at input byte {bad}";

    /// <summary>Go's words for base64 that is none.</summary>
    public static string Complaint(string text) => Decoded(text, 64);

    /// <summary>Base64 with padding, line breaks ignored; null where it is none.</summary>
    public static byte[]? DecodeBase64(string text) => TryDecode(text, 64, out var bytes, out _) ? bytes : null;

    /// <summary>Go's strict decoders: groups of four or eight letters, the last one padded.</summary>
    static bool TryDecode(string text, int radix, out byte[] bytes, out int bad)
    {
        var (bits, group) = radix == 64 ? (6, 4) : (5, 8);
        var input = GoBytes.Encode(text);
        var decoded = new List<byte>(input.Length);
        bytes = [];
        var at = 0;
        while (true)
        {
            var (value, letters) = (0UL, 0);
            while (letters < group)
            {
                SkipLineBreaks(input, ref at);
                if (at >= input.Length)
                {
                    // base64 blames the end of what it has read of the group, base32 its start.
                    bad = radix == 64 ? at - letters : at;
                    if (letters > 0) return false;
                    bytes = [.. decoded];
                    return true;
                }
                var c = input[at++];
                if (c == '=') return Padded(input, at, letters, value, radix, decoded, out bytes, out bad);
                var digit = Digit((char)c, radix);
                bad = at - 1;
                if (digit < 0) return false;
                value = value << bits | (uint)digit;
                letters++;
            }
            for (var i = bits * group / 8 - 1; i >= 0; i--) decoded.Add((byte)(value >> (8 * i)));
        }
    }

    /// <summary>The last group: as many signs as are missing, and nothing behind them.</summary>
    static bool Padded(byte[] input, int at, int letters, ulong value, int radix, List<byte> decoded, out byte[] bytes, out int bad)
    {
        var (bits, group) = radix == 64 ? (6, 4) : (5, 8);
        bytes = [];
        bad = at - 1;
        if (radix == 64 ? letters < 2 : letters is 0 or 1 or 3 or 6) return false;
        for (var missing = group - letters - 1; missing > 0; missing--)
        {
            SkipLineBreaks(input, ref at);
            bad = Math.Min(at, input.Length);
            if (at >= input.Length || input[at] != '=')
            {
                if (radix == 64 && at < input.Length) bad = at;
                return false;
            }
            at++;
        }
        SkipLineBreaks(input, ref at);
        bad = at;
        if (at < input.Length) return false;
        var whole = letters * bits / 8;
        value >>= letters * bits - whole * 8;
        for (var i = whole - 1; i >= 0; i--) decoded.Add((byte)(value >> (8 * i)));
        bytes = [.. decoded];
        return true;
    }

    static void SkipLineBreaks(byte[] input, ref int at)
    {
        while (at < input.Length && input[at] is (byte)'\n' or (byte)'\r') at++;
    }

    static int Digit(char c, int radix) => radix == 32 ? Base32Letters.IndexOf(c, StringComparison.Ordinal) : c switch
    {
        >= 'A' and <= 'Z' => c - 'A',
        >= 'a' and <= 'z' => c - 'a' + 26,
        >= '0' and <= '9' => c - '0' + 52,
        '+' => 62,
        '/' => 63,
        _ => -1,
    };

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
