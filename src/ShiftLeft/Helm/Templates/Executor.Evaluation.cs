using ShiftLeft.Helm.Functions;
using ShiftLeft.Helm.Tracing;

namespace ShiftLeft.Helm.Templates;

sealed partial class Executor
{
    /// <summary>How many characters a function reads or writes in the time of a step, if it does little with them.</summary>
    const int CharactersOfStep = 32;

    /// <summary>A pipeline's value; a nil inside an interface becomes an invalid one, as everywhere behind a pipeline in Go.</summary>
    Value Evaluate(Scope scope, Value dot, PipeNode pipe)
    {
        Value? value = null;
        foreach (var command in pipe.Commands)
        {
            value = Evaluate(scope, dot, command, value);
            if (value is NilValue { IsInvalid: false }) value = new NilValue(value.From, true);
        }
        foreach (var variable in pipe.Declared)
        {
            if (pipe.IsAssignment) Assign(scope, variable, value!, LastOf(pipe.Commands[^1]));
            else scope.Push(variable.Name, value!);
        }
        return value!;
    }

    static void Assign(Scope scope, VariableNode variable, Value value, Node node)
    {
        if (!scope.Assign(variable.Name, value)) throw Fail(scope, node, $"undefined variable: {variable.Name}");
    }

    /// <param name="final">What the stage before gave; null in the first.</param>
    Value Evaluate(Scope scope, Value dot, CommandNode command, Value? final)
    {
        budget.Step();
        var first = command.Arguments[0];
        switch (first)
        {
            case FieldNode field: return FieldChain(scope, dot, dot, field, field.Names.AsSpan(), command.Arguments.AsSpan(), final);
            case ChainNode chain: return Chain(scope, dot, chain, command.Arguments.AsSpan(), final);
            case IdentifierNode function: return CallFunction(scope, dot, function, command, command.Arguments.AsSpan(), final);
            case VariableNode variable: return Variable(scope, dot, variable, command.Arguments.AsSpan(), final);
        }
        if (command.Arguments.Length > 1 || final is not null) throw Fail(scope, first, $"can't give argument to non-function {first}");
        return first switch
        {
            PipeNode pipe => Evaluate(scope, dot, pipe),
            DotNode => dot,
            NilNode => throw Fail(scope, first, "nil is not a command"),
            _ => Constant(scope, first),
        };
    }

    static Value Constant(Scope scope, Node node) => node switch
    {
        BoolNode boolean => new BoolValue(boolean.Value, LiteralOrigin(scope, node)),
        StringNode text => Literal(scope, text),
        NumberNode { Overflows: true } number => throw Fail(scope, node, $"{number.Text} overflows int"),
        NumberNode { IsFloatLiteral: true } number => new FloatValue(number.Float!.Value, LiteralOrigin(scope, node)),
        NumberNode number => new IntegerValue(number.Integer!.Value, LiteralOrigin(scope, node)),
        _ => throw Fail(scope, node, $"can't evaluate command {GoQuote.Quote(node.ToString()!)}"),
    };

    static Provenance LiteralOrigin(Scope scope, Node node) => new LiteralProvenance(scope.Source, node);

    static StringValue Literal(Scope scope, StringNode node)
    {
        var source = scope.Source;
        var from = LiteralOrigin(scope, node);
        if (!node.IsLinear || node.Value.Length == 0) return new(TracedText.Of(node.Value, from), from);
        return source.LiteralProvenance is { } literal
            ? new(TracedText.Linear(node.Value, literal, node.Start + 1 + source.Skipped), from)
            : new(source.Traced.Slice(node.Start + 1, node.Value.Length), from);
    }

    Value Variable(Scope scope, Value dot, VariableNode variable, ReadOnlySpan<Node> arguments, Value? final)
    {
        var value = scope.Find(variable.Name) ?? throw Fail(scope, variable, $"undefined variable: {variable.Name}");
        if (!variable.Fields.IsEmpty) return FieldChain(scope, dot, value, variable, variable.Fields.AsSpan(), arguments, final);
        if (arguments.Length > 1 || final is not null) throw Fail(scope, arguments[0], $"can't give argument to non-function {arguments[0]}");
        return value;
    }

