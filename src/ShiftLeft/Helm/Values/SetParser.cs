using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using ShiftLeft.Files;
using ShiftLeft.Go.Json;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Strconv;
using ShiftLeft.Go.Strings;
using ShiftLeft.Text;
using ShiftLeft.Tracing;

namespace ShiftLeft.Helm.Values;

/// <summary>
/// Parses one argument of an option that sets values, and sets them as it goes. The end of the text is an outcome of its own, as Go's
/// <c>io.EOF</c> is: it ends the parsing without being an error.
/// </summary>
/// <param name="argument">The argument.</param>
/// <param name="profile">The Helm that is followed.</param>
/// <param name="read">Reads files.</param>
/// <param name="budget">What may be spent.</param>
sealed class SetParser(SetArgument argument, HelmProfile profile, Func<string, FileRead> read, RenderBudget budget)
{
    const int HighestIndex = 65536;
    const int DeepestName = 30;

    readonly string text = argument.Text;
    readonly SetOption option = argument.Option;
    int at;
    int start;
    byte[]? utf8;
    /// <summary>The offset in UTF-8 of the character at <see cref="byteAtIsOf"/>.</summary>
    int byteAt;
    int byteAtIsOf;

    /// <param name="Message">Helm's words.</param>
    /// <param name="IsEnd">Whether it is no more than the end of the text.</param>
    sealed record Failure(string Message, bool IsEnd = false)
    {
        public static Failure End { get; } = new("EOF", true);
    }

    /// <summary>What ended a piece of text: a character, or -1 for the end of the argument.</summary>
    readonly record struct Piece(string Text, int Stop)
    {
        public bool IsLast => Stop < 0;
    }

    bool IsLiteral => option == SetOption.Literal;

    public string? Parse(MapValue values)
    {
        while (true)
        {
            start = at;
            budget.Step();
            if (Key(values.Entries, 0) is { } failure) return failure.IsEnd ? null : failure.Message;
        }
    }

