using System.Globalization;
using System.Text;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Strconv;
using ShiftLeft.Go.Strings;
using ShiftLeft.Go.Template;
using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Fmt;

/// <summary>Go's <c>fmt.Sprintf</c>: verbs, flags, widths, argument indexes, and the words for what does not fit.</summary>
sealed partial class Printf
{
    const int Widest = 1_000_000;

    readonly FunctionCall call;
    readonly TracedText format;
    readonly ComputedProvenance invented;
    readonly TracedText.Builder output = new();

    int argument;
    bool reordered;
    bool goodIndex = true;

    Printf(FunctionCall call) => (this.call, format, invented) = (call, call.Text(0), call.Computed([.. call.Arguments]));

    /// <summary>The first argument is the format.</summary>
    public static TracedText Format(FunctionCall call) => new Printf(call).Run();

    /// <summary>One value by one verb without flags.</summary>
    public static string Verb(Value value, char verb)
    {
        var text = new StringBuilder();
        Write(text, value, verb, default, 0);
        return text.ToString();
    }

    record struct Flags(bool Sharp, bool Zero, bool Plus, bool Minus, bool Space, int? Width, int? Precision)
    {
        /// <summary>Whether <c>%#v</c> asks for Go's own syntax.</summary>
        public bool IsSyntax { get; private init; }

        /// <summary>What the signs mean for <c>%v</c>: nothing for a number's own.</summary>
        public Flags ForValue() => this with { IsSyntax = Sharp, Sharp = false, Plus = false };
    }

    TracedText Run()
    {
        var text = format.Text;
        for (var i = 0; i < text.Length;)
        {
            var before = output.Length;
            var percent = text.IndexOf('%', i);
            if (percent < 0) percent = text.Length;
            output.Append(format, i, percent - i);
            i = percent + 1;
            if (percent < text.Length) Directive(ref i);
            call.Budget.Write(output.Length - before);
        }
        if (!reordered && argument < call.Count - 1) Extra();
        return output.Build();
    }

