using System.Text;
using System.Text.RegularExpressions;
using ShiftLeft.Go.Json;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Template;
using ShiftLeft.Helm.Values;
using ShiftLeft.Text;
using ShiftLeft.Tracing;

namespace ShiftLeft.Tests.Helm;

public sealed class ValuesSchemaTests
{
    /// <summary>What helm 4.2.3 says of a schema and values, its lines in ordinal order: it writes those of a map in none.</summary>
    const string Answers = """
        {"properties": {"a": {"type": "integer"}, "b": {"type": ["string", "null"]}}} → {"a": "x", "b": 1} → - at '/a': got string, want integer ⏎ - at '/b': got number, want null or string
        {"properties": {"a": {"type": "integer"}}} → {"a": 1.0} → 
        {"properties": {"a": {"type": "integer"}}} → {"a": 1.5} → - at '/a': got number, want integer
        {"properties": {"a": {"enum": ["x", 1, null]}}} → {"a": "y"} → - at '/a': value must be one of 'x', 1, <nil>
        {"properties": {"a": {"enum": [[1], 1]}}} → {"a": "y"} → - at '/a': 'enum' failed
        {"properties": {"a": {"const": "q\"'s"}}} → {"a": "y"} → - at '/a': value must be 'q"\'s'
        {"properties": {"a": {"const": {"x": 1}}}} → {"a": "y"} → - at '/a': 'const' failed
        {"required": ["a", "b"]} → {} → - at '': missing properties 'a', 'b'
        {"required": ["a"]} → {} → - at '': missing property 'a'
        {"additionalProperties": false, "properties": {"a": {}}} → {"a": 1, "b": 2} → - at '': additional properties 'b' not allowed
        {"additionalProperties": false} → {"c": 1, "b": 2} → - at '': additional properties 'b', 'c' not allowed
        {"properties": {"a": {"minLength": 3, "maxLength": 1, "pattern": "^x$"}}} → {"a": "yy"} → - at '/a': 'yy' does not match pattern '^x$' ⏎ - at '/a': maxLength: got 2, want 1 ⏎ - at '/a': minLength: got 2, want 3
        {"properties": {"a": {"minimum": 3, "exclusiveMinimum": 2}}} → {"a": 1} → - at '/a': exclusiveMinimum: got 1, want 2 ⏎ - at '/a': minimum: got 1, want 3
        {"properties": {"a": {"maximum": 3.5, "exclusiveMaximum": 4, "multipleOf": 0.3}}} → {"a": 10000000.0} → - at '/a': exclusiveMaximum: got 1×10⁰⁷, want 4 ⏎ - at '/a': maximum: got 1×10⁰⁷, want 3.5 ⏎ - at '/a': multipleOf: got 1×10⁰⁷, want 0.3
        {"properties": {"a": {"minItems": 2, "maxItems": 0, "uniqueItems": true}}} → {"a": [1]} → - at '/a': maxItems: got 1, want 0 ⏎ - at '/a': minItems: got 1, want 2
        {"properties": {"a": {"uniqueItems": true}}} → {"a": [1, 2, 1.0]} → - at '/a': items at 0 and 2 are equal
        {"properties": {"a": {"items": {"type": "string"}}}} → {"a": ["x", 1, {}]} → - at '/a/1': got number, want string ⏎ - at '/a/2': got object, want string
        {"$schema": "http://json-schema.org/draft-07/schema#", "properties": {"a": {"items": [{"type": "string"}], "additionalItems": false}}} → {"a": [1, 2, 3]} → - at '/a': last 2 additionalItem(s) not allowed ⏎ - at '/a/0': got number, want string
        {"properties": {"a": {"oneOf": [{"type": "string"}, {"type": "object", "required": ["x", "y"], "properties": {"z": {"type": "string"}}}]}}} → {"a": {"z": 1}} →     - at '/a': missing properties 'x', 'y' ⏎     - at '/a/z': got number, want string ⏎   - at '/a': got object, want string ⏎   - at '/a': validation failed ⏎ - at '/a': 'oneOf' failed, none matched
        {"properties": {"a": {"oneOf": [{"type": "string"}, {"minLength": 1}]}}} → {"a": "x"} → - at '/a': 'oneOf' failed, subschemas 0, 1 matched
        {"properties": {"a": {"anyOf": [{"type": "string"}, {"type": "null"}]}}} → {"a": 1} →   - at '/a': got number, want null ⏎   - at '/a': got number, want string ⏎ - at '/a': 'anyOf' failed
        {"properties": {"a": {"allOf": [{"type": "number"}, {"minimum": 3}, {"maximum": 1}]}}} → {"a": 2} →   - at '/a': maximum: got 2, want 1 ⏎   - at '/a': minimum: got 2, want 3 ⏎ - at '/a': 'allOf' failed
        {"properties": {"a": {"not": {"type": "string"}}}} → {"a": "s"} → - at '/a': 'not' failed
        {"properties": {"a": {"if": {"type": "string"}, "then": {"minLength": 3}, "else": {"minimum": 3}}}} → {"a": "s"} → - at '/a': minLength: got 1, want 3
        {"properties": {"a": {"if": {"type": "string"}, "then": {"minLength": 3}, "else": {"minimum": 3}}}} → {"a": 1} → - at '/a': minimum: got 1, want 3
        {"definitions": {"q": {"type": "string", "minLength": 3}}, "properties": {"a": {"$ref": "#/definitions/q"}, "b": {"$ref": "#/definitions/q"}}} → {"a": 1, "b": "x"} → - at '/a': got number, want string ⏎ - at '/b': minLength: got 1, want 3
        {"$defs": {"q": {"minimum": 3, "multipleOf": 2}}, "properties": {"a": {"$ref": "#/$defs/q", "maximum": 0}}} → {"a": 1} →   - at '/a': minimum: got 1, want 3 ⏎   - at '/a': multipleOf: got 1, want 2 ⏎ - at '/a': maximum: got 1, want 0 ⏎ - at '/a': validation failed
        {"$schema": "http://json-schema.org/draft-07/schema#", "definitions": {"q": {"minimum": 3}}, "properties": {"a": {"$ref": "#/definitions/q", "maximum": 0}}} → {"a": 1} → - at '/a': minimum: got 1, want 3
        {"$defs": {"q": {"$anchor": "qq", "type": "string"}}, "properties": {"a": {"$ref": "#qq"}}} → {"a": 1} → - at '/a': got number, want string
        {"properties": {"a": {"patternProperties": {"^x": {"type": "string"}}, "additionalProperties": {"type": "number"}, "propertyNames": {"maxLength": 2}}}} → {"a": {"x1": 1, "b": "s", "long": 1}} →   - at '': maxLength: got 4, want 2 ⏎ - at '': invalid propertyName 'long' ⏎ - at '/a/b': got string, want number ⏎ - at '/a/x1': got number, want string
        {"properties": {"a": {"dependentRequired": {"x": ["y"]}, "dependentSchemas": {"x": {"required": ["q"]}}}}} → {"a": {"x": 1}} → - at '/a': missing property 'q' ⏎ - at '/a': properties 'y' required, if 'x' exists
        {"$schema": "http://json-schema.org/draft-07/schema#", "properties": {"a": {"dependencies": {"x": ["y", "z"], "w": {"required": ["q"]}}}}} → {"a": {"x": 1, "w": 1}} → - at '/a': missing property 'q' ⏎ - at '/a': properties 'y', 'z' required, if 'x' exists
        {"properties": {"a": {"contains": {"type": "string"}}}} → {"a": [1, 2]} →   - at '/a/0': got number, want string ⏎   - at '/a/1': got number, want string ⏎ - at '/a': no items match contains schema
        {"properties": {"a": {"contains": {"type": "string"}, "minContains": 2, "maxContains": 1}}} → {"a": [1, "x"]} →   - at '/a/0': got number, want string ⏎ - at '/a': min 2 items required to match contains schema, but matched 1 items at 1
        {"properties": {"a": {"minProperties": 2, "maxProperties": 0}}} → {"a": {"x": 1}} → - at '/a': maxProperties: got 1, want 0 ⏎ - at '/a': minProperties: got 1, want 2
        {"properties": {"a": false}} → {"a": 1} → - at '/a': false schema
        false → {"a": 1} → - at '': false schema
        {"properties": {"a/b~c": {"type": "string"}}} → {"a/b~c": 1} → - at '/a~1b~0c': got number, want string
        {"$schema": "http://json-schema.org/draft-04/schema#", "properties": {"a": {"minimum": 3, "exclusiveMinimum": true}}} → {"a": 3} → - at '/a': exclusiveMinimum: got 3, want 3
        {"properties": {"a": {"dependencies": {"x": ["y"]}}}} → {"a": {"x": 1}} → - at '/a': properties 'y' required, if 'x' exists
        {"$id": "http://e.x/root.json", "$defs": {"q": {"$id": "q.json", "type": "string"}}, "properties": {"a": {"$ref": "q.json"}, "b": {"$ref": "http://e.x/q.json"}, "c": {"$ref": "root.json#/$defs/q"}}} → {"a": 1, "b": 1, "c": 1} → - at '/a': got number, want string ⏎ - at '/b': got number, want string ⏎ - at '/c': got number, want string
        {"type": "object", "properties": {"r": {"type": "object", "properties": {"x": {"type": "string"}, "y": {"type": "string"}}}, "s": {"type": "string"}}} → {"r": {"x": 1, "y": 2}, "s": 1} →   - at '/r/x': got number, want string ⏎   - at '/r/y': got number, want string ⏎ - at '/r': validation failed ⏎ - at '/s': got number, want string
        {"properties": {"a": {"maximum": 1000000}}} → {"a": 1000000000.0} → - at '/a': maximum: got 1×10⁰⁹, want 1×10⁰⁶
        {"properties": {"a": {"type": "integer"}}} → {} → 
        {"properties": {"a": {"enum": [1.5, true]}}} → {"a": 2} → - at '/a': value must be one of 1.5, true
        {"properties": {"a": {"maximum": 65535}}} → {"a": 65536} → - at '/a': maximum: got 65,536, want 65,535
        {"properties": {"a": {"maximum": 100}}} → {"a": 5000.5} → - at '/a': maximum: got 5,000.5, want 100
        {"properties": {"a": {"maximum": 1}}} → {"a": 999999} → - at '/a': maximum: got 999,999, want 1
        {"properties": {"a": {"maximum": 1}}} → {"a": 1234567.5} → - at '/a': maximum: got 1.2345675×10⁰⁶, want 1
        {"properties": {"a": {"maximum": -1}}} → {"a": 1e-05} → - at '/a': maximum: got 1×10⁻⁰⁵, want -1
        {"properties": {"a": {"maximum": 0}}} → {"a": 123456.25} → - at '/a': maximum: got 123,456.25, want 0
        {"properties": {"a": {"maximum": -6000}}} → {"a": -5000} → - at '/a': maximum: got -5,000, want -6,000
        {"properties": {"a": {"minimum": -2e-05}}} → {"a": -12345} → - at '/a': minimum: got -12,345, want -2×10⁻⁰⁵
        {"properties": {"a": {"multipleOf": 0.01}}} → {"a": 0.07} → 
        {"properties": {"a": {"multipleOf": 0.1}}} → {"a": 0.35} → - at '/a': multipleOf: got 0.35, want 0.1
        {"properties": {"a": {"enum": [1000000, 1.5, "é\n"]}}} → {"a": 0} → - at '/a': value must be one of 1000000, 1.5, 'é\n'
        {"properties": {"a": {"type": ["object", "array", "integer", "number", "boolean", "string", "null"]}}} → {"a": 0} → 
        {"properties": {"a": {"type": ["object", "array", "integer", "boolean", "string", "null"]}}} → {"a": 0.5} → - at '/a': got number, want null or boolean or integer or string or array or object
        {"properties": {"a": {"allOf": [{"oneOf": [{"type": "string"}]}]}}} → {"a": 0} →     - at '/a': got number, want string ⏎   - at '/a': 'oneOf' failed, none matched ⏎ - at '/a': 'allOf' failed
        {"properties": {"a": {"$ref": "#/$defs/x"}}, "$defs": {"x": {"anyOf": [{"type": "string"}]}}} → {"a": 0} →   - at '/a': got number, want string ⏎ - at '/a': 'anyOf' failed
        {"properties": {"a": {"properties": {"b": {"allOf": [{"type": "string"}, {"type": "null"}]}}}}} → {"a": {"b": 1}} →   - at '/a/b': got number, want null ⏎   - at '/a/b': got number, want string ⏎ - at '/a/b': 'allOf' failed
        {"$schema": "http://json-schema.org/draft-07/schema#", "type": "object", "properties": {"a": {"$id": "#foo", "type": "string"}, "b": {"$ref": "#foo"}}} → {"b": 1} → - at '/b': got number, want string
        """;

