using ShiftLeft.Text;
using ShiftLeft.Yaml;

namespace ShiftLeft.Tests.Yaml;

/// <summary>How <c>kubectl</c> reads a file: what parts documents, what is JSON, what is refused on the way to JSON.</summary>
public sealed class ManifestYamlTests
{
    [Theory]
    [InlineData("a: 1\n---\na: 2\n", "1 2")]
    [InlineData("---\na: 1\n--- # c\na: 2\n---\n", "1 2")]
    [InlineData("a: 1\r\n---\r\na: 2\r\n", "1 2")]
    [InlineData("# only this\n---\n---\na: 1\n", "1")]
    [InlineData("a: 1\n...\n", "1")]
    [InlineData("a: 1\n...\n# c\n...\n---\na: 2\n", "1 2")]
    [InlineData("apiVersion: v1\rkind: Pod\ra: 1\r", "1")]
    [InlineData("{\"a\": 1}{\"a\": 2}\n{\"a\": 3}", "1 2 3")]
    [InlineData("{\"a\": 1}\n---\na: 2\n", "1 2")]
    [InlineData("{\"a\": \"\\/\\ud83d\\udc33\\u007f\"}", "/🐳\u007F")]
    [InlineData("{\"a\"\n:\n1}", "1")]
    [InlineData("{a: b}\n", "b")]
    [InlineData("{\"a\": 'b'}\n", "b")]
    public void Documents_are_parted_as_kubectl_does(string text, string expected)
    {
        var file = Parse(text);
        Assert.Empty(file.Problems);
        Assert.Equal(expected, string.Join(' ', file.Documents.Select(document => document["a"]?.Text)));
    }

    [Theory]
    [InlineData("a: 1\n--- b\na: 2\n---\na: 3\n", "1 2 3", "`b` is not read")]
    [InlineData("a: 1\n...\na: 2\n---\na: 3\n", "1 3", "put `---` between documents")]
    [InlineData("a: 1\r---\ra: 2\r", "1", "put `---` between documents")]
    [InlineData("%YAML 1.1\n---\na: 1\n", "1", "did not find expected <document start>")]
    [InlineData("a: [1\nb: }\n---\na: 2\n", "2", "while parsing a flow sequence that begins on line 1, did not find expected ',' or ']'")]
    [InlineData("{\"a\": 1,\n \"b\": 2,\n", "", "did not find expected")]
    [InlineData("{\"a\": \"\\/\",\n \"b\" 2}\n", "", "not valid JSON: invalid character '2' after object key")]
    [InlineData("a: @x\n---\na: 2\n", "2", "`@` cannot start a value; put it in quotes")]
    [InlineData("\ta: 1\n---\na: 2\n", "2", "a tab cannot indent; use spaces")]
    [InlineData("a: b: c\n---\na: 2\n", "2", "a text that holds `: ` is not in quotes")]
    [InlineData("a: \u007F\n---\na: 2\n", "2", "the control character U+007F is not allowed")]
    [InlineData("a: {{ .Values.x }}\n", "", "a mapping or a list cannot be a key")]
    [InlineData("a: .inf\n", ".inf", "not finite")]
    [InlineData("a: !!int x\n", "x", "cannot decode !!str `x` as a !!int")]
    [InlineData("a: 1\n~: 2\n", "1", "cannot be a key")]
    [InlineData("a: 1\n<<: 2\n", "1", "`<<` merges a mapping")]
    [InlineData("a: !!binary x\n", "x", "invalid base64")]
    public void What_kubectl_does_not_read_is_told_of_and_the_rest_is_read(string text, string expected, string words)
    {
        var file = Parse(text);
        Assert.Contains(words, Assert.Single(file.Problems).Message, StringComparison.Ordinal);
        Assert.Equal(expected, string.Join(' ', file.Documents.Select(document => document["a"]?.Text)).Trim());
    }

    [Fact]
    public void Bytes_that_are_no_UTF_8_are_told_of_and_the_rest_is_read()
    {
        var file = Parse(Utf8Text.Decode([.. "a: caf"u8, 0xE9, .. "\n---\na: 2\n"u8]));
        Assert.Contains("the byte 0xE9 is no UTF-8", Assert.Single(file.Problems).Message, StringComparison.Ordinal);
        Assert.Equal("2", Assert.Single(file.Documents)["a"]!.Text);
    }

    [Theory]
    [InlineData("a: |\n  \n  b\n", "\nb\n")]
    [InlineData("a: |\n \n\n  b\n", "\n\nb\n")]
    [InlineData("a: |\n        \n", "")]
    [InlineData("{a: &x b, c: d}\n", "b")]
    [InlineData("a: 'b'#c\n", "b")]
    [InlineData("a: !<:> b\n", "b")]
    [InlineData("a: !!binary aGk=\n", "hi")]
    [InlineData("? a\n: b\n", "b")]
    public void What_other_libraries_refuse_is_read(string text, string expected)
    {
        var file = Parse(text);
        Assert.Empty(file.Problems);
        Assert.Equal(expected, file.Documents[0]["a"]!.Text);
    }

    [Fact]
    public void Keys_have_their_names_in_JSON_and_values_their_types()
    {
        var root = Parse("yes: !!bool \"true\"\n.5: !!str 1\n010: 2\n'no': 1e3\n").Documents[0];
        Assert.True(root["true"]!.IsTrue);
        Assert.Equal(("1", 2L, 1000L), (root["0.5"]!.Text, root["8"]!.AsInteger, root["no"]!.AsInteger));
    }

    [Fact]
    public void A_merge_hides_the_keys_above_it()
    {
        var root = Parse("base: &b {x: 1, z: 2}\na:\n  x: 3\n  <<: *b\n  z: 4\n").Documents[0];
        Assert.Equal(("1", "4"), (root.At("a", "x")!.Text, root.At("a", "z")!.Text));
    }

    static YamlFile Parse(string text) => YamlFile.ParseManifests(new("f.yaml", text));
}
