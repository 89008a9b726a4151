using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Template;
using ShiftLeft.Tracing;

namespace ShiftLeft.Helm.Values;

/// <summary>Applies a schema's keywords to values, in the order and the words of the library that Helm uses (<c>santhosh-tekuri/jsonschema</c>).</summary>
sealed partial class SchemaEvaluation(SchemaDocument document, SchemaPattern pattern, RenderBudget budget, bool placesNames)
{
    public const string Group = "validation failed";
    public const string AllOf = "'allOf' failed";

    readonly List<string> sentences = [];
    readonly HashSet<(Value Schema, Value Value)> open = [];

    public IReadOnlyList<string> Unchecked => sentences;

    /// <summary>Null where the value is as the schema wants it.</summary>
    public SchemaProblem? Evaluate(Value schema, Value value, string path) => Evaluate(schema, value, path, "");

    SchemaProblem? Evaluate(Value schema, Value value, string path, string scope)
    {
        budget.Step();
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new BudgetException("has a schema that is nested too deeply");
        if (schema is BoolValue { Value: false }) return new(path, "false schema", value.From, []);
        if (schema is not MapValue map) return null;
        if (!open.Add((map, value)))
        {
            if (!sentences.Contains(Loop)) sentences.Add(Loop);
            return null;
        }
        var problem = Apply(new(map, value, path, document.ScopeOf(map, scope)));
        open.Remove((map, value));
        return problem;
    }

    const string Loop = "the schema refers from one place to itself";

    /// <summary>A schema at a value, with what it does not allow there.</summary>
    sealed class At(MapValue schema, Value value, string path, string scope)
    {
        public MapValue Schema => schema;
        public Value Value => value;
        public string Path => path;
        public string Scope => scope;
        public ImmutableArray<SchemaProblem>.Builder Found { get; } = ImmutableArray.CreateBuilder<SchemaProblem>();

        public void Add(string message, Provenance? from = null) => Found.Add(Problem(message, from));
        public void Add(string message, IEnumerable<SchemaProblem> causes) => Found.Add(Problem(message, null) with { Causes = [.. causes] });
        public void Add(SchemaProblem? problem)
        {
            if (problem is not null) Found.Add(problem);
        }

        public SchemaProblem Problem(string message, Provenance? from = null) => new(path, message, from ?? value.From, []);
        public int? Count(string keyword) => schema[keyword] is FloatValue { Value: >= 0 and < int.MaxValue } number && double.IsInteger(number.Value) ? (int)number.Value : null;
        public double? Number(string keyword) => (schema[keyword] as FloatValue)?.Value;
    }

    SchemaProblem? Apply(At at)
    {
        var (schema, value) = (at.Schema, at.Value);
        if (schema["$ref"] is StringValue && document.Draft < 2019) return Reference(at);
        if (schema["type"] is { } type && !HasType(type, value)) return at.Problem($"got {TypeOf(value)}, want {Wanted(type)}");
        if (schema["const"] is { } constant && !AreEqual(constant, value)) return at.Problem(constant is MapValue or ListValue ? "'const' failed" : $"value must be {Display(constant)}");
        if (schema["enum"] is ListValue choices && !choices.Items.Any(choice => AreEqual(choice, value))) return at.Problem(NotIn(choices));
        if (Reference(at) is { } referred) at.Add(referred);
        switch (value)
        {
            case MapValue map: Object(at, map); break;
            case ListValue list: Array(at, list); break;
            case StringValue text: Text(at, text.Text); break;
            case FloatValue or IntegerValue: Number(at, NumberOf(value)); break;
        }
        Conditions(at);
        return at.Found.Count switch
        {
            0 => null,
            1 => at.Found[0],
            _ => at.Problem(Group) with { Causes = at.Found.ToImmutable() },
        };
    }

    /// <summary>Of a reference that leads to one problem, only that one is said.</summary>
    SchemaProblem? Reference(At at) =>
        at.Schema["$ref"] is StringValue { Text: var reference } && document.Resolve(reference, at.Scope) is { } target ? Evaluate(target, at.Value, at.Path, ScopeOf(reference, at.Scope)) : null;

    static string ScopeOf(string reference, string scope) => reference.StartsWith('#') ? scope : reference.IndexOf('#', StringComparison.Ordinal) is var hash and >= 0 ? reference[..hash] : reference;