    [Fact]
    public void Values_are_judged_as_by_helm()
    {
        foreach (var line in Answers.Split('\n'))
        {
            var parts = line.TrimEnd('\r').Split(" →");
            var result = Validate(parts[0], ValuesOf(parts[1]), placesNames: false);
            var lines = result.Problems.SelectMany(problem => problem.Describe().Split('\n')).Order(StringComparer.Ordinal);
            Assert.Equal((line, parts[2].Trim()), (line, string.Join(" ⏎ ", lines).Trim()));
            Assert.Empty(result.Unchecked);
        }
    }

    /// <summary>The library of Helm 4.3 (<c>jsonschema</c> 6.0.3) knows where the map is, but still no place of the name in it.</summary>
    [Fact]
    public void A_key_that_is_not_allowed_is_told_with_its_map()
    {
        const string Schema = """{"properties": {"a": {"propertyNames": {"maxLength": 2}}}}""";
        const string Values = """{"a": {"long": 1}}""";
        Assert.Equal("- at '/a': invalid propertyName 'long'\n  - at '': maxLength: got 4, want 2", Assert.Single(Validate(Schema, Values).Problems).Describe());
        Assert.Equal("- at '': invalid propertyName 'long'\n  - at '': maxLength: got 4, want 2", Assert.Single(Validate(Schema, ValuesOf(Values), placesNames: false).Problems).Describe());
    }

