using ShiftLeft.Text;

namespace ShiftLeft.Tests.Text;

public sealed class NearestTests
{
    [Theory]
    [InlineData("DL3006", "DL3007 DL3006", "DL3006 DL3007")]
    [InlineData("floating-bse-image", "floating-base-image privileged-container", "floating-base-image")]
    [InlineData("LS1001", "SL1001 SL1002 SL2001", "SL1001 SL1002 SL2001")]
    [InlineData("sl1001", "SL1001", "SL1001")]
    [InlineData("x", "abc", "")]
    [InlineData("", "a", "")]
    public void The_nearest_words_come_first(string word, string known, string expected) =>
        Assert.Equal(expected, string.Join(' ', Nearest.To(word, known.Split(' '))));

    [Fact]
    public void A_word_of_any_length_is_answered_at_once() => Assert.Empty(Nearest.To(new('a', 1_000_000), ["a"]));
}
