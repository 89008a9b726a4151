using System.Collections.Immutable;
using System.Text;
using ShiftLeft.Go.Fmt;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Strings;
using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Template;

/// <summary>The functions of <c>text/template</c> itself.</summary>
static class Builtins
{
    public static ImmutableArray<FunctionSignature> All { get; } =
    [
        // The executor evaluates these two itself, because they stop at the operand that decides.
        new("and", [Parameter.Any], Parameter.Any, call => call[0]),
        new("or", [Parameter.Any], Parameter.Any, call => call[0]),
        new("not", [Parameter.Any], null, call => new BoolValue(!call[0].IsTrue, call.Computed(call[0]))),
        new("eq", [Parameter.Any], Parameter.Any, call => Compared(call, Equal(call))),
        new("ne", [Parameter.Any, Parameter.Any], null, call => Compared(call, !Equal(call))),
        new("lt", [Parameter.Any, Parameter.Any], null, call => Compared(call, Order(call) < 0)),
        new("le", [Parameter.Any, Parameter.Any], null, call => Compared(call, Order(call) <= 0)),
        new("gt", [Parameter.Any, Parameter.Any], null, call => Compared(call, Order(call) is > 0)),
        new("ge", [Parameter.Any, Parameter.Any], null, call => Compared(call, Order(call) is >= 0)),
        new("len", [Parameter.Any], null, Length),
        new("index", [Parameter.Any], Parameter.Any, Index),
        new("call", [Parameter.Any], Parameter.Any, call => throw new FunctionException($"non-function {call.WordOf(0)} of type {call[0].TypeName}")),
        new("print", [], Parameter.Any, call => Print(call, 0, false)),
        new("println", [], Parameter.Any, call => Print(call, 0, true)),
        new("printf", [Parameter.String], Parameter.Any, call => new StringValue(Printf.Format(call))),
        new("html", [], Parameter.Any, call => Escaped(call, Html)),
        new("js", [], Parameter.Any, call => Escaped(call, JavaScript)),
        new("urlquery", [], Parameter.Any, call => Escaped(call, Query)),
    ];

    static BoolValue Compared(FunctionCall call, bool result) => new(result, call.Computed([.. call.Arguments]));

    enum Basic { None, Bool, Integer, Float, String }

    static Basic BasicOf(Value value) => value switch
    {
        BoolValue => Basic.Bool,
        IntegerValue or NamedInteger => Basic.Integer,
        FloatValue => Basic.Float,
        StringValue => Basic.String,
        _ => Basic.None,
    };

    static long IntegerOf(Value value) => value is NamedInteger named ? named.Number : ((IntegerValue)value).Value;

    static bool Equal(FunctionCall call)
    {
        if (call.Count < 2) throw new FunctionException("missing argument for comparison");
        var first = call[0];
        for (var i = 1; i < call.Count; i++)
        {
            if (Equal(call, first, call[i])) return true;
        }
        return false;
    }

    static bool Equal(FunctionCall call, Value one, Value other)
    {
        var basic = BasicOf(one);
        if (basic != BasicOf(other))
        {
            if (one.IsNil || other.IsNil) return false;
            throw Incompatible(call, one, other);
        }
        switch (basic)
        {
            case Basic.Bool: return ((BoolValue)one).Value == ((BoolValue)other).Value;
            case Basic.Integer: return IntegerOf(one) == IntegerOf(other);
            case Basic.Float: return ((FloatValue)one).Value == ((FloatValue)other).Value;
            case Basic.String: return ((StringValue)one).Text == ((StringValue)other).Text;
        }
        if (one.IsNil || other.IsNil) return one.IsNil == other.IsNil;
        if (one is ObjectValue && other is ObjectValue) return ReferenceEquals(one, other);
        throw new FunctionException(one.Kind == other.Kind
            ? $"non-comparable type {Printf.Verb(other, 's')}: {other.TypeName}"
            : $"non-comparable types {Printf.Verb(one, 's')}: {one.TypeName}, {other.TypeName}: {PlainFormat.Print(other)}");
    }

    static int? Order(FunctionCall call)
    {
        var (one, other) = (call[0], call[1]);
        var (basic, otherBasic) = (BasicOf(one), BasicOf(other));
        if (basic == Basic.None || otherBasic == Basic.None) throw new FunctionException("invalid type for comparison");
        if (basic != otherBasic) throw Incompatible(call, one, other);
        return basic switch
        {
            Basic.Integer => IntegerOf(one).CompareTo(IntegerOf(other)),
            // No number is before or after NaN.
            Basic.Float => (((FloatValue)one).Value, ((FloatValue)other).Value) is var (a, b) && a < b ? -1 : a > b ? 1 : a == b ? 0 : null,
            Basic.String => GoString.Compare(((StringValue)one).Text, ((StringValue)other).Text),
            _ => throw new FunctionException("invalid type for comparison"),
        };
    }

