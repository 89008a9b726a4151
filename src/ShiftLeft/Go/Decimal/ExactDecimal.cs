using System.Globalization;
using System.Numerics;
using ShiftLeft.Go.Fmt;
using ShiftLeft.Go.Template;

namespace ShiftLeft.Go.Decimal;

/// <summary>A decimal number of any size: <paramref name="Digits"/> times ten to the <paramref name="Exponent"/>.</summary>
readonly record struct ExactDecimal(BigInteger Digits, int Exponent)
{
    /// <summary>Digits behind the point of a quotient.</summary>
    const int Precision = 16;

    /// <summary>The shortest decimal that is read as this number.</summary>
    public static ExactDecimal Of(double value)
    {
        if (!double.IsFinite(value)) throw new FunctionException($"Cannot create a Decimal from {PlainFormat.Float(value)}");
        if (value == 0) return new(BigInteger.Zero, 0);
        var (digits, exponent, isNegative) = PlainFormat.Digits(value);
        var number = BigInteger.Parse(digits, CultureInfo.InvariantCulture);
        return new(isNegative ? -number : number, exponent - digits.Length + 1);
    }

    public static ExactDecimal operator +(ExactDecimal one, ExactDecimal other)
    {
        var exponent = Math.Min(one.Exponent, other.Exponent);
        return new(one.Scaled(exponent) + other.Scaled(exponent), exponent);
    }

    public static ExactDecimal operator -(ExactDecimal one, ExactDecimal other) => one + other with { Digits = -other.Digits };

    public static ExactDecimal operator *(ExactDecimal one, ExactDecimal other) => new(one.Digits * other.Digits, one.Exponent + other.Exponent);

    /// <summary>Rounded at <see cref="Precision"/>, half away from zero.</summary>
    public static ExactDecimal operator /(ExactDecimal one, ExactDecimal other)
    {
        if (other.Digits.IsZero) throw new FunctionException("decimal division by 0");
        var shift = one.Exponent - other.Exponent + Precision;
        var dividend = shift > 0 ? one.Digits * BigInteger.Pow(10, shift) : one.Digits;
        var divisor = shift < 0 ? other.Digits * BigInteger.Pow(10, -shift) : other.Digits;
        var quotient = BigInteger.DivRem(dividend, divisor, out var rest);
        if (BigInteger.Abs(rest) * 2 >= BigInteger.Abs(divisor)) quotient += one.Digits.Sign * other.Digits.Sign < 0 ? -1 : 1;
        return new(quotient, -Precision);
    }

    /// <summary>The nearest number.</summary>
    public double ToDouble() => double.Parse(string.Create(CultureInfo.InvariantCulture, $"{Digits}E{Exponent}"), CultureInfo.InvariantCulture);

    BigInteger Scaled(int exponent) => Digits * BigInteger.Pow(10, Exponent - exponent);
}
