using System.Globalization;
using System.Text;
using ShiftLeft.Go.Fmt;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Strconv;

namespace ShiftLeft.Helm.Values;

/// <summary>Types, equality and how values are written in messages.</summary>
sealed partial class SchemaEvaluation
{
    static readonly string[] Types = ["null", "boolean", "number", "integer", "string", "array", "object"];

    public static bool IsType(string name) => System.Array.IndexOf(Types, name) >= 0;

    static string TypeOf(Value value) => value switch
    {
        NilValue => "null",
        BoolValue => "boolean",
        FloatValue or IntegerValue => "number",
        StringValue => "string",
        ListValue => "array",
        _ => "object",
    };

    static IEnumerable<string> Names(Value type) => type is ListValue list ? list.Items.OfType<StringValue>().Select(item => item.Text) : type is StringValue one ? [one.Text] : [];

    static bool HasType(Value type, Value value)
    {
        var got = TypeOf(value);
        var any = false;
        foreach (var name in Names(type))
        {
            if (name == got || (name == "integer" && got == "number" && double.IsInteger(NumberOf(value)))) return true;
            any |= IsType(name);
        }
        return !any;
    }

    string Wanted(Value type) => string.Join(" or ", Types.Where(Names(type).Contains));

    static double NumberOf(Value value) => value is IntegerValue integer ? integer.Value : ((FloatValue)value).Value;

    bool AreEqual(Value one, Value other)
    {
        budget.Step();
        return (one, other) switch
        {
            (MapValue a, MapValue b) => a.Entries.Count == b.Entries.Count && a.Entries.Sorted.All(entry => b[entry.Key.Text] is { } value && AreEqual(entry.Value, value)),
            (ListValue a, ListValue b) => a.Items.Count == b.Items.Count && a.Items.Zip(b.Items).All(pair => AreEqual(pair.First, pair.Second)),
            (StringValue a, StringValue b) => a.Text == b.Text,
            (BoolValue a, BoolValue b) => a.Value == b.Value,
            (NilValue, NilValue) => true,
            (FloatValue or IntegerValue, FloatValue or IntegerValue) => NumberOf(one).Equals(NumberOf(other)),
            _ => false,
        };
    }

    (int One, int Other)? Equal(IReadOnlyList<Value> items)
    {
        for (var i = 1; i < items.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (AreEqual(items[i], items[j])) return (j, i);
            }
        }
        return null;
    }

    /// <summary>By decimal digits, as both are written: 0.07 is a multiple of 0.01.</summary>
    static bool IsMultiple(double number, double step)
    {
        if (step == 0) return true;
        if (IsDecimal(number, out var a) && IsDecimal(step, out var b) && b != 0) return a % b == 0;
        return Math.IEEERemainder(number, step) == 0;
    }

    static bool IsDecimal(double number, out decimal exact) => decimal.TryParse(number.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out exact);

    static string NotIn(ListValue choices)
    {
        if (choices.Items.Any(choice => choice is MapValue or ListValue)) return "'enum' failed";
        return $"value must be {(choices.Items.Count == 1 ? "" : "one of ")}{string.Join(", ", choices.Items.Select(Display))}";
    }

    static string Display(Value value) => value switch
    {
        StringValue text => Quote(text.Text),
        NilValue => "<nil>",
        BoolValue boolean => boolean.Value ? "true" : "false",
        _ => NumberOf(value).ToString("R", CultureInfo.InvariantCulture),
    };

    static string Listed(IEnumerable<string> names) => string.Join(", ", names.Select(Quote));

    /// <summary>Go's quoting, between single quotes.</summary>
    public static string Quote(string text) =>
        $"'{Quoting.Quote(text)[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";

    /// <summary>As English writes numbers: <c>65,535</c>, <c>1.5×10⁰⁶</c>.</summary>
    static string Grouped(double number)
    {
        var (digits, exponent, negative) = PlainFormat.Digits(number);
        var text = new StringBuilder();
        if (negative) text.Append('-');
        if (number != 0 && exponent is < -4 or >= 6 && number != 0)
        {
            text.Append(digits[0]);
            if (digits.Length > 1) text.Append('.').Append(digits, 1, digits.Length - 1);
            text.Append("×10");
            if (exponent < 0) text.Append('⁻');
            foreach (var digit in Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture)) text.Append("⁰¹²³⁴⁵⁶⁷⁸⁹"[digit - '0']);
            return text.ToString();
        }
        return number.ToString("#,##0.##########", CultureInfo.InvariantCulture);
    }
}
