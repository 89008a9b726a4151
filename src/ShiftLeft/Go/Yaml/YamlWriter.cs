using System.Globalization;
using System.Runtime.CompilerServices;
using ShiftLeft.Go.Fmt;
using ShiftLeft.Go.Json;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Strings;
using ShiftLeft.Go.Time;
using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Yaml;

/// <summary>Writes one document of block YAML, with the state that libyaml's emitter keeps.</summary>
sealed partial class YamlWriter(YamlDialect dialect, ComputedProvenance invented, RenderBudget budget)
{
    const int DeepestNesting = 1000;
    /// <summary>A key whose JSON is longer is none for <c>yaml.v2</c>, which reads it back.</summary>
    const int LongestJsonKey = 1024;
    /// <summary>A key longer than so many bytes stands behind a question mark.</summary>
    const int LongestSimpleKey = 128;

    readonly TracedText.Builder to = new();
    readonly bool isThird = dialect == YamlDialect.Third;
    /// <summary>Behind how many columns a line is folded at a space.</summary>
    readonly int width = dialect == YamlDialect.Third ? int.MaxValue : 80;
    int column;
    int indent = -1;
    int depth;
    /// <summary>Whether what was written last is a blank, or the start of the text.</summary>
    bool afterWhitespace = true;
    /// <summary>Whether only indentation was written on the line so far: blanks, dashes, question marks.</summary>
    bool onlyIndentation = true;

    public void Write(Value value) => WriteNode(value, isInMapping: false);

    /// <summary>The text without the break that ends it, which is the document's or, for a block that keeps its own, the last of those.</summary>
    public TracedText Build()
    {
        budget.Write(to.Length);
        var text = to.Build();
        return NeedsBreak(0) || !text.Text.EndsWith('\n') ? text : text.Slice(0, text.Length - 1);
    }

    void WriteNode(Value value, bool isInMapping)
    {
        budget.Step(RenderBudget.StepsOfElement);
        switch (value)
        {
            case NilValue: WritePlain("null", value.From); break;
            case BoolValue boolean: WritePlain(boolean.Value ? "true" : "false", value.From); break;
            case IntegerValue integer: WritePlain(integer.Kind == Kind.Uint64 ? unchecked((ulong)integer.Value).ToString(CultureInfo.InvariantCulture) : integer.Value.ToString(CultureInfo.InvariantCulture), value.From); break;
            case FloatValue number: WritePlain(isThird ? Special(number.Value) ?? PlainFormat.Float(number.Value) : NumberThroughJson(number.Value), value.From); break;
            case StringValue text: WriteString(text.Traced, text.From, isKey: false); break;
            case BytesValue bytes when !isThird: WriteString(TracedText.Of(Convert.ToBase64String(bytes.Bytes), value.From), value.From, isKey: false); break;
            case BytesValue bytes: WriteSequence([.. bytes.Bytes.Select(octet => new IntegerValue(octet, value.From, Kind.Uint8))], value.From, isInMapping); break;
            case ListValue { IsNull: true } or MapValue { IsNull: true } when !isThird: WritePlain("null", value.From); break;
            case ListValue list: WriteSequence(list.Items, value.From, isInMapping); break;
            case MapValue map: WriteMapping(NaturalOrder.Sort(map.Entries.Sorted, isThird), value.From); break;
            case DurationValue duration when isThird: WritePlain(duration.Print(), value.From); break;
            case NamedInteger named: WritePlain(named.Number.ToString(CultureInfo.InvariantCulture), value.From); break;
            case ObjectValue other: WriteObject(other); break;
        }
    }

    /// <summary>A struct is a map for JSON; <c>yaml.v3</c> writes its fields in order, in lower case.</summary>
    void WriteObject(ObjectValue value)
    {
        if (value.MarshaledText is { } text)
        {
            // A time has a form of its own in YAML, and none in JSON.
            if (isThird && value.TypeName == "time.Time") WritePlain(text, value.From);
            else WriteString(TracedText.Of(text, value.From), value.From, isKey: false);
            return;
        }
        var entries = value.Exported.Select(field => new MapEntry(TracedText.Of(isThird ? field.Key.ToLowerInvariant() : field.Key, value.From), field.Value)).ToArray();
        WriteMapping(isThird ? entries : NaturalOrder.Sort(entries, isThird), value.From);
    }