    void Object(At at, MapValue map)
    {
        var schema = at.Schema;
        if (at.Count("minProperties") is { } least && map.Entries.Count < least) at.Add($"minProperties: got {Grouped(map.Entries.Count)}, want {Grouped(least)}");
        if (at.Count("maxProperties") is { } most && map.Entries.Count > most) at.Add($"maxProperties: got {Grouped(map.Entries.Count)}, want {Grouped(most)}");
        if (Missing(schema["required"], map) is { Count: > 0 } missing)
            at.Add($"missing {(missing.Count == 1 ? "property" : "properties")} {Listed(missing)}", new AbsentProvenance(missing[0], map.From));
        Dependencies(at, map, "dependencies");
        var properties = schema["properties"] as MapValue;
        var patterns = (schema["patternProperties"] as MapValue)?.Entries.Sorted ?? [];
        var additional = schema["additionalProperties"];
        var surplus = new List<string>();
        Provenance? first = null;
        foreach (var entry in map.Entries.Sorted)
        {
            budget.Step();
            var key = entry.Key.Text;
            var path = $"{at.Path}/{key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
            var isKnown = false;
            if (properties?[key] is { } own)
            {
                isKnown = true;
                at.Add(Evaluate(own, entry.Value, path, at.Scope));
            }
            foreach (var each in patterns)
            {
                if (!Matches(each.Key.Text, key)) continue;
                isKnown = true;
                at.Add(Evaluate(each.Value, entry.Value, path, at.Scope));
            }
            if (isKnown || additional is null) continue;
            if (additional is BoolValue { Value: false })
            {
                surplus.Add(key);
                first ??= entry.Value.From ?? entry.Key.RunAt(0)?.From;
            }
            else at.Add(Evaluate(additional, entry.Value, path, at.Scope));
        }
        if (surplus.Count > 0) at.Add($"additional properties {Listed(surplus)} not allowed", first);
        if (document.Draft == 4) return;
        if (schema["propertyNames"] is { } names)
        {
            foreach (var entry in map.Entries.Sorted)
            {
                // The library starts anew with a name, and so knows no place of it.
                if (Evaluate(names, new StringValue(entry.Key, entry.Value.From), "", at.Scope) is { } cause)
                    at.Add(new(placesNames ? at.Path : "", $"invalid propertyName {Quote(entry.Key.Text)}", entry.Value.From, cause.Message == Group ? cause.Causes : [cause]));
            }
        }
        if (document.Draft == 6) return;
        Dependencies(at, map, "dependentSchemas");
        Dependencies(at, map, "dependentRequired");
    }

    void Dependencies(At at, MapValue map, string keyword)
    {
        if (at.Schema[keyword] is not MapValue dependencies) return;
        foreach (var entry in dependencies.Entries.Sorted)
        {
            if (map[entry.Key.Text] is null) continue;
            if (entry.Value is not ListValue) at.Add(Evaluate(entry.Value, map, at.Path, at.Scope));
            else if (Missing(entry.Value, map) is { Count: > 0 } missing)
                at.Add($"properties {Listed(missing)} required, if {Quote(entry.Key.Text)} exists", new AbsentProvenance(missing[0], map.From));
        }
    }

    static List<string> Missing(Value? names, MapValue map) =>
        names is ListValue list ? [.. list.Items.OfType<StringValue>().Select(name => name.Text).Where(name => map[name] is null)] : [];

    void Array(At at, ListValue list)
    {
        var schema = at.Schema;
        var items = list.Items;
        if (at.Count("minItems") is { } least && items.Count < least) at.Add($"minItems: got {Grouped(items.Count)}, want {Grouped(least)}");
        if (at.Count("maxItems") is { } most && items.Count > most) at.Add($"maxItems: got {Grouped(items.Count)}, want {Grouped(most)}");
        if (schema["uniqueItems"] is BoolValue { Value: true } && Equal(items) is var (one, other)) at.Add($"items at {one} and {other} are equal", items[other].From);
        var tuple = (document.Draft >= 2020 ? schema["prefixItems"] : schema["items"]) as ListValue;
        var checkedItems = Math.Min(tuple?.Items.Count ?? 0, items.Count);
        for (var i = 0; i < checkedItems; i++) at.Add(Evaluate(tuple!.Items[i], items[i], $"{at.Path}/{i}", at.Scope));
        if (schema["items"] is { } all and not ListValue)
        {
            for (var i = checkedItems; i < items.Count; i++) at.Add(Evaluate(all, items[i], $"{at.Path}/{i}", at.Scope));
        }
        else if (document.Draft < 2020 && tuple is not null && schema["additionalItems"] is { } rest)
        {
            if (rest is BoolValue { Value: false } && items.Count > checkedItems) at.Add($"last {items.Count - checkedItems} additionalItem(s) not allowed", items[checkedItems].From);
            else if (rest is MapValue)
            {
                for (var i = checkedItems; i < items.Count; i++) at.Add(Evaluate(rest, items[i], $"{at.Path}/{i}", at.Scope));
            }
        }
        if (schema["contains"] is { } wanted) Contains(at, items, wanted);
    }

