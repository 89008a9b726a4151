using System.Text;
using System.Text.Json;
using ShiftLeft.Tests.Verdicts;
using ShiftLeft.Text;
using ShiftLeft.Yaml;

namespace ShiftLeft.Tests.Yaml;

/// <summary>Whatever the text, every node stands in it where its parent does, and a plain scalar's text is its value.</summary>
public sealed class NodePlacesTests
{
    [Theory]
    [InlineData("a: [|[1, [2]]|] # c\n")]
    [InlineData("a: [|{b: {c: d}}|]\n")]
    [InlineData("a: [|[]|]\nb: 1\n")]
    [InlineData("a: [|[b: c]|]\nb: 1\n")]
    [InlineData("a: &x # c\n  [|y|]\n")]
    [InlineData("a: [|{}|]")]
    [InlineData("x: &x [1]\na:\n[|- *x|]\nb: 1\n")]
    [InlineData("x: &x 1\na:\n  [|- y\n  - *x|]\n# c\n")]
    [InlineData("a: &x [||\n  y|]\n\n")]
    [InlineData("a: !!str [|'y'|]\n")]
    public void The_value_of_a_stands_where_it_is_written(string marked)
    {
        var start = marked.IndexOf("[|", StringComparison.Ordinal);
        var end = marked.LastIndexOf("|]", StringComparison.Ordinal);
        var text = marked[..start] + marked[(start + 2)..end] + marked[(end + 2)..];
        var value = Parse(text).Documents[0]["a"]!;
        Assert.Equal(marked[(start + 2)..end], value.Location.Text);
    }

    [Fact]
    public void A_pair_in_a_flow_sequence_has_a_place_of_its_own() =>
        Assert.Equal(["b: c", "{d: e}"], Parse("a: [b: c, {d: e}]").Documents[0]["a"]!.Items.Select(item => item.Location.Text));

    [Fact]
    public void An_alias_s_entry_ends_with_the_alias_and_its_node_stays_where_the_anchor_is()
    {
        var root = (YamlMapping)Parse("a: &x\n  b: [c]\nd: {e: *x}\n").Documents[0];
        Assert.Equal("d: {e: *x}", root.Entry("d")!.Location.Text);
        Assert.Equal("a.b[0]", root.At("d", "e", "b")!.Items[0].Path);
    }

    [Fact]
    public void Comments_above_the_dashes_belong_to_the_document_below()
    {
        var file = Parse("# c\n---\na: !y 1\n...\n# d\n---\n\n# e\n---\nb: 2\n");
        Assert.Empty(file.Problems);
        Assert.Equal(["# c\n---\na: !y 1", "# d", "# e\n---\nb: 2"], file.Comments.Select(comment => file.Source[comment.Scope]));
    }

    [Theory]
    [InlineData("--- # c\na: 1\nb: 2\n", "# c\na: 1\nb: 2")]
    [InlineData("a: | # c\n  x\nb: 2\n", "a: | # c\n  x")]
    [InlineData("a: &x\n  b: 1 # c\n", "b: 1 # c")]
    public void A_comment_behind_an_opening_speaks_of_what_opens(string text, string scope)
    {
        var file = Parse(text);
        Assert.Equal(scope, file.Source[Assert.Single(file.Comments).Scope]);
    }

    [Theory]
    [InlineData("a: 1\n\0b: 2\n")]
    [InlineData("a: \"\u0007\"\n")]
    public void A_control_character_is_said_even_where_the_reader_would_take_it(string text) =>
        Assert.Contains(Parse(text).Problems, problem => problem.Message.Contains("control character", StringComparison.Ordinal));

    [Fact]
    public void Outside_manifests_keep_their_places()
    {
        foreach (var manifest in SharedCases.Manifests()) Check(Parse(manifest));
    }

