using System.Text.Json;
using ShiftLeft.Policy;
using ShiftLeft.Rules;

namespace ShiftLeft.Tests.Policy;

public sealed class PolicyJsonSchemaTests
{
    static readonly RuleInfo Sample = new("SL1001", "floating-base-image", Level.Warning, Profile.Recommended, "0.1")
    {
        Title = "The base image floats",
        Why = "What is built tomorrow differs.",
        Fix = "Name a version.",
        Options = [new("memory", "Whether a limit of memory is needed", ["required", "off"]), new("names", "Which", [])],
    };

    [Fact]
    public void Every_reference_leads_somewhere_and_every_key_is_described()
    {
        using var schema = JsonDocument.Parse(PolicyJsonSchema.Render(Catalogue.Rules.Select(rule => rule.Info)));
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", schema.RootElement.GetProperty("$schema").GetString());
        var definitions = schema.RootElement.GetProperty("$defs");
        var visited = 0;
        Visit(schema.RootElement);
        Assert.True(visited > 50);

        void Visit(JsonElement element)
        {
            if (element.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in element.EnumerateArray()) Visit(item);
            }
            if (element.ValueKind != JsonValueKind.Object) return;
            visited++;
            if (element.TryGetProperty("$ref", out var reference)) Assert.True(definitions.TryGetProperty(reference.GetString()!["#/$defs/".Length..], out _), reference.GetString());
            if (element.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object)
            {
                Assert.False(element.GetProperty("additionalProperties").GetBoolean());
                Assert.All(properties.EnumerateObject(), property => Assert.True(property.Value.TryGetProperty("description", out _) || property.Value.TryGetProperty("$ref", out _), property.Name));
            }
            foreach (var property in element.EnumerateObject()) Visit(property.Value);
        }
    }

    [Fact]
    public void A_rule_has_its_level_and_its_options_under_its_name_and_its_id()
    {
        using var schema = JsonDocument.Parse(PolicyJsonSchema.Render([Sample]));
        var definitions = schema.RootElement.GetProperty("$defs");
        Assert.Equal(["floating-base-image", "SL1001"], definitions.GetProperty("rules").GetProperty("properties").EnumerateObject().Select(property => property.Name));
        Assert.Equal(["off", "info", "warning", "error"], definitions.GetProperty("level").GetProperty("enum").EnumerateArray().Select(level => level.GetString()));

        var rule = definitions.GetProperty("SL1001");
        Assert.Equal("The base image floats. What is built tomorrow differs.", rule.GetProperty("description").GetString());
        var options = rule.GetProperty("anyOf")[1].GetProperty("properties");
        Assert.Equal(["level", "memory", "names"], options.EnumerateObject().Select(option => option.Name));
        Assert.Equal("required", options.GetProperty("memory").GetProperty("default").GetString());
    }
}
