using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Template;
using ShiftLeft.Go.Yaml;
using ShiftLeft.Helm;
using ShiftLeft.Helm.Functions;
using ShiftLeft.Helm.Rendering;
using ShiftLeft.Text;
using ShiftLeft.Tracing;

namespace ShiftLeft.Tests.Go;

/// <summary>Every value of a file knows its place, and what is written of it still does.</summary>
public sealed class ValuesProvenanceTests
{
    const string Values = """
        # the image
        image:
          tag: v1   # pinned
          "pull policy": 'Always'
        hosts:
        - name: "a\tb"
          ports: [80, 0x1F]
        script: |
          echo one
            echo two

          echo three
        folded: >-
          some words
          on two lines
        plain: words that
          go on
        it: 'it''s'
        default: &default {cpu: 1}
        other: *default
        merged:
          <<: *default
          memory: ""
        securityContext: {}
        nothing:
        on: true
        """;

    static readonly SourceText Source = new("values.yaml", Values);
    static readonly MapValue Root = Read(Source);

    static MapValue Read(SourceText source)
    {
        var read = YamlValues.Read(source);
        Assert.Null(read.Problem);
        return Assert.Single(read.Maps);
    }

    static Value At(params string[] keys) => keys.Aggregate((Value)Root, (value, key) => int.TryParse(key, out var index) ? ((ListValue)value).Items[index] : ((MapValue)value)[key]!);

    static ValueProvenance Origin(Value value) => Assert.IsType<ValueProvenance>(value.From);

    [Theory]
    [InlineData("image", "image", "image")]
    [InlineData("image.tag", "image/tag", "tag")]
    [InlineData("image[\"pull policy\"]", "image/pull policy", "\"pull policy\"")]
    [InlineData("hosts[0].name", "hosts/0/name", "name")]
    [InlineData("hosts[0].ports[1]", "hosts/0/ports/1", null)]
    [InlineData("nothing", "nothing", "nothing")]
    public void A_value_knows_its_path_and_its_key(string path, string keys, string? key)
    {
        var origin = Origin(At(keys.Split('/')));
        Assert.Equal(path, origin.Path);
        Assert.Equal(key?.Trim('"'), origin.Key is { } span ? Source[span] : null);
    }

    [Theory]
    [InlineData("image/tag", "v1")]
    [InlineData("hosts/0/ports/1", "0x1F")]
    [InlineData("hosts/0/ports", "[80, 0x1F]")]
    [InlineData("securityContext", "{}")]
    [InlineData("nothing", "")]
    [InlineData("default", "{cpu: 1}")]
    [InlineData("hosts", "- name: \"a\\tb\"\n  ports: [80, 0x1F]")]
    public void A_value_knows_its_place(string keys, string text) => Assert.Equal(text, Source[Origin(At(keys.Split('/'))).Value]);

    [Theory]
    [InlineData("script", "echo one\n|  echo two\n\n|echo three\n")]
    [InlineData("folded", "some words| |on two lines")]
    [InlineData("plain", "words that| |go on")]
    [InlineData("it", "it'|s")]
    [InlineData("hosts/0/name", "a|\t|b")]
    public void A_scalar_is_followed_part_by_part(string keys, string parts)
    {
        var text = ((StringValue)At(keys.Split('/'))).Traced;
        FormatCall.AssertTraced(text);
        Assert.Equal(parts, string.Join('|', text.Runs.ToArray().Select(run => text.Text.Substring(run.Start, run.Length))));
    }

    [Fact]
    public void A_key_that_JSON_spells_otherwise_still_comes_from_its_entry()
    {
        var entry = Root.Entries.Find("true")!;
        var run = Assert.Single(entry.Key.Runs.ToArray());
        Assert.False(run.IsLinear);
        Assert.Equal("on", Source[Assert.IsType<ValueProvenance>(run.From).Key!.Value]);
    }

    [Fact]
    public void An_alias_is_a_map_of_its_own_whose_values_stand_at_the_anchor()
    {
        var root = Read(Source);
        var (one, other) = ((MapValue)root["default"]!, (MapValue)root["other"]!);
        one.Entries.Set("cpu", new FloatValue(2));
        Assert.Equal(1, Assert.IsType<FloatValue>(other["cpu"]).Value);
        Assert.Equal("default.cpu", Origin(other["cpu"]!).Path);
        Assert.Equal("default.cpu", Origin(((MapValue)root["merged"]!)["cpu"]!).Path);
    }

    [Theory]
    [InlineData("toYaml")]
    [InlineData("toYamlPretty")]
    [InlineData("toJson")]
    [InlineData("toPrettyJson")]
    [InlineData("toToml")]
    public void What_is_written_stands_where_its_runs_say(string function)
    {
        var text = FormatCall.Write(function, Read(Source));
        FormatCall.AssertTraced(text);
        var tag = text.RunAt(text.Text.IndexOf("v1", StringComparison.Ordinal))!.Value;
        Assert.Equal("image.tag", Assert.IsType<ValueProvenance>(tag.From).Path);
        Assert.True(tag.IsLinear);
    }

    [Fact]
    public void What_is_empty_can_be_found()
    {
        var text = FormatCall.Write("toYaml", Read(Source));
        foreach (var (written, path) in new[] { ("{}", "securityContext"), ("\"\"", "merged.memory"), ("null", "nothing") })
            Assert.Equal(path, Assert.IsType<ValueProvenance>(text.RunAt(text.Text.IndexOf(written, StringComparison.Ordinal))!.Value.From).Path);
    }

