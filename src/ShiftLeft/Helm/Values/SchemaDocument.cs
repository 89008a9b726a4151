using System.Collections.Frozen;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Tracing;

namespace ShiftLeft.Helm.Values;

/// <summary>A schema with what lies in it: its draft, the places that references can name, and what of it is not understood.</summary>
sealed class SchemaDocument
{
    const int MostSentences = 20;

    readonly Dictionary<string, Value> byAddress = new(StringComparer.Ordinal);
    readonly List<string> sentences = [];
    readonly RenderBudget budget;

    SchemaDocument(Value root, RenderBudget budget) => (Root, this.budget) = (root, budget);

    public Value Root { get; }
    /// <summary>4, 6, 7, 2019 or 2020.</summary>
    public int Draft { get; private set; } = 2020;
    /// <summary>Sentences without their full stop.</summary>
    public IReadOnlyList<string> Unchecked => sentences;

    enum Shape { Text, Flag, Number, Count, Texts, Any, Schema, Schemas, SchemaMap, SchemaOrList, SchemaOrFlag, Dependencies, TextsMap, Types, List }

    static readonly FrozenDictionary<string, Shape> Keywords = new (string Names, Shape Shape)[]
    {
        ("$ref $id id $anchor $schema pattern", Shape.Text),
        ("uniqueItems", Shape.Flag),
        ("minimum maximum multipleOf", Shape.Number),
        ("minLength maxLength minItems maxItems minProperties maxProperties minContains maxContains", Shape.Count),
        ("required", Shape.Texts),
        ("enum", Shape.List),
        ("type", Shape.Types),
        ("const", Shape.Any),
        ("not if then else contains propertyNames", Shape.Schema),
        ("additionalProperties additionalItems", Shape.SchemaOrFlag),
        ("allOf anyOf oneOf prefixItems", Shape.Schemas),
        ("items", Shape.SchemaOrList),
        ("properties patternProperties definitions $defs dependentSchemas", Shape.SchemaMap),
        ("dependencies", Shape.Dependencies),
        ("dependentRequired", Shape.TextsMap),
    }.SelectMany(group => group.Names.Split(' ').Select(name => KeyValuePair.Create(name, group.Shape))).ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Keywords that say something of values which is not checked here.</summary>
    static readonly FrozenSet<string> NotApplied = FrozenSet.Create(StringComparer.Ordinal, "unevaluatedProperties", "unevaluatedItems", "$dynamicRef", "$recursiveRef");

    public static SchemaDocument Read(Value root, RenderBudget budget)
    {
        var document = new SchemaDocument(root, budget);
        if (root is MapValue map && map["$schema"] is StringValue { Text: var dialect }) document.Draft = document.DraftOf(dialect);
        document.Walk(root, "#", "");
        return document;
    }

    /// <summary>What a reference names; null for what is not in this document, which is said.</summary>
    public Value? Resolve(string reference, string scope)
    {
        var hash = reference.IndexOf('#', StringComparison.Ordinal);
        var (address, fragment) = hash < 0 ? (reference, "") : (reference[..hash], reference[(hash + 1)..]);
        var whole = address.Length == 0 ? scope : Join(scope, address);
        if (fragment.Length > 0 && fragment[0] != '/')
        {
            if (byAddress.GetValueOrDefault($"{whole}#{fragment}") is { } anchored) return anchored;
        }
        else if ((whole.Length == 0 ? Root : byAddress.GetValueOrDefault(whole)) is { } resource)
        {
            if (Follow(resource, Uri.UnescapeDataString(fragment)) is { } found) return found;
        }
        Say(address.Length > 0 && !byAddress.ContainsKey(whole) ? $"the schema refers to `{reference}`, which is not fetched" : $"the schema refers to `{reference}`, which it does not have");
        return null;
    }

    /// <summary>The address that references inside of a subschema are relative to.</summary>
    public string ScopeOf(MapValue schema, string scope) => IdOf(schema) is { } id && !id.StartsWith('#') ? Join(scope, id.TrimEnd('#')) : scope;

    string? IdOf(MapValue schema) => schema[Draft == 4 ? "id" : "$id"] is StringValue { Text: var id } && (Draft >= 2019 || schema["$ref"] is null) ? id : null;

    static Value? Follow(Value from, string pointer)
    {
        var at = from;
        foreach (var part in pointer.Split('/').Skip(1))
        {
            var key = part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            var next = at switch
            {
                MapValue map => map[key],
                ListValue list when int.TryParse(key, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var index) && index < list.Items.Count => list.Items[index],
                _ => null,
            };
            if (next is null) return null;
            at = next;
        }
        return at is MapValue or BoolValue ? at : null;
    }

