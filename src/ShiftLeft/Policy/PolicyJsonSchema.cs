using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ShiftLeft.Rules;

namespace ShiftLeft.Policy;

/// <summary>
/// The shape of <c>shiftleft.yml</c> as JSON Schema, draft 2020-12: editors complete keys and rules by it and show what they mean. Made
/// from the shape that the reader checks, so the two cannot differ.
/// </summary>
sealed class PolicyJsonSchema
{
    /// <summary>Where editors find the schema of the newest version; keys are added, never taken away.</summary>
    public const string Address = Product.RepositoryUrl + "/raw/main/docs/shiftleft.schema.json";

    readonly Utf8JsonWriter json;

    readonly ImmutableArray<RuleInfo> rules;

    PolicyJsonSchema(Utf8JsonWriter json, ImmutableArray<RuleInfo> rules) => (this.json, this.rules) = (json, rules);

    public static string Render(IEnumerable<RuleInfo> rules)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Options)) new PolicyJsonSchema(json, [.. rules]).Write();
        return Encoding.UTF8.GetString(bytes.WrittenSpan) + "\n";
    }

    static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    void Write()
    {
        json.WriteStartObject();
        json.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
        json.WriteString("$id", Address);
        json.WriteString("title", "shiftleft.yml");
        WriteMembers(PolicySchema.Root);
        json.WriteStartObject("$defs");
        WriteLevel();
        WriteRules();
        foreach (var rule in rules) WriteRule(rule);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    void WriteShape(Shape shape)
    {
        json.WriteStartObject();
        WriteMembers(shape);
        json.WriteEndObject();
    }

    void WriteMembers(Shape shape)
    {
        json.WriteString("description", shape.Description);
        switch (shape)
        {
            case Shape.Fields fields:
                WriteTypes("object", fields.IsOptional);
                json.WriteStartObject("properties");
                foreach (var field in fields.Known)
                {
                    json.WritePropertyName(field.Name);
                    WriteShape(field.Shape);
                }
                json.WriteEndObject();
                if (!fields.IsOptional) WriteStrings("required", fields.Known.Where(field => field.IsRequired).Select(field => field.Name));
                json.WriteBoolean("additionalProperties", false);
                break;
            case Shape.MapOf { Item: Shape.RuleSetting }:
                json.WriteString("$ref", "#/$defs/rules");
                break;
            case Shape.MapOf map:
                WriteTypes("object", isEmptyAllowed: true);
                json.WritePropertyName("additionalProperties");
                WriteShape(map.Item);
                break;
            case Shape.ListOf list:
                WriteTypes("array", isEmptyAllowed: true);
                json.WritePropertyName("items");
                WriteShape(list.Item);
                break;
            case Shape.Choice choice:
                WriteChoice(choice.Values);
                break;
            case Shape.Number:
                json.WriteString("type", "integer");
                json.WriteNumber("minimum", 0);
                break;
            case Shape.Switch:
                json.WriteString("type", "boolean");
                break;
            case Shape.RuleName:
                WriteStrings("enum", rules.Select(rule => rule.Name).Concat(rules.Select(rule => rule.Id)));
                break;
            case Shape.Day:
                json.WriteString("type", "string");
                json.WriteString("format", "date");
                break;
            case Shape.Text:
                WriteScalarTypes();
                json.WriteNumber("minLength", 1);
                break;
            default:
                WriteScalarTypes();
                break;
        }
    }

    /// <summary>A section whose entries are all commented out is nothing, and means nothing.</summary>
    void WriteTypes(string type, bool isEmptyAllowed)
    {
        if (isEmptyAllowed) WriteStrings("type", [type, "null"]);
        else json.WriteString("type", type);
    }

    /// <summary>YAML takes an unquoted <c>1.34</c> for a number; the reader takes it as written.</summary>
    void WriteScalarTypes() => WriteStrings("type", ["string", "number", "boolean"]);

    void WriteChoice(IEnumerable<string> values)
    {
        json.WriteStartArray("enum");
        foreach (var value in values)
        {
            if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) json.WriteNumberValue(number);
            else json.WriteStringValue(value);
        }
        json.WriteEndArray();
    }

    void WriteLevel()
    {
        json.WriteStartObject("level");
        json.WriteString("description", "How loud findings of the rule are; off: they are left out");
        WriteStrings("enum", Shape.RuleSetting.LevelNames);
        json.WriteEndObject();
    }

    /// <summary>Each rule under its name and under its id.</summary>
    void WriteRules()
    {
        json.WriteStartObject("rules");
        WriteTypes("object", isEmptyAllowed: true);
        json.WriteStartObject("properties");
        foreach (var (key, id) in rules.Select(rule => (rule.Name, rule.Id)).Concat(rules.Select(rule => (rule.Id, rule.Id))))
        {
            json.WriteStartObject(key);
            json.WriteString("$ref", $"#/$defs/{id}");
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteBoolean("additionalProperties", false);
        json.WriteEndObject();
    }

    void WriteRule(RuleInfo rule)
    {
        json.WriteStartObject(rule.Id);
        json.WriteString("title", $"{rule.Id} {rule.Name}");
        json.WriteString("description", $"{rule.Title}. {rule.Why}");
        json.WriteStartArray("anyOf");
        WriteLevelReference(null);
        json.WriteStartObject();
        json.WriteString("type", "object");
        json.WriteStartObject("properties");
        WriteLevelReference("level");
        foreach (var option in rule.Options) WriteOption(option);
        json.WriteEndObject();
        json.WriteBoolean("additionalProperties", false);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    void WriteOption(RuleOption option)
    {
        json.WriteStartObject(option.Name);
        json.WriteString("description", option.Description);
        if (option.Values.IsEmpty) WriteScalarTypes();
        else
        {
            WriteStrings("enum", option.Values);
            json.WriteString("default", option.Values[0]);
        }
        json.WriteEndObject();
    }

    void WriteLevelReference(string? name)
    {
        if (name is null) json.WriteStartObject();
        else json.WriteStartObject(name);
        json.WriteString("$ref", "#/$defs/level");
        json.WriteEndObject();
    }

    void WriteStrings(string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
