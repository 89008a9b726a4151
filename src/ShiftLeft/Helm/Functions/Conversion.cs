using System.Collections.Immutable;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Strconv;
using ShiftLeft.Go.Template;
using ShiftLeft.Go.Time;

namespace ShiftLeft.Helm.Functions;

/// <summary>Functions that turn a value into another type, or ask for its own. What cannot be turned is zero.</summary>
static class Conversion
{
    public static ImmutableArray<FunctionSignature> All { get; } =
    [
        new("toString", [Parameter.Any], null, call => call[0] as StringValue ?? new StringValue(Strings.Text(call[0], call.Budget), call[0].From)),
        new("int", [Parameter.Any], null, call => Converted(call, ToInteger(call[0]), Kind.Int)),
        new("int64", [Parameter.Any], null, call => Converted(call, ToInteger(call[0]), Kind.Int64)),
        new("float64", [Parameter.Any], null, call => new FloatValue(ToFloat(call[0]), call[0].From ?? call.Computed(call[0]))),
        new("atoi", [Parameter.String], null, call => Converted(call, ToDecimalInteger(call.String(0)), Kind.Int)),
        new("toDecimal", [Parameter.Any], null, call => Converted(call, FromOctal(Builtins.Traced(call[0]).Text), Kind.Int64)),
        new("kindOf", [Parameter.Any], null, call => call.Opaque(NameOf(call[0].Kind), call[0])),
        new("kindIs", [Parameter.String, Parameter.Any], null, call => Is(call, call.String(0) == NameOf(call[1].Kind))),
        new("typeOf", [Parameter.Any], null, call => call.Opaque(call[0].TypeName, call[0])),
        new("typeIs", [Parameter.String, Parameter.Any], null, call => Is(call, call.String(0) == call[1].TypeName)),
        new("typeIsLike", [Parameter.String, Parameter.Any], null, call => Is(call, call.String(0) == call[1].TypeName || "*" + call.String(0) == call[1].TypeName)),
        new("deepEqual", [Parameter.Any, Parameter.Any], null, call => new BoolValue(DeepEquality.Equal(call[0], call[1], call.Budget), call.ComputedOfAll())),
    ];

    /// <summary>A number printed as it was written stays where it was written; else it is known by what it was made of.</summary>
    static IntegerValue Converted(FunctionCall call, long value, Kind kind) => new(value, call[0].From ?? call.Computed(call[0]), kind);

    static BoolValue Is(FunctionCall call, bool result) => new(result, call.Computed(call[1]));

    /// <summary>As <c>cast.ToInt64</c> does: a string is read in any of Go's notations, so that a leading 0 means octal.</summary>
    public static long ToInteger(Value value) => value switch
    {
        IntegerValue integer => integer.Value,
        FloatValue number => Truncated(number.Value),
        BoolValue boolean => boolean.Value ? 1 : 0,
        StringValue text => NumberParser.ParseInteger(WithoutZeroDecimals(text.Text)) ?? 0,
        NumberedName name => name.Number,
        _ => 0,
    };

    public static double ToFloat(Value value) => value switch
    {
        FloatValue number => number.Value,
        IntegerValue integer => integer.Value,
        BoolValue boolean => boolean.Value ? 1 : 0,
        StringValue text => NumberParser.ParseFloat(text.Text) ?? 0,
        NumberedName name => name.Number,
        _ => 0,
    };

    /// <summary>Toward zero; what does not fit is the least integer, as on the processors that Helm mostly runs on.</summary>
    public static long Truncated(double value) => value is >= -9223372036854775808.0 and < 9223372036854775808.0 ? (long)value : long.MinValue;

    /// <summary><c>3.0</c> and <c>3.00</c> are 3, but <c>3.</c> and <c>3.5</c> are none.</summary>
    static string WithoutZeroDecimals(string text)
    {
        var end = text.Length;
        while (end > 0 && text[end - 1] == '0') end--;
        return end > 0 && end < text.Length && text[end - 1] == '.' ? text[..(end - 1)] : text;
    }

    /// <summary><c>strconv.Atoi</c> without its error: what is too large is the largest.</summary>
    public static long ToDecimalInteger(string text)
    {
        var digits = text.AsSpan(text is ['+' or '-', ..] ? 1 : 0);
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9')) return 0;
        var isNegative = text[0] == '-';
        var value = 0L;
        foreach (var digit in digits)
        {
            if (value < (long.MinValue + (digit - '0')) / 10) return isNegative ? long.MinValue : long.MaxValue;
            value = value * 10 - (digit - '0');
        }
        return isNegative ? value : value == long.MinValue ? long.MaxValue : -value;
    }

    static long FromOctal(string text)
    {
        var digits = text.AsSpan(text is ['+' or '-', ..] ? 1 : 0);
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '7')) return 0;
        digits = digits.TrimStart('0');
        if (digits.Length > 22 || (digits.Length == 22 && digits[0] > '1')) return 0;
        var value = 0UL;
        foreach (var digit in digits) value = value * 8 + (ulong)(digit - '0');
        if (text[0] == '-') return value <= 1UL << 63 ? unchecked(-(long)value) : 0;
        return value <= long.MaxValue ? (long)value : 0;
    }

    /// <summary>Go's names.</summary>
    public static string NameOf(Kind kind) => kind switch
    {
        Kind.Invalid => "invalid",
        Kind.Interface => "interface",
        Kind.Bool => "bool",
        Kind.Int => "int",
        Kind.Int64 => "int64",
        Kind.Uint8 => "uint8",
        Kind.Uint64 => "uint64",
        Kind.Float64 => "float64",
        Kind.String => "string",
        Kind.Slice => "slice",
        Kind.Map => "map",
        Kind.Struct => "struct",
        Kind.Ptr => "ptr",
        _ => "func",
    };
}
