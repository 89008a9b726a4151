using System.Collections.Immutable;
using System.Text;
using ShiftLeft.Go.Json;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Template;
using ShiftLeft.Text;
using ShiftLeft.Tracing;

namespace ShiftLeft.Helm.Values;

/// <summary>Whether a text matches a pattern of Go's syntax.</summary>
/// <exception cref="FunctionException">The pattern is none; Go's words.</exception>
delegate bool SchemaPattern(string pattern, string text);

/// <summary>One thing that a schema does not allow.</summary>
/// <param name="Path">The value's place in the values, as a JSON pointer: <c>/image/tag</c>; empty for the values as a whole.</param>
/// <param name="Message">Helm's words behind the place.</param>
/// <param name="From">What is to be edited: the value, or the map that lacks something.</param>
/// <param name="Causes">For what has several ways to hold: why each does not.</param>
sealed record SchemaProblem(string Path, string Message, Provenance? From, ImmutableArray<SchemaProblem> Causes)
{
    /// <summary>Whether it only gathers what must hold together, so that each of its causes is to be mended.</summary>
    bool IsGroup => Message is SchemaEvaluation.Group or SchemaEvaluation.AllOf;

    /// <summary>Itself, or what it gathers.</summary>
    public IEnumerable<SchemaProblem> Parts => IsGroup ? Causes.SelectMany(cause => cause.Parts) : [this];

    /// <summary>Helm's lines: itself, and below it its causes.</summary>
    public string Describe()
    {
        var text = new StringBuilder();
        Describe(text, 0);
        return text.ToString();
    }

    void Describe(StringBuilder text, int indent)
    {
        if (indent > 0) text.Append('\n');
        text.Append(' ', indent * 2).Append("- at ").Append(SchemaEvaluation.Quote(Path)).Append(": ").Append(Message);
        foreach (var cause in Causes) cause.Describe(text, indent + 1);
    }
}

/// <param name="Problems">What the schema does not allow, in the order of its keywords and of the values' keys.</param>
/// <param name="Unchecked">What of the schema could not be applied, each in a sentence without its full stop.</param>
sealed record SchemaResult(ImmutableArray<SchemaProblem> Problems, ImmutableArray<string> Unchecked)
{
    /// <summary>All that is to be mended, each with its place.</summary>
    public IEnumerable<SchemaProblem> Parts => Problems.SelectMany(problem => problem.Parts);
}

/// <summary>
/// Checks a chart's values against its <c>values.schema.json</c>, as Helm does from 3.18 on: drafts 4 to 2020-12 of JSON Schema. Nothing is
/// fetched. The work is bounded, patterns included, which no library offers.
/// </summary>
static class ValuesSchema
{
    /// <param name="schema">The file.</param>
    /// <param name="values">The chart's own table of the coalesced values.</param>
    /// <param name="pattern">How patterns match.</param>
    /// <param name="budget">What may be spent.</param>
    /// <param name="placesNames">Whether what is said of a key stands at its map, as from 4.3 on; else at no place.</param>
    /// <exception cref="BudgetException">It takes too long.</exception>
    public static SchemaResult Validate(SourceText schema, MapValue values, SchemaPattern pattern, RenderBudget budget, bool placesNames = true)
    {
        var bytes = Encoding.UTF8.GetBytes(schema.HasByteOrderMark ? schema.Content[1..] : schema.Content);
        budget.Step(bytes.Length / 16);
        var length = JsonText.Measure(bytes);
        if (length < 0 || !bytes.AsSpan(length).Trim(" \t\r\n"u8).IsEmpty || JsonText.Read(bytes, new SourceProvenance(schema, SourceKind.File), budget) is not { } root)
            return new([], [$"`{schema.Path}` is no JSON"]);
        var document = SchemaDocument.Read(root, budget);
        var evaluation = new SchemaEvaluation(document, pattern, budget, placesNames);
        var problem = evaluation.Evaluate(root, values, "");
        var problems = problem switch
        {
            null => [],
            { Message: SchemaEvaluation.Group } => problem.Causes,
            _ => ImmutableArray.Create(problem),
        };
        return new(problems, [.. document.Unchecked.Concat(evaluation.Unchecked).Distinct(StringComparer.Ordinal)]);
    }
}
