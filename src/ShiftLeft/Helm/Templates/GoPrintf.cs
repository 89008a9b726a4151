using System.Globalization;
using System.Text;
using ShiftLeft.Helm.Tracing;

namespace ShiftLeft.Helm.Templates;

/// <summary>Go's <c>fmt.Sprintf</c>: verbs, flags, widths, argument indexes, and the words for what does not fit.</summary>
sealed class GoPrintf
{
    const int Widest = 1_000_000;

    readonly FunctionCall call;
    readonly TracedText format;
    readonly ComputedProvenance invented;
    readonly TracedText.Builder output = new();

    int argument;
    bool reordered;
    bool goodIndex = true;

    GoPrintf(FunctionCall call) => (this.call, format, invented) = (call, call.Text(0), call.Computed([.. call.Arguments]));

    /// <summary>The first argument is the format.</summary>
    public static TracedText Format(FunctionCall call) => new GoPrintf(call).Run();

    /// <summary>One value by one verb without flags.</summary>
    public static string Verb(Value value, char verb)
    {
        var text = new StringBuilder();
        Write(text, value, verb, default, 0);
        return text.ToString();
    }

    record struct Flags(bool Sharp, bool Zero, bool Plus, bool Minus, bool Space, int? Width, int? Precision);

    TracedText Run()
    {
        var text = format.Text;
        for (var i = 0; i < text.Length;)
        {
            var percent = text.IndexOf('%', i);
            if (percent < 0) percent = text.Length;
            output.Append(format, i, percent - i);
            i = percent + 1;
            if (percent < text.Length) Directive(ref i);
            call.Budget.Write(output.Length);
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
        else Argument(call[1 + argument++], verb, flags);
    }

    void Argument(Value value, string verb, Flags flags)
    {
        if (verb is "s" or "v" && value is StringValue plain && flags.Precision is null && !flags.Sharp)
        {
            var pad = new string(flags is { Zero: true, Minus: false } ? '0' : ' ', Math.Max(0, (flags.Width ?? 0) - RuneCount(plain.Text)));
            if (!flags.Minus) output.Append(pad, invented);
            output.Append(plain.Traced);
            if (flags.Minus) output.Append(pad, invented);
            return;
        }
        var text = new StringBuilder();
        if (verb.Length > 1) Bad(text, value, verb);
        else Write(text, value, verb[0], flags, 0);
        var printed = text.ToString();
        output.Append(value is ListValue or MapValue ? TracedText.Of(printed, invented) : Executor.Scalar(printed, value.From ?? invented));
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
        if (depth > 200) throw new FunctionException("a value is nested more than 200 levels deep");
        if (verb == 'T')
        {
            Pad(to, value.TypeName, flags);
            return;
        }
        switch (value)
        {
            case NilValue when depth > 0: to.Append("<nil>"); break;
            case NilValue when verb == 'v': Pad(to, "<nil>", flags); break;
            case BoolValue boolean when verb is 't' or 'v': Pad(to, boolean.Value ? "true" : "false", flags); break;
            case IntegerValue integer when verb is 'v' or 'd' or 'b' or 'o' or 'O' or 'x' or 'X' or 'c' or 'q' or 'U': Integer(to, integer.Value, verb, flags); break;
            case FloatValue number when verb is 'v' or 'e' or 'E' or 'f' or 'F' or 'g' or 'G': Float(to, number.Value, verb, flags); break;
            case StringValue text when verb is 'v' or 's' or 'q' or 'x' or 'X': String(to, text.Text, verb, flags); break;
            case BytesValue bytes when verb is 's' or 'q' or 'x' or 'X': String(to, GoBytes.Decode(bytes.Bytes), verb, flags); break;
            case BytesValue bytes when verb is 'v' or 'd': to.Append('[').AppendJoin(' ', bytes.Bytes).Append(']'); break;
            case ListValue list:
                to.Append('[');
                for (var i = 0; i < list.Items.Count; i++)
                {
                    if (i > 0) to.Append(' ');
                    Write(to, list.Items[i], verb, flags, depth + 1);
                }
                to.Append(']');
                break;
            case MapValue map:
                to.Append("map[");
                var separator = "";
                foreach (var entry in map.Entries.Sorted)
                {
                    to.Append(separator);
                    separator = " ";
                    Write(to, new StringValue(entry.Key), verb, flags, depth + 1);
                    to.Append(':');
                    Write(to, entry.Value, verb, flags, depth + 1);
                }
                to.Append(']');
                break;
            case ObjectValue other: Pad(to, other.Print(), flags); break;
            default: Bad(to, value, verb.ToString()); break;
        }
    }

    static void Bad(StringBuilder to, Value value, string verb)
    {
        to.Append("%!").Append(verb).Append('(');
        if (!value.IsNil) to.Append(value.TypeName).Append('=');
        to.Append(GoFormat.Print(value)).Append(')');
    }

    static void String(StringBuilder to, string text, char verb, Flags flags)
    {
        if (flags.Precision is { } most && RuneCount(text) > most)
        {
            var end = 0;
            for (var count = 0; count < most; count++) end += char.IsHighSurrogate(text[end]) && end + 1 < text.Length ? 2 : 1;
            text = text[..end];
        }
        Pad(to, verb switch
        {
            'q' when flags.Sharp && !text.AsSpan().ContainsAny('`', '\n') => $"`{text}`",
            'q' => GoQuote.Quote(text),
            'x' => Convert.ToHexStringLower(GoBytes.Encode(text)),
            'X' => Convert.ToHexString(GoBytes.Encode(text)),
            _ => text,
        }, flags);
    }

    static void Integer(StringBuilder to, long value, char verb, Flags flags)
    {
        if (verb == 'c')
        {
            Pad(to, Rune.IsValid(value is >= 0 and <= 0x10FFFF ? (int)value : -1) ? new Rune((int)value).ToString() : "\uFFFD", flags);
            return;
        }
        if (verb == 'q')
        {
            Pad(to, GoQuote.Quote(Rune.IsValid(value is >= 0 and <= 0x10FFFF ? (int)value : -1) ? new Rune((int)value).ToString() : "\uFFFD", '\''), flags);
            return;
        }
        if (verb == 'U')
        {
            Pad(to, $"U+{value:X4}", flags);
            return;
        }
        var magnitude = value < 0 ? unchecked((ulong)-value) : (ulong)value;
        var digits = verb switch
        {
            'b' => magnitude.ToString("B", CultureInfo.InvariantCulture),
            'o' or 'O' => Octal(magnitude),
            'x' => magnitude.ToString("x", CultureInfo.InvariantCulture),
            'X' => magnitude.ToString("X", CultureInfo.InvariantCulture),
            _ => magnitude.ToString(CultureInfo.InvariantCulture),
        };
        if (flags.Precision is { } precision)
        {
            if (precision == 0 && value == 0) digits = "";
            digits = digits.PadLeft(precision, '0');
            flags.Zero = false;
        }
        var prefix = (verb, flags.Sharp) switch { ('x', true) => "0x", ('X', true) => "0X", ('o', true) => "0", ('b', true) => "0b", ('O', _) => "0o", _ => "" };
        Number(to, Sign(value < 0, flags) + prefix, digits, flags);
    }

    static string Octal(ulong value)
    {
        if (value == 0) return "0";
        var digits = "";
        for (; value > 0; value /= 8) digits = (char)('0' + (int)(value % 8)) + digits;
        return digits;
    }

    static void Float(StringBuilder to, double value, char verb, Flags flags)
    {
        if (!double.IsFinite(value))
        {
            flags.Zero = false;
            Number(to, double.IsNegative(value) && !double.IsNaN(value) ? "-" : flags.Plus ? "+" : flags.Space ? " " : double.IsNaN(value) ? "" : "+", double.IsNaN(value) ? "NaN" : "Inf", flags);
            return;
        }
        var magnitude = Math.Abs(value);
        var digits = verb switch
        {
            'f' or 'F' => Fixed(magnitude, flags.Precision ?? 6),
            'e' or 'E' => Exponent(magnitude, flags.Precision ?? 6, verb),
            _ when flags.Precision is { } precision => General(magnitude, precision),
            _ => GoFormat.Float(magnitude),
        };
        if (verb == 'G') digits = digits.ToUpperInvariant();
        Number(to, Sign(double.IsNegative(value), flags), digits, flags);
    }

    /// <summary>Rounded half to even on the exact binary value, as Go does; .NET rounds ties away from zero.</summary>
    static string Fixed(double value, int precision)
    {
        precision = Math.Min(precision, 1000);
        var exact = value.ToString("F" + (precision + 40).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var cut = exact.Length - 40;
        var rest = exact.AsSpan(cut);
        var kept = exact[..cut].TrimEnd('.');
        var isTie = rest[0] == '5' && rest[1..].TrimEnd('0').IsEmpty;
        var up = isTie ? (kept[^1] - '0') % 2 == 1 : rest[0] >= '5';
        if (!up) return kept;
        var digits = kept.ToCharArray();
        for (var i = digits.Length - 1; i >= 0; i--)
        {
            if (digits[i] == '.') continue;
            if (digits[i] != '9')
            {
                digits[i]++;
                return new(digits);
            }
            digits[i] = '0';
        }
        return "1" + new string(digits);
    }

    static string Exponent(double value, int precision, char verb)
    {
        var text = value.ToString((verb == 'E' ? "E" : "e") + Math.Min(precision, 500).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        // .NET writes three digits at least, Go two.
        var sign = text.IndexOfAny(['+', '-'], 1);
        var exponent = text[(sign + 1)..].TrimStart('0').PadLeft(2, '0');
        return text[..(sign + 1)] + exponent;
    }

    static string General(double value, int precision)
    {
        if (precision == 0) precision = 1;
        if (value == 0) return "0";
        var scientific = Exponent(value, precision - 1, 'e');
        var exponent = int.Parse(scientific.AsSpan(scientific.IndexOf('e', StringComparison.Ordinal) + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        if (exponent < -4 || exponent >= precision)
        {
            var e = scientific.IndexOf('e', StringComparison.Ordinal);
            return TrimZeros(scientific[..e]) + scientific[e..];
        }
        return TrimZeros(Fixed(value, Math.Max(0, precision - 1 - exponent)));
    }

    static string TrimZeros(string digits) => digits.Contains('.', StringComparison.Ordinal) ? digits.TrimEnd('0').TrimEnd('.') : digits;

    static string Sign(bool isNegative, Flags flags) => isNegative ? "-" : flags.Plus ? "+" : flags.Space ? " " : "";

    static void Number(StringBuilder to, string sign, string digits, Flags flags)
    {
        if (flags is { Zero: true, Minus: false, Width: { } width }) digits = digits.PadLeft(Math.Max(0, width - sign.Length), '0');
        Pad(to, sign + digits, flags with { Zero = false });
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