    Failure? Key(MapEntries entries, int depth)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) return new("the name is nested too deeply");
        var piece = Until(IsLiteral ? "=[." : "=[,.");
        var key = piece.Text;
        if (piece.IsLast) return key.Length == 0 ? Failure.End : new($"key {Quoting.Quote(key)} has no value");
        switch (piece.Stop)
        {
            case '[': return List(entries, key, depth);
            case '=': return Value(entries, key);
            case ',':
                Set(entries, key, StringValue.Of("", From()));
                return new($"key {Quoting.Quote(key)} has no value (cannot end with ,)");
            default:
                if (++depth > DeepestName) return new($"value name nested level is greater than maximum supported nested level of {DeepestName}");
                var known = entries.Find(key)?.Value;
                if (known is not (null or MapValue { IsGeneric: true })) return WrongType(known, MapValue.PlainType);
                var inner = (known as MapValue)?.Entries ?? new();
                var failure = Key(inner, depth);
                if (failure is null && inner.Count == 0) return new($"key map {Quoting.Quote(key)} has no value");
                if (inner.Count > 0) Set(entries, key, known ?? new MapValue(inner, From()));
                return failure;
        }
    }

    Failure? List(MapEntries entries, string key, int depth)
    {
        var failure = Index(out var index);
        if (failure is not null) return failure;
        var known = entries.Find(key)?.Value;
        if (known is not (null or ListValue { ElementType: "interface {}" })) return WrongType(known, "[]interface {}");
        var items = Items(known);
        failure = Item(ref items, index, depth);
        if (failure is { IsEnd: false }) return failure;
        Set(entries, key, new ListValue(items, known?.From ?? From()));
        return failure;
    }

    /// <summary>What follows an index: a value, a further index or the name of a field.</summary>
    Failure? Item(ref List<Value> items, int index, int depth)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) return new("the name is nested too deeply");
        if (index < 0) return new($"negative {index} index not allowed");
        var piece = Until("[.=");
        if (piece.Text.Length > 0) return new($"unexpected data at end of array index: [{string.Join(' ', piece.Text.EnumerateRunes().Select(rune => Quoting.Quote(rune.ToString(), '\'')))}]");
        if (piece.IsLast) return Failure.End;
        switch (piece.Stop)
        {
            case '=':
                var failure = option == SetOption.Json ? JsonValue(out var value) : PlainValue(out value);
                // The end of the text comes with an empty value; only an error leaves the list as it is.
                if (failure is { IsEnd: false } || value is null) return failure;
                return Put(items, index, value) ?? (option == SetOption.Json ? failure : null);
            case '[':
                failure = Index(out var next);
                if (failure is not null) return failure;
                var existing = index < items.Count ? items[index] : null;
                if (existing is not (null or NilValue or ListValue { ElementType: "interface {}" })) return WrongType(existing, "[]interface {}");
                var nested = Items(existing);
                return Item(ref nested, next, depth) ?? Put(items, index, new ListValue(nested, existing?.From ?? From()));
            default:
                var map = index < items.Count ? items[index] as MapValue : null;
                var inner = map?.Entries ?? new();
                failure = Key(inner, depth);
                if (map is null && index < items.Count) items[index] = new MapValue(inner, From());
                return failure ?? Put(items, index, map ?? new MapValue(inner, From()));
        }
    }

    List<Value> Items(Value? list)
    {
        if (list is not ListValue { Items: var items }) return [];
        budget.Step(items.Count);
        return [.. items];
    }

    Failure? Put(List<Value> items, int index, Value value)
    {
        if (index > HighestIndex) return new($"index of {index} is greater than maximum supported index of {HighestIndex}");
        budget.Step(Math.Max(1, index - items.Count));
        while (items.Count <= index) items.Add(NilValue.Interface);
        items[index] = value;
        return null;
    }

    Failure? Index(out int index)
    {
        index = 0;
        var piece = Until("]");
        // Helm 4 takes an end of the text for an end even here.
        if (piece.IsLast) return new("error parsing index: EOF", profile.Major >= 4);
        if (int.TryParse(piece.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out index)) return null;
        if (IsInteger(piece.Text))
        {
            // Go's int has 64 bits, and what is beyond ours is beyond the highest index too.
            if (!long.TryParse(piece.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return NoIndex(piece.Text, "value out of range");
            return number < 0 ? new($"negative {number} index not allowed") : new($"index of {number} is greater than maximum supported index of {HighestIndex}");
        }
        return NoIndex(piece.Text, "invalid syntax");
    }

    static Failure NoIndex(string text, string why) => new($"error parsing index: strconv.Atoi: parsing {Quoting.Quote(text)}: {why}");

    static bool IsInteger(string text) => text.TrimStart() == text && text.Length > 0 && (text[0] is '+' or '-' ? text[1..] : text) is { Length: > 0 } digits && digits.All(char.IsAsciiDigit);

    Failure? Value(MapEntries entries, string key)
    {
        var failure = option == SetOption.Json ? JsonValue(out var value) : PlainValue(out value);
        if (value is not null) Set(entries, key, value);
        return failure;
    }

    Failure? PlainValue(out Value? value)
    {
        value = null;
        if (IsLiteral)
        {
            var rest = text[at..];
            at = text.Length;
            value = StringValue.Of(rest, From());
            return null;
        }
        if (at == text.Length)
        {
            value = StringValue.Of("", From());
            return Failure.End;
        }
        if (text[at] == '{') return ListOfValues(out value);
        return Typed(Until(",").Text, out value);
    }

    Failure? ListOfValues(out Value? value)
    {
        at++;
        value = null;
        var words = new List<string>();
        for (var piece = Until(",}"); ; piece = Until(",}"))
        {
            if (piece.IsLast) return new("list must terminate with '}'");
            budget.Step();
            words.Add(piece.Text);
            if (piece.Stop == '}') break;
        }
        var items = new List<Value>(words.Count);
        foreach (var word in words)
        {
            if (Typed(word, out var item) is { } failure) return failure;
            items.Add(item!);
        }
        value = new ListValue(items, From());
        if (at < text.Length && text[at] == ',') at++;
        return null;
    }

    Failure? Typed(string word, out Value? value)
    {
        var from = From();
        value = option switch
        {
            SetOption.File => null,
            SetOption.String => StringValue.Of(word, from),
            _ when word.Equals("true", StringComparison.OrdinalIgnoreCase) => new BoolValue(true, from),
            _ when word.Equals("false", StringComparison.OrdinalIgnoreCase) => new BoolValue(false, from),
            _ when word.Equals("null", StringComparison.OrdinalIgnoreCase) => new NilValue(from),
            _ when word == "0" => new IntegerValue(0, from, Kind.Int64),
            // What begins with a zero is meant to keep it.
            _ when IsInteger(word) && word[0] != '0' && long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => new IntegerValue(number, from, Kind.Int64),
            _ => StringValue.Of(word, from),
        };
        if (value is not null) return null;
        var file = read(word);
        if (file.Error is { } error) return new($"{word} {error}");
        budget.Write(file.Bytes.Length);
        var source = new SourceText(word, GoString.Decode(file.Bytes.Span));
        value = new StringValue(TracedText.Linear(source.Content, new SourceProvenance(source, SourceKind.File), 0), from);
        return null;
    }

    /// <summary>JSON up to its end, with the blanks and the comma behind it; nothing at all is a null.</summary>
    Failure? JsonValue(out Value? value)
    {
        if (SkipEmpty())
        {
            value = new NilValue(From());
            return null;
        }
        value = null;
        utf8 ??= Encoding.UTF8.GetBytes(text);
        byteAt += Encoding.UTF8.GetByteCount(text.AsSpan(byteAtIsOf, at - byteAtIsOf));
        var length = JsonText.Measure(utf8.AsSpan(byteAt));
        if (length < 0) return new("invalid JSON");
        var json = utf8.AsSpan(byteAt, length);
        at += Encoding.UTF8.GetCharCount(json);
        (byteAt, byteAtIsOf) = (byteAt + length, at);
        value = JsonText.Read(json, From(), budget);
        if (value is null) return new("invalid JSON");
        SkipEmpty();
        return null;
    }

    /// <summary>Steps over blanks up to a comma or the end, and over the comma; false at anything else.</summary>
    bool SkipEmpty()
    {
        for (; at < text.Length; at++)
        {
            if (text[at] != ',' && !char.IsWhiteSpace(text[at])) return false;
            if (text[at] != ',') continue;
            at++;
            return true;
        }
        return true;
    }

    /// <summary>The text up to one of some characters, which is stepped over; a backslash takes the next character as it is.</summary>
    Piece Until(string stops)
    {
        var rest = text.AsSpan(at);
        var plain = rest.IndexOfAny(stops.AsSpan());
        var escape = IsLiteral ? -1 : (plain < 0 ? rest : rest[..plain]).IndexOf('\\');
        if (escape < 0)
        {
            at += plain < 0 ? rest.Length : plain + 1;
            return plain < 0 ? new(rest.ToString(), -1) : new(rest[..plain].ToString(), rest[plain]);
        }
        var piece = new StringBuilder();
        while (at < text.Length)
        {
            var c = text[at++];
            if (stops.Contains(c, StringComparison.Ordinal)) return new(piece.ToString(), c);
            if (c != '\\') piece.Append(c);
            else if (at < text.Length) piece.Append(text[at++]);
        }
        return new(piece.ToString(), -1);
    }

    /// <summary>What has been read of the assignment, as it is written.</summary>
    ArgumentProvenance From() => new(text[start..at].TrimEnd(','), argument.Place);

    static void Set(MapEntries entries, string key, Value value)
    {
        // Helm leaves out what has no name.
        if (key.Length > 0) entries.Set(TracedText.Of(key, value.From), value);
    }

    static Failure WrongType(Value value, string wanted) => new($"unable to parse key: interface conversion: interface {{}} is {(value is NilValue ? "nil" : value.TypeName)}, not {wanted}");
}
