using ShiftLeft.Helm;
using ShiftLeft.Tests.Go;
using ShiftLeft.Tracing;

namespace ShiftLeft.Tests.Helm;

/// <summary>What functions write still knows where it comes from.</summary>
public sealed class FunctionOriginTests
{
    const string Values = """
        name: my-release-name
        lines: |
          one
          two
        quoted: say "hi"
        port: 8080
        image: {tag: v1.2}
        list: [b, a]
        empty: ""
        timeout: 90s
        """;

    static readonly TemplateProbe Probe = new(HelmProfile.Default, Values);

    /// <summary>Each part as <c>text&lt;origin</c>: a values key, the function that made it, or the template for a literal.</summary>
    static string Trace(string template)
    {
        var text = Probe.Render(template);
        return string.Join(" ", text.Runs.ToArray().Select(run => $"{text.Text.Substring(run.Start, run.Length).Replace("\n", "\\n", StringComparison.Ordinal)}<{Origin(run.From)}"));
    }

    static string Origin(Provenance? from) => from switch
    {
        ValueProvenance value => value.Path,
        ComputedProvenance computed => computed.Function + "()",
        ChosenProvenance chosen => $"{Origin(chosen.Chosen)}/{string.Join("/", chosen.Considered.Select(Origin))}",
        AbsentProvenance absent => $"no {absent.Key}",
        SourceProvenance source => source.Kind == SourceKind.Literal ? "literal" : "template",
        LiteralProvenance => "literal",
        null => "?",
        _ => from.ToString()!,
    };

    [Theory]
    [InlineData("{{ .Values.name | trunc 10 | trimSuffix \"-\" }}", "my-release<name")]
    [InlineData("{{ .Values.name | substr 3 10 }}", "release<name")]
    [InlineData("{{ .Values.name | trimPrefix \"my-\" | upper }}", "RELEASE-NAME<name")]
    [InlineData("{{ regexFind \"[a-z]+$\" .Values.name }}", "name<name")]
    [InlineData("{{ index (splitList \"-\" .Values.name) 1 }}", "release<name")]
    [InlineData("{{ (split \"-\" .Values.name)._2 }}", "name<name")]
    [InlineData("{{ base \"a/b\" }}", "b<literal")]
    [InlineData("{{ nospace .Values.quoted }}", "say<quoted \"hi\"<quoted")]
    public void What_is_cut_keeps_its_characters_origin(string template, string trace) => Assert.Equal(trace, Trace(template));

    [Theory]
    [InlineData("{{ .Values.name | quote }}", "\"<quote() my-release-name<name \"<quote()")]
    [InlineData("{{ .Values.quoted | quote }}", "\"<quote() say <quoted \\<quote() \"hi<quoted \\<quote() \"<quoted \"<quote()")]
    [InlineData("{{ .Values.name | squote }}", "'<squote() my-release-name<name '<squote()")]
    [InlineData("{{ .Values.image.tag | nindent 2 }}", "\\n  <nindent() v1.2<image.tag")]
    [InlineData("{{ \"one\\ntwo\" | indent 2 }}", "  <indent() one\\n<literal   <indent() two<literal")]
    [InlineData("{{ .Values.name | snakecase }}", "my<name _<snakecase() release<name _<snakecase() name<name")]
    [InlineData("{{ .Values.name | replace \"-\" \".\" }}", "my<name .<literal release<name .<literal name<name")]
    [InlineData("{{ regexReplaceAll \"^(..)-(.)\" .Values.name \"${2}_$1/\" }}", "r<name _<literal my<name /<literal elease-name<name")]
    [InlineData("{{ cat .Values.image.tag .Values.port }}", "v1.2<image.tag  <cat() 8080<port")]
    [InlineData("{{ join \",\" .Values.list }}", "b<list[0] ,<literal a<list[1]")]
    [InlineData("{{ .Values.port | toString | quote }}", "\"<quote() 8080<port \"<quote()")]
    [InlineData("{{ int .Values.port }}", "8080<port")]
    public void What_is_added_is_the_functions_and_the_rest_keeps_its_origin(string template, string trace) => Assert.Equal(trace, Trace(template));

    [Theory]
    [InlineData("{{ .Values.name | b64enc }}", "name")]
    [InlineData("{{ .Values.name | sha256sum }}", "name")]
    [InlineData("{{ add .Values.port 1 }}", "port")]
    [InlineData("{{ hasKey .Values.image \"tag\" }}", "image.tag")]
    [InlineData("{{ mustToDuration .Values.timeout }}", "timeout")]
    [InlineData("{{ durationSeconds .Values.timeout }}", "timeout")]
    [InlineData("{{ durationMilliseconds .Values.timeout | toString }}", "timeout")]
    [InlineData("{{ durationRoundTo .Values.timeout \"1m\" }}", "timeout")]
    [InlineData("{{ durationTruncateTo \"1h\" .Values.timeout }}", "timeout")]
    [InlineData("{{ dict \"t\" (mustToDuration .Values.timeout) | toYaml | trimPrefix \"t: \" }}", "timeout")]
    public void What_is_scrambled_leads_to_what_it_was_made_of(string template, string path)
    {
        var origin = Assert.IsType<ComputedProvenance>(Assert.Single(Probe.Render(template).Origins()), exactMatch: false);
        Assert.Contains(origin.Inputs, input => input is ValueProvenance value && value.Path == path);
    }

