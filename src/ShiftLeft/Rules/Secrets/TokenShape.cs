using System.Buffers;

namespace ShiftLeft.Rules.Secrets;

/// <summary>The characters that the body of a token is made of.</summary>
enum Alphabet { Hex, Digits, Upper, Alphanumeric, Word, Dashed, Dotted, Base64, Url }

/// <summary>A token whose issuer begins it so that it can be found.</summary>
/// <param name="Prefix">Its first characters.</param>
/// <param name="What">With its article.</param>
/// <param name="Alphabet">Of what follows.</param>
/// <param name="Least">How many characters follow at least.</param>
/// <param name="Most">And at most.</param>
sealed record TokenShape(string Prefix, string What, Alphabet Alphabet, int Least, int Most)
{
    /// <summary>What the body must satisfy besides.</summary>
    public Func<ReadOnlySpan<char>, bool>? Holds { get; init; }
    /// <summary>Keys of test accounts move no money.</summary>
    public Confidence Confidence { get; init; } = Confidence.High;
    /// <summary>Whether the last six characters are a checksum of those before them, which chance seldom meets.</summary>
    public bool HasChecksum { get; init; }

    public bool Fits(ReadOnlySpan<char> body) =>
        body.Length >= Least && body.Length <= Most && (Holds is null || Holds(body)) &&
        ((HasChecksum && TokenChecksum.IsRight(body)) || (!Placeholder.IsSample(body) && Distinct(body) >= Math.Min(7, Least / 3)));

    static int Distinct(ReadOnlySpan<char> body)
    {
        var (low, high) = (0UL, 0UL);
        foreach (var c in body)
        {
            if (c < 64) low |= 1UL << c;
            else high |= 1UL << (c & 63);
        }
        return System.Numerics.BitOperations.PopCount(low) + System.Numerics.BitOperations.PopCount(high);
    }

    public static SearchValues<char> Characters(Alphabet alphabet) => Alphabets[(int)alphabet];

    const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const string Numbers = "0123456789";

    static readonly SearchValues<char>[] Alphabets =
    [
        SearchValues.Create(Numbers + "abcdefABCDEF"),
        SearchValues.Create(Numbers),
        SearchValues.Create(Numbers + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        SearchValues.Create(Numbers + Letters),
        SearchValues.Create(Numbers + Letters + "_"),
        SearchValues.Create(Numbers + Letters + "_-"),
        SearchValues.Create(Numbers + Letters + "_-."),
        SearchValues.Create(Numbers + Letters + "+/="),
        SearchValues.Create(Numbers + Letters + "_-.~+/=%@:"),
    ];
}

/// <summary>The checksum of GitHub's and npm's tokens: CRC-32 of the body in base 62 (https://github.blog/engineering/behind-githubs-new-authentication-token-formats/).</summary>
static class TokenChecksum
{
    const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    const int Length = 6;

    public static bool IsRight(ReadOnlySpan<char> body)
    {
        if (body.Length <= Length) return false;
        var sum = Crc32(body[..^Length]);
        for (var i = body.Length - 1; i >= body.Length - Length; i--)
        {
            if (body[i] != Base62[(int)(sum % 62)]) return false;
            sum /= 62;
        }
        return sum == 0;
    }

    public static uint Crc32(ReadOnlySpan<char> text)
    {
        var sum = 0xFFFF_FFFFu;
        foreach (var c in text)
        {
            sum ^= (byte)c;
            for (var bit = 0; bit < 8; bit++) sum = (sum >> 1) ^ ((sum & 1) * 0xEDB8_8320u);
        }
        return ~sum;
    }
}
