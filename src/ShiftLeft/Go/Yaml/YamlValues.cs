using System.Collections.Immutable;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Text;
using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Yaml;

/// <summary>The mappings that a file's documents hold, in order, and why it could not be read; then there are none behind that document.</summary>
sealed record YamlDocuments(ImmutableArray<MapValue> Maps, Problem? Problem);

/// <summary>Reads YAML as Helm does: with <c>sigs.k8s.io/yaml</c>.</summary>
static class YamlValues
{
    public const string MapType = MapValue.PlainType;
    public const string ListType = "[]interface {}";

    /// <summary>
    /// Reads a values file or a <c>Chart.yaml</c>: every key and every value knows its place in it. A document that holds nothing is an empty map.
    /// </summary>
    /// <param name="source">The file.</param>
    /// <param name="areMany">Whether the documents of the file are read one by one, as Helm 4 does with values; else the first one alone is.</param>
    public static YamlDocuments Read(SourceText source, bool areMany = false)
    {
        var maps = ImmutableArray.CreateBuilder<MapValue>();
        Problem? separation = null;
        foreach (var chunk in areMany ? Chunks(source, out separation) : [new(0, source.Content.Length)])
        {
            var text = chunk.Length == source.Content.Length ? source.Content : source[chunk];
            try
            {
                switch (Decode(text, new FileOrigins(source, chunk.Start), null))
                {
                    case MapValue map: maps.Add(map); break;
                    case null: maps.Add(new(new FileOrigins(source, chunk.Start).Of(null, null, new(0, 0), null, -1, true))); break;
                    case NilValue nil: maps.Add(new(nil.From)); break;
                    case var other: return new(maps.ToImmutable(), ProblemAt(source, chunk, chunk.Start + FirstOf(other, chunk), $"json: cannot unmarshal {JsonKind(other)} into Go value of type {MapType}"));
                }
            }
            catch (YamlException exception)
            {
                return new(maps.ToImmutable(), ProblemAt(source, chunk, chunk.Start + exception.At, exception.Message));
            }
        }
        return new(maps.ToImmutable(), separation);
    }

    static int FirstOf(Value value, Span chunk) => value.From is ValueProvenance { Value.Start: var start } ? start - chunk.Start : 0;

    static Problem ProblemAt(SourceText source, Span chunk, int at, string message)
    {
        at = Math.Clamp(at, chunk.Start, chunk.End);
        // The end of a text is the last place of the line before.
        if (at > chunk.Start && at == chunk.End) at--;
        var line = source.LineSpan(source.LineOf(at));
        return new("yaml-syntax", new(source, Span.FromBounds(Math.Min(at, line.End), line.End)), "the file is not valid YAML: " + message.Replace("yaml: ", "", StringComparison.Ordinal));
    }

    /// <summary>
    /// Reads the first document of a text that templates made; null for one that is empty. What is no YAML throws a <see cref="YamlException"/>.
    /// </summary>
    public static Value? Read(TracedText text, ComputedProvenance made, RenderBudget budget)
    {
        budget.Step(text.Length / 4 + 1);
        return Decode(text.Text, new TracedOrigins(text, made), budget);
    }

    static Value? Decode(string text, TextOrigins origins, RenderBudget? budget)
    {
        var scanner = new YamlScanner(text);
        return new YamlComposer(scanner).Compose() is { } root ? new YamlDecoder(scanner.Pieces, origins, budget).Decode(root) : null;
    }

    /// <summary>What JSON calls a value.</summary>
    public static string JsonKind(Value value) => value switch
    {
        StringValue => "string",
        BoolValue => "bool",
        FloatValue => "number",
        ListValue => "array",
        _ => "object",
    };

    /// <summary>
    /// Lines that start with three dashes part documents, whatever they are part of; the last chunk ends where such a line holds more than a comment.
    /// </summary>
    static List<Span> Chunks(SourceText source, out Problem? problem)
    {
        var text = source.Content;
        var start = source.HasByteOrderMark ? 1 : 0;
        var chunks = new List<Span>();
        problem = null;
        for (var at = start; at < text.Length;)
        {
            var end = text.IndexOf('\n', at) is var found and >= 0 ? found + 1 : text.Length;
            if (text.AsSpan(at).StartsWith("---"))
            {
                var rest = text[(at + 3)..end].Trim();
                if (rest.Length > 0 && rest[0] != '#')
                {
                    problem = ProblemAt(source, new(0, text.Length), at, $"invalid Yaml document separator: {rest}");
                    return chunks;
                }
                if (at > start)
                {
                    chunks.Add(Span.FromBounds(start, at));
                    start = end;
                }
            }
            at = end;
        }
        if (start < text.Length) chunks.Add(Span.FromBounds(start, text.Length));
        return chunks;
    }
}