    [Theory]
    [InlineData("""{"properties":{"a":{"$ref":"https://schemas.example/x.json"}}}""", "the schema refers to `https://schemas.example/x.json`, which is not fetched")]
    [InlineData("""{"properties":{"a":{"$ref":"#/definitions/none"}}}""", "the schema refers to `#/definitions/none`, which it does not have")]
    [InlineData("""{"properties":{"a":{"$ref":"#/properties/a"}}}""", "the schema refers from one place to itself")]
    [InlineData("""{"$schema":"https://schemas.example/mine"}""", "the schema is written in `https://schemas.example/mine`, which is not known here and not fetched")]
    [InlineData("""{"unevaluatedProperties":false}""", "the schema uses `unevaluatedProperties` at `#`, which is not checked")]
    [InlineData("""{"$schema":"http://json-schema.org/draft-07/schema#","properties":{"a":{"format":"ipv4"}}}""", "the schema wants a `format` at `#/properties/a`, which is not checked")]
    [InlineData("""{"type":"strin"}""", "the schema's `type` at `#` is not what it must be")]
    [InlineData("""{"properties":{"a":{"items":[{}]}}}""", "the schema's `items` at `#/properties/a` is not what it must be")]
    [InlineData("""{"properties":{"a":{"allOf":[3]}}}""", "the schema has at `#/properties/a/allOf/0` what is no schema")]
    [InlineData("""{"properties":{"a":{"pattern":"("}}}""", "the schema has the pattern `(`, which Helm cannot read: unreadable")]
    [InlineData("{", "`values.schema.json` is no JSON")]
    [InlineData("{} x", "`values.schema.json` is no JSON")]
    public void What_cannot_be_applied_is_said(string schema, string expected)
    {
        var result = Validate(schema, """{"a":"x"}""");
        Assert.Empty(result.Problems);
        Assert.Equal([expected], result.Unchecked);
    }

