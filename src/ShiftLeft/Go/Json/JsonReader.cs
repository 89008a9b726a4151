using System.Globalization;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Text;
using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Json;

/// <summary>What Go's <c>encoding/json</c> does not accept, in its words.</summary>
sealed class JsonSyntaxException(string message) : Exception(message);

/// <summary>Reads JSON as Go's <c>encoding/json</c> does into an empty interface: every number is a <c>float64</c>, of equal keys the last wins.</summary>
sealed class JsonReader
{
    const int DeepestNesting = 1000;

    readonly string text;
    readonly PieceList pieces;
    readonly TracedOrigins origins;
    readonly RenderBudget budget;
    int at;
    int depth;
    string? error;

    JsonReader(TracedText traced, ComputedProvenance made, RenderBudget budget) =>
        (text, pieces, origins, this.budget) = (traced.Text, new(traced.Text), new(traced, made), budget);

    /// <summary>What is no JSON throws a <see cref="JsonSyntaxException"/>. A number that is too large is null, and its error comes beside the value.</summary>
    public static (Value Value, string? Error) Read(TracedText text, ComputedProvenance made, RenderBudget budget)
    {
        budget.Step(text.Length / 16 + 1);
        // Go looks at the whole text before it reads any of it.
        new JsonChecker(text.Text).Check();
        var reader = new JsonReader(text, made, budget);
        var value = reader.ReadValue(null, null, null, -1);
        return (value, reader.error);
    }

    char Current => at < text.Length ? text[at] : '\0';

    void SkipBlanks()
    {
        while (Current is ' ' or '\t' or '\n' or '\r') at++;
    }

    Value ReadValue(Provenance? parent, Span? key, string? name, int index)
    {
        budget.Step();
        SkipBlanks();
        var start = at;
        switch (Current)
        {
            case '{' or '[':
                if (++depth > DeepestNesting) throw new JsonSyntaxException("exceeded max depth");
                var end = key is null && index < 0 ? text.Length : EndOf(start);
                var from = origins.Of(parent, key, Span.FromBounds(start, end), name, index, true);
                Value collection = Current == '{' ? ReadObject(from) : ReadArray(from);
                depth--;
                return collection;
            case '"':
                var range = ReadString();
                var place = range is { Count: 1 } && pieces[range.First] is { Replacement: null } only ? new Span(only.Start, only.Length) : Span.FromBounds(start, at);
                var owner = origins.Of(parent, key, place, name, index, false);
                var traced = origins.TextOf(pieces.TextOf(range), range, pieces, owner);
                return new StringValue(traced, origins.OfString(traced, owner));
            default: return ReadWord(start, parent, key, name, index);
        }
    }

    /// <summary>Behind the bracket that closes the collection.</summary>
    int EndOf(int start)
    {
        var open = 0;
        for (var i = start; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"':
                    for (i++; text[i] != '"'; i++)
                    {
                        if (text[i] == '\\') i++;
                    }
                    break;
                case '{' or '[': open++; break;
                case '}' or ']' when --open == 0: return i + 1;
            }
        }
        return text.Length;
    }

    MapValue ReadObject(Provenance? from)
    {
        var map = new MapValue(from);
        at++;
        SkipBlanks();
        while (Current != '}')
        {
            SkipBlanks();
            var range = ReadString();
            var name = pieces.TextOf(range);
            var first = range.Count > 0 ? pieces[range.First].Start : at - 1;
            var key = origins.TextOf(name, range, pieces, from);
            var place = Span.FromBounds(first, at - 1);
            SkipBlanks();
            at++;
            map.Entries.Set(key, ReadValue(from, place, name, -1));
            SkipBlanks();
            if (Current == ',') at++;
            SkipBlanks();
        }
        at++;
        return map;
    }

    ListValue ReadArray(Provenance? from)
    {
        var items = new List<Value>();
        at++;
        SkipBlanks();
        while (Current != ']')
        {
            items.Add(ReadValue(from, null, null, items.Count));
            SkipBlanks();
            if (Current == ',') at++;
            SkipBlanks();
        }
        at++;
        return new(items, from);
    }

    Value ReadWord(int start, Provenance? parent, Span? key, string? name, int index)
    {
        while (char.IsAsciiLetterOrDigit(Current) || Current is '+' or '-' or '.') at++;
        var from = origins.Of(parent, key, Span.FromBounds(start, at), name, index, false);
        switch (text[start])
        {
            case 't': return new BoolValue(true, from);
            case 'f': return new BoolValue(false, from);
            case 'n': return new NilValue(from);
        }
        var word = text.AsSpan(start, at - start);
        var number = double.Parse(word, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (double.IsFinite(number)) return new FloatValue(number, from);
        error ??= $"json: cannot unmarshal number {word} into Go value of type float64";
        return key is null && index < 0 ? new FloatValue(0, from) : new NilValue(from);
    }

    PieceRange ReadString() => JsonStrings.Read(text, ref at, pieces);
}
