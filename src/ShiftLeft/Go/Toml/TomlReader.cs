using System.Globalization;
using System.Runtime.CompilerServices;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Strconv;
using ShiftLeft.Text;
using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Toml;

/// <summary>What <c>BurntSushi/toml</c> does not accept, in its words.</summary>
sealed class TomlException(string message) : Exception(message);

/// <summary>Reads TOML as <c>BurntSushi/toml</c> does into a map: integers are <c>int64</c>. Values come from where their characters do.</summary>
sealed partial class TomlReader
{
    const int DeepestNesting = 500;

    readonly string text;
    readonly PieceList pieces;
    readonly TracedOrigins origins;
    readonly RenderBudget budget;
    readonly TomlRelease release;
    readonly MapValue root;
    /// <summary>Tables that only the keys of others made, by path.</summary>
    readonly HashSet<string> implicits = new(StringComparer.Ordinal);
    /// <summary>The items of arrays of tables, which grow while the text is read.</summary>
    readonly Dictionary<ListValue, List<Value>> tables = new(ReferenceEqualityComparer.Instance);
    List<string> context = [];
    string currentKey = "";
    int at;
    int depth;

    TomlReader(TracedText traced, ComputedProvenance made, RenderBudget budget, TomlRelease release)
    {
        (text, pieces, origins, this.budget, this.release) = (traced.Text, new(traced.Text), new(traced, made), budget, release);
        root = new(made);
    }

    /// <summary>What is no TOML throws a <see cref="TomlException"/>.</summary>
    public static MapValue Read(TracedText text, ComputedProvenance made, RenderBudget budget, TomlRelease release)
    {
        budget.Step(text.Length / 16 + 1);
        var reader = new TomlReader(text, made, budget, release);
        reader.ReadDocument();
        return reader.root;
    }

    /// <summary>A part of a key, with its place.</summary>
    readonly record struct Part(string Name, TracedText Text, Span Place);

    char Current => at < text.Length ? text[at] : '\0';
    bool IsAtEnd => at >= text.Length;

    void ReadDocument()
    {
        if (text.StartsWith('\uFEFF')) at = 1;
        if (text.AsSpan(at, Math.Min(6, text.Length - at)).Contains('\0')) throw new TomlException("toml: line 1: files cannot contain NULL bytes; probably using UTF-16; TOML files must be UTF-8");
        while (true)
        {
            while (!IsAtEnd && (IsBlank(Current) || IsBreak())) at++;
            if (IsAtEnd) return;
            budget.Step();
            if (Current == '#')
            {
                SkipComment();
                continue;
            }
            if (Current == '[') ReadHeader();
            else
            {
                ReadPair(null);
                currentKey = "";
            }
            ReadLineEnd();
        }
    }

    void ReadLineEnd()
    {
        SkipBlanks();
        if (IsAtEnd) return;
        if (Current == '#') SkipComment();
        else if (!IsBreak()) throw Fail($"expected a top-level item to end with a newline, comment, or EOF, but got {Quoted()} instead");
    }

    void ReadHeader()
    {
        at++;
        var isArray = Current == '[';
        if (isArray) at++;
        var key = new List<Part>();
        while (true)
        {
            SkipBlanks();
            if (IsAtEnd || Current == ']') throw Fail("unexpected end of table name (table names cannot be empty)");
            if (Current == '.') throw Fail("unexpected table separator (table names cannot be empty)");
            key.Add(ReadKeyPart());
            SkipBlanks();
            if (Current == ']' && !IsAtEnd) break;
            if (Current != '.' || IsAtEnd) throw FailBehind($"expected '.' or ']' to end table name, but got {Quoted()} instead");
            at++;
        }
        at++;
        if (isArray)
        {
            if (Current != ']' || IsAtEnd) throw FailBehind($"expected end of table array name delimiter ']', but got {Quoted()} instead");
            at++;
        }
        EnterTable(key, isArray);
    }

    /// <summary>Reads <c>a.b = value</c> into the current table; with <paramref name="into"/> into that of a table in braces too.</summary>
    void ReadPair(MapValue? into)
    {
        var outer = context;
        var key = ReadKey();
        currentKey = key[^1].Name;
        for (var i = 0; i < key.Count - 1; i++)
        {
            implicits.Add(PathOf([.. context, key[i].Name]));
            EnterTable([.. context.Select(name => new Part(name, TracedText.Of(name, null), default)), key[i]], isArray: false);
        }
        SkipBlanks();
        var last = key[^1];
        var value = ReadValue(into?.From ?? root.From, last.Place, last.Name, -1);
        SetValue(last, value);
        if (into is not null) SetInto(into, key, value);
        context = outer;
    }

