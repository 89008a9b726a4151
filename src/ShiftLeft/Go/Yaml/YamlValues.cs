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
        var whole = Span.FromBounds(0, source.Content.Length);
        var parts = areMany ? YamlStream.Split(source.Content, source.HasByteOrderMark ? 1 : 0).ToImmutableArray() : [new(whole)];
        for (var i = 0; i < parts.Length; i++)
        {
            var part = parts[i].Span;
            if (parts[i].Separator is { } separator) return new(maps.ToImmutable(), ProblemAt(source, whole, part.Start, $"invalid Yaml document separator: {separator}"));
            // What stands above such a line is lost with it.
            if (i + 1 < parts.Length && parts[i + 1] is { Separator: not null } next && next.Span.Start == part.End) continue;
            try
            {
                switch (Decode(source.Content, part, new FileOrigins(source), null))
                {
                    case MapValue map: maps.Add(map); break;
                    case null: maps.Add(new(new FileOrigins(source).Of(null, null, new(part.Start, 0), null, -1, true))); break;
                    case NilValue nil: maps.Add(new(nil.From)); break;
                    case var other: return new(maps.ToImmutable(), ProblemAt(source, part, other.From is ValueProvenance { Value.Start: var start } ? start : part.Start, $"json: cannot unmarshal {JsonKind(other)} into Go value of type {MapType}"));
                }
            }
            catch (YamlException exception)
            {
                return new(maps.ToImmutable(), ProblemAt(source, part, exception.At, exception.Message));
            }
        }
        return new(maps.ToImmutable(), null);
    }

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
        return Decode(text.Text, new(0, text.Length), new TracedOrigins(text, made), budget);
    }

    /// <summary>What <c>sigs.k8s.io/yaml</c> has against a document, its grammar apart: a tag that is not true, a key that is none; null where it takes it.</summary>
    public static YamlException? Refusal(SourceText source, Span part)
    {
        try
        {
            Decode(source.Content, part, new FileOrigins(source), null);
            return null;
        }
        catch (YamlException exception)
        {
            return exception;
        }
    }

    static Value? Decode(string text, Span part, TextOrigins origins, RenderBudget? budget)
    {
        var scanner = new YamlScanner(text, part);
        return YamlSyntaxTree.Read(scanner) is { } root ? new YamlDecoder(scanner.Pieces, origins, budget).Decode(root) : null;
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
}