    [Fact]
    public void Each_problem_knows_what_to_edit()
    {
        var values = new MapValue(new BuiltinProvenance("values"));
        values.Entries.Set("port", StringValue.Of("x", new BuiltinProvenance("port")));
        values.Entries.Set("extra", new BoolValue(true, new BuiltinProvenance("extra")));
        var result = Validate("""{"allOf":[{"properties":{"port":{"type":"integer"}}},{"required":["image"]}],"properties":{"port":{}},"additionalProperties":false}""", values);
        Assert.Equal(
            ["/port: got string, want integer: port", ": missing property 'image': no image in values", ": additional properties 'extra' not allowed: extra"],
            result.Parts.OrderByDescending(part => part.Path).ThenByDescending(part => part.Message, StringComparer.Ordinal).Select(part => $"{part.Path}: {part.Message}: {part.From}"));
    }

    [Fact]
    public void Integers_of_arguments_are_numbers()
    {
        var values = new MapValue();
        values.Entries.Set("a", new IntegerValue(70000, new ArgumentProvenance("a=70000"), Kind.Int64));
        Assert.Equal(["- at '/a': maximum: got 70,000, want 65,535"], Validate("""{"properties":{"a":{"type":"integer","maximum":65535}}}""", values).Problems.Select(problem => problem.Describe()));
    }

