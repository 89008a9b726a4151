using System.Collections.Frozen;
using System.Collections.Immutable;
using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Template;

/// <summary>
/// What a rendering has parsed. The same text is parsed once: charts hold copies of one library, and <c>tpl</c> executes a value many times.
/// </summary>
/// <param name="functions">Those that templates may call.</param>
/// <param name="budget">What the chart may spend.</param>
sealed class ParsedTemplates(FrozenDictionary<string, FunctionSignature> functions, RenderBudget budget)
{
    readonly Dictionary<string, ImmutableArray<Template>> byText = new(StringComparer.Ordinal);
    readonly HashSet<string> words = new(StringComparer.Ordinal);

    /// <summary>The definitions in a text in their order, the text itself last.</summary>
    public ImmutableArray<Template> Parse(TracedSource source)
    {
        if (byText.TryGetValue(source.Text, out var known))
            return [.. known.SkipLast(1).Select(definition => definition with { Source = source }), known[^1] with { Name = source.Name, Source = source }];
        // What is made of values could be made without end.
        budget.Step(source.IsFile ? source.Text.Length / 16 : source.Text.Length);
        return byText[source.Text] = Parser.Parse(source, functions, words);
    }
}
