using System.Globalization;
using System.Text;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Template;
using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Fmt;

/// <summary>How Go's <c>fmt</c> prints values: <c>%v</c> here, the other verbs in <see cref="Printf"/>.</summary>
static class PlainFormat
{
    /// <summary>A list that holds another twice, and that one another twice, prints longer than anything that fits into memory.</summary>
    const int LongestPrinted = 16 * 1024 * 1024;
    const int DeepestNesting = 200;

    /// <summary>
    /// Go's <c>%v</c>. A nil is <c>&lt;nil&gt;</c> (an action that prints nothing but a nil writes <c>&lt;no value&gt;</c> instead).
    /// </summary>
    public static string Print(Value value)
    {
        if (value is StringValue text) return text.Text;
        var builder = new StringBuilder();
        Print(value, builder, 0);
        return builder.ToString();
    }

    /// <summary>To be called before each part of a value is printed.</summary>
    public static void Limit(StringBuilder to, int depth)
    {
        if (to.Length > LongestPrinted) throw new BudgetException($"prints a value of more than {LongestPrinted / 1024 / 1024} Mi characters");
        if (depth > DeepestNesting) throw new FunctionException($"a value is nested more than {DeepestNesting} levels deep");
    }

    static void Print(Value value, StringBuilder to, int depth)
    {
        Limit(to, depth);
        switch (value)
        {
            case NilValue: to.Append("<nil>"); break;
            case BoolValue boolean: to.Append(boolean.Value ? "true" : "false"); break;
            case IntegerValue integer: to.Append(integer.Value); break;
            case FloatValue number: to.Append(Float(number.Value)); break;
            case StringValue text: to.Append(text.Text); break;
            case BytesValue bytes: to.Append('[').AppendJoin(' ', bytes.Bytes).Append(']'); break;
            case ListValue list:
                to.Append('[');
                for (var i = 0; i < list.Items.Count; i++)
                {
                    if (i > 0) to.Append(' ');
                    Print(list.Items[i], to, depth + 1);
                }
                to.Append(']');
                break;
            case MapValue map:
                to.Append("map[");
                var first = true;
                foreach (var entry in map.Entries.Sorted)
                {
                    if (!first) to.Append(' ');
                    first = false;
                    to.Append(entry.Key.Text).Append(':');
                    Print(entry.Value, to, depth + 1);
                }
                to.Append(']');
                break;
            case ObjectValue other: to.Append(other.Print()); break;
        }
    }

    /// <summary>
    /// Go's <c>%v</c> of a <c>float64</c>, which is <c>strconv.FormatFloat(value, 'g', -1, 64)</c>: the shortest digits, with an exponent below 1e-4
    /// and from 1e6 on. JSON's form has other limits.
    /// </summary>
    public static string Float(double value)
    {
        if (double.IsNaN(value)) return "NaN";
        if (double.IsInfinity(value)) return value > 0 ? "+Inf" : "-Inf";
        if (value == 0) return double.IsNegative(value) ? "-0" : "0";
        var (digits, exponent, negative) = Digits(value);
        var text = new StringBuilder();
        if (negative) text.Append('-');
        if (exponent < -4 || exponent >= 6)
        {
            text.Append(digits[0]);
            if (digits.Length > 1) text.Append('.').Append(digits, 1, digits.Length - 1);
            text.Append('e').Append(exponent < 0 ? '-' : '+');
            return text.Append(Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture)).ToString();
        }
        return AppendFixed(text, digits, exponent).ToString();
    }

    /// <summary>Go's <c>strconv.FormatFloat(value, 'f', -1, 64)</c> of a finite number: the shortest digits without an exponent.</summary>
    public static string FixedFloat(double value)
    {
        if (value == 0) return double.IsNegative(value) ? "-0" : "0";
        var (digits, exponent, negative) = Digits(value);
        return AppendFixed(new(negative ? "-" : ""), digits, exponent).ToString();
    }

    static StringBuilder AppendFixed(StringBuilder text, string digits, int exponent)
    {
        if (exponent < 0) return text.Append("0.").Append('0', -exponent - 1).Append(digits);
        if (digits.Length <= exponent + 1) return text.Append(digits).Append('0', exponent + 1 - digits.Length);
        return text.Append(digits, 0, exponent + 1).Append('.').Append(digits, exponent + 1, digits.Length - exponent - 1);
    }

    /// <summary>The shortest digits that read back as the same number, and the decimal exponent of the first.</summary>
    public static (string Digits, int Exponent, bool Negative) Digits(double value)
    {
        var shortest = value.ToString("R", CultureInfo.InvariantCulture);
        var negative = shortest[0] == '-';
        if (negative) shortest = shortest[1..];
        var e = shortest.IndexOf('E', StringComparison.Ordinal);
        var mantissa = e < 0 ? shortest : shortest[..e];
        var shift = e < 0 ? 0 : int.Parse(shortest.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? mantissa.Length : point;
        var all = point < 0 ? mantissa : mantissa.Remove(point, 1);
        var leading = 0;
        while (leading < all.Length - 1 && all[leading] == '0') leading++;
        var digits = all[leading..].TrimEnd('0');
        return (digits.Length == 0 ? "0" : digits, whole - leading - 1 + shift, negative);
    }
}