    /// <summary>The Go of Helm 3.17 does not name the types.</summary>
    static FunctionException Incompatible(FunctionCall call, Value one, Value other) =>
        new("incompatible types for comparison" + (call.Context.Release >= GoRelease.Go125 ? $": {one.TypeName} and {other.TypeName}" : ""));

    static IntegerValue Length(FunctionCall call) => new(
        call[0] switch
        {
            StringValue text => GoString.Length(text.Text),
            BytesValue bytes => bytes.Bytes.Length,
            ListValue list => list.Items.Count,
            MapValue map => map.Entries.Count,
            NilValue { WasInvalid: false } => throw new FunctionException("len of nil pointer"),
            NilValue => throw new FunctionException("reflect: call of reflect.Value.Type on zero Value"),
            var other => throw new FunctionException($"len of type {other.TypeName}"),
        }, call.Computed(call[0]));

    static Value Index(FunctionCall call)
    {
        var item = call[0];
        if (item.IsNil) throw new FunctionException("index of untyped nil");
        for (var i = 1; i < call.Count; i++)
        {
            item = item switch
            {
                NilValue => throw new FunctionException("index of nil pointer"),
                MapValue map => InMap(map, call[i]),
                ListValue list => list.Items[Position(call[i], list.Items.Count)],
                BytesValue bytes => new IntegerValue(bytes.Bytes[Position(call[i], bytes.Bytes.Length)], item.From, Kind.Uint8),
                StringValue text => GoString.Encode(text.Text) is var encoded ? new IntegerValue(encoded[Position(call[i], encoded.Length)], item.From, Kind.Uint8) : item,
                _ => throw new FunctionException($"can't index item of type {item.TypeName}"),
            };
        }
        return item;
    }

    static Value InMap(MapValue map, Value index)
    {
        if (index is not StringValue key) throw new FunctionException(index.IsNil ? "value is nil; should be of type string" : $"value has type {index.TypeName}; should be string");
        if (map[key.Text] is { } value) return value;
        var absent = new AbsentProvenance(key.Text, map.From);
        return map.TypeName == "map[string]string" ? StringValue.Of("", absent) : new NilValue(absent);
    }

    static int Position(Value index, int count)
    {
        if (BasicOf(index) != Basic.Integer) throw new FunctionException(index.IsNil ? "cannot index slice/array with nil" : $"cannot index slice/array with type {index.TypeName}");
        var position = IntegerOf(index);
        return position >= 0 && position < count ? (int)position : throw new FunctionException($"index out of range: {position}");
    }

    /// <summary>Go's <c>fmt.Sprint</c>: a blank between operands where neither is a string; <c>Sprintln</c>: always.</summary>
    static StringValue Print(FunctionCall call, int first, bool isLine)
    {
        var invented = call.Computed([.. call.Arguments]);
        var text = new TracedText.Builder();
        for (var i = first; i < call.Count; i++)
        {
            var before = text.Length;
            if (i > first && (isLine || (call[i] is not StringValue && call[i - 1] is not StringValue))) text.Append(' ', invented);
            text.Append(Traced(call[i]));
            call.Budget.Write(text.Length - before);
        }
        if (isLine) text.Append('\n', invented);
        return new(text.Build());
    }

    /// <summary>A value as <c>%v</c> prints it.</summary>
    public static TracedText Traced(Value value) => value is StringValue text ? text.Traced : TracedText.Scalar(PlainFormat.Print(value), value.From);

    static StringValue Escaped(FunctionCall call, Func<char, string?> escape)
    {
        var from = call.Computed([.. call.Arguments]);
        var plain = call is { Count: 1 } && call[0] is StringValue only ? only.Traced : Print(call, 0, false).Traced;
        var text = new TracedText.Builder();
        var start = 0;
        for (var i = 0; i < plain.Length; i++)
        {
            if (escape(plain.Text[i]) is not { } replacement) continue;
            call.Budget.Step();
            text.Append(plain, start, i - start).Append(replacement, from);
            start = i + 1;
        }
        return new(text.Append(plain, start, plain.Length - start).Build());
    }

    static string? Html(char c) => c switch { '"' => "&#34;", '\'' => "&#39;", '&' => "&amp;", '<' => "&lt;", '>' => "&gt;", '\0' => "\uFFFD", _ => null };

    static string? JavaScript(char c) => c switch
    {
        '\\' => @"\\", '\'' => @"\'", '"' => "\\\"", '<' => @"\u003C", '>' => @"\u003E", '&' => @"\u0026", '=' => @"\u003D",
        < ' ' => $@"\u{(int)c:X4}",
        _ => null,
    };

    static string? Query(char c)
    {
        if (char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '~') return null;
        return c == ' ' ? "+" : string.Concat(Encoding.UTF8.GetBytes([c]).Select(part => $"%{part:X2}"));
    }
}
