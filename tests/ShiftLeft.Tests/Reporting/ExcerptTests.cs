using ShiftLeft.Rules;
using ShiftLeft.Reporting;
using ShiftLeft.Text;

namespace ShiftLeft.Tests.Reporting;

public sealed class ExcerptTests
{
    [Fact]
    public void A_tab_is_spread_to_the_next_stop() => AssertDrawn("\tUSER [|root|]\n", """
          |
        1 |     USER root
          |          ^^^^
        """);

    [Fact]
    public void A_wide_character_takes_two_columns_and_a_combining_mark_none() => AssertDrawn("漢x\u0301 [|漢|] x\n", """
          |
        1 | 漢x́ 漢 x
          |     ^^
        """);

    [Fact]
    public void An_emoji_outside_the_basic_plane_is_one_wide_character() => AssertDrawn("# 🐳🐳 [|x|]", """
          |
        1 | # 🐳🐳 x
          |        ^
        """);

    [Fact]
    public void What_reorders_hides_or_escapes_is_shown_and_does_nothing() => AssertDrawn("a\u001B[2J\u0000\u009B1m\u202E\u200B\uFEFF\u007F\uD800 [|b|]", """
          |
        1 | a␛[2J␀�1m���␡� b
          |                ^
        """);

    [Fact]
    public void A_byte_order_mark_takes_no_column() => AssertDrawn("\uFEFF[|FROM|] a", """
          |
        1 | FROM a
          | ^^^^
        """);

    [Fact]
    public void An_empty_place_has_one_mark() => AssertDrawn("image:[||]\n", """
          |
        1 | image:
          |       ^
        """);

    [Fact]
    public void The_end_of_a_line_is_not_part_of_what_is_meant() => AssertDrawn("a\n[|b\n|]c", """
          |
        2 | b
          | ^
        """);

    [Fact]
    public void A_long_line_is_cut_around_the_mark() => AssertDrawn(new string('a', 100) + "[|bb|]" + new string('c', 100), """
          |
        1 | …aaaaaaaaaaaaaaaaaaaaaaaaaaaaaabbccc…
          |                                ^^
        """);

    [Fact]
    public void A_mark_longer_than_the_window_ends_with_it() => AssertDrawn("ab[|" + new string('c', 100) + "|]", """
          |
        1 | abcccccccccccccccccccccccccccccccccc…
          |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """);

    [Fact]
    public void Several_lines_are_tied_by_a_bar() => AssertDrawn("RUN [|a \\\n  b \\\n  c|] d\n", """
          |
        1 |   RUN a \
          |  _____^
        2 | |   b \
        3 | |   c d
          | |___^
        """);

    [Fact]
    public void Of_many_lines_the_ends_are_shown() => AssertDrawn("  [|a\nb\nc\nd\ne\nf\ng|]\n", """
          |
        1 | /   a
        2 | | b
        ... |
        6 | | f
        7 | | g
          | |_^
        """);

    [Fact]
    public void A_line_of_ten_megabytes_is_cut_without_reading_all_of_it()
    {
        var source = new SourceText("a.yaml", new string('\u0301', 10_000_000));
        var ink = new Ink(colour: false);
        new Excerpt(new(source, new(5_000_000, 10))).Draw(ink, 1, 80, '^', Tone.Plain);
        Assert.True(ink.ToString().Length < 1000);
    }

    static void AssertDrawn(string marked, string expected)
    {
        var text = MarkedText.Read(marked);
        var ink = new Ink(colour: false);
        new Excerpt(new(new("Dockerfile", text.Text), Assert.Single(text.Found))).Draw(ink, 1, 42, '^', Tone.Plain);
        Assert.Equal(expected.ReplaceLineEndings("\n") + "\n", ink.ToString());
    }
}