    static string Join(string scope, string address) =>
        Uri.TryCreate(scope.Length == 0 ? "file:///values.schema.json" : scope, UriKind.Absolute, out var start) && Uri.TryCreate(start, address, out var joined) ? joined.AbsoluteUri : address;

    int DraftOf(string dialect)
    {
        var name = dialect.TrimEnd('#').Replace("http://", "https://", StringComparison.Ordinal);
        var draft = name switch
        {
            "https://json-schema.org/draft-04/schema" => 4,
            "https://json-schema.org/draft-06/schema" => 6,
            "https://json-schema.org/draft-07/schema" => 7,
            "https://json-schema.org/draft/2019-09/schema" => 2019,
            "https://json-schema.org/draft/2020-12/schema" or "https://json-schema.org/schema" => 2020,
            _ => 0,
        };
        if (draft == 0) Say($"the schema is written in `{dialect}`, which is not known here and not fetched");
        return draft == 0 ? 2020 : draft;
    }

    void Walk(Value schema, string place, string scope)
    {
        budget.Step();
        if (schema is BoolValue) return;
        if (schema is not MapValue map)
        {
            Say($"the schema has at `{place}` what is no schema");
            return;
        }
        var outer = scope;
        scope = ScopeOf(map, scope);
        if (scope != outer) byAddress.TryAdd(scope, map);
        if (map["$anchor"] is StringValue { Text: var anchor }) byAddress.TryAdd($"{scope}#{anchor}", map);
        if (IdOf(map) is ['#', .. var name]) byAddress.TryAdd($"{scope}#{name}", map);
        foreach (var (key, value) in map.Entries.Sorted.Select(entry => (entry.Key.Text, entry.Value)))
        {
            if (NotApplied.Contains(key) && Draft >= 2019) Say($"the schema uses `{key}` at `{place}`, which is not checked");
            if (key == "format" && Draft < 2019) Say($"the schema wants a `format` at `{place}`, which is not checked");
            if (Keywords.TryGetValue(key, out var shape) && !Fits(shape, value, $"{place}/{key}", scope)) Say($"the schema's `{key}` at `{place}` is not what it must be");
        }
    }

    bool Fits(Shape shape, Value value, string place, string scope)
    {
        switch (shape)
        {
            case Shape.Text: return value is StringValue;
            case Shape.Flag: return value is BoolValue;
            case Shape.Number: return value is FloatValue;
            case Shape.Count: return value is FloatValue { Value: >= 0 and < int.MaxValue } count && double.IsInteger(count.Value);
            case Shape.List: return value is ListValue;
            case Shape.Texts: return value is ListValue list && list.Items.All(item => item is StringValue);
            case Shape.Types: return value is StringValue { Text: var type } ? SchemaEvaluation.IsType(type) : value is ListValue types && types.Items.All(item => item is StringValue { Text: var one } && SchemaEvaluation.IsType(one));
            case Shape.TextsMap: return value is MapValue map && map.Entries.Sorted.All(entry => Fits(Shape.Texts, entry.Value, place, scope));
            case Shape.Schema:
            case Shape.SchemaOrFlag:
                Walk(value, place, scope);
                return true;
            case Shape.Schemas:
                if (value is not ListValue all) return false;
                for (var i = 0; i < all.Items.Count; i++) Walk(all.Items[i], $"{place}/{i}", scope);
                return true;
            case Shape.SchemaOrList:
                if (value is ListValue) return Draft < 2020 && Fits(Shape.Schemas, value, place, scope);
                Walk(value, place, scope);
                return true;
            case Shape.SchemaMap:
                if (value is not MapValue below) return false;
                foreach (var entry in below.Entries.Sorted) Walk(entry.Value, $"{place}/{entry.Key.Text}", scope);
                return true;
            case Shape.Dependencies:
                if (value is not MapValue dependencies) return false;
                foreach (var entry in dependencies.Entries.Sorted)
                {
                    if (entry.Value is ListValue) { if (!Fits(Shape.Texts, entry.Value, place, scope)) return false; }
                    else Walk(entry.Value, $"{place}/{entry.Key.Text}", scope);
                }
                return true;
            default: return true;
        }
    }

    void Say(string sentence)
    {
        if (sentences.Count < MostSentences && !sentences.Contains(sentence)) sentences.Add(sentence);
    }
}