    [Fact]
    public void What_the_call_invents_comes_from_the_call()
    {
        var text = FormatCall.Write("toYaml", Read(Source));
        var colon = text.RunAt(text.Text.IndexOf(':', StringComparison.Ordinal))!.Value;
        Assert.Equal("toYaml", Assert.IsType<ComputedProvenance>(colon.From, exactMatch: false).Function);
    }

    [Fact]
    public void Reading_what_was_written_keeps_where_everything_comes_from()
    {
        foreach (var (write, read) in new[] { ("toYaml", "fromYaml"), ("toYamlPretty", "fromYaml"), ("toJson", "fromJson"), ("toJson", "fromYaml"), ("toToml", "fromToml") })
        {
            var back = (MapValue)FormatCall.Read(read, FormatCall.Write(write, Read(Source)));
            Assert.Equal("image", Origin(back["image"]!).Path);
            Assert.Equal("securityContext", Origin(back["securityContext"]!).Path);
            var again = FormatCall.Write("toYaml", back);
            FormatCall.AssertTraced(again);
            Assert.Equal("image.tag", Assert.IsType<ValueProvenance>(again.RunAt(again.Text.IndexOf("v1", StringComparison.Ordinal))!.Value.From).Path);
        }
    }

    [Fact]
    public void An_entry_that_a_template_writes_has_its_place_in_the_template()
    {
        const string Template = "{{ define \"x\" }}a:\n  b: {{ .port }}\n  c: text\n{{ end }}{{ include \"x\" . | fromYaml | toYaml }}";
        var source = TracedSource.OfFile("c/templates/t.yaml", new("templates/t.yaml", Template));
        var templates = new TemplateSet();
        var parsed = new ParsedTemplates(FunctionTable.All, new()).Parse(source);
        foreach (var template in parsed) templates.Add(template);
        var values = Read(new("values.yaml", "port: 8080"));
        var text = EngineFunctions.WithoutNoValue(new Executor(new RenderContext(HelmProfile.Default, new(2026, 1, 1), new())).ExecuteFile(parsed[^1], templates, values));
        Assert.Equal("a:\n  b: 8080\n  c: text", text.Text);
        FormatCall.AssertTraced(text);
        Assert.Equal("port", Assert.IsType<ValueProvenance>(text.RunAt(text.Text.IndexOf("8080", StringComparison.Ordinal))!.Value.From).Path);
        Assert.Same(source.TextProvenance!.Source, Assert.IsType<SourceProvenance>(text.RunAt(text.Text.IndexOf("text", StringComparison.Ordinal))!.Value.From).Source);
    }

    [Theory]
    [InlineData("a: 1\n--- # c\nb: 2\n", "{\"a\":1}|{\"b\":2}")]
    [InlineData("---\n---\nb: 1\n", "{}|{\"b\":1}")]
    [InlineData("# c\n---\nb: 1\n", "{}|{\"b\":1}")]
    [InlineData("a: 1\n...\nb: 2\n", "{\"a\":1}")]
    [InlineData("a: |\n  x\n---\nb: 1\n", "{\"a\":\"x\\n\"}|{\"b\":1}")]
    [InlineData("\uFEFF---\na: 1\n---\nb: 1\n", "{\"a\":1}|{\"b\":1}")]
    [InlineData("", "")]
    public void A_line_of_dashes_parts_documents(string text, string documents)
    {
        var read = YamlValues.Read(new("values.yaml", text), areMany: true);
        Assert.Null(read.Problem);
        Assert.Equal(documents, string.Join('|', read.Maps.Select(map => FormatCall.Write("toRawJson", map).Text)));
    }

    [Theory]
    [InlineData("a: 1\n---b: 1\n", 2, "invalid Yaml document separator: b: 1")]
    [InlineData("a: 1\n---\n- x\n", 3, "json: cannot unmarshal array into Go value of type map[string]interface {}")]
    [InlineData("a: 1\nb: c: d\n", 2, "line 2: mapping values are not allowed in this context")]
    [InlineData("a: 1\nb: @x\n", 2, "line 2: found character that cannot start any token")]
    [InlineData("a: \"x", 1, "found unexpected end of stream")]
    [InlineData("a: *b", 1, "unknown anchor 'b' referenced")]
    [InlineData("a: \u0001", 1, "control characters are not allowed")]
    public void A_problem_has_its_line(string text, int line, string message)
    {
        var problem = YamlValues.Read(new("values.yaml", text), areMany: true).Problem;
        Assert.NotNull(problem);
        Assert.Equal(line, problem.Location.Start.Line + 1);
        Assert.EndsWith(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Aliases_that_stand_for_too_much_are_refused()
    {
        var laughs = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range('b', 9).Select(c => $"{(char)c}: &{(char)c} [{string.Join(", ", Enumerable.Repeat("*" + (char)(c - 1), 10))}]\n"));
        Assert.EndsWith("document contains excessive aliasing", YamlValues.Read(new("values.yaml", laughs)).Problem!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[", 200_000)]
    [InlineData("{a: ", 100_000)]
    [InlineData("- ", 200_000)]
    [InlineData("? ", 200_000)]
    public void Nesting_without_end_is_a_problem(string open, int times) =>
        Assert.NotNull(YamlValues.Read(new("values.yaml", "a:\n  " + string.Concat(Enumerable.Repeat(open, times)))).Problem);

    [Fact]
    public void A_key_that_its_JSON_makes_too_long_empties_all()
    {
        Assert.Equal("? ".Length + 1022 + "\n: 1".Length, FormatCall.Write("toYaml", $"{{\"{new string('k', 1022)}\":1}}").Length);
        Assert.Equal("", FormatCall.Write("toYaml", $"{{\"{new string('k', 1023)}\":1}}").Text);
    }
}
