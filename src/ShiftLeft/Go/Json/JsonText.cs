using System.Text.Json;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Json;

/// <summary>Reads JSON as Go does into an interface: numbers are <c>float64</c>, of equal keys the last one counts.</summary>
static class JsonText
{
    const int Deepest = 200;

    /// <summary>How many bytes the first value takes, with blanks before it; -1 where there is none.</summary>
    public static int Measure(ReadOnlySpan<byte> bytes)
    {
        var reader = Reader(bytes);
        try
        {
            if (!reader.Read()) return -1;
            reader.Skip();
            return (int)reader.BytesConsumed;
        }
        catch (JsonException)
        {
            return -1;
        }
    }

    /// <summary>The value in the bytes; null where Go could not read it.</summary>
    public static Value? Read(ReadOnlySpan<byte> bytes, Provenance from, RenderBudget budget)
    {
        var reader = Reader(bytes);
        try
        {
            return reader.Read() ? Read(ref reader, from, budget) : null;
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            // A string that is no valid UTF-16: an escaped surrogate without its other half.
            return null;
        }
    }

    static Utf8JsonReader Reader(ReadOnlySpan<byte> bytes) => new(bytes, new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = Deepest });

    static Value? Read(ref Utf8JsonReader reader, Provenance from, RenderBudget budget)
    {
        budget.Step();
        switch (reader.TokenType)
        {
            case JsonTokenType.Null: return new NilValue(from);
            case JsonTokenType.True or JsonTokenType.False: return new BoolValue(reader.TokenType == JsonTokenType.True, from);
            case JsonTokenType.Number: return reader.TryGetDouble(out var number) && double.IsFinite(number) ? new FloatValue(number, from) : null;
            case JsonTokenType.String: return StringValue.Of(reader.GetString()!, from);
            case JsonTokenType.StartArray:
                var items = new List<Value>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    if (Read(ref reader, from, budget) is not { } item) return null;
                    items.Add(item);
                }
                return new ListValue(items, from);
            default:
                var map = new MapValue(from);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var key = TracedText.Of(reader.GetString()!, from);
                    if (!reader.Read() || Read(ref reader, from, budget) is not { } value) return null;
                    map.Entries.Set(key, value);
                }
                return map;
        }
    }
}
