using ShiftLeft.Text;
using ShiftLeft.Yaml;

namespace ShiftLeft.Tests.Yaml;

public sealed class YamlFileTests
{
    [Theory]
    [InlineData("a: b", "b")]
    [InlineData("a:   b  # c\n", "b")]
    [InlineData("a: 'b c'\n", "'b c'")]
    [InlineData("a: \"b\\n\"", "\"b\\n\"")]
    [InlineData("a: b\r\nc: d\r\n", "b")]
    [InlineData("\uFEFFa: b", "b")]
    [InlineData("# 🐳 é\na: b", "b")]
    [InlineData("a: &x b", "b")]
    [InlineData("a: !!str 1", "1")]
    [InlineData("a: |\n  x\n  y\n", "|\n  x\n  y")]
    [InlineData("{a: b}", "b")]
    [InlineData("{\"a\":\"b\"}", "\"b\"")]
    [InlineData("a: b c\n  d\ne: f", "b c\n  d")]
    [InlineData("---\na: b\n...\n", "b")]
    public void A_scalar_stands_exactly_where_its_text_is(string text, string expected) => Assert.Equal(expected, Parse(text).Documents[0]["a"]!.Location.Text);

    [Fact]
    public void Blocks_end_with_their_last_character()
    {
        var root = Parse("spec:\n  list:\n    - name: x\n      image: y\n\n# c\nother: 1\n").Documents[0];
        Assert.Equal("name: x\n      image: y", root.At("spec", "list")!.Items[0].Location.Text);
        Assert.Equal("spec:\n  list:\n    - name: x\n      image: y", ((YamlMapping)root).Entry("spec")!.Location.Text);
        Assert.Equal("spec.list[0].image", root.At("spec", "list")!.Items[0]["image"]!.Path);
    }

    [Fact]
    public void A_broken_document_is_one_problem_and_the_others_are_read()
    {
        var file = Parse("a: 1\n---\nb: [1\nc: }\n---\nd: 2\n");
        Assert.Equal(["1", "2"], file.Documents.Select(document => document.Entries[0].Value.Text));
        var problem = Assert.Single(file.Problems);
        Assert.InRange(problem.Location.Start.Line, 2, 3);
    }

    [Theory]
    [InlineData("yes", true)]
    [InlineData("on", true)]
    [InlineData("True", true)]
    [InlineData("off", false)]
    [InlineData("'true'", null)]
    [InlineData("truE", null)]
    public void Booleans_are_those_of_YAML_1_1(string text, bool? expected) => Assert.Equal(expected, Parse("a: " + text).Documents[0]["a"]!.AsBoolean);

    [Theory]
    [InlineData("017", 15L)]
    [InlineData("0o17", 15L)]
    [InlineData("0x1F", 31L)]
    [InlineData("1_000", 1000L)]
    [InlineData("-5", -5L)]
    [InlineData("08", 8L)]
    [InlineData("1.0", 1L)]
    [InlineData("1e3", 1000L)]
    [InlineData("1.5", null)]
    [InlineData("1e30", null)]
    [InlineData("\"1\"", null)]
    public void Integers_are_those_of_YAML_1_1(string text, long? expected) => Assert.Equal(expected, Parse("a: " + text).Documents[0]["a"]!.AsInteger);

    [Fact]
    public void Merged_keys_are_found_and_own_keys_beat_them()
    {
        var root = Parse("base: &b {x: 1, z: 2}\na:\n  <<: *b\n  z: 3\n").Documents[0];
        Assert.Equal(("1", "3"), (root.At("a", "x")!.Text, root.At("a", "z")!.Text));
    }

    [Fact]
    public void A_duplicate_key_is_said_and_the_last_wins()
    {
        var file = Parse("a: 1\na: 2\n");
        Assert.Equal((5, "a"), (Assert.Single(file.RepeatedKeys).Span.Start, file.RepeatedKeys[0].Value));
        Assert.Equal("2", file.Documents[0]["a"]!.Text);
    }

