using System.Buffers;
using System.Collections.Frozen;

namespace ShiftLeft.Rules.Secrets;

/// <summary>Where in a text a token may begin: all prefixes are looked for at once.</summary>
static class TokenPrefixes
{
    static readonly TokenShape[] Shapes = [.. TokenShapes.All, new(JsonWebToken.Prefix, "a signed JSON web token", Alphabet.Dotted, 60, 20_000) { Holds = static body => JsonWebToken.IsSecret($"{JsonWebToken.Prefix}{body}") }];

    public static SearchValues<string> All { get; } = SearchValues.Create([.. Shapes.Select(shape => shape.Prefix).Distinct()], StringComparison.Ordinal);

    /// <summary>By their first two characters, which all of them have; the longest first.</summary>
    static readonly FrozenDictionary<int, TokenShape[]> ByStart =
        Shapes.GroupBy(shape => Start(shape.Prefix)).ToFrozenDictionary(same => same.Key, same => same.OrderByDescending(shape => shape.Prefix.Length).ToArray());

    /// <summary>The shapes whose prefix stands at a place, the longest first.</summary>
    public static IEnumerable<TokenShape> At(string text, int at) =>
        at + 1 < text.Length && ByStart.TryGetValue(Start(text.AsSpan(at)), out var shapes) ? shapes.Where(shape => text.AsSpan(at).StartsWith(shape.Prefix, StringComparison.Ordinal)) : [];

    /// <summary>A token of the manuals: an issuer's form around a body that counts or repeats.</summary>
    public static bool IsSample(string text)
    {
        foreach (var shape in At(text, 0))
        {
            var body = text.AsSpan(shape.Prefix.Length);
            if (body.Length >= shape.Least && body.IndexOfAnyExcept(TokenShape.Characters(shape.Alphabet)) < 0) return Placeholder.IsSample(body);
        }
        return false;
    }

    static int Start(ReadOnlySpan<char> text) => (text[0] << 16) | text[1];
}
