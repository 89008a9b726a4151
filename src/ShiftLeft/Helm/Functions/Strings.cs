using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using ShiftLeft.Go.Fmt;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Strconv;
using ShiftLeft.Go.Strings;
using ShiftLeft.Go.Template;
using ShiftLeft.Tracing;

namespace ShiftLeft.Helm.Functions;

/// <summary>Functions that cut, pad and put together strings. Go counts bytes in them.</summary>
static class Strings
{
    public static ImmutableArray<FunctionSignature> All { get; } =
    [
        new("trim", [Parameter.String], null, call => Cut(call[0], call.Text(0), 0, 0, char.IsWhiteSpace)),
        new("trimAll", [Parameter.String, Parameter.String], null, TrimAll),
        new("trimall", [Parameter.String, Parameter.String], null, TrimAll),
        new("trimSuffix", [Parameter.String, Parameter.String], null, TrimSuffix),
        new("trimPrefix", [Parameter.String, Parameter.String], null, TrimPrefix),
        new("trunc", [Parameter.Int, Parameter.String], null, Truncate),
        new("substr", [Parameter.Int, Parameter.Int, Parameter.String], null, Substring),
        new("contains", [Parameter.String, Parameter.String], null, Contains),
        new("hasPrefix", [Parameter.String, Parameter.String], null, call => Found(call, call.String(1).StartsWith(call.String(0), StringComparison.Ordinal))),
        new("hasSuffix", [Parameter.String, Parameter.String], null, call => Found(call, call.String(1).EndsWith(call.String(0), StringComparison.Ordinal))),
        new("indent", [Parameter.Int, Parameter.String], null, call => Indent(call, "")),
        new("nindent", [Parameter.Int, Parameter.String], null, call => Indent(call, "\n")),
        new("quote", [], Parameter.Any, Quote),
        new("squote", [], Parameter.Any, SingleQuote),
        new("cat", [], Parameter.Any, Concatenate),
        new("replace", [Parameter.String, Parameter.String, Parameter.String], null, Replace),
        new("repeat", [Parameter.Int, Parameter.String], null, Repeat),
        new("plural", [Parameter.String, Parameter.String, Parameter.Int], null, call => Logic.Chosen(call.Integer(2) == 1 ? call[0] : call[1], call[2])),
        new("nospace", [Parameter.String], null, WithoutSpaces),
        new("hello", [], null, call => call.Opaque("Hello!")),
    ];

    const int DeepestPrinted = 200;
    const int MostCopies = 100;

    static readonly SearchValues<char> PlainInQuotes = SearchValues.Create([.. Enumerable.Range(' ', 95).Select(code => (char)code).Where(c => c is not ('"' or '\\'))]);

    /// <summary>sprig's <c>strval</c>: a value as text, that of bytes included.</summary>
    public static TracedText Text(Value value, RenderBudget budget)
    {
        if (value is StringValue text) return text.Traced;
        if (value is BytesValue bytes) return TracedText.Of(GoString.Decode(bytes.Bytes), bytes.From);
        Weigh(value, budget, 0);
        return TracedText.Scalar(PlainFormat.Print(value), value.From);
    }

    /// <summary>Lists that hold others many times print to far more than they take.</summary>
    static void Weigh(Value value, RenderBudget budget, int depth)
    {
        if (depth > DeepestPrinted) throw new FunctionException($"a value is nested more than {DeepestPrinted} levels deep");
        budget.Step();
        switch (value)
        {
            case StringValue text:
                budget.Write(text.Traced.Length);
                break;
            case ListValue list:
                foreach (var item in list.Items) Weigh(item, budget, depth + 1);
                break;
            case MapValue map:
                foreach (var entry in map.Entries.Sorted) Weigh(entry.Value, budget, depth + 1);
                break;
        }
    }

    /// <summary>A part of a string argument; an empty one still knows what it was cut from.</summary>
    public static StringValue Part(Value of, TracedText text) => new(text, of.From ?? (text.Length == 0 ? of.Origin : null));

    /// <summary>Appends a value; one that is empty leaves a mark.</summary>
    public static void Append(TracedText.Builder to, Value value, RenderBudget budget)
    {
        var text = Text(value, budget);
        to.Append(text);
        if (text.Length == 0 && text.Runs.IsEmpty && value.From is { } from) to.Mark(from, null);
    }

    static StringValue Cut(Value of, TracedText text, int start, int end, Func<char, bool> isCut)
    {
        end = text.Length - end;
        while (start < end && isCut(text.Text[start])) start++;
        while (end > start && isCut(text.Text[end - 1])) end--;
        return Part(of, text.Slice(start, end - start));
    }

