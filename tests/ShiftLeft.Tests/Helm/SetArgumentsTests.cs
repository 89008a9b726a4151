using System.Globalization;
using System.Text;
using ShiftLeft.Files;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Helm;
using ShiftLeft.Helm.Values;
using ShiftLeft.Tracing;

namespace ShiftLeft.Tests.Helm;

/// <summary>The expected values and errors are what <c>helm template</c> makes of the same arguments.</summary>
public sealed class SetArgumentsTests
{
    [Theory]
    [InlineData("", "{}")]
    [InlineData("a={}", """{"a":[""]}""")]
    [InlineData("a={,}", """{"a":["",""]}""")]
    [InlineData("a={1,x}b=2", """{"a":[1,"x"],"b":2}""")]
    [InlineData("a={null,true,1}", """{"a":[null,true,1]}""")]
    [InlineData("a={x\\,y,z}", """{"a":["x,y","z"]}""")]
    [InlineData("a[0]={1,2}", """{"a":[[1,2]]}""")]
    [InlineData("a[0]", """{"a":[]}""")]
    [InlineData("a[0]=", """{"a":[""]}""")]
    [InlineData("a[2]=x", """{"a":[null,null,"x"]}""")]
    [InlineData("a[+1]=1", """{"a":[null,1]}""")]
    [InlineData("a[0][1]=x", """{"a":[[null,"x"]]}""")]
    [InlineData("a[0].b=1,a[0].c=2,a[1].b=3", """{"a":[{"b":1,"c":2},{"b":3}]}""")]
    [InlineData("a[1].b=1,a[0]=2", """{"a":[2,{"b":1}]}""")]
    [InlineData("a[0]=1,a[0].b=2", """{"a":[{"b":2}]}""")]
    [InlineData("a.b=1,a=2", """{"a":2}""")]
    [InlineData("a.b=,c=1", """{"a":{"b":""},"c":1}""")]
    [InlineData("=x", "{}")]
    [InlineData(".a=1", "{}")]
    [InlineData("a\\.b=1", """{"a.b":1}""")]
    [InlineData("a\\,b=c\\,d", """{"a,b":"c,d"}""")]
    [InlineData("a=1,b=TRUE,c=Null,d=0,e=00,f=-5,g=+5,h=1.5,i=1e3,j=9223372036854775808,k= 1,l=", """{"a":1,"b":true,"c":null,"d":0,"e":"00","f":-5,"g":5,"h":"1.5","i":"1e3","j":"9223372036854775808","k":" 1","l":""}""")]
    [InlineData("a=b=c", """{"a":"b=c"}""")]
    [InlineData("a=é😀", """{"a":"é😀"}""")]
    [InlineData("a=\\", """{"a":""}""")]
    [InlineData("a=\\1", """{"a":1}""")]
    [InlineData("a=1\\,", """{"a":"1,"}""")]
    public void Set_follows_helms_grammar(string argument, string expected)
    {
        Assert.Equal(expected, Apply(HelmProfile.Helm42, [new(SetOption.Value, argument)]));
        Assert.Equal(expected, Apply(HelmProfile.Helm317, [new(SetOption.Value, argument)]));
    }

