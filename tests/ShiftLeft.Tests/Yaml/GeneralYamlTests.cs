using ShiftLeft.Yaml;

namespace ShiftLeft.Tests.Yaml;

/// <summary>Files that are not Kubernetes': policies, GitHub's.</summary>
public sealed class GeneralYamlTests
{
    [Theory]
    [InlineData("a: b", "b")]
    [InlineData("\uFEFFa: b", "b")]
    [InlineData("a: &x b", "b")]
    [InlineData("a: !!str 1", "1")]
    [InlineData("a: |\n  x\n  y\n", "|\n  x\n  y")]
    [InlineData("{\"a\":\"b\"}", "\"b\"")]
    [InlineData("a: [1, [2]] # c\n", "[1, [2]]")]
    [InlineData("a: [b: c, {d: e}]\n", "[b: c, {d: e}]")]
    [InlineData("a: &x # c\n  y: z\n", "y: z")]
    [InlineData("x: &x [1]\na:\n- *x\nb: 1\n", "- *x")]
    [InlineData("%TAG !e! tag:x,2026:\n---\na: !e!y 1\n", "1")]
    [InlineData("%YAML 1.2\n---\na: 1\n", "1")]
    public void The_value_of_a_stands_where_it_is_written(string text, string expected)
    {
        var file = Parse(text);
        Assert.Empty(file.Problems);
        Assert.Equal(expected, file.Documents[0]["a"]!.Location.Text);
    }

    [Theory]
    [InlineData("a: !<:> b\n")]
    [InlineData("a: !<> b\n")]
    [InlineData("a: !<a:b:> c\n")]
    [InlineData("a: \"\\UFFFFFFFF\"\n")]
    [InlineData("a: [}\n")]
    [InlineData("]\n")]
    [InlineData("a: *nope\n")]
    [InlineData("a: &a [*a]\n")]
    [InlineData("a: 1\n\0b: 2\n")]
    public void What_the_library_trips_over_or_takes_wrongly_is_a_problem(string text) => Assert.Equal("yaml-syntax", Assert.Single(Parse(text).Problems).Code);

    [Fact]
    public void A_repeated_key_is_told_of() => Assert.Equal("a", Assert.Single(Parse("a: 1\na: 2\n").RepeatedKeys).Value);

    [Fact]
    public void The_budgets_hold()
    {
        Assert.Equal("yaml-too-large", Assert.Single(Parse(new string('[', 300)).Problems).Code);
        var laughs = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range('b', 12).Select(c => $"{(char)c}: &{(char)c} [{string.Join(',', Enumerable.Repeat("*" + (char)(c - 1), 10))}]\n"));
        Assert.Equal("yaml-too-large", Assert.Single(Parse(laughs).Problems).Code);
    }

    static YamlFile Parse(string text) => YamlFile.Parse(new("f.yml", text));
}
