namespace ShiftLeft.Tests.Go;

/// <summary>What the functions for JSON and TOML write, beside what Helm 4.2.3 wrote for the same values.</summary>
public sealed class JsonAndTomlWritingTests
{
    [Theory]
    [InlineData("{\"b\":1,\"a\":[null,true,1.5,\"\u00E9<&>\"]}", "{\"a\":[null,true,1.5,\"\u00E9\\u003c\\u0026\\u003e\"],\"b\":1}")]
    [InlineData("\"\u2028\u2029\\u0001\\b\\f\\n\\r\\t\\\"\\\\/\u007F\"", "\"\\u2028\\u2029\\u0001\\b\\f\\n\\r\\t\\\"\\\\/\u007F\"")]
    [InlineData("1e+21", "1e+21")]
    [InlineData("1e+20", "100000000000000000000")]
    [InlineData("1e-06", "0.000001")]
    [InlineData("1e-07", "1e-7")]
    [InlineData("1.5e-10", "1.5e-10")]
    [InlineData("-0.0", "-0")]
    [InlineData("{}", "{}")]
    [InlineData("[]", "[]")]
    public void JSON_is_compact_and_safe_in_HTML(string value, string expected) => Assert.Equal(expected, FormatCall.Write("toJson", value).Text);

    [Theory]
    [InlineData("{\"b\":{\"c\":[1,{}]},\"a\":[]}", "{\n  \"a\": [],\n  \"b\": {\n    \"c\": [\n      1,\n      {}\n    ]\n  }\n}")]
    [InlineData("[]", "[]")]
    [InlineData("{}", "{}")]
    [InlineData("\"<\"", "\"\\u003c\"")]
    public void Pretty_JSON_is_indented_by_two(string value, string expected) => Assert.Equal(expected, FormatCall.Write("toPrettyJson", value).Text);

    [Theory]
    [InlineData("{\"a\":\"<>&\u2028\"}", "{\"a\":\"<>&\\u2028\"}")]
    public void Raw_JSON_keeps_what_HTML_would_read(string value, string expected) => Assert.Equal(expected, FormatCall.Write("toRawJson", value).Text);

    [Theory]
    [InlineData("{\"a\":1,\"b\":\"x\",\"c\":{\"d\":1.5,\"e\":[1,2],\"f\":{\"g\":true}},\"l\":[{\"x\":1},{\"x\":2}],\"q.k\":\"v\",\"n\":null}", "a = 1.0\nb = \"x\"\n\"q.k\" = \"v\"\n\n[c]\n  d = 1.5\n  e = [1.0, 2.0]\n  [c.f]\n    g = true\n\n[[l]]\n  x = 1.0\n\n[[l]]\n  x = 2.0\n")]
    [InlineData("{\"a\":[[1],[\"x\"]],\"b\":[{\"c\":[{\"d\":1}]}],\"\":{\" \":\"\\n\\u0001\\\"\"}}", "a = [[1.0], [\"x\"]]\n\n[\"\"]\n  \" \" = \"\\n\\u0001\\\"\"\n\n[[b]]\n\n  [[b.c]]\n    d = 1.0\n")]
    [InlineData("[null]", "toml: cannot encode array with nil element")]
    [InlineData("{\"a\":[1,null]}", "toml: cannot encode array with nil element")]
    [InlineData("[{\"a\":1}]", "toml: top-level values must be Go maps or structs")]
    [InlineData("[\"a\",1.0,true]", "[\"a\", 1.0, true]")]
    [InlineData("{\"a\":1000000.0,\"b\":1e+21,\"c\":0.1}", "a = 1e+06\nb = 1e+21\nc = 0.1\n")]
    public void TOML_has_scalars_first_and_says_what_it_cannot_write(string value, string expected) => Assert.Equal(expected, FormatCall.Write("toToml", value).Text);
}