    [Theory]
    [InlineData("{{ .Values.image.pullPolicy | default \"Always\" }}", "<literal/no pullPolicy Always<literal")]
    [InlineData("{{ default .Values.name .Values.image.tag }}", "v1.2<image.tag")]
    [InlineData("{{ default .Values.name .Values.empty }}", "<name/empty my-release-name<name")]
    [InlineData("{{ default 80 .Values.image.port }}", "80<literal/no port")]
    [InlineData("{{ coalesce .Values.image.digest .Values.empty .Values.image.tag }}", "<image.tag/no digest/empty v1.2<image.tag")]
    [InlineData("{{ or .Values.image.digest .Values.empty .Values.image.tag }}", "<image.tag/no digest/empty v1.2<image.tag")]
    [InlineData("{{ or .Values.empty \"latest\" }}", "<literal/empty latest<literal")]
    [InlineData("{{ and .Values.port .Values.empty }}", "<empty")]
    [InlineData("{{ and .Values.port .Values.name }}", "<name/port my-release-name<name")]
    [InlineData("{{ dig \"tags\" \"first\" \"none\" .Values.image }}", "<literal/no tags none<literal")]
    [InlineData("{{ get .Values.image \"digest\" }}", "<no digest")]
    [InlineData("{{ ternary \"a\" \"b\" (hasKey .Values.image \"digest\") }}", "<literal/hasKey() b<literal")]
    public void A_choice_knows_what_it_was_made_over(string template, string trace) => Assert.Equal(trace, Trace(template));

    [Theory]
    [InlineData("{{ .Values.empty | trim }}", "<empty")]
    [InlineData("{{ .Values.name | trunc 0 }}", "<name")]
    [InlineData("{{ regexFind \"[0-9]\" .Values.name }}", "<name")]
    [InlineData("{{ .Values.empty | quote }}", "\"<quote() <empty \"<quote()")]
    [InlineData("{{ .Values.empty | nindent 2 }}", "\\n  <nindent() <empty")]
    public void What_writes_nothing_still_leaves_its_place(string template, string trace) => Assert.Equal(trace, Trace(template));

    /// <summary>Every character of what a duration is written into has an origin.</summary>
    [Theory]
    [InlineData("{{ $d := mustToDuration .Values.timeout }}{{ $d }} {{ quote $d }} {{ printf \"%5s|%d|%x\" $d $d $d }} {{ cat $d 1 }} {{ list $d }}")]
    [InlineData("{{ $m := dict \"t\" (mustToDuration .Values.timeout) \"l\" (list (mustToDuration 1)) }}{{ toYaml $m }}{{ toJson $m }}{{ toPrettyJson $m }}{{ toYamlPretty $m }}{{ toToml $m }}")]
    [InlineData("{{ durationDays .Values.timeout }} {{ durationWeeks 9 }} {{ durationHours nil }} {{ durationNanoseconds 1 | add 1 }} {{ durationMicroseconds .Values.timeout | int }}")]
    public void Durations_are_traced(string template)
    {
        var text = Probe.Render(template);
        FormatCall.AssertTraced(text);
        Assert.DoesNotContain(text.Runs.ToArray(), run => run.From is null);
    }

    [Fact]
    public void Maps_made_of_others_keep_where_those_stand()
    {
        Assert.Equal("<no x", Trace("{{ (omit .Values.image \"tag\").x }}").Replace("<no value>", "", StringComparison.Ordinal));
        Assert.Equal("v1.2<image.tag", Trace("{{ (merge (dict) .Values).image.tag }}"));
        Assert.Equal("v1.2<image.tag", Trace("{{ (deepCopy .Values.image).tag }}"));
        Assert.Equal("tag<image.tag", Trace("{{ first (keys .Values.image) }}"));
    }

    [Fact]
    public void Every_line_of_an_indented_text_stands_where_it_was_written()
    {
        var text = Probe.Render("{{ .Values.name | printf \"a\\nb: %s\\nc\" | nindent 4 | indent 1 }}");
        var run = Assert.Single(text.Runs.ToArray(), run => run.From is ValueProvenance);
        Assert.Equal("my-release-name", text.Text.Substring(run.Start, run.Length));
        Assert.Equal(Values.IndexOf("my-release", StringComparison.Ordinal), run.Offset);
    }

    /// <summary>A run that claims to be a source's characters one by one is them.</summary>
    [Theory]
    [InlineData("{{ .Values.name | trunc 9 | trimAll \"m-\" | quote | nindent 3 | replace \"y\" \"é\" | trunc 12 }}")]
    [InlineData("{{ range splitList \"\" .Values.name }}{{ . | indent 1 }}{{ end }}")]
    [InlineData("{{ wrapWith 4 \"|\" .Values.name }}{{ wrap 3 .Values.quoted }}{{ abbrev 8 .Values.name }}{{ abbrevboth 6 9 .Values.name }}{{ initials .Values.quoted }}")]
    [InlineData("{{ regexReplaceAll \"([a-z])([a-z]*)\" .Values.name \"$2-$1\" }}{{ regexSplit \"-\" .Values.name 2 | join \"\" }}{{ regexFindAll \"e.\" .Values.name -1 | last }}")]
    [InlineData("{{ cat .Values.list .Values.name .Values.image }}{{ toStrings .Values.list | reverse | join .Values.name }}{{ dir \"a/b/c\" }}{{ ext \"x.tar.gz\" }}{{ (urlParse \"https://u:p@h.io:1/p?q#f\").host }}")]
    public void Linear_runs_are_their_sources_characters(string template)
    {
        var text = Probe.Render(template);
        var checkedCharacters = 0;
        foreach (var run in text.Runs)
        {
            if (!run.IsLinear) continue;
            var source = run.From switch { ValueProvenance value => value.Source, SourceProvenance literal => literal.Source, _ => throw new InvalidOperationException() };
            Assert.Equal(source[new(run.Offset, run.Length)], text.Text.Substring(run.Start, run.Length));
            checkedCharacters += run.Length;
        }
        Assert.True(checkedCharacters > 5);
    }
}