    void Directive(ref int i)
    {
        var text = format.Text;
        var flags = default(Flags);
        goodIndex = true;
        var afterIndex = false;
        for (; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '#': flags.Sharp = true; continue;
                case '0': flags.Zero = true; continue;
                case '+': flags.Plus = true; continue;
                case '-': flags.Minus = true; continue;
                case ' ': flags.Space = true; continue;
            }
            break;
        }
        afterIndex = Index(ref i);
        if (i < text.Length && text[i] == '*')
        {
            i++;
            flags.Width = FromArgument();
            if (flags.Width is null) output.Append("%!(BADWIDTH)", invented);
            if (flags.Width < 0) (flags.Width, flags.Minus, flags.Zero) = (-flags.Width, true, false);
            afterIndex = false;
        }
        else
        {
            flags.Width = Number(ref i);
            if (afterIndex && flags.Width is not null) goodIndex = false;
        }
        if (i + 1 <= text.Length && i < text.Length && text[i] == '.')
        {
            i++;
            if (afterIndex) goodIndex = false;
            afterIndex = Index(ref i);
            if (i < text.Length && text[i] == '*')
            {
                i++;
                flags.Precision = FromArgument();
                if (flags.Precision is null or < 0)
                {
                    flags.Precision = null;
                    output.Append("%!(BADPREC)", invented);
                }
                afterIndex = false;
            }
            else flags.Precision = Number(ref i) ?? 0;
        }
        if (!afterIndex) Index(ref i);
        if (i >= text.Length)
        {
            output.Append("%!(NOVERB)", invented);
            return;
        }
        Rune.TryGetRuneAt(text, i, out var rune);
        var verb = text.Substring(i, Math.Max(1, rune.Utf16SequenceLength));
        i += verb.Length;
        if (verb == "%") output.Append('%', invented);
        else if (!goodIndex) output.Append($"%!{verb}(BADINDEX)", invented);
        else if (argument >= call.Count - 1) output.Append($"%!{verb}(MISSING)", invented);
        else Argument(call[1 + argument++], verb, verb == "v" ? flags.ForValue() : flags);
    }

    void Argument(Value value, string verb, Flags flags)
    {
        if (verb is "s" or "v" && value is StringValue plain && flags.Precision is null && !flags.IsSyntax)
        {
            var pad = new string(flags is { Zero: true, Minus: false } ? '0' : ' ', Math.Max(0, (flags.Width ?? 0) - RuneCount(plain.Text)));
            if (!flags.Minus) output.Append(pad, invented);
            output.Append(plain.Traced);
            if (flags.Minus) output.Append(pad, invented);
            return;
        }
        var text = new StringBuilder();
        if (verb.Length > 1) Bad(text, value, verb, flags);
        else Write(text, value, verb[0], flags, 0);
        var printed = text.ToString();
        output.Append(value is ListValue or MapValue ? TracedText.Of(printed, invented) : TracedText.Scalar(printed, value.From ?? invented));
    }

    void Extra()
    {
        output.Append("%!(EXTRA ", invented);
        for (var i = 1 + argument; i < call.Count; i++)
        {
            if (i > 1 + argument) output.Append(", ", invented);
            if (call[i].IsNil) output.Append("<nil>", invented);
            else output.Append($"{call[i].TypeName}=", invented).Append(Builtins.Traced(call[i]));
        }
        output.Append(')', invented);
    }

    /// <summary>An explicit index: <c>[2]</c>.</summary>
    bool Index(ref int i)
    {
        var text = format.Text;
        if (i >= text.Length || text[i] != '[') return false;
        reordered = true;
        var end = text.IndexOf(']', i);
        if (end < 0)
        {
            goodIndex = false;
            i++;
            return false;
        }
        if (int.TryParse(text.AsSpan(i + 1, end - i - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index >= 1 && index < call.Count)
        {
            argument = index - 1;
            i = end + 1;
            return true;
        }
        goodIndex = false;
        i = end + 1;
        return true;
    }

    int? FromArgument() =>
        argument < call.Count - 1 && call[1 + argument++] is IntegerValue { Value: > -Widest and < Widest } number ? (int)number.Value : null;

    int? Number(ref int i)
    {
        var text = format.Text;
        var start = i;
        while (i < text.Length && char.IsAsciiDigit(text[i])) i++;
        return i > start && int.TryParse(text.AsSpan(start, i - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < Widest ? number : null;
    }

    static void Write(StringBuilder to, Value value, char verb, Flags flags, int depth)
    {
        PlainFormat.Limit(to, depth);
        if (verb == 'T')
        {
            Pad(to, value.TypeName, flags);
            return;
        }
        switch (value)
        {
            case NilValue when depth > 0: to.Append(flags.IsSyntax ? "interface {}(nil)" : "<nil>"); break;
            case NilValue when verb == 'v': Pad(to, "<nil>", flags); break;
            case BoolValue boolean when verb is 't' or 'v': Pad(to, boolean.Value ? "true" : "false", flags); break;
            case IntegerValue integer when verb is 'v' or 'd' or 'b' or 'o' or 'O' or 'x' or 'X' or 'c' or 'q' or 'U': Integer(to, integer.Value, verb, flags); break;
            case FloatValue number when verb is 'v' or 'e' or 'E' or 'f' or 'F' or 'g' or 'G' or 'x' or 'X' or 'b': Float(to, number.Value, verb, flags); break;
            case StringValue text when verb is 'v' or 's' or 'q' or 'x' or 'X': String(to, text.Text, verb, flags); break;
            case BytesValue bytes when verb is 's' or 'q' or 'x' or 'X': String(to, GoString.Decode(bytes.Bytes), verb, flags); break;
            case BytesValue bytes when verb is 'v' or 'd': to.Append('[').AppendJoin(' ', bytes.Bytes).Append(']'); break;
            case ListValue list:
                to.Append(flags.IsSyntax ? list.TypeName + "{" : "[");
                for (var i = 0; i < list.Items.Count; i++)
                {
                    if (i > 0) to.Append(flags.IsSyntax ? ", " : " ");
                    Write(to, list.Items[i], verb, flags, depth + 1);
                }
                to.Append(flags.IsSyntax ? '}' : ']');
                break;
            case MapValue map:
                to.Append(flags.IsSyntax ? map.TypeName + "{" : "map[");
                var separator = "";
                foreach (var entry in map.Entries.Sorted)
                {
                    to.Append(separator);
                    separator = flags.IsSyntax ? ", " : " ";
                    Write(to, new StringValue(entry.Key), verb, flags, depth + 1);
                    to.Append(':');
                    Write(to, entry.Value, verb, flags, depth + 1);
                }
                to.Append(flags.IsSyntax ? '}' : ']');
                break;
            case NamedInteger named when verb is 's' or 'q' or 'x' or 'X' || (verb == 'v' && !flags.IsSyntax): String(to, named.Print(), verb, flags); break;
            case NamedInteger named when verb is 'v' or 'd' or 'b' or 'o' or 'O' or 'c' or 'U': Integer(to, named.Number, verb, flags); break;
            case ObjectValue other and not NamedInteger: Pad(to, other.Print(), flags); break;
            default: Bad(to, value, verb.ToString(), flags); break;
        }
    }

    /// <summary>Flags and widths stay in force for the value in the complaint.</summary>
    static void Bad(StringBuilder to, Value value, string verb, Flags flags)
    {
        to.Append("%!").Append(verb).Append('(');
        if (value.IsNil) to.Append("<nil>");
        else
        {
            to.Append(value.TypeName).Append('=');
            // Go does not ask for a value's own words then.
            Write(to, value is NamedInteger named ? new IntegerValue(named.Number) : value, 'v', flags, 0);
        }
        to.Append(')');
    }

    static void String(StringBuilder to, string text, char verb, Flags flags)
    {
        if (verb is 'x' or 'X')
        {
            Pad(to, Hexadecimal(GoString.Encode(text), verb, flags), flags);
            return;
        }
        if (flags.Precision is { } most && RuneCount(text) > most)
        {
            var end = 0;
            for (var count = 0; count < most; count++) end += char.IsHighSurrogate(text[end]) && end + 1 < text.Length ? 2 : 1;
            text = text[..end];
        }
        Pad(to, verb switch
        {
            'q' when flags.Sharp && IsRaw(text) => $"`{text}`",
            'q' => Quoted(text, '"', flags),
            'v' when flags.IsSyntax => Quoting.Quote(text),
            _ => text,
        }, flags);
    }

    /// <summary>Go's <c>strconv.CanBackquote</c>.</summary>
    static bool IsRaw(string text) => !text.Any(c => c is '`' or '\u007F' or '\uFEFF' or (< ' ' and not '\t')) && !text.EnumerateRunes().Contains(Rune.ReplacementChar);

    static string Quoted(string text, char quote, Flags flags)
    {
        var quoted = Quoting.Quote(text, quote);
        if (!flags.Plus || Ascii.IsValid(quoted)) return quoted;
        var ascii = new StringBuilder();
        foreach (var rune in quoted.EnumerateRunes())
        {
            if (rune.IsAscii) ascii.Append((char)rune.Value);
            else ascii.Append(rune.IsBmp ? $"\\u{rune.Value:x4}" : $"\\U{rune.Value:x8}");
        }
        return ascii.ToString();
    }

    /// <summary>The bytes of a string; a precision counts them, a space parts them.</summary>
    static string Hexadecimal(ReadOnlySpan<byte> bytes, char verb, Flags flags)
    {
        if (flags.Precision is { } most && most < bytes.Length) bytes = bytes[..most];
        if (bytes.IsEmpty) return "";
        var digits = verb == 'x' ? Convert.ToHexStringLower(bytes) : Convert.ToHexString(bytes);
        var prefix = flags.Sharp ? "0" + verb : "";
        if (!flags.Space) return prefix + digits;
        return string.Join(' ', Enumerable.Range(0, digits.Length / 2).Select(i => string.Concat(prefix, digits.AsSpan(2 * i, 2))));
    }

    static void Pad(StringBuilder to, string text, Flags flags)
    {
        var missing = Math.Max(0, (flags.Width ?? 0) - RuneCount(text));
        if (!flags.Minus) to.Append(flags.Zero ? '0' : ' ', missing);
        to.Append(text);
        if (flags.Minus) to.Append(' ', missing);
    }

    static int RuneCount(string text)
    {
        var count = text.Length;
        foreach (var c in text)
        {
            if (char.IsLowSurrogate(c) && c is < '\uDC80' or > '\uDCFF') count--;
        }
        return count;
    }
}
