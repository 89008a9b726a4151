using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ShiftLeft.Go.Decimal;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Template;
using ShiftLeft.Tracing;

namespace ShiftLeft.Helm.Functions;

/// <summary>Functions of numbers: 64-bit integers that wrap, and decimals for those that end in f.</summary>
static class Arithmetic
{
    public static ImmutableArray<FunctionSignature> All { get; } =
    [
        new("add", [], Parameter.Any, call => Folded(call, 0, 0, (a, b) => unchecked(a + b))),
        new("add1", [Parameter.Any], null, call => Integer(call, unchecked(Conversion.ToInteger(call[0]) + 1))),
        new("sub", [Parameter.Any, Parameter.Any], null, call => Integer(call, unchecked(Conversion.ToInteger(call[0]) - Conversion.ToInteger(call[1])))),
        new("mul", [Parameter.Any], Parameter.Any, call => Folded(call, Conversion.ToInteger(call[0]), 1, (a, b) => unchecked(a * b))),
        new("div", [Parameter.Any, Parameter.Any], null, call => Integer(call, Divided(call, (a, b) => b == -1 ? unchecked(-a) : a / b))),
        new("mod", [Parameter.Any, Parameter.Any], null, call => Integer(call, Divided(call, (a, b) => b == -1 ? 0 : a % b))),
        new("max", [Parameter.Any], Parameter.Any, call => Folded(call, Conversion.ToInteger(call[0]), 1, Math.Max)),
        new("biggest", [Parameter.Any], Parameter.Any, call => Folded(call, Conversion.ToInteger(call[0]), 1, Math.Max)),
        new("min", [Parameter.Any], Parameter.Any, call => Folded(call, Conversion.ToInteger(call[0]), 1, Math.Min)),
        new("maxf", [Parameter.Any], Parameter.Any, call => Float(call, call.Arguments.Skip(1).Aggregate(Conversion.ToFloat(call[0]), (a, b) => Math.Max(a, Conversion.ToFloat(b))))),
        new("minf", [Parameter.Any], Parameter.Any, call => Float(call, call.Arguments.Skip(1).Aggregate(Conversion.ToFloat(call[0]), (a, b) => Math.Min(a, Conversion.ToFloat(b))))),
        new("add1f", [Parameter.Any], null, call => Float(call, (ExactDecimal.Of(Conversion.ToFloat(call[0])) + ExactDecimal.Of(1)).ToDouble())),
        new("addf", [], Parameter.Any, call => Exact(call, ExactDecimal.Of(0), 0, (a, b) => a + b)),
        new("subf", [Parameter.Any], Parameter.Any, call => Exact(call, ExactDecimal.Of(Conversion.ToFloat(call[0])), 1, (a, b) => a - b)),
        new("mulf", [Parameter.Any], Parameter.Any, call => Exact(call, ExactDecimal.Of(Conversion.ToFloat(call[0])), 1, (a, b) => a * b)),
        new("divf", [Parameter.Any], Parameter.Any, call => Exact(call, ExactDecimal.Of(Conversion.ToFloat(call[0])), 1, (a, b) => a / b)),
        new("ceil", [Parameter.Any], null, call => Float(call, Math.Ceiling(Conversion.ToFloat(call[0])))),
        new("floor", [Parameter.Any], null, call => Float(call, Math.Floor(Conversion.ToFloat(call[0])))),
        new("round", [Parameter.Any, Parameter.Int], Parameter.Float64, call => Float(call, Rounded(call))),
        new("until", [Parameter.Int], null, call => Sequence(call, Steps(call, 0, call.Integer(0), call.Integer(0) < 0 ? -1 : 1))),
        new("untilStep", [Parameter.Int, Parameter.Int, Parameter.Int], null, call => Sequence(call, Steps(call, call.Integer(0), call.Integer(1), call.Integer(2)))),
        new("seq", [], Parameter.Int, Seq),
    ];