    [Fact]
    public void Any_text_is_read_without_failing()
    {
        string[] parts =
        [
            "a", "b: ", ": ", "- ", "\n", "\n", "\n  ", "\n    ", "{", "}", "[", "]", ",", "'", "\"", "#", " # c", "&x ", "*x", "!t ", "!!str ", "|\n", ">-\n", "---\n", "...\n", "? ",
            "<<: ", "\t", "\r\n", "\\", "\\u12", "%YAML 1.1\n", "%", "@", "`", "é", "🐳", "\uFEFF", "\u0085", "\u2028", "\0", "0x", "~", "\uD800", "\\UFFFFFFFF", "1",
        ];
        var random = new Random(20260101);
        for (var round = 0; round < 20_000; round++)
        {
            var text = new StringBuilder();
            for (var length = random.Next(1, 25); length > 0; length--) text.Append(parts[random.Next(parts.Length)]);
            Check(Parse(text.ToString()));
            Check(YamlFile.Parse(new("f.yaml", text.ToString())));
        }
    }

    /// <summary>Documents as people write them, with a few characters changed, moved, doubled or cut.</summary>
    [Fact]
    public void Any_document_that_is_spoilt_is_read_without_failing()
    {
        var documents = VerdictFile.Read("yaml").Select(item => item.GetProperty("yaml").GetString()!).ToArray();
        var random = new Random(20260702);
        for (var round = 0; round < 6_000; round++)
        {
            var text = new StringBuilder(documents[random.Next(documents.Length)]);
            for (var changes = random.Next(1, 6); changes > 0; changes--)
            {
                var at = random.Next(text.Length + 1);
                var length = Math.Min(random.Next(1, 20), text.Length - at);
                var other = documents[random.Next(documents.Length)];
                switch (random.Next(6))
                {
                    case 0: text.Remove(at, length); break;
                    case 1: text.Insert(at, (char)random.Next(' ', '\x7F')); break;
                    case 2: text.Insert(at, (char)random.Next(0, 0x10000)); break;
                    case 3: text.Insert(random.Next(text.Length + 1), text.ToString(at, length)); break;
                    case 4: text.Insert(at, other.AsSpan(random.Next(other.Length / 2), Math.Min(length, other.Length / 2))); break;
                    default: text.Length = at; break;
                }
            }
            Check(Parse(text.ToString()));
            Check(YamlFile.Parse(new("f.yaml", text.ToString())));
        }
    }

    static void Check(YamlFile file)
    {
        var text = file.Source.Content;
        foreach (var problem in file.Problems) Assert.InRange(problem.Location.Span.End, 0, text.Length);
        foreach (var comment in file.Comments) Assert.True(comment.Scope.Contains(comment.Location.Span), text);
        foreach (var document in file.Documents) Check(document, new(0, text.Length), text);
    }

    static void Check(YamlNode node, Span outer, string text)
    {
        Assert.True(outer.Contains(node.Span), $"{node.Span} is not in {outer}:\n{JsonSerializer.Serialize(text)}");
        if (node is YamlScalar { Style: ScalarStyle.Plain, Span.IsEmpty: false, IsNull: false } scalar && !scalar.Location.Text.AsSpan().ContainsAny("\r\n\u0085\u2028") && scalar.Location.Text[0] != '*' && scalar.Tag is null)
            Assert.True(scalar.Value == scalar.Location.Text, $"`{scalar.Value}` is not `{scalar.Location.Text}`:\n{text}");
        foreach (var entry in node.Entries)
        {
            Assert.True(node.Span.Contains(entry.Span), $"{entry.Span} is not in {node.Span}:\n{JsonSerializer.Serialize(text)}");
            if (ReferenceEquals(((YamlMapping)node).EntryOf(entry.Value), entry)) Check(entry.Value, entry.Span, text);
        }
        foreach (var item in node.Items.Where(item => ReferenceEquals(item.Parent, node))) Check(item, node.Span, text);
    }

    static YamlFile Parse(string text) => YamlFile.ParseManifests(new SourceText("f.yaml", text));
}
