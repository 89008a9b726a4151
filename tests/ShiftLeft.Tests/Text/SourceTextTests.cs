using ShiftLeft.Text;

namespace ShiftLeft.Tests.Text;

public sealed class SourceTextTests
{
    [Theory]
    [InlineData("", 0, 0, 0)]
    [InlineData("ab\ncd", 3, 1, 0)]
    [InlineData("ab\r\ncd", 5, 1, 1)]
    [InlineData("ab\rcd", 3, 1, 0)]
    [InlineData("ab\n", 3, 1, 0)]
    [InlineData("\uFEFFab", 1, 0, 0)]
    [InlineData("\uFEFFab", 2, 0, 1)]
    [InlineData("\uFEFFab\ncd", 5, 1, 1)]
    public void An_offset_has_a_line_and_a_column(string text, int offset, int line, int column) =>
        Assert.Equal(new LinePosition(line, column), new SourceText("f", text).PositionOf(offset));

    [Fact]
    public void A_line_span_leaves_its_terminator_out()
    {
        var source = new SourceText("f", "one\r\ntwo\nthree");
        Assert.Equal(["one", "two", "three"], Enumerable.Range(0, source.LineCount).Select(line => source[source.LineSpan(line)]));
    }
}
