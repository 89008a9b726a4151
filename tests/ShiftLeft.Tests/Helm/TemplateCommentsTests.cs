using ShiftLeft.Helm.Rendering;

namespace ShiftLeft.Tests.Helm;

public sealed class TemplateCommentsTests
{
    [Fact]
    public void A_comment_on_its_own_line_speaks_of_the_block_below() => Expect("""
        spec:
          {{- /* speaks of the first */}}
          {{/* and so does this */ -}}
          # and this
          - name: first
            image: a

            args: []
          - name: second
        """,
        ("speaks of the first", 2, 8), ("and so does this", 3, 8), ("and this", 4, 8));

    [Fact]
    public void A_trailing_comment_speaks_of_its_line() => Expect("""
        a: 1 {{/* one */}}
        b: "x#y" # two
        c: 3
        """,
        ("one", 1, 1), ("two", 2, 2));

    [Fact]
    public void A_comment_may_span_lines() => Expect("""
        {{- /*
        shiftleft:ignore SL1101 -- because
        of this
        */ -}}
        image: a
        next: b
        """,
        ("shiftleft:ignore SL1101 -- because\nof this", 1, 5));

    [Theory]
    [InlineData("{{/* never closed\nimage: a")]
    [InlineData("{{ \"/* text */\" }}")]
    [InlineData("color: x#y")]
    [InlineData("")]
    public void What_is_no_comment_is_none(string template) => Assert.Empty(TemplateComments.Read(new("t.yaml", template)));

    [Fact]
    public void Many_openings_cost_no_more_than_their_number() => Assert.Empty(TemplateComments.Read(new("t.yaml", string.Concat(Enumerable.Repeat("{{/* ", 200_000)))));

    [Fact]
    public void Many_comments_above_a_long_block_cost_no_more_than_their_number()
    {
        var text = string.Concat(Enumerable.Repeat("# words\n", 60_000)) + "a:\n" + string.Concat(Enumerable.Repeat("  b: c\n", 60_000));
        Assert.Equal(60_000, TemplateComments.Read(new("t.yaml", text)).Count(comment => comment.Scope.End == text.Length - 1));
    }

    /// <param name="template">The text.</param>
    /// <param name="expected">The words, and the first and last line, from one, of what they speak of.</param>
    static void Expect(string template, params (string Words, int First, int Last)[] expected)
    {
        var source = new ShiftLeft.Text.SourceText("templates/t.yaml", template.ReplaceLineEndings("\n"));
        Assert.Equal(expected, TemplateComments.Read(source).Select(comment => (comment.Text, source.LineOf(comment.Scope.Start) + 1, source.LineOf(comment.Scope.End) + 1)));
    }
}