    static IntegerValue Integer(FunctionCall call, long value) => new(value, call.ComputedOfAll(), Kind.Int64);

    static FloatValue Float(FunctionCall call, double value) => new(value, call.ComputedOfAll());

    static IntegerValue Folded(FunctionCall call, long start, int from, Func<long, long, long> combine)
    {
        for (var i = from; i < call.Count; i++) start = combine(start, Conversion.ToInteger(call[i]));
        return Integer(call, start);
    }

    static long Divided(FunctionCall call, Func<long, long, long> divide)
    {
        var divisor = Conversion.ToInteger(call[1]);
        return divisor == 0 ? throw new FunctionException("runtime error: integer divide by zero") : divide(Conversion.ToInteger(call[0]), divisor);
    }

    static FloatValue Exact(FunctionCall call, ExactDecimal start, int from, Func<ExactDecimal, ExactDecimal, ExactDecimal> combine)
    {
        for (var i = from; i < call.Count; i++)
        {
            // Products have as many digits as their factors together.
            call.Budget.Step(i * 4L);
            start = combine(start, ExactDecimal.Of(Conversion.ToFloat(call[i])));
        }
        return Float(call, start.ToDouble());
    }

    /// <summary>sprig's own: half is rounded up, and a negative number always down.</summary>
    static double Rounded(FunctionCall call)
    {
        var up = call.Count > 2 ? call.Float(2) : 0.5;
        var power = PowerOfTen(call.Integer(1));
        var shifted = power * Conversion.ToFloat(call[0]);
        return (shifted - Math.Truncate(shifted) >= up ? Math.Ceiling(shifted) : Math.Floor(shifted)) / power;
    }

    /// <summary>Go's <c>math.Pow(10, exponent)</c>, which multiplies and so can be a last digit off.</summary>
    static double PowerOfTen(long exponent)
    {
        if (exponent is > 400 or < -400) return exponent > 0 ? double.PositiveInfinity : 0;
        // 10 is 0.625 times 2 to the 4th.
        var (fraction, binary) = (1.0, 0);
        var (square, squareBinary) = (0.625, 4);
        for (var left = Math.Abs(exponent); left != 0; left >>= 1)
        {
            if ((left & 1) == 1)
            {
                fraction *= square;
                binary += squareBinary;
            }
            square *= square;
            squareBinary <<= 1;
            if (square >= 0.5) continue;
            square += square;
            squareBinary--;
        }
        return exponent < 0 ? Math.ScaleB(1 / fraction, -binary) : Math.ScaleB(fraction, binary);
    }

    static ListValue Sequence(FunctionCall call, IEnumerable<long> steps)
    {
        var from = call.ComputedOfAll();
        return new([.. steps.Select(step => new IntegerValue(step, from))], from, "int");
    }

    static IEnumerable<long> Steps(FunctionCall call, long start, long stop, long step)
    {
        if (stop < start ? step >= 0 : step <= 0) yield break;
        for (var i = start; step > 0 ? i < stop : i > stop; i = unchecked(i + step))
        {
            call.Budget.Step(RenderBudget.StepsOfElement);
            yield return i;
        }
    }

    static StringValue Seq(FunctionCall call)
    {
        if (call.Count is 0 or > 3) return call.Opaque("", call.Count == 0 ? [] : [.. call.Arguments]);
        var start = call.Count == 1 ? 1 : call.Integer(0);
        var end = call.Integer(call.Count - 1);
        var direction = end < start ? -1 : 1;
        var step = call.Count == 3 ? call.Integer(1) : direction;
        var text = new StringBuilder();
        if (!(call.Count == 3 && direction < 0 && step > 0))
        {
            foreach (var number in Steps(call, start, unchecked(end + direction), step))
            {
                if (text.Length > 0) text.Append(' ');
                text.Append(CultureInfo.InvariantCulture, $"{number}");
            }
        }
        call.Budget.Write(text.Length);
        return call.Opaque(text.ToString(), [.. call.Arguments]);
    }
}