    Value Chain(Scope scope, Value dot, ChainNode chain, ReadOnlySpan<Node> arguments, Value? final)
    {
        if (chain.Of is NilNode) throw Fail(scope, chain, $"indirection through explicit nil in {chain}");
        var start = chain.Of switch
        {
            PipeNode pipe => Evaluate(scope, dot, pipe),
            IdentifierNode function => CallFunction(scope, dot, function, function, [], null),
            _ => throw Fail(scope, chain, $"can't evaluate {chain}"),
        };
        return FieldChain(scope, dot, start, LastOf(chain.Of), chain.Fields.AsSpan(), arguments, final);
    }

    /// <summary>What Go has looked at last when a pipeline is done, and names in errors about its value.</summary>
    static Node LastOf(Node node) => node switch
    {
        PipeNode pipe => LastOf(pipe.Commands[^1]),
        CommandNode command => LastOf(command.Arguments[^1]),
        _ => node,
    };

    Value FieldChain(Scope scope, Value dot, Value receiver, Node node, ReadOnlySpan<string> names, ReadOnlySpan<Node> arguments, Value? final)
    {
        var isElement = false;
        for (var i = 0; i < names.Length - 1; i++)
        {
            var next = Field(scope, dot, receiver, isElement, node, names[i], [], null);
            (receiver, isElement) = (next, receiver is MapValue { IsGeneric: true });
        }
        return Field(scope, dot, receiver, isElement, node, names[^1], arguments, final);
    }

    /// <param name="isElement">Whether the receiver is an interface for Go: an entry of a map.</param>
    Value Field(Scope scope, Value dot, Value receiver, bool isElement, Node node, string name, ReadOnlySpan<Node> arguments, Value? final)
    {
        var hasArguments = arguments.Length > 1 || final is not null;
        switch (receiver)
        {
            case NilValue { IsInvalid: true }: return new NilValue(new AbsentProvenance(name, receiver.From), true);
            case NilValue: throw Fail(scope, node, $"nil pointer evaluating interface {{}}.{name}");
            case MapValue { Object: { } methods } when methods.Method(name) is { } method:
                return Call(scope, dot, new(name, method.Parameters, method.Rest, method.Body), node, arguments, final);
            case ListValue { Object: { } methods } when methods.Method(name) is { } method:
                return Call(scope, dot, new(name, method.Parameters, method.Rest, method.Body), node, arguments, final);
            case MapValue map:
                if (hasArguments) throw Fail(scope, node, $"{name} is not a method but has arguments");
                if (map.Entries.Find(name) is { } entry) return entry.Value;
                var absent = new AbsentProvenance(name, map.From);
                return map.TypeName == "map[string]string" ? StringValue.Of("", absent) : new NilValue(absent);
            case ObjectValue other:
                if (other.Method(name) is { } body) return Call(scope, dot, new(name, body.Parameters, body.Rest, body.Body), node, arguments, final);
                if (other.Field(name) is not { } field) break;
                if (hasArguments) throw Fail(scope, node, $"{name} has arguments but cannot be invoked as function");
                return field;
        }
        throw Fail(scope, node, $"can't evaluate field {name} in type {(isElement ? "interface {}" : receiver.TypeName)}");
    }

    Value CallFunction(Scope scope, Value dot, IdentifierNode identifier, Node command, ReadOnlySpan<Node> arguments, Value? final)
    {
        var name = identifier.Name;
        if (EngineFunctions.TryGetValue(name, out var engine))
        {
            return Call(scope, dot, engine.Signature, command, arguments, final, engine.Body);
        }
        return Call(scope, dot, FunctionTable.All[name], command, arguments, final);
    }