    static StringValue TrimAll(FunctionCall call)
    {
        var (set, text) = (call.String(0), call.Text(1));
        call.Budget.Search(text.Text, set);
        if (!set.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')) return Cut(call[1], text, 0, 0, c => set.Contains(c, StringComparison.Ordinal));
        var (start, end) = (0, text.Length);
        while (start < end && Covers(text.Text, start, end, out var length)) start += length;
        while (end > start)
        {
            var length = end - start > 1 && char.IsSurrogatePair(text.Text[end - 2], text.Text[end - 1]) ? 2 : 1;
            if (!set.Contains(text.Text.Substring(end - length, length), StringComparison.Ordinal)) break;
            end -= length;
        }
        return Part(call[1], text.Slice(start, end - start));

        bool Covers(string all, int at, int limit, out int length)
        {
            length = limit - at > 1 && char.IsSurrogatePair(all[at], all[at + 1]) ? 2 : 1;
            return set.Contains(all.Substring(at, length), StringComparison.Ordinal);
        }
    }

    static StringValue TrimSuffix(FunctionCall call)
    {
        var (suffix, text) = (call.String(0), call.Text(1));
        return Part(call[1], text.Text.EndsWith(suffix, StringComparison.Ordinal) ? text.Slice(0, text.Length - suffix.Length) : text);
    }

    static StringValue TrimPrefix(FunctionCall call)
    {
        var (prefix, text) = (call.String(0), call.Text(1));
        return Part(call[1], text.Text.StartsWith(prefix, StringComparison.Ordinal) ? text.Slice(prefix.Length) : text);
    }

    static StringValue Truncate(FunctionCall call)
    {
        var (count, text) = (call.Integer(0), call.Text(1));
        if (count >= 0 ? text.Length * 3L <= count : text.Length * 3L <= -count) return (StringValue)call[1];
        var bytes = new ByteText(text);
        if (count < 0) return count + bytes.Length > 0 ? Part(call[1], bytes.Slice((int)(bytes.Length + count), bytes.Length, call)) : (StringValue)call[1];
        return bytes.Length > count ? Part(call[1], bytes.Slice(0, (int)count, call)) : (StringValue)call[1];
    }

    static StringValue Substring(FunctionCall call)
    {
        var (start, end) = (call.Integer(0), call.Integer(1));
        var bytes = new ByteText(call.Text(2));
        if (start < 0)
        {
            start = 0;
            if (end < 0) throw new FunctionException($"runtime error: slice bounds out of range [:{end}]");
            if (end > bytes.Length) throw new FunctionException($"runtime error: slice bounds out of range [:{end}] with length {bytes.Length}");
        }
        else if (end < 0 || end > bytes.Length) end = bytes.Length;
        if (start > end) throw new FunctionException($"runtime error: slice bounds out of range [{start}:{end}]");
        return Part(call[2], bytes.Slice((int)start, (int)end, call));
    }

    static BoolValue Contains(FunctionCall call)
    {
        call.Budget.Search(call.String(1), call.String(0));
        return Found(call, call.String(1).Contains(call.String(0), StringComparison.Ordinal));
    }

    static BoolValue Found(FunctionCall call, bool found) => new(found, call.Computed(call[1], call[0]));

    static StringValue Indent(FunctionCall call, string before)
    {
        var (spaces, text) = (call.Integer(0), call.Text(1));
        if (spaces < 0) throw new FunctionException("strings: negative Repeat count");
        var lines = text.Text.AsSpan().Count('\n') + 1;
        call.Budget.Write(text);
        call.Budget.Write(Times(spaces, lines));
        var pad = new string(' ', (int)spaces);
        var by = call.Computed();
        var result = new TracedText.Builder().Append(before + pad, by);
        if (lines == 1) Append(result, call[1], call.Budget);
        else result.AppendIndented(text, pad, by);
        return new(result.Build(), call[1].From);
    }

    /// <summary>A product that the budget can be asked for.</summary>
    static long Times(long count, long length) => count > RenderBudget.MostCharacters || length > RenderBudget.MostCharacters ? RenderBudget.MostCharacters + 1 : count * length;

    static StringValue Quote(FunctionCall call)
    {
        var by = call.ComputedOfAll();
        var result = new TracedText.Builder();
        var isFirst = true;
        foreach (var value in call.Arguments)
        {
            if (value.IsNil) continue;
            result.Append(isFirst ? "\"" : " \"", by);
            isFirst = false;
            var text = Text(value, call.Budget);
            call.Budget.Write(text.Length);
            if (!text.Text.AsSpan().ContainsAnyExcept(PlainInQuotes)) Append(result, value, call.Budget);
            else AppendEscaped(result, text, by, call.Budget);
            result.Append('"', by);
        }
        return new(result.Build(), by);
    }

    static void AppendEscaped(TracedText.Builder to, TracedText text, Provenance by, RenderBudget budget)
    {
        var plain = 0;
        for (var i = 0; i < text.Length;)
        {
            var special = text.Text.AsSpan(i).IndexOfAnyExcept(PlainInQuotes);
            if (special < 0) break;
            i += special;
            var escaped = Quoting.Escape(text.Text, i, '"', out var length);
            if (escaped.Length != length || escaped[0] != text.Text[i])
            {
                budget.Step();
                if (i > plain) to.Append(text, plain, i - plain);
                plain = i + length;
                // Behind a backslash that is new may stand the character itself.
                if (escaped.Length == 2 && escaped[1] == text.Text[i]) to.Append('\\', by).Append(text, i, 1);
                else to.Append(escaped, text.RunAt(i)?.From ?? by);
            }
            i += length;
        }
        if (plain < text.Length) to.Append(text, plain, text.Length - plain);
    }

    static StringValue SingleQuote(FunctionCall call)
    {
        var by = call.ComputedOfAll();
        var result = new TracedText.Builder();
        var isFirst = true;
        foreach (var value in call.Arguments)
        {
            if (value.IsNil) continue;
            var before = result.Length;
            result.Append(isFirst ? "'" : " '", by);
            isFirst = false;
            Append(result, value is BytesValue ? new StringValue(Builtins.Traced(value)) : value, call.Budget);
            result.Append('\'', by);
            call.Budget.Write(result.Length - before);
        }
        return new(result.Build(), by);
    }

    static StringValue Concatenate(FunctionCall call)
    {
        var by = call.ComputedOfAll();
        var result = new TracedText.Builder();
        var isFirst = true;
        foreach (var value in call.Arguments)
        {
            if (value.IsNil) continue;
            var before = result.Length;
            if (!isFirst) result.Append(' ', by);
            isFirst = false;
            Append(result, value is BytesValue ? new StringValue(Builtins.Traced(value)) : value, call.Budget);
            call.Budget.Write(result.Length - before);
        }
        return new(result.Build(), by);
    }

    static StringValue Replace(FunctionCall call)
    {
        var (old, text) = (call.String(0), call.Text(2));
        var all = text.Text;
        call.Budget.Search(all, old);
        if (old.Length == 0) return Interleave(call);
        var at = all.IndexOf(old, StringComparison.Ordinal);
        if (at < 0 || old == call.String(1)) return (StringValue)call[2];
        var result = new TracedText.Builder();
        var start = 0;
        for (; at >= 0; at = all.IndexOf(old, start, StringComparison.Ordinal))
        {
            call.Budget.Write(at - start);
            call.Budget.Write(call.Text(1));
            result.Append(text, start, at - start).Append(call.Text(1));
            start = at + old.Length;
        }
        return Part(call[2], result.Append(text, start, text.Length - start).Build());
    }

    /// <summary>Nothing is found before each character and at the end.</summary>
    static StringValue Interleave(FunctionCall call)
    {
        var (added, text) = (call.Text(1), call.Text(2));
        call.Budget.Write(added, text.Length + 1L);
        var result = new TracedText.Builder().Append(added);
        foreach (var (start, length) in ByteText.Runes(text.Text)) result.Append(text, start, length).Append(added);
        return Part(call[2], result.Build());
    }

    static StringValue Repeat(FunctionCall call)
    {
        var (count, text) = (call.Integer(0), call.Text(1));
        if (count < 0) throw new FunctionException("strings: negative Repeat count");
        if (count == 0 || text.Length == 0) return Part(call[1], text.Slice(0, 0));
        // Where each of many copies comes from is worth no memory.
        if (count > MostCopies / Math.Max(1, text.Runs.Length))
        {
            call.Budget.Write(Times(count, text.Length));
            return call.Opaque(new StringBuilder(checked((int)(count * text.Length))).Insert(0, text.Text, (int)count).ToString(), call[1]);
        }
        call.Budget.Write(text, count);
        var result = new TracedText.Builder();
        for (var i = 0L; i < count; i++) result.Append(text);
        return new(result.Build(), call[1].From);
    }

    /// <summary>The library takes each byte for a character, so that text beyond ASCII is garbled as soon as there is a blank in it.</summary>
    static StringValue WithoutSpaces(FunctionCall call)
    {
        var text = call.Text(0);
        if (!Ascii.IsValid(text.Text))
        {
            var letters = GoString.Encode(text.Text).Select(part => (char)part).ToArray();
            var kept = Array.FindAll(letters, c => !char.IsWhiteSpace(c));
            return kept.Length == letters.Length ? (StringValue)call[0] : call.Opaque(new string(kept), call[0]);
        }
        var result = new TracedText.Builder();
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsWhiteSpace(text.Text[i])) continue;
            if (i > start) result.Append(text, start, i - start);
            start = i + 1;
        }
        return start == 0 ? (StringValue)call[0] : Part(call[0], result.Append(text, start, text.Length - start).Build());
    }
}