    void SetInto(MapValue table, List<Part> key, Value value)
    {
        foreach (var part in key.SkipLast(1))
        {
            if (table[part.Name] is not { } inner) table.Entries.Set(part.Text, inner = new MapValue(table.From));
            table = inner as MapValue ?? throw Fail($"{Quoting.Quote(PathOf(context))} is not a table");
        }
        table.Entries.Set(key[^1].Text, value);
    }

    List<Part> ReadKey()
    {
        SkipBlanks();
        if (Current == '=' || IsAtEnd) throw Fail("unexpected '=': key name appears blank");
        if (Current == '.') throw Fail("unexpected '.': keys cannot start with a '.'");
        var key = new List<Part>();
        while (true)
        {
            SkipBlanks();
            if (key.Count > 0 && (Current == '=' || IsAtEnd)) throw Fail("unexpected '='");
            if (key.Count > 0 && Current == '.') throw Fail("unexpected '.'");
            if (key.Count >= DeepestNesting) throw Fail($"exceeds maximum table depth of {DeepestNesting}");
            key.Add(ReadKeyPart());
            SkipBlanks();
            if (IsAtEnd) throw Fail("unexpected EOF; expected key separator '='");
            if (Current == '=')
            {
                at++;
                return key;
            }
            if (Current != '.') throw Fail($"expected '.' or '=', but got {Quoted()} instead");
            at++;
        }
    }

    Part ReadKeyPart()
    {
        var start = at;
        PieceRange range;
        if (Current is '"' or '\'') range = ReadString(Current, isMultiline: false);
        else
        {
            while (char.IsAsciiLetterOrDigit(Current) || Current is '_' or '-') at++;
            var first = pieces.Count;
            pieces.Add(start, at - start, first);
            range = pieces.Since(first);
        }
        var name = pieces.TextOf(range);
        return new(name, origins.TextOf(name, range, pieces, root.From), Span.FromBounds(start, at));
    }

    /// <summary>Makes a table the current one, and those on the way to it.</summary>
    void EnterTable(List<Part> key, bool isArray)
    {
        if (key.Count >= DeepestNesting) throw Fail($"exceeds maximum table depth of {DeepestNesting}");
        var table = root;
        var path = new List<string>();
        foreach (var part in key.SkipLast(1))
        {
            path.Add(part.Name);
            if (table[part.Name] is null)
            {
                implicits.Add(PathOf(path));
                table.Entries.Set(part.Text, new MapValue(OriginOf(part)));
            }
            table = TableAt(table, part.Name) ?? throw Fail($"Key '{PathOf(path)}' was already created as a hash.");
        }
        context = path;
        var last = key[^1];
        if (!isArray) SetValue(last, new MapValue(OriginOf(last)));
        else
        {
            if (table[last.Name] is null)
            {
                var items = new List<Value>();
                var list = new ListValue(items, OriginOf(last), MapValue.PlainType);
                tables[list] = items;
                table.Entries.Set(last.Text, list);
            }
            if (table[last.Name] is not ListValue known || !tables.TryGetValue(known, out var all)) throw Fail($"Key '{PathOf([.. key.Select(part => part.Name)])}' was already created and cannot be used as an array.");
            all.Add(new MapValue(OriginOf(last)));
        }
        context = [.. path, last.Name];
    }

    Provenance? OriginOf(Part part) => part.Place.IsEmpty ? root.From : origins.Of(root.From, part.Place, part.Place, part.Name, -1, true);

    /// <summary>A table, or the last of an array of them.</summary>
    MapValue? TableAt(MapValue table, string name) => table[name] switch
    {
        MapValue inner => inner,
        ListValue list when tables.TryGetValue(list, out var all) => (MapValue)all[^1],
        _ => null,
    };

    void SetValue(Part key, Value value)
    {
        var table = root;
        var path = new List<string>();
        foreach (var name in context)
        {
            path.Add(name);
            table = TableAt(table, name) ?? throw FailAt(key.Place.Start, $"Key '{PathOf(path)}' has already been defined.");
        }
        if (table[key.Name] is null)
        {
            table.Entries.Set(key.Text, value);
            return;
        }
        // A table that was there only on the way to another may still be written out, once.
        path.Add(key.Name);
        if (!implicits.Remove(PathOf(path))) throw FailAt(key.Place.Start, $"Key '{PathOf(path)}' has already been defined.");
        // An array takes such a table's place, and such a table that of an array.
        if (value is ListValue || (table[key.Name] is ListValue list && !tables.ContainsKey(list))) table.Entries.Set(key.Text, value);
    }