    [Theory]
    [InlineData("a={1,2", "list must terminate with '}'")]
    [InlineData("a={}x", "key \"x\" has no value")]
    [InlineData("a={a}  ,b=1", "key \"  \" has no value (cannot end with ,)")]
    [InlineData("a[x]=1", "error parsing index: strconv.Atoi: parsing \"x\": invalid syntax")]
    [InlineData("a[]=1", "error parsing index: strconv.Atoi: parsing \"\": invalid syntax")]
    [InlineData("a[0]x=1", "unexpected data at end of array index: ['x']")]
    [InlineData("a[70000]=1", "index of 70000 is greater than maximum supported index of 65536")]
    [InlineData("a[-1]=1", "negative -1 index not allowed")]
    [InlineData("a[99999999999999999999]=1", "error parsing index: strconv.Atoi: parsing \"99999999999999999999\": value out of range")]
    [InlineData("a.b", "key \"b\" has no value")]
    [InlineData("a", "key \"a\" has no value")]
    [InlineData("a\\", "key \"a\" has no value")]
    [InlineData("a,", "key \"a\" has no value (cannot end with ,)")]
    [InlineData("a.b,", "key \"b\" has no value (cannot end with ,)")]
    [InlineData("a..b=1", "key map \"a\" has no value")]
    [InlineData("a=2,a.b=1", "unable to parse key: interface conversion: interface {} is int64, not map[string]interface {}")]
    [InlineData("a=1,a[0]=2", "unable to parse key: interface conversion: interface {} is int64, not []interface {}")]
    [InlineData("a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u.v.w.x.y.z.a.b.c.d.e.f=1", "value name nested level is greater than maximum supported nested level of 30")]
    public void What_set_refuses_is_said_in_helms_words(string argument, string expected)
    {
        Assert.Equal("failed parsing --set data: " + expected, Apply(HelmProfile.Helm42, [new(SetOption.Value, argument)]));
        Assert.Equal("failed parsing --set data: " + expected, Apply(HelmProfile.Helm317, [new(SetOption.Value, argument)]));
    }

    [Theory]
    [InlineData("str.x=1", "failed parsing --set data: unable to parse key: interface conversion: interface {} is string, not map[string]interface {}")]
    [InlineData("lst[1].a=2", """{"img":{"tag":"x"},"lst":[1,{"a":2}],"nul":null,"str":"s"}""")]
    [InlineData("lst[0].a=2", """{"img":{"tag":"x"},"lst":[{"a":2},{"a":1}],"nul":null,"str":"s"}""")]
    [InlineData("lst.a=1", "failed parsing --set data: unable to parse key: interface conversion: interface {} is []interface {}, not map[string]interface {}")]
    [InlineData("nul.a=1", "failed parsing --set data: unable to parse key: interface conversion: interface {} is nil, not map[string]interface {}")]
    [InlineData("nul[0]=1", "failed parsing --set data: unable to parse key: interface conversion: interface {} is nil, not []interface {}")]
    [InlineData("img=x", """{"img":"x","lst":[1,{"a":1}],"nul":null,"str":"s"}""")]
    [InlineData("img[0]=1", "failed parsing --set data: unable to parse key: interface conversion: interface {} is map[string]interface {}, not []interface {}")]
    [InlineData("img.tag=null", """{"img":{"tag":null},"lst":[1,{"a":1}],"nul":null,"str":"s"}""")]
    [InlineData("lst[5]=1", """{"img":{"tag":"x"},"lst":[1,{"a":1},null,null,null,1],"nul":null,"str":"s"}""")]
    public void Set_changes_what_the_files_gave(string argument, string expected) =>
        Assert.Equal(expected, Apply(HelmProfile.Helm42, [new(SetOption.Json, """{"img":{"tag":"x"},"lst":[1,{"a":1}],"str":"s","nul":null}"""), new(SetOption.Value, argument)]));

    [Theory]
    [InlineData("""a=1,b={"x":[1,2.5,null]},c="s",d=""", """{"a":1,"b":{"x":[1,2.5,null]},"c":"s","d":null}""")]
    [InlineData("a.b=[1], c=2", """{" c":2,"a":{"b":[1]}}""")]
    [InlineData("""a[1]=1,a[0].b={"c":1}""", """{"a":[{"b":{"c":1}},1]}""")]
    [InlineData("a=1 b=2", """{"a":1,"b":2}""")]
    [InlineData("""a="\u00e9",b="é" """, """{"a":"é","b":"é"}""")]
    [InlineData("""a={"x":1,"x":2}""", """{"a":{"x":2}}""")]
    [InlineData("[1]", "{}")]
    [InlineData("a={bad}", "failed parsing --set-json data a={bad}")]
    [InlineData("a=1e400", "failed parsing --set-json data a=1e400")]
    [InlineData("a=nul", "failed parsing --set-json data a=nul")]
    [InlineData("a=01", "failed parsing --set-json data a=01")]
    [InlineData("a='x'", "failed parsing --set-json data a='x'")]
    [InlineData("a=1,,b=2", "failed parsing --set-json data a=1,,b=2")]
    [InlineData("a=1x", "failed parsing --set-json data a=1x")]
    public void Set_json_takes_json_values(string argument, string expected)
    {
        Assert.Equal(expected, Apply(HelmProfile.Helm42, [new(SetOption.Json, argument)]));
        Assert.Equal(expected, Apply(HelmProfile.Helm317, [new(SetOption.Json, argument)]));
    }

