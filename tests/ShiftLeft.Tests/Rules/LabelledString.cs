using System.Text;
using System.Text.Json;

namespace ShiftLeft.Tests.Rules;

/// <summary>A line of tests/secrets/strings.jsonl, its parts in braces filled.</summary>
/// <param name="Name">The variable's name.</param>
/// <param name="Value">What it holds.</param>
/// <param name="Label"><c>secret</c>, <c>weak</c> or <c>none</c>.</param>
sealed record LabelledString(string Name, string Value, string Label)
{
    public static IReadOnlyList<LabelledString> All { get; } =
        [.. File.ReadLines(Path.Combine(TidyTests.Root, "tests", "secrets", "strings.jsonl")).Where(line => line.Length > 0).Select(Read)];

    static LabelledString Read(string line)
    {
        using var json = JsonDocument.Parse(line);
        string Of(string key) => json.RootElement.GetProperty(key).GetString()!;
        return new(Of("name"), Fill(Of("value"), new(Seed(Of("name") + Of("value")))), Of("label"));
    }

    /// <summary>Fills <c>{kind:length}</c>, <c>{uuid}</c> and <c>{base64of:…}</c>; other braces stay.</summary>
    public static string Fill(string text, Random random)
    {
        var result = new StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '{' && EndOf(text, at) is var end and > 0 && Expand(text[(at + 1)..end], random) is { } filled)
            {
                result.Append(filled);
                at = end;
            }
            else result.Append(text[at]);
        }
        return result.ToString();
    }

    static int EndOf(string text, int start)
    {
        var depth = 0;
        for (var at = start; at < text.Length; at++)
        {
            depth += text[at] == '{' ? 1 : text[at] == '}' ? -1 : 0;
            if (depth == 0) return at;
        }
        return -1;
    }

    static string? Expand(string inner, Random random)
    {
        if (inner == "uuid") return $"{Draw(Hex, 8, random)}-{Draw(Hex, 4, random)}-4{Draw(Hex, 3, random)}-a{Draw(Hex, 3, random)}-{Draw(Hex, 12, random)}";
        if (inner.StartsWith("base64of:", StringComparison.Ordinal)) return Convert.ToBase64String(Encoding.UTF8.GetBytes(Fill(inner[9..], random)));
        if (inner.StartsWith("jwt:", StringComparison.Ordinal)) return Convert.ToBase64String(Encoding.UTF8.GetBytes(Fill(inner[4..], random))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        var colon = inner.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && int.TryParse(inner[(colon + 1)..], out var length) && Alphabet(inner[..colon]) is { } alphabet ? Draw(alphabet, length, random) : null;
    }

    const string Lower = "abcdefghijklmnopqrstuvwxyz";
    const string Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const string Digits = "0123456789";
    const string Hex = Digits + "abcdef";

    static string? Alphabet(string kind) => kind switch
    {
        "alnum" => Digits + Upper + Lower,
        "alpha" => Upper + Lower,
        "lower" => Lower,
        "upper" => Upper,
        "digit" => Digits,
        "hex" => Hex,
        "HEX" => Digits + "ABCDEF",
        "loweralnum" => Lower + Digits,
        "upperalnum" => Upper + Digits,
        "base32" => Upper + "234567",
        "base64" => Digits + Upper + Lower + "+/",
        "base64url" => Digits + Upper + Lower + "-_",
        "bech32" => "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L",
        "bcrypt" => "./" + Upper + Lower + Digits,
        _ => null,
    };

    static string Draw(string alphabet, int length, Random random) => string.Create(length, (alphabet, random), static (to, state) =>
    {
        for (var i = 0; i < to.Length; i++) to[i] = state.alphabet[state.random.Next(state.alphabet.Length)];
    });

    static int Seed(string text) => unchecked((int)text.Aggregate(2_166_136_261u, static (sum, c) => (sum ^ c) * 16_777_619u));
}