    Value ReadValue(Provenance? parent, Span? key, string? name, int index)
    {
        budget.Step();
        if (++depth > DeepestNesting || !RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw Fail($"exceeds maximum array depth of {DeepestNesting}");
        SkipBlanks();
        if (IsAtEnd) throw Fail("unexpected EOF; expected value");
        var start = at;
        Value value;
        switch (Current)
        {
            case '[': value = ReadArray(origins.Of(parent, key, Span.FromBounds(at, at + 1), name, index, true)); break;
            case '{': value = ReadInlineTable(origins.Of(parent, key, Span.FromBounds(at, at + 1), name, index, true), index >= 0); break;
            case '"' or '\'':
                var isMultiline = text.AsSpan(at + 1).StartsWith(new string(Current, 2));
                var range = ReadString(Current, isMultiline);
                var owner = origins.Of(parent, key, range.Count == 1 && pieces[range.First].Replacement is null ? new(pieces[range.First].Start, pieces[range.First].Length) : Span.FromBounds(start, at), name, index, false);
                var traced = origins.TextOf(pieces.TextOf(range), range, pieces, owner);
                value = new StringValue(traced, origins.OfString(traced, owner));
                break;
            default: value = ReadWord(parent, key, name, index); break;
        }
        depth--;
        return value;
    }

    ListValue ReadArray(Provenance? from)
    {
        at++;
        var items = new List<Value>();
        while (true)
        {
            SkipAside();
            if (IsAtEnd) throw Fail("unexpected EOF; expected value");
            if (Current == ',') throw Fail("unexpected comma");
            if (Current == ']') break;
            items.Add(ReadValue(from, null, null, items.Count));
            SkipAside();
            if (Current == ']' && !IsAtEnd) break;
            if (Current != ',' || IsAtEnd) throw Fail($"expected a comma (',') or array terminator (']'), but got {(IsAtEnd ? "end of file" : $"'{RuneText()}'")}");
            at++;
        }
        at++;
        return new(items, from);
    }

    MapValue ReadInlineTable(Provenance? from, bool isInArray)
    {
        at++;
        var table = new MapValue(from);
        var (outer, outerKey) = (context, currentKey);
        List<string> own = [.. context, currentKey];
        implicits.Add(PathOf(own));
        EnterTable([.. own.Select(name => new Part(name, TracedText.Of(name, from), default))], isInArray);
        own = context;
        currentKey = "";
        while (true)
        {
            SkipAside();
            if (IsAtEnd) throw Fail("unexpected '=': key name appears blank");
            if (Current == ',') throw Fail("unexpected comma");
            if (Current == '}') break;
            ReadPair(table);
            context = own;
            SkipAside();
            if (Current == '}' && !IsAtEnd) break;
            if (Current != ',' || IsAtEnd) throw Fail($"expected a comma or an inline table terminator '}}', but got {(IsAtEnd ? "end of file" : $"'{RuneText()}'")} instead");
            at++;
        }
        at++;
        (context, currentKey) = (outer, outerKey);
        return table;
    }

    /// <summary>A key as the library shows it.</summary>
    static string PathOf(IReadOnlyList<string> keys) => string.Join('.', keys.Select(key =>
        key.Length > 0 && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') ? key : $"\"{string.Concat(key.Select(c => TomlWriter.Escaped(c) ?? c.ToString()))}\""));

    TomlException Fail(string message) => FailAt(at, message);

    /// <summary>An error that was noticed when the character here had been read: behind a line break that is the next line.</summary>
    TomlException FailBehind(string message) => FailAt(at, message, Current == '\n' ? 1 : 0);

    TomlException FailAt(int place, string message, int linesBehind = 0)
    {
        // The end of the text belongs to the line that a break before it ends; the library of Helm 3.17 always takes it for the line before.
        var seen = text.AsSpan(0, Math.Min(place, text.Length));
        var line = seen.Count('\n') + (place >= text.Length && (seen.EndsWith('\n') || release < TomlRelease.Toml15) ? 0 : 1) + linesBehind;
        var path = context.Count == 0 ? currentKey : currentKey.Length == 0 ? PathOf(context) : $"{PathOf(context)}.{currentKey}";
        var key = path.Length == 0 ? "" : $" (last key {Quoting.Quote(path)})";
        return new($"toml: line {line.ToString(CultureInfo.InvariantCulture)}{key}: {message}");
    }
}
