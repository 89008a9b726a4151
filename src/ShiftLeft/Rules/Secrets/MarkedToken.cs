using ShiftLeft.Text;

namespace ShiftLeft.Rules.Secrets;

/// <summary>A token that is known by a mark inside it: what stands before and behind the mark must fit.</summary>
/// <param name="Text">The mark.</param>
/// <param name="What">With its article.</param>
/// <param name="Before">The alphabet before it.</param>
/// <param name="LeastBefore">How many characters of it at least.</param>
/// <param name="MostBefore">And at most.</param>
/// <param name="Behind">The alphabet behind it.</param>
/// <param name="LeastBehind">How many characters of it at least.</param>
/// <param name="MostBehind">And at most.</param>
sealed record MarkedToken(string Text, string What, Alphabet Before, int LeastBefore, int MostBefore, Alphabet Behind, int LeastBehind, int MostBehind)
{
    public static MarkedToken[] All { get; } =
    [
        new(".atlasv1.", "a Terraform Cloud token", Alphabet.Alphanumeric, 14, 14, Alphabet.Dashed, 60, 70),
        new("Q~", "an Azure client secret", Alphabet.Dotted, 4, 4, Alphabet.Dotted, 31, 34),
        new(":AA", "a Telegram bot token", Alphabet.Digits, 8, 10, Alphabet.Dashed, 33, 33),
        new("-us", "a Mailchimp API key", Alphabet.Hex, 32, 32, Alphabet.Digits, 1, 2),
        new("_mmk", "a MaxMind license key", Alphabet.Word, 36, 36, Alphabet.Word, 0, 0),
        new("NRAL", "a New Relic license key", Alphabet.Hex, 36, 36, Alphabet.Word, 0, 0),
        new("T3BlbkFJ", "an OpenAI API key", Alphabet.Dashed, 20, 90, Alphabet.Dashed, 20, 90),
    ];

    /// <summary>The token around a mark; null where its parts are too short or too long, or a sample.</summary>
    public Span? Around(string text, int at)
    {
        var (before, behind) = (TokenShape.Characters(Before), TokenShape.Characters(Behind));
        var start = at;
        while (start > 0 && at - start <= MostBefore && before.Contains(text[start - 1])) start--;
        var end = at + Text.Length;
        while (end < text.Length && end - at - Text.Length <= MostBehind && behind.Contains(text[end])) end++;
        if (at - start < LeastBefore || at - start > MostBefore || end - at - Text.Length < LeastBehind || end - at - Text.Length > MostBehind) return null;
        return Placeholder.IsSample(text.AsSpan(start, end - start)) ? null : Span.FromBounds(start, end);
    }
}
