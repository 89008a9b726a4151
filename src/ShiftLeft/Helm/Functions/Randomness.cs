using System.Collections.Immutable;
using System.Text;
using ShiftLeft.Go.Rand;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Template;
using ShiftLeft.Go.Unicode;

namespace ShiftLeft.Helm.Functions;

/// <summary>Functions whose result is another one each time with Helm.</summary>
static class Randomness
{
    const string Digits = "0123456789";
    const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    static readonly string Printable = new([.. Enumerable.Range(' ', 95).Select(code => (char)code)]);

    public static ImmutableArray<FunctionSignature> All { get; } =
    [
        new("randAlphaNum", [Parameter.Int], null, call => Drawn(call, Letters + Digits)),
        new("randAlpha", [Parameter.Int], null, call => Drawn(call, Letters)),
        new("randNumeric", [Parameter.Int], null, call => Drawn(call, Digits)),
        new("randAscii", [Parameter.Int], null, call => Drawn(call, Printable)),
        new("randBytes", [Parameter.Int], null, DrawnBytes),
        new("randInt", [Parameter.Int, Parameter.Int], null, DrawnInteger),
        new("uuidv4", [], null, Uuid),
        new("shuffle", [Parameter.String], null, Shuffle),
    ];

    static StringValue Drawn(FunctionCall call, string letters)
    {
        var count = Math.Max(0, call.Integer(0));
        call.Budget.Write(count);
        call.Budget.Step(count / 4);
        return call.Opaque(Draw.Of(call).Text(letters, (int)count));
    }

    static StringValue DrawnBytes(FunctionCall call)
    {
        var count = call.Integer(0);
        if (count < 0) throw new FunctionException("runtime error: makeslice: len out of range");
        call.Budget.Write(count);
        call.Budget.Step(count / 4);
        return call.Opaque(Convert.ToBase64String(Draw.Of(call).Bytes((int)count)));
    }

    static IntegerValue DrawnInteger(FunctionCall call)
    {
        var range = unchecked(call.Integer(1) - call.Integer(0));
        if (range <= 0) throw new FunctionException("invalid argument to Intn");
        return new(call.Integer(0) + (long)(Draw.Of(call).Next() % (ulong)range), call.ComputedOfAll());
    }

    static StringValue Uuid(FunctionCall call)
    {
        var bytes = Draw.Of(call).Bytes(16);
        bytes[6] = (byte)(bytes[6] & 0x0F | 0x40);
        bytes[8] = (byte)(bytes[8] & 0x3F | 0x80);
        var hex = Convert.ToHexStringLower(bytes);
        return call.Opaque($"{hex[..8]}-{hex[8..12]}-{hex[12..16]}-{hex[16..20]}-{hex[20..]}");
    }

    static StringValue Shuffle(FunctionCall call)
    {
        var runes = call.String(0).EnumerateRunes().ToArray();
        call.Budget.Step(runes.Length);
        var draw = Draw.Of(call);
        for (var i = runes.Length - 1; i > 0; i--)
        {
            var other = draw.Below(i + 1);
            (runes[i], runes[other]) = (runes[other], runes[i]);
        }
        var text = new StringBuilder(call.String(0).Length);
        foreach (var rune in runes) text.Append(rune.ToString());
        return call.Opaque(text.ToString(), call[0]);
    }
}
