using System.Globalization;
using System.Runtime.CompilerServices;
using ShiftLeft.Go.Fmt;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Template;
using ShiftLeft.Go.Yaml;
using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Json;

/// <summary>Writes JSON as Go's <c>encoding/json</c> does. Keys and scalars keep the origins of their characters.</summary>
/// <param name="invented">The origin of brackets, quotes, commas and blanks.</param>
/// <param name="budget">What the chart may spend.</param>
/// <param name="isHtmlSafe">Whether <c>&lt;</c>, <c>&gt;</c> and <c>&amp;</c> are escaped.</param>
/// <param name="isIndented">Whether every entry has a line, indented by two.</param>
sealed class JsonWriter(ComputedProvenance invented, RenderBudget budget, bool isHtmlSafe, bool isIndented)
{
    const int DeepestNesting = 1000;

    readonly TracedText.Builder to = new();
    int depth;

    /// <summary>A value that JSON has no form for throws an <see cref="UnwritableException"/>.</summary>
    public static TracedText Write(Value value, ComputedProvenance invented, RenderBudget budget, bool isHtmlSafe = true, bool isIndented = false)
    {
        var writer = new JsonWriter(invented, budget, isHtmlSafe, isIndented);
        writer.WriteValue(value);
        budget.Write(writer.to.Length);
        return writer.to.Build();
    }

    void WriteValue(Value value)
    {
        budget.Step(RenderBudget.StepsOfElement);
        switch (value)
        {
            case NilValue: WriteScalar("null", value.From); break;
            case BoolValue boolean: WriteScalar(boolean.Value ? "true" : "false", value.From); break;
            case IntegerValue integer: WriteScalar(integer.Kind == Kind.Uint64 ? unchecked((ulong)integer.Value).ToString(CultureInfo.InvariantCulture) : integer.Value.ToString(CultureInfo.InvariantCulture), value.From); break;
            case FloatValue number:
                if (!double.IsFinite(number.Value)) throw new UnwritableException($"json: unsupported value: {PlainFormat.Float(number.Value)}");
                WriteScalar(JsonNumber.Print(number.Value), value.From);
                break;
            case StringValue text: WriteString(text.Traced, text.From); break;
            case BytesValue bytes: WriteString(TracedText.Of(Convert.ToBase64String(bytes.Bytes), value.From), value.From); break;
            case ListValue { IsNull: true } or MapValue { IsNull: true }: WriteScalar("null", value.From); break;
            case ListValue list: WriteAll('[', list.Items, ']', value.From, WriteValue); break;
            case MapValue map: WriteAll('{', map.Entries.Sorted, '}', value.From, WriteEntry); break;
            case NamedInteger named: WriteScalar(named.Number.ToString(CultureInfo.InvariantCulture), value.From); break;
            case ObjectValue { MarshaledText: { } text }: WriteString(TracedText.Of(text, value.From), value.From); break;
            case ObjectValue other: WriteAll('{', [.. other.Exported.Select(field => new MapEntry(TracedText.Of(field.Key, value.From), field.Value))], '}', value.From, WriteEntry); break;
        }
    }

    void WriteAll<T>(char open, IReadOnlyList<T> items, char close, Provenance? from, Action<T> write)
    {
        if (items.Count == 0)
        {
            to.Append([open, close], from ?? invented);
            return;
        }
        if (++depth > DeepestNesting || !RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new UnwritableException($"a value is nested more than {DeepestNesting} levels deep");
        to.Append(open, invented);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0) to.Append(',', invented);
            Break();
            write(items[i]);
        }
        depth--;
        Break();
        to.Append(close, invented);
    }

    void Break()
    {
        if (isIndented) to.Append("\n" + new string(' ', 2 * depth), invented);
    }

    void WriteEntry(MapEntry entry)
    {
        WriteString(entry.Key, entry.Value.From);
        to.Append(isIndented ? ": " : ":", invented);
        WriteValue(entry.Value);
    }

    void WriteScalar(string text, Provenance? from) => to.Append(from is null ? TracedText.Of(text, invented) : TracedText.Scalar(text, from));

    void WriteString(TracedText text, Provenance? from)
    {
        if (text.Length == 0)
        {
            to.Append("\"\"", from ?? invented);
            return;
        }
        to.Append('"', invented);
        var value = text.Text;
        var start = 0;
        for (var i = 0; i < value.Length; i++)
        {
            if (char.IsHighSurrogate(value[i]) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1])) i++;
            else if (Escaped(value[i], isHtmlSafe) is { } escape)
            {
                budget.Step();
                if (i > start) to.Append(text, start, i - start);
                start = i + 1;
                if (value[i] is '"' or '\\') to.Append('\\', invented).Append(text, i, 1);
                else to.Append(escape, text.RunAt(i)?.From ?? invented);
            }
        }
        if (start < value.Length) to.Append(text, start, value.Length - start);
        to.Append('"', invented);
    }

    /// <summary>How a character is written; null where it stands for itself, as do pairs of surrogates.</summary>
    public static string? Escaped(char c, bool isHtmlSafe) => c switch
    {
        '"' => "\\\"", '\\' => "\\\\", '\b' => "\\b", '\f' => "\\f", '\n' => "\\n", '\r' => "\\r", '\t' => "\\t",
        < ' ' or '\u2028' or '\u2029' => $"\\u{(int)c:x4}",
        '<' or '>' or '&' => isHtmlSafe ? $"\\u{(int)c:x4}" : null,
        _ => char.IsSurrogate(c) ? "\\ufffd" : null,
    };
}