    void Contains(At at, IReadOnlyList<Value> items, Value wanted)
    {
        var (failed, matched) = (new List<SchemaProblem>(), new List<int>());
        for (var i = 0; i < items.Count; i++)
        {
            if (Evaluate(wanted, items[i], $"{at.Path}/{i}", at.Scope) is { } problem) failed.Add(problem);
            else matched.Add(i);
        }
        var places = string.Join(' ', matched);
        if (at.Count("minContains") is { } least && document.Draft >= 2019)
        {
            if (matched.Count < least)
                at.Add(matched.Count == 0 ? $"min {Grouped(least)} items required to match contains schema, but none matched" : $"min {Grouped(least)} items required to match contains schema, but matched {Grouped(matched.Count)} items at {places}", failed);
        }
        else if (matched.Count == 0) at.Add("no items match contains schema", failed);
        if (at.Count("maxContains") is { } most && document.Draft >= 2019 && matched.Count > most) at.Add($"max {Grouped(most)} items required to match contains schema, but matched {Grouped(matched.Count)} items at {places}");
    }

    void Text(At at, string text)
    {
        var length = at.Schema["minLength"] is null && at.Schema["maxLength"] is null ? 0 : text.EnumerateRunes().Count();
        if (at.Count("minLength") is { } least && length < least) at.Add($"minLength: got {Grouped(length)}, want {Grouped(least)}");
        if (at.Count("maxLength") is { } most && length > most) at.Add($"maxLength: got {Grouped(length)}, want {Grouped(most)}");
        if (at.Schema["pattern"] is StringValue { Text: var wanted } && !Matches(wanted, text)) at.Add($"{Quote(text)} does not match pattern {Quote(wanted)}");
    }

    bool Matches(string wanted, string text)
    {
        try
        {
            return pattern(wanted, text);
        }
        catch (FunctionException exception)
        {
            var sentence = $"the schema has the pattern `{wanted}`, which Helm cannot read: {exception.Message}";
            if (sentences.Count < 20 && !sentences.Contains(sentence)) sentences.Add(sentence);
            return true;
        }
    }

    void Number(At at, double number)
    {
        void Limit(string keyword, double? limit, Func<double, bool> holds)
        {
            if (limit is { } bound && !holds(bound)) at.Add($"{keyword}: got {Grouped(number)}, want {Grouped(bound)}");
        }

        // In draft 4 a flag makes the limit itself too much.
        var isOpenBelow = document.Draft == 4 && at.Schema["exclusiveMinimum"] is BoolValue { Value: true };
        var isOpenAbove = document.Draft == 4 && at.Schema["exclusiveMaximum"] is BoolValue { Value: true };
        if (!isOpenBelow) Limit("minimum", at.Number("minimum"), bound => number >= bound);
        if (!isOpenAbove) Limit("maximum", at.Number("maximum"), bound => number <= bound);
        Limit("exclusiveMinimum", at.Number(isOpenBelow ? "minimum" : "exclusiveMinimum"), bound => number > bound);
        Limit("exclusiveMaximum", at.Number(isOpenAbove ? "maximum" : "exclusiveMaximum"), bound => number < bound);
        Limit("multipleOf", at.Number("multipleOf"), step => IsMultiple(number, step));
    }

    void Conditions(At at)
    {
        var schema = at.Schema;
        if (schema["not"] is { } not && Evaluate(not, at.Value, at.Path, at.Scope) is null) at.Add("'not' failed");
        if (schema["allOf"] is ListValue all && Causes(at, all).OfType<SchemaProblem>().ToList() is { Count: > 0 } failed) at.Add(AllOf, failed);
        if (schema["anyOf"] is ListValue any && Causes(at, any) is var anyCauses && anyCauses.Count > 0 && !anyCauses.Contains(null)) at.Add("'anyOf' failed", anyCauses!);
        if (schema["oneOf"] is ListValue one)
        {
            var causes = Causes(at, one);
            var matched = Enumerable.Range(0, causes.Count).Where(i => causes[i] is null).ToList();
            if (causes.Count > 0 && matched.Count == 0) at.Add("'oneOf' failed, none matched", causes!);
            else if (matched.Count > 1) at.Add($"'oneOf' failed, subschemas {matched[0]}, {matched[1]} matched");
        }
        if (document.Draft < 7 || schema["if"] is not { } condition) return;
        var then = schema[Evaluate(condition, at.Value, at.Path, at.Scope) is null ? "then" : "else"];
        if (then is not null) at.Add(Evaluate(then, at.Value, at.Path, at.Scope));
    }

    List<SchemaProblem?> Causes(At at, ListValue schemas) => [.. schemas.Items.Select(schema => Evaluate(schema, at.Value, at.Path, at.Scope))];
}
