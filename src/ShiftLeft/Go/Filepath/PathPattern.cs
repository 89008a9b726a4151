using System.Collections.Immutable;
using System.Text;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Template;
using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Filepath;

/// <summary>
/// A pattern of Go's <c>filepath.Match</c> on a system of slashes: <c>*</c> and <c>?</c> do not take a slash, a class may, a backslash takes the
/// next character literally. Matching takes time in the product of both lengths at worst.
/// </summary>
sealed class PathPattern
{
    /// <summary>Go's words for a pattern that is none.</summary>
    public const string SyntaxError = "syntax error in pattern";

    readonly ImmutableArray<Token> tokens;

    readonly bool isBroken;

    PathPattern(ImmutableArray<Token> tokens, bool isBroken) => (this.tokens, this.isBroken) = (tokens, isBroken);

    enum TokenKind { Literal, One, Any, Class, NotClass }

    readonly record struct Token(TokenKind Kind, int Rune = 0, ImmutableArray<(int Low, int High)> Ranges = default)
    {
        public bool Takes(int rune) => Kind switch
        {
            TokenKind.Literal => rune == Rune,
            TokenKind.One or TokenKind.Any => rune != '/',
            _ => Has(rune) == (Kind == TokenKind.Class),
        };

        bool Has(int rune)
        {
            foreach (var (low, high) in Ranges)
            {
                if (low <= rune && rune <= high) return true;
            }
            return false;
        }
    }

    /// <summary>
    /// Whether Go finds a syntax error when it matches a name. It reads a pattern from star to star, and no further than the name makes it; a
    /// pattern with an error that it does not come to matches nothing.
    /// </summary>
    public bool Fails(string name) => isBroken && IsMatch(tokens, name);

    public static PathPattern Parse(string text)
    {
        var runes = Runes(text);
        var tokens = ImmutableArray.CreateBuilder<Token>(runes.Length);
        for (var at = 0; at < runes.Length;)
        {
            switch (runes[at++])
            {
                case '*':
                    if (tokens.Count == 0 || tokens[^1].Kind != TokenKind.Any) tokens.Add(new(TokenKind.Any));
                    break;
                case '?': tokens.Add(new(TokenKind.One)); break;
                case '[':
                    if (ReadClass(runes, ref at) is not { } set) return Broken(tokens);
                    tokens.Add(set);
                    break;
                case '\\':
                    if (at == runes.Length) return Broken(tokens);
                    tokens.Add(new(TokenKind.Literal, runes[at++]));
                    break;
                case var rune: tokens.Add(new(TokenKind.Literal, rune)); break;
            }
        }
        return new(tokens.ToImmutable(), false);
    }

    /// <summary>What comes before the part with the error, and anything behind it.</summary>
    static PathPattern Broken(ImmutableArray<Token>.Builder tokens)
    {
        while (tokens.Count > 0 && tokens[^1].Kind != TokenKind.Any) tokens.RemoveAt(tokens.Count - 1);
        if (tokens.Count == 0) tokens.Add(new(TokenKind.Any));
        return new(tokens.ToImmutable(), true);
    }

    public bool IsMatch(string path, RenderBudget budget)
    {
        if (isBroken) return false;
        budget.Step();
        // A literal beginning decides most.
        if (tokens.Length > 0 && path.Length > 0 && tokens[0].Kind == TokenKind.Literal && tokens[0].Rune < 0x80 && path[0] != tokens[0].Rune) return false;
        budget.Step((long)tokens.Length * path.Length / 16);
        return IsMatch(tokens, path);
    }

    static bool IsMatch(ImmutableArray<Token> tokens, string path)
    {
        var current = new bool[tokens.Length + 1];
        var next = new bool[tokens.Length + 1];
        current[0] = true;
        Close(tokens, current);
        foreach (var rune in Runes(path))
        {
            Array.Clear(next);
            for (var i = 0; i < tokens.Length; i++)
            {
                if (current[i] && tokens[i].Takes(rune)) next[tokens[i].Kind == TokenKind.Any ? i : i + 1] = true;
            }
            Close(tokens, next);
            (current, next) = (next, current);
        }
        return current[tokens.Length];
    }

    static void Close(ImmutableArray<Token> tokens, bool[] states)
    {
        for (var i = 0; i < tokens.Length; i++)
        {
            if (states[i] && tokens[i].Kind == TokenKind.Any) states[i + 1] = true;
        }
    }

    static Token? ReadClass(int[] runes, ref int at)
    {
        var isNegated = at < runes.Length && runes[at] == '^';
        if (isNegated) at++;
        var ranges = ImmutableArray.CreateBuilder<(int, int)>();
        while (true)
        {
            if (at < runes.Length && runes[at] == ']' && ranges.Count > 0) break;
            if (ReadBound(runes, ref at) is not { } low) return null;
            var high = low;
            if (runes[at] == '-')
            {
                at++;
                if (ReadBound(runes, ref at) is not { } end) return null;
                high = end;
            }
            ranges.Add((low, high));
        }
        at++;
        return new(isNegated ? TokenKind.NotClass : TokenKind.Class, 0, ranges.ToImmutable());
    }

    /// <summary>One end of a range; something must follow it.</summary>
    static int? ReadBound(int[] runes, ref int at)
    {
        if (at >= runes.Length || runes[at] is '-' or ']') return null;
        if (runes[at] == '\\' && ++at >= runes.Length) return null;
        var rune = runes[at++];
        return at < runes.Length ? rune : null;
    }

    static int[] Runes(string text)
    {
        var runes = new int[text.Length];
        var count = 0;
        foreach (var rune in text.EnumerateRunes()) runes[count++] = rune.Value;
        return count == runes.Length ? runes : runes[..count];
    }
}
