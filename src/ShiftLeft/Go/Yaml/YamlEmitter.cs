using ShiftLeft.Go.Reflect;
using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Yaml;

/// <summary>
/// Writes YAML as <c>sigs.k8s.io/yaml</c> does: the value becomes JSON, <c>yaml.v2</c> reads that and writes it. Keys and scalars keep the origins
/// of their characters.
/// </summary>
static class YamlEmitter
{
    /// <summary>What Helm's <c>toYaml</c> gives; empty where the value cannot be written.</summary>
    /// <param name="value">What is written.</param>
    /// <param name="invented">The origin of indentation, dashes, colons and quotes.</param>
    /// <param name="budget">What the chart may spend.</param>
    public static TracedText Emit(Value value, ComputedProvenance invented, RenderBudget budget)
    {
        try
        {
            return Write(value, invented, budget);
        }
        catch (UnwritableException)
        {
            return TracedText.Empty;
        }
    }

    /// <summary>As <see cref="Emit"/>; a value that cannot be written throws an <see cref="UnwritableException"/>.</summary>
    public static TracedText Write(Value value, ComputedProvenance invented, RenderBudget budget)
    {
        var writer = new YamlWriter(YamlDialect.Second, invented, budget);
        writer.Write(value);
        return writer.Build();
    }
}

/// <summary>Writes YAML as <c>yaml.v3</c> does with an indentation of two: what <c>toYamlPretty</c> gives.</summary>
static class YamlPrettyEmitter
{
    public static TracedText Emit(Value value, ComputedProvenance invented, RenderBudget budget)
    {
        var writer = new YamlWriter(YamlDialect.Third, invented, budget);
        writer.Write(value);
        return writer.Build();
    }
}

/// <summary>A value that a format has no form for, in Go's words.</summary>
sealed class UnwritableException(string message) : Exception(message);

enum YamlDialect
{
    /// <summary><c>yaml.v2</c>, fed with what it reads of JSON.</summary>
    Second,
    /// <summary><c>yaml.v3</c>, fed with Go's values.</summary>
    Third,
}