    /// <param name="node">The command, which errors name.</param>
    /// <param name="arguments">The function itself and what follows it; empty for a function that is itself an argument.</param>
    Value Call(Scope scope, Value dot, FunctionSignature function, Node node, ReadOnlySpan<Node> arguments, Value? final, EngineBody? engine = null)
    {
        var word = arguments.IsEmpty ? node : arguments[0];
        if (!arguments.IsEmpty) arguments = arguments[1..];
        var given = arguments.Length + (final is null ? 0 : 1);
        var wanted = function.Parameters.Length;
        if (given < wanted || (function.Rest is null && given > wanted))
            throw Fail(scope, word, $"wrong number of args for {function.Name}: want {(function.Rest is null ? "" : "at least ")}{wanted} got {given}");
        if (function.Name is "and" or "or") return ShortCircuit(scope, dot, function.Name == "or", arguments, final);

        var values = new Value[given];
        for (var i = 0; i < arguments.Length; i++)
        {
            values[i] = Argument(scope, dot, i < wanted ? function.Parameters[i] : function.Rest!.Value, arguments[i]);
        }
        if (final is not null) values[^1] = Check(scope, arguments.IsEmpty ? word : LastOf(arguments[^1]), given <= wanted ? function.Parameters[given - 1] : function.Rest!.Value, final);
        // What is thrown inside of a catch keeps the stack of what was caught: a thousand templates that include each other would overflow it.
        ExecutionException failure;
        try
        {
            var call = new FunctionCall(function.Name, values, scope.Source, node, context);
            var result = engine is null ? function.Body(call) : engine(this, scope, call);
            // What a template writes is paid for already.
            Charge(result, values, isPaid: engine is not null);
            return result;
        }
        catch (FunctionException exception)
        {
            failure = new(scope.Template, node, $"error calling {function.Name}: {exception.Message}")
            {
                IsIntended = exception is IntendedException,
                IsFromFunction = !exception.Message.StartsWith("template: no template ", StringComparison.Ordinal),
            };
        }
        catch (ExecutionException exception)
        {
            var inside = function.Name == "tpl" ? $"error during tpl function execution for {GoQuote.Quote(((StringValue)values[0]).Text)}: " : "";
            failure = new(scope.Template, node, $"error calling {function.Name}: {inside}", exception) { IsIntended = exception.IsIntended, IsFromFunction = inside.Length > 0 };
        }
        throw failure;
    }

    /// <summary>Whatever a function makes of long texts takes time and memory, also that which pays for nothing itself.</summary>
    void Charge(Value result, Value[] given, bool isPaid)
    {
        var made = (result as StringValue)?.Traced;
        foreach (var value in given)
        {
            if (value is not StringValue { Traced: var text }) continue;
            budget.Step(text.Length / CharactersOfStep);
            if (ReferenceEquals(text, made)) made = null;
        }
        if (made is null) return;
        budget.Step(made.Length / CharactersOfStep);
        if (!isPaid) budget.Write(made.Length);
    }

    /// <summary>The operand that decides; what was looked at before it stays known.</summary>
    Value ShortCircuit(Scope scope, Value dot, bool stopsAt, ReadOnlySpan<Node> arguments, Value? final)
    {
        Value? value = null;
        List<Provenance>? considered = null;
        foreach (var argument in arguments)
        {
            if (value is not null && OriginOf(value) is { } before) (considered ??= []).Add(before);
            value = Argument(scope, dot, Parameter.Any, argument);
            // What held before the operand that does not would have changed nothing, had it been set otherwise.
            if (value.IsTrue == stopsAt) return stopsAt ? Chosen(value, considered) : value;
        }
        if (final is not null)
        {
            if (value is not null && OriginOf(value) is { } before) (considered ??= []).Add(before);
            value = final is NilValue { IsInvalid: true } ? new NilValue(final.From) : final;
        }
        return Chosen(value!, considered);
    }

    static Value Chosen(Value value, List<Provenance>? considered) =>
        considered is null ? value : Logic.Chosen(value, [.. considered]);

