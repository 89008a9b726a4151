using ShiftLeft.Text;

namespace ShiftLeft.Tests.Text;

public sealed class SuggestionTests
{
    [Theory]
    [InlineData("floating-bse-image", "privileged-container floating-base-image", "floating-base-image")]
    [InlineData("LS1001", "SL1001 SL2001", "SL1001")]
    [InlineData("sl1001", "SL1001", "SL1001")]
    [InlineData("x", "abc", null)]
    [InlineData("", "a", null)]
    public void The_nearest_word_is_suggested(string word, string known, string? expected) => Assert.Equal(expected, Suggestion.For(word, known.Split(' ')));

    [Fact]
    public void A_word_of_any_length_is_answered_at_once() => Assert.Null(Suggestion.For(new('a', 1_000_000), [new('a', 1_000_001)]));
}