    [Fact]
    public void A_whole_json_object_is_for_helm_4()
    {
        Assert.Equal("""{"a":{"b":1}}""", Apply(HelmProfile.Helm41, [new(SetOption.Json, """ {"a":{"b":1}} """)]));
        Assert.Equal("""failed parsing --set-json data {"a":{"b":1}}""", Apply(HelmProfile.Helm317, [new(SetOption.Json, """{"a":{"b":1}}""")]));
        Assert.Equal("""failed parsing --set-json data JSON: {"a":1""", Apply(HelmProfile.Helm41, [new(SetOption.Json, """{"a":1""")]));
        Assert.Equal("""failed parsing --set-json data JSON: {"a":1}x""", Apply(HelmProfile.Helm41, [new(SetOption.Json, """{"a":1}x""")]));
        Assert.Equal("""{"a":{"b":2,"c":[2],"d":3}}""", Apply(HelmProfile.Helm42, [new(SetOption.Json, """{"a":{"b":1,"c":[1],"d":3}}"""), new(SetOption.Json, """{"a":{"b":2,"c":[2]}}""")]));
    }

    [Theory]
    [InlineData("a=1,b=true,c=null,d={1,2}", """{"a":"1","b":"true","c":"null","d":["1","2"]}""")]
    [InlineData("a[0]=1", """{"a":["1"]}""")]
    public void Set_string_makes_strings(string argument, string expected) => Assert.Equal(expected, Apply(HelmProfile.Helm42, [new(SetOption.String, argument)]));

    [Theory]
    [InlineData("a=1,b=2", """{"a":"1,b=2"}""")]
    [InlineData("a.b={x,y}", """{"a":{"b":"{x,y}"}}""")]
    [InlineData("a[0]=x\\y", """{"a":["x\\y"]}""")]
    [InlineData("a[1]=x", """{"a":[null,"x"]}""")]
    [InlineData("a\\.b=1", """{"a\\":{"b":"1"}}""")]
    [InlineData("a[0].c=1", """{"a":[{"c":"1"}]}""")]
    [InlineData("a,b=1", """{"a,b":"1"}""")]
    [InlineData("a=", """{"a":""}""")]
    [InlineData("=", "{}")]
    [InlineData("a", "failed parsing --set-literal data: key \"a\" has no value")]
    [InlineData("a.b", "failed parsing --set-literal data: key \"b\" has no value")]
    [InlineData("a[x]=1", "failed parsing --set-literal data: error parsing index: strconv.Atoi: parsing \"x\": invalid syntax")]
    public void Set_literal_takes_all_that_follows(string argument, string expected) => Assert.Equal(expected, Apply(HelmProfile.Helm42, [new(SetOption.Literal, argument)]));

    [Theory]
    [InlineData("a=f.txt", """{"a":"l1\nl2\n"}""")]
    [InlineData("a={f.txt,f.txt}", """{"a":["l1\nl2\n","l1\nl2\n"]}""")]
    [InlineData("a[0].b=f.txt,c=f.txt", """{"a":[{"b":"l1\nl2\n"}],"c":"l1\nl2\n"}""")]
    [InlineData("a=", """{"a":""}""")]
    [InlineData("a=nope.txt", "failed parsing --set-file data: nope.txt does not exist")]
    public void Set_file_reads_files(string argument, string expected) => Assert.Equal(expected, Apply(HelmProfile.Helm42, [new(SetOption.File, argument)]));

