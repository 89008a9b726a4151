using System.Collections.Immutable;
using System.Globalization;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Strings;
using ShiftLeft.Go.Template;
using ShiftLeft.Tracing;

namespace ShiftLeft.Helm.Functions;

/// <summary>From a string to a list of strings, and back.</summary>
static class Splitting
{
    public static ImmutableArray<FunctionSignature> All { get; } =
    [
        new("split", [Parameter.String, Parameter.String], null, call => Numbered(call, Split(call, call.Text(1), -1))),
        new("splitn", [Parameter.String, Parameter.Int, Parameter.String], null, call => Numbered(call, Split(call, call.Text(2), call.Integer(1)))),
        new("splitList", [Parameter.String, Parameter.String], null, call => new ListValue(Split(call, call.Text(1), -1), call.ComputedOfAll(), "string")),
        new("join", [Parameter.String, Parameter.Any], null, Join),
        new("toStrings", [Parameter.Any], null, call => new ListValue(Strings(call[0], call.Budget), call.Computed(call[0]), "string")),
        new("sortAlpha", [Parameter.Any], null, Sort),
    ];

    /// <summary>sprig's <c>strslice</c>: the elements of a list that are not nil, or the value itself.</summary>
    public static List<Value> Strings(Value value, RenderBudget budget)
    {
        var items = value switch
        {
            ListValue list => list.Items,
            BytesValue bytes => [.. bytes.Bytes.Select(part => new IntegerValue(part, bytes.From, Kind.Uint8))],
            NilValue => [],
            _ => [value],
        };
        var texts = new List<Value>(items.Count);
        budget.Step(items.Count);
        foreach (var item in items)
        {
            if (!item.IsNil) texts.Add(item as StringValue ?? new StringValue(Functions.Strings.Text(item, budget), item.From));
        }
        return texts;
    }

    static List<StringValue> Split(FunctionCall call, TracedText text, long most)
    {
        var separator = call.String(0);
        var parts = new List<StringValue>();
        call.Budget.Search(text.Text, separator);
        if (most == 0) return parts;
        var start = 0;
        if (separator.Length == 0)
        {
            foreach (var (at, length) in ByteText.Runes(text.Text))
            {
                if (parts.Count == most - 1) break;
                call.Budget.Step(RenderBudget.StepsOfElement);
                parts.Add(new(text.Slice(at, length)));
                start = at + length;
            }
            if (start < text.Length) parts.Add(new(text.Slice(start)));
            return parts;
        }
        for (var at = text.Text.IndexOf(separator, StringComparison.Ordinal); at >= 0 && parts.Count != most - 1; at = text.Text.IndexOf(separator, start, StringComparison.Ordinal))
        {
            call.Budget.Step(RenderBudget.StepsOfElement);
            parts.Add(Functions.Strings.Part(call[^1], text.Slice(start, at - start)));
            start = at + separator.Length;
        }
        parts.Add(Functions.Strings.Part(call[^1], text.Slice(start)));
        return parts;
    }

    static MapValue Numbered(FunctionCall call, List<StringValue> parts)
    {
        var entries = new MapEntries();
        for (var i = 0; i < parts.Count; i++) entries.Set("_" + i.ToString(CultureInfo.InvariantCulture), parts[i]);
        return new(entries, call.ComputedOfAll(), "map[string]string");
    }

    static StringValue Join(FunctionCall call)
    {
        var separator = call.Text(0);
        var texts = Strings(call[1], call.Budget);
        var result = new TracedText.Builder();
        for (var i = 0; i < texts.Count; i++)
        {
            call.Budget.Write(separator);
            call.Budget.Write(((StringValue)texts[i]).Traced);
            if (i > 0) result.Append(separator);
            Functions.Strings.Append(result, texts[i], call.Budget);
        }
        return new(result.Build(), call.Computed(call[1]));
    }

    static ListValue Sort(FunctionCall call)
    {
        if (call[0] is not (ListValue or BytesValue)) return new([new StringValue(Functions.Strings.Text(call[0], call.Budget), call[0].From)], call.Computed(call[0]), "string");
        var texts = Strings(call[0], call.Budget);
        call.Budget.Step(texts.Count * 8L);
        texts.Sort((one, other) => GoString.Compare(((StringValue)one).Text, ((StringValue)other).Text));
        return new(texts, call.Computed(call[0]), "string");
    }
}
