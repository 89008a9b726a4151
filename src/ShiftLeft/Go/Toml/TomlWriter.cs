using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using ShiftLeft.Go.Fmt;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Template;
using ShiftLeft.Go.Time;
using ShiftLeft.Go.Yaml;
using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Toml;

/// <summary>Writes TOML as <c>BurntSushi/toml</c> does: what is no table first, tables indented by two. Keys and scalars keep the origins of their characters.</summary>
sealed class TomlWriter
{
    const int DeepestNesting = 200;

    readonly ComputedProvenance invented;
    readonly RenderBudget budget;
    readonly TomlRelease release;
    readonly TracedText.Builder to = new();

    TomlWriter(ComputedProvenance invented, RenderBudget budget, TomlRelease release) => (this.invented, this.budget, this.release) = (invented, budget, release);

    /// <summary>A value that TOML has no form for throws an <see cref="UnwritableException"/>.</summary>
    public static TracedText Write(Value value, ComputedProvenance invented, RenderBudget budget, TomlRelease release)
    {
        var writer = new TomlWriter(invented, budget, release);
        if (value is NilValue) throw new FunctionException("reflect: call of reflect.Value.Type on zero Value");
        writer.WriteEntry([], value);
        budget.Write(writer.to.Length);
        return writer.to.Build();
    }

    /// <param name="path">The keys that lead to the value; the last one is its own.</param>
    /// <param name="value">What is written.</param>
    void WriteEntry(TracedText[] path, Value value)
    {
        budget.Step(RenderBudget.StepsOfElement * (1 + path.Length));
        if (path.Length > DeepestNesting || !RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new UnwritableException($"a value is nested more than {DeepestNesting} levels deep");
        switch (value)
        {
            case NilValue: break;
            case var table when IsMap(table): WriteTable(path, value); break;
            case ListValue list when IsTableList(list): WriteTables(path, list); break;
            default: WritePair(path, value, isInline: false); break;
        }
    }

    void WriteTable(TracedText[] path, Value table)
    {
        if (path.Length == 1) Break();
        if (path.Length > 0) WriteHeader(path, "[", "]");
        WriteEntries(path, EntriesOf(table), isInline: false);
    }

    void WriteTables(TracedText[] path, ListValue tables)
    {
        if (path.Length == 0) throw new UnwritableException("toml: top-level values must be Go maps or structs");
        foreach (var table in tables.Items)
        {
            Break();
            WriteHeader(path, "[[", "]]");
            WriteEntries(path, EntriesOf(table), isInline: false);
        }
    }

    void WriteHeader(TracedText[] path, string open, string close)
    {
        Put(new string(' ', 2 * (path.Length - 1)) + open);
        for (var i = 0; i < path.Length; i++)
        {
            if (i > 0) Put(".");
            WriteKey(path[i]);
        }
        Put(close);
        Break();
    }

    static IReadOnlyList<MapEntry> EntriesOf(Value table) => table switch
    {
        MapValue map => map.Entries.Sorted,
        ObjectValue other => [.. other.Exported.Select(field => new MapEntry(TracedText.Of(field.Key, other.From), field.Value))],
        _ => [],
    };

    void WriteEntries(TracedText[] path, IReadOnlyList<MapEntry> entries, bool isInline)
    {
        List<MapEntry> direct = [], tables = [];
        foreach (var entry in entries) (IsTable(entry.Value) ? tables : direct).Add(entry);
        if (isInline) Put("{");
        WriteAll(direct, tables.Count > 0);
        WriteAll(tables, false);
        if (isInline) Put("}");

        void WriteAll(List<MapEntry> some, bool moreFollow)
        {
            for (var i = 0; i < some.Count; i++)
            {
                if (some[i].Value is NilValue) continue;
                if (!isInline)
                {
                    WriteEntry([.. path, some[i].Key], some[i].Value);
                    continue;
                }
                WritePair([some[i].Key], some[i].Value, isInline: true);
                if (moreFollow || i < some.Count - 1) Put(", ");
            }
        }
    }

    static bool IsMap(Value value) => value is MapValue or (ObjectValue { MarshaledText: null } and not NamedInteger);

    static bool IsTable(Value value) => IsMap(value) || (value is ListValue list && IsTableList(list));

    /// <summary>Whether all items are tables; a nil among them is an error, however deep.</summary>
    static bool IsTableList(ListValue list)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new UnwritableException("a value is nested too deeply");
        var areTables = list.Items.Count > 0;
        foreach (var item in list.Items)
        {
            if (item is NilValue) throw new UnwritableException("toml: cannot encode array with nil element");
            if (item is ListValue inner) IsTableList(inner);
            areTables = areTables && IsMap(item);
        }
        return areTables;
    }