    [Fact]
    public void Hostile_schemas_end_soon()
    {
        // Each level is judged twice: 2^60 times the last one.
        var doubling = new StringBuilder("{\"$ref\":\"#/$defs/d0\",\"$defs\":{");
        for (var i = 0; i < 60; i++) doubling.Append(System.Globalization.CultureInfo.InvariantCulture, $"\"d{i}\":{{\"allOf\":[{{\"$ref\":\"#/$defs/d{i + 1}\"}},{{\"properties\":{{}},\"$ref\":\"#/$defs/d{i + 1}\"}}]}},");
        doubling.Append("\"d60\":{}}}");
        var spent = new RenderBudget();
        spent.Step(RenderBudget.MostSteps - 200_000);
        Assert.Throws<BudgetException>(() => ValuesSchema.Validate(new("values.schema.json", doubling.ToString()), new MapValue(), Matches, spent));

        var deep = string.Concat(Enumerable.Repeat("{\"not\":", 5000)) + "{}" + new string('}', 5000);
        Assert.Equal(["`values.schema.json` is no JSON"], Validate(deep, "{}").Unchecked);
    }

    static SchemaResult Validate(string schema, string values) => Validate(schema, ValuesOf(values));

    static MapValue ValuesOf(string json) => (MapValue)JsonText.Read(Encoding.UTF8.GetBytes(json), new BuiltinProvenance("values"), new())!;

    static SchemaResult Validate(string schema, MapValue values, bool placesNames = true) => ValuesSchema.Validate(new SourceText("values.schema.json", schema), values, Matches, new(), placesNames);

    static bool Matches(string pattern, string text) => pattern == "(" ? throw new FunctionException("unreadable") : Regex.IsMatch(text, pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
}