    Value Argument(Scope scope, Value dot, Parameter type, Node node)
    {
        budget.Step();
        switch (node)
        {
            case DotNode: return Check(scope, node, type, dot);
            case NilNode: return type is Parameter.Any or Parameter.Map or Parameter.List ? Check(scope, node, type, NilValue.Invalid) : throw Fail(scope, node, $"cannot assign nil to {NameOf(type)}");
            case FieldNode field: return Check(scope, node, type, FieldChain(scope, dot, dot, field, field.Names.AsSpan(), [], null));
            case VariableNode variable: return Check(scope, node, type, Variable(scope, dot, variable, [], null));
            case PipeNode pipe: return Check(scope, node, type, Evaluate(scope, dot, pipe));
            case IdentifierNode function: return Check(scope, node, type, CallFunction(scope, dot, function, function, [], null));
            case ChainNode chain: return Check(scope, node, type, Chain(scope, dot, chain, [], null));
        }
        return (type, node) switch
        {
            (Parameter.Any, _) => Constant(scope, node),
            (Parameter.Bool, BoolNode) or (Parameter.String, StringNode) => Constant(scope, node),
            (Parameter.Int or Parameter.Int64, NumberNode { Integer: { } integer }) => new IntegerValue(integer, LiteralOrigin(scope, node), type == Parameter.Int ? Kind.Int : Kind.Int64),
            (Parameter.Uint32, NumberNode { Integer: { } integer and >= 0 and <= uint.MaxValue }) => new IntegerValue(integer, LiteralOrigin(scope, node), Kind.Uint64),
            (Parameter.Float64, NumberNode { Float: { } number }) => new FloatValue(number, LiteralOrigin(scope, node)),
            (Parameter.Bool or Parameter.String, _) => throw Fail(scope, node, $"expected {NameOf(type)}; found {node}"),
            (Parameter.Int or Parameter.Int64, _) => throw Fail(scope, node, $"expected integer; found {node}"),
            (Parameter.Uint32, _) => throw Fail(scope, node, $"expected unsigned integer; found {node}"),
            (Parameter.Float64, _) => throw Fail(scope, node, $"expected float; found {node}"),
            _ => throw Fail(scope, node, $"can't handle {node} for arg of type {NameOf(type)}"),
        };
    }

    /// <summary>Go's <c>validateType</c>: nothing is converted.</summary>
    static Value Check(Scope scope, Node node, Parameter type, Value value)
    {
        if (value is NilValue nil)
        {
            if (type == Parameter.Any) return nil.IsInvalid ? new NilValue(nil.From) { WasInvalid = true } : nil;
            if (nil.IsInvalid) return Empty(type, nil.From) ?? throw Fail(scope, node, $"invalid value; expected {NameOf(type)}");
            throw Fail(scope, node, $"wrong type for value; expected {NameOf(type)}; got interface {{}}");
        }
        var fits = type switch
        {
            Parameter.Any => true,
            Parameter.String => value is StringValue,
            Parameter.Int => value is IntegerValue { Kind: Kind.Int },
            Parameter.Int64 => value is IntegerValue { Kind: Kind.Int64 },
            Parameter.Float64 => value is FloatValue,
            Parameter.Bool => value is BoolValue,
            Parameter.Map => value is MapValue { IsGeneric: true },
            Parameter.List => value is ListValue { ElementType: "interface {}" },
            _ => value.TypeName == NameOf(type),
        };
        return fits ? value : throw Fail(scope, node, $"wrong type for value; expected {NameOf(type)}; got {value.TypeName}");
    }

    static Value? Empty(Parameter type, Provenance? from) => type switch
    {
        Parameter.Map => new MapValue(from) { IsNull = true },
        Parameter.List => new ListValue([], from) { IsNull = true },
        _ => null,
    };

    static string NameOf(Parameter type) => type switch
    {
        Parameter.String => "string",
        Parameter.Int => "int",
        Parameter.Int64 => "int64",
        Parameter.Float64 => "float64",
        Parameter.Bool => "bool",
        Parameter.Uint32 => "uint32",
        Parameter.Time => "time.Time",
        Parameter.Map => MapValue.PlainType,
        Parameter.List => "[]interface {}",
        Parameter.Certificate => "sprig.certificate",
        _ => "interface {}",
    };
}