    static string NumberThroughJson(double value)
    {
        if (!double.IsFinite(value)) throw new UnwritableException($"error marshaling into JSON: json: unsupported value: {PlainFormat.Float(value)}");
        var json = JsonNumber.Print(value);
        if (json is "-0") return "0";
        return long.TryParse(json, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) || ulong.TryParse(json, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? json : PlainFormat.Float(value);
    }

    static string? Special(double value) => double.IsNaN(value) ? ".nan" : double.IsInfinity(value) ? value > 0 ? ".inf" : "-.inf" : null;

    void WriteSequence(IReadOnlyList<Value> items, Provenance? from, bool isInMapping)
    {
        if (items.Count == 0)
        {
            WriteEmpty("[]", from);
            return;
        }
        var outer = Deepen(isIndentless: !isThird && isInMapping && !onlyIndentation);
        for (var i = 0; i < items.Count; i++)
        {
            WriteIndent();
            WriteIndicator("-", isIndentation: true);
            WriteNode(items[i], isInMapping: false);
        }
        Return(outer);
    }

    void WriteMapping(IReadOnlyList<MapEntry> entries, Provenance? from)
    {
        if (entries.Count == 0)
        {
            WriteEmpty("{}", from);
            return;
        }
        var outer = Deepen(isIndentless: false);
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            WriteIndent();
            var isSimple = WriteKey(entry);
            if (isSimple)
            {
                Put(":");
                afterWhitespace = onlyIndentation = false;
            }
            else
            {
                WriteIndent();
                WriteIndicator(":", isIndentation: true);
            }
            WriteNode(entry.Value, isInMapping: true);
        }
        Return(outer);
    }

    /// <summary>False where a question mark stands before the key.</summary>
    bool WriteKey(MapEntry entry)
    {
        if (entry.Key.Length <= LongestSimpleKey && IsSafe(entry.Key.Text) && CanBePlain(entry.Key.Text))
        {
            WriteWhole(entry.Key);
            return true;
        }
        var key = Readable(entry.Key);
        // A key must stand on one line, of which its JSON is a part.
        if (!isThird && (entry.Key.Text.Contains('\u0085', StringComparison.Ordinal) || JsonLength(key.Text) > LongestJsonKey)) throw new UnwritableException("yaml: did not find expected ',' or '}'");
        var analysis = YamlScalarAnalysis.Of(key.Text, isThird);
        var isSimple = !analysis.IsMultiline && (key.Length * 3 <= LongestSimpleKey || GoString.Length(key.Text) <= LongestSimpleKey);
        if (!isSimple) WriteIndicator("?", isIndentation: true);
        WriteString(key, entry.Value.From, isKey: isSimple, analysis);
        return isSimple;
    }

    static int JsonLength(string key)
    {
        if (key.Length * 6 + 2 <= LongestJsonKey) return 0;
        var length = 2;
        foreach (var c in key) length += char.IsLowSurrogate(c) ? 0 : char.IsHighSurrogate(c) ? 1 : JsonWriter.Escaped(c, isHtmlSafe: true)?.Length ?? 1;
        return length;
    }

    int Deepen(bool isIndentless)
    {
        if (++depth > DeepestNesting || !RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new UnwritableException($"a value is nested more than {DeepestNesting} levels deep");
        var outer = indent;
        indent = indent < 0 ? 0 : isIndentless ? indent : indent + 2;
        return outer;
    }

    void Return(int outer)
    {
        indent = outer;
        depth--;
    }

    /// <summary>An empty collection carries its own origin: it is what one fills.</summary>
    void WriteEmpty(string brackets, Provenance? from)
    {
        Separate();
        to.Append(brackets, from ?? invented);
        column += 2;
        afterWhitespace = onlyIndentation = false;
    }

    void WritePlain(string text, Provenance? from)
    {
        Separate();
        to.Append(from is null ? TracedText.Of(text, invented) : TracedText.Scalar(text, from));
        column += text.Length;
        afterWhitespace = onlyIndentation = false;
    }

    void Separate()
    {
        if (!afterWhitespace) Put(" ");
    }

    /// <summary>To the column where the current node is, on a new line unless that is still to come on this one.</summary>
    void WriteIndent()
    {
        var target = Math.Max(indent, 0);
        if (NeedsBreak(target)) PutBreak();
        if (column < target)
        {
            to.Append(Blanks(target - column), invented);
            column = target;
        }
        afterWhitespace = true;
        if (!isThird) onlyIndentation = true;
    }

    bool NeedsBreak(int target) => !onlyIndentation || column > target || (column == target && !afterWhitespace);

    void WriteIndicator(string indicator, bool isIndentation)
    {
        Separate();
        Put(indicator);
        afterWhitespace = false;
        onlyIndentation = onlyIndentation && isIndentation;
    }

    void Put(string text)
    {
        to.Append(text, invented);
        column += text.Length;
    }

    void PutBreak()
    {
        to.Append('\n', invented);
        column = 0;
        if (isThird) onlyIndentation = true;
    }

    const string Spaces = "                                                                ";

    static ReadOnlySpan<char> Blanks(int count) => count <= Spaces.Length ? Spaces.AsSpan(0, count) : new string(' ', count);
}