    void WritePair(TracedText[] path, Value value, bool isInline)
    {
        if (path.Length > 0)
        {
            Put(new string(' ', 2 * (path.Length - 1)));
            WriteKey(path[^1]);
            Put(" = ");
        }
        WriteElement(value);
        if (path.Length > 0 && !isInline) Break();
    }

    void WriteElement(Value value)
    {
        budget.Step(RenderBudget.StepsOfElement);
        switch (value)
        {
            case BoolValue boolean: WriteScalar(boolean.Value ? "true" : "false", value.From); break;
            case IntegerValue integer: WriteScalar(integer.Value.ToString(CultureInfo.InvariantCulture), value.From); break;
            case FloatValue number: WriteScalar(Float(number.Value), value.From); break;
            case StringValue text: WriteQuoted(text.Traced, text.From); break;
            case BytesValue bytes: WriteScalar($"[{string.Join(", ", bytes.Bytes)}]", value.From); break;
            case ListValue list:
                Put("[");
                for (var i = 0; i < list.Items.Count; i++)
                {
                    if (i > 0) Put(", ");
                    WriteElement(list.Items[i]);
                }
                Put("]");
                break;
            case DurationValue duration: WriteQuoted(TracedText.Of(duration.Print(), value.From), value.From); break;
            case NamedInteger named: WriteScalar(named.Number.ToString(CultureInfo.InvariantCulture), value.From); break;
            case ObjectValue { MarshaledText: { } text, TypeName: "time.Time" }: WriteScalar(text, value.From); break;
            case ObjectValue { MarshaledText: { } text }: WriteQuoted(TracedText.Of(text, value.From), value.From); break;
            case MapValue or ObjectValue: WriteEntries([], EntriesOf(value), isInline: true); break;
        }
    }

    /// <summary>The library of Helm 3.17 knows no exponents.</summary>
    string Float(double value)
    {
        if (double.IsNaN(value)) return "nan";
        if (double.IsInfinity(value)) return value > 0 ? "inf" : "-inf";
        var text = release >= TomlRelease.Toml15 ? PlainFormat.Float(value) : PlainFormat.FixedFloat(value);
        return text.AsSpan().ContainsAny('e', '.') ? text : text + ".0";
    }

    void WriteScalar(string text, Provenance? from) => to.Append(from is null ? TracedText.Of(text, invented) : TracedText.Scalar(text, from));

    void WriteKey(TracedText key)
    {
        if (key.Length > 0 && key.Text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')) to.Append(key);
        else WriteQuoted(key, null);
    }

    void WriteQuoted(TracedText text, Provenance? from)
    {
        if (text.Length == 0)
        {
            to.Append("\"\"", from ?? invented);
            return;
        }
        Put("\"");
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (Escaped(text.Text[i]) is not { } escape) continue;
            budget.Step();
            if (i > start) to.Append(text, start, i - start);
            start = i + 1;
            if (text.Text[i] is '"' or '\\') to.Append('\\', invented).Append(text, i, 1);
            else to.Append(escape, text.RunAt(i)?.From ?? invented);
        }
        if (start < text.Length) to.Append(text, start, text.Length - start);
        Put("\"");
    }

    /// <summary>How a character is written in quotes; null where it stands for itself.</summary>
    public static string? Escaped(char c) => c switch
    {
        '"' => "\\\"", '\\' => "\\\\", '\b' => "\\b", '\t' => "\\t", '\n' => "\\n", '\f' => "\\f", '\r' => "\\r",
        < ' ' or '\u007F' => $"\\u{(int)c:x4}",
        _ => null,
    };

    void Put(string text) => to.Append(text, invented);

    /// <summary>A line break, but not as the first thing.</summary>
    void Break()
    {
        if (to.Length > 0) Put("\n");
    }
}