    [Theory]
    [InlineData("# all\na: 1\nb: 2\n", "# all\na: 1\nb: 2")]
    [InlineData("a: 1\n# only b\nb:\n  c: 2\nd: 3\n", "# only b\nb:\n  c: 2")]
    [InlineData("a: 1\nb: 2 # this\nc: 3\n", "b: 2 # this")]
    [InlineData("a:\n  # item\n  - x: 1\n    y: 2\n  - z\n", "# item\n  - x: 1\n    y: 2")]
    [InlineData("a: '# no'\nb: x#no\n# last\n", "# last")]
    public void A_comment_speaks_of_what_follows_or_of_its_line(string text, string scope)
    {
        var file = Parse(text);
        Assert.Equal(scope, file.Source[Assert.Single(file.Comments).Scope]);
    }

    [Theory]
    [InlineData("[", 100_000)]
    [InlineData("{a: ", 100_000)]
    [InlineData("- ", 100_000)]
    [InlineData("? ", 100_000)]
    [InlineData("\"", 100_001)]
    [InlineData(": ", 100_000)]
    [InlineData("!a ", 100_000)]
    [InlineData("a: 1\n", 100_000)]
    [InlineData("---\na: [\n", 50_000)]
    public void Hostile_files_end_in_few_problems(string part, int times) =>
        Assert.InRange(Parse("x: 1\n---\n" + string.Concat(Enumerable.Repeat(part, times))) is var file ? file.Problems.Length + file.RepeatedKeys.Length : 0, 1, 201);

    [Theory]
    [InlineData("---\n# c\na: 1\n", 50_000)]
    [InlineData("# c\n\n", 150_000)]
    [InlineData("#\n", 150_000)]
    [InlineData("a: |\n  x\n---\n", 50_000)]
    public void Long_files_are_read_in_a_time_that_grows_with_them(string part, int times)
    {
        var file = Parse(string.Concat(Enumerable.Repeat(part, times)) + "z: 1\n");
        Assert.Empty(file.Problems);
        Assert.True(Math.Max(file.Documents.Length, file.Comments.Length) >= times);
    }

    [Fact]
    public void A_long_scalar_is_one_scalar()
    {
        foreach (var value in (string[])["\"" + new string('x', 1_000_000) + "\"", "|\n" + string.Concat(Enumerable.Repeat("  x\n", 250_000)), string.Concat(Enumerable.Repeat("x ", 500_000))])
            Assert.Equal(value.Trim(), Parse("a: " + value + "\n").Documents[0]["a"]!.Location.Text);
    }

    [Fact]
    public void Aliases_and_merges_may_not_multiply()
    {
        var laughs = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range('b', 12).Select(c => $"{(char)c}: &{(char)c} [{string.Join(',', Enumerable.Repeat("*" + (char)(c - 1), 10))}]\n"));
        Assert.Equal("yaml-too-large", Assert.Single(Parse(laughs).Problems).Code);
        var merges = "a0: &a0 {k0: v}\n" + string.Concat(Enumerable.Range(1, 100_000).Select(i => $"a{i}: &a{i} {{<<: *a{i - 1}, k{i}: v}}\n"));
        Assert.Equal("yaml-too-large", Assert.Single(Parse(merges).Problems).Code);
        // The budget is the file's, so many documents do not get round it.
        var documents = string.Concat(Enumerable.Repeat("a: &a [" + string.Join(',', Enumerable.Repeat("x", 1000)) + "]\nb: [" + string.Join(',', Enumerable.Repeat("*a", 100)) + "]\n---\n", 50));
        Assert.Equal("yaml-too-large", Assert.Single(Parse(documents).Problems).Code);
        Assert.Equal("yaml-syntax", Assert.Single(Parse("a: &a [*a]").Problems).Code);
    }

    [Theory]
    [InlineData("a: \"\\UFFFFFFFF\"\n")]
    [InlineData("a: [}\n")]
    [InlineData("]\n")]
    public void What_a_reader_could_trip_over_is_a_problem(string text) => Assert.Equal("yaml-syntax", Assert.Single(Parse(text).Problems).Code);

    static YamlFile Parse(string text) => YamlFile.ParseManifests(new SourceText("f.yaml", text));
}