    [Theory]
    [InlineData("Value")]
    [InlineData("Literal")]
    public void Helm_3_minds_an_index_without_end(string name)
    {
        var option = Enum.Parse<SetOption>(name);
        Assert.Equal("{}", Apply(HelmProfile.Helm42, [new(option, "a[0")]));
        Assert.EndsWith("data: error parsing index: EOF", Apply(HelmProfile.Helm317, [new(option, "a[0")]), StringComparison.Ordinal);
    }

    [Fact]
    public void Options_apply_in_helms_order_not_in_theirs() =>
        Assert.Equal(
            """{"a":"literal","b":"string","c":1}""",
            Apply(HelmProfile.Helm42, [new(SetOption.Literal, "a=literal"), new(SetOption.String, "a=string,b=string"), new(SetOption.Value, "a=1,b=1,c=1"), new(SetOption.Json, "a={},c={}")]));

    [Fact]
    public void Every_value_knows_its_assignment()
    {
        var values = new MapValue();
        Assert.Null(SetArguments.Apply(values, [new(SetOption.Value, "image.tag=v1,replicas=2,hosts={a,b}"), new(SetOption.Json, """x={"y":1}, z=2"""), new(SetOption.File, "script=f.txt")], HelmProfile.Helm42, Read, new()));
        Assert.Equal("--set image.tag=v1", Describe(values["image"]));
        Assert.Equal("--set image.tag=v1", Describe(((MapValue)values["image"]!)["tag"]));
        Assert.Equal("--set image.tag=v1", ((StringValue)((MapValue)values["image"]!)["tag"]!).Traced.Origins()[0].ToString());
        Assert.Equal("--set replicas=2", Describe(values["replicas"]));
        Assert.Equal("--set hosts={a,b}", Describe(((ListValue)values["hosts"]!).Items[1]));
        Assert.Equal("""--set x={"y":1}""", Describe(((MapValue)values["x"]!)["y"]));
        var script = ((StringValue)values["script"]!).Traced.RunAt(3)!.Value;
        Assert.Equal(("f.txt", SourceKind.File, 0), (script.From!.ToString(), ((SourceProvenance)script.From).Kind, script.Offset));
    }

    static string? Describe(Value? value) => value!.From!.ToString();

    [Fact]
    public void Hostile_arguments_end_soon()
    {
        string[] arguments =
        [
            "a" + string.Concat(Enumerable.Repeat("[0]", 500_000)) + "=1",
            "a" + string.Concat(Enumerable.Repeat("[0].b", 300_000)) + "=1",
            string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"a{i}[65536]=1")),
        ];
        foreach (var argument in arguments) Assert.NotNull(SetArguments.Apply(new MapValue(), [new(SetOption.Value, argument)], HelmProfile.Helm42, Read, new()));
        Assert.NotNull(SetArguments.Apply(new MapValue(), [new(SetOption.Json, "a=" + new string('[', 1_000_000))], HelmProfile.Helm42, Read, new()));
    }

    static FileRead Read(string path) => new MemoryTree([new("f.txt", "l1\nl2\n")]).Read(path);

    static string Apply(HelmProfile profile, SetArgument[] arguments)
    {
        var values = new MapValue();
        return SetArguments.Apply(values, arguments, profile, Read, new()) ?? Json(values);
    }

    static string Json(Value value) => value switch
    {
        MapValue map => $"{{{string.Join(',', map.Entries.Sorted.Select(entry => $"{Quoted(entry.Key.Text)}:{Json(entry.Value)}"))}}}",
        ListValue list => $"[{string.Join(',', list.Items.Select(Json))}]",
        StringValue text => Quoted(text.Text),
        NilValue => "null",
        BoolValue boolean => boolean.Value ? "true" : "false",
        IntegerValue { Kind: Kind.Int64 } integer => integer.Value.ToString(CultureInfo.InvariantCulture),
        FloatValue number => number.Value.ToString(CultureInfo.InvariantCulture),
        _ => throw new InvalidOperationException(value.TypeName),
    };

    static string Quoted(string text) => new StringBuilder(text).Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n").Insert(0, '"').Append('"').ToString();
}
