using ShiftLeft.Fixes;
using ShiftLeft.Rules;
using ShiftLeft.Text;

namespace ShiftLeft.Tests.Fixes;

public sealed class FixApplicationTests
{
    static readonly SourceText Source = new("Dockerfile", "ADD a b\nRUN apt install x\n");

    [Fact]
    public void Edits_are_applied_in_the_order_of_the_text()
    {
        var result = FixApplication.Apply(Source, [Fix((12, 3, "apt-get"), (24, 0, "-y ")), Fix((0, 3, "COPY"))]);
        Assert.Equal("COPY a b\nRUN apt-get install -y x\n", result.Source.Content);
        Assert.Empty(result.Waiting);
    }

    [Fact]
    public void A_fix_that_touches_the_same_text_waits_as_a_whole()
    {
        var result = FixApplication.Apply(Source, [Fix((0, 3, "COPY")), Fix((0, 7, ""), (12, 3, "dnf"))]);
        Assert.Equal("COPY a b\nRUN apt install x\n", result.Source.Content);
        Assert.Single(result.Waiting);
    }

    [Fact]
    public void A_fix_at_odds_with_itself_is_not_applied()
    {
        var result = FixApplication.Apply(Source, [Fix((0, 3, "COPY"), (0, 3, "")), Fix((0, 7, ""), (2, 3, ""))]);
        Assert.Equal(Source.Content, result.Source.Content);
        Assert.Equal(2, result.Waiting.Length);
    }

    static Fix Fix(params (int Start, int Length, string Text)[] edits) =>
        new("t", [.. edits.Select(edit => new Edit(new(Source, new(edit.Start, edit.Length)), edit.Text))]);
}
