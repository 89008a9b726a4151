using System.Text;
using ShiftLeft.Go.Fmt;

namespace ShiftLeft.Go.Json;

/// <summary>A <c>float64</c> as Go's <c>encoding/json</c> writes it: the shortest digits, with an exponent below 1e-6 and from 1e21 on.</summary>
static class JsonNumber
{
    public static string Print(double value)
    {
        if (value == 0) return double.IsNegative(value) ? "-0" : "0";
        var (digits, exponent, isNegative) = PlainFormat.Digits(value);
        var text = new StringBuilder(digits.Length + 8);
        if (isNegative) text.Append('-');
        if (exponent is < -6 or >= 21)
        {
            text.Append(digits[0]);
            if (digits.Length > 1) text.Append('.').Append(digits, 1, digits.Length - 1);
            return text.Append('e').Append(exponent < 0 ? '-' : '+').Append(Math.Abs(exponent)).ToString();
        }
        if (exponent < 0) return text.Append("0.").Append('0', -exponent - 1).Append(digits).ToString();
        if (digits.Length <= exponent + 1) return text.Append(digits).Append('0', exponent + 1 - digits.Length).ToString();
        return text.Append(digits, 0, exponent + 1).Append('.').Append(digits, exponent + 1, digits.Length - exponent - 1).ToString();
    }
}
