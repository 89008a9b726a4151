using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Strconv;
using ShiftLeft.Go.Time;
using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Template;

sealed partial class Executor
{
    /// <summary>How many characters a function reads or writes in the time of a step, if it does little with them.</summary>
    const int CharactersOfStep = 32;

    /// <summary>A pipeline's value; a nil inside an interface becomes an invalid one, as everywhere behind a pipeline in Go.</summary>
    Value Evaluate(Execution scope, Value dot, PipeNode pipe)
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

    static void Assign(Execution scope, VariableNode variable, Value value, Node node)
    {
        if (!scope.Assign(variable.Name, value)) throw Fail(scope, node, $"undefined variable: {variable.Name}");
    }

    /// <param name="final">What the stage before gave; null in the first.</param>
    Value Evaluate(Execution scope, Value dot, CommandNode command, Value? final)
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

    static Value Constant(Execution scope, Node node) => node switch
    {
        BoolNode boolean => new BoolValue(boolean.Value, LiteralOrigin(scope, node)),
        StringNode text => Literal(scope, text),
        NumberNode { Overflows: true } number => throw Fail(scope, node, $"{number.Text} overflows int"),
        NumberNode { IsFloatLiteral: true } number => new FloatValue(number.Float!.Value, LiteralOrigin(scope, node)),
        NumberNode number => new IntegerValue(number.Integer!.Value, LiteralOrigin(scope, node)),
        _ => throw Fail(scope, node, $"can't evaluate command {Quoting.Quote(node.ToString()!)}"),
    };

    static Provenance LiteralOrigin(Execution scope, Node node) => new LiteralProvenance(scope.Source, Text.Span.FromBounds(node.Start, node.End), node);

    static StringValue Literal(Execution scope, StringNode node)
    {
        var source = scope.Source;
        var from = LiteralOrigin(scope, node);
        if (!node.IsLinear || node.Value.Length == 0) return new(TracedText.Of(node.Value, from), from);
        return source.LiteralProvenance is { } literal
            ? new(TracedText.Linear(node.Value, literal, node.Start + 1 + source.Skipped), from)
            : new(source.Traced.Slice(node.Start + 1, node.Value.Length), from);
    }

    Value Variable(Execution scope, Value dot, VariableNode variable, ReadOnlySpan<Node> arguments, Value? final)
    {
        var value = scope.Find(variable.Name) ?? throw Fail(scope, variable, $"undefined variable: {variable.Name}");
        if (!variable.Fields.IsEmpty) return FieldChain(scope, dot, value, variable, variable.Fields.AsSpan(), arguments, final);
        if (arguments.Length > 1 || final is not null) throw Fail(scope, arguments[0], $"can't give argument to non-function {arguments[0]}");
        return value;
    }

    Value Chain(Execution scope, Value dot, ChainNode chain, ReadOnlySpan<Node> arguments, Value? final)
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

    Value FieldChain(Execution scope, Value dot, Value receiver, Node node, ReadOnlySpan<string> names, ReadOnlySpan<Node> arguments, Value? final)
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
    Value Field(Execution scope, Value dot, Value receiver, bool isElement, Node node, string name, ReadOnlySpan<Node> arguments, Value? final)
    {
        var hasArguments = arguments.Length > 1 || final is not null;
        switch (receiver)
        {
            case NilValue { IsInvalid: true }: return new NilValue(new AbsentProvenance(name, receiver.From), true);
            case NilValue: throw new ExecutionException(scope.Template, node, $"nil pointer evaluating interface {{}}.{name}") { Asked = receiver.From };
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

    Value CallFunction(Execution scope, Value dot, IdentifierNode identifier, Node command, ReadOnlySpan<Node> arguments, Value? final) =>
        Call(scope, dot, context.Functions[identifier.Name], command, arguments, final);

    /// <param name="node">The command, which errors name.</param>
    /// <param name="arguments">The function itself and what follows it; empty for a function that is itself an argument.</param>
    Value Call(Execution scope, Value dot, FunctionSignature function, Node node, ReadOnlySpan<Node> arguments, Value? final)
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
            var result = function.Executing is { } executes ? executes(scope, call) : function.Body(call);
            // What a template writes is paid for already.
            Charge(result, values, isPaid: function.Executing is not null);
            return result;
        }
        catch (FunctionException exception)
        {
            failure = new(scope.Template, node, $"error calling {function.Name}: {exception.Message}")
            {
                IsIntended = exception is IntendedException,
                IsOfMissingTemplate = exception is MissingTemplateException,
                IsFromFunction = exception is not MissingTemplateException,
            };
        }
        catch (ExecutionException exception)
        {
            var inside = function.Name == "tpl" ? $"error during tpl function execution for {Quoting.Quote(((StringValue)values[0]).Text)}: " : "";
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
    Value ShortCircuit(Execution scope, Value dot, bool stopsAt, ReadOnlySpan<Node> arguments, Value? final)
    {
        Value? value = null;
        List<Provenance>? considered = null;
        foreach (var argument in arguments)
        {
            if (value is not null && value.Origin is { } before) (considered ??= []).Add(before);
            value = Argument(scope, dot, Parameter.Any, argument);
            // What held before the operand that does not would have changed nothing, had it been set otherwise.
            if (value.IsTrue == stopsAt) return stopsAt ? Chosen(value, considered) : value;
        }
        if (final is not null)
        {
            if (value is not null && value.Origin is { } before) (considered ??= []).Add(before);
            value = final is NilValue { IsInvalid: true } ? new NilValue(final.From) : final;
        }
        return Chosen(value!, considered);
    }

    static Value Chosen(Value value, List<Provenance>? considered) =>
        considered is null ? value : value.ChosenOver([.. considered]);

    Value Argument(Execution scope, Value dot, Parameter type, Node node)
    {
        budget.Step();
        switch (node)
        {
            case DotNode: return Check(scope, node, type, dot);
            case NilNode: return type.Kind is ParameterKind.Any or ParameterKind.Map or ParameterKind.List ? Check(scope, node, type, NilValue.Invalid) : throw Fail(scope, node, $"cannot assign nil to {type.TypeName}");
            case FieldNode field: return Check(scope, node, type, FieldChain(scope, dot, dot, field, field.Names.AsSpan(), [], null));
            case VariableNode variable: return Check(scope, node, type, Variable(scope, dot, variable, [], null));
            case PipeNode pipe: return Check(scope, node, type, Evaluate(scope, dot, pipe));
            case IdentifierNode function: return Check(scope, node, type, CallFunction(scope, dot, function, function, [], null));
            case ChainNode chain: return Check(scope, node, type, Chain(scope, dot, chain, [], null));
        }
        return (type.Kind, node) switch
        {
            (ParameterKind.Any, _) => Constant(scope, node),
            (ParameterKind.Bool, BoolNode) or (ParameterKind.String, StringNode) => Constant(scope, node),
            (ParameterKind.Int or ParameterKind.Int64, NumberNode { Integer: { } integer }) => new IntegerValue(integer, LiteralOrigin(scope, node), type.Kind == ParameterKind.Int ? Kind.Int : Kind.Int64),
            (ParameterKind.Duration, NumberNode { Integer: { } integer }) => new DurationValue(integer, LiteralOrigin(scope, node)),
            (ParameterKind.Uint32, NumberNode { Integer: { } integer and >= 0 and <= uint.MaxValue }) => new IntegerValue(integer, LiteralOrigin(scope, node), Kind.Uint64),
            (ParameterKind.Float64, NumberNode { Float: { } number }) => new FloatValue(number, LiteralOrigin(scope, node)),
            (ParameterKind.Bool or ParameterKind.String, _) => throw Fail(scope, node, $"expected {type.TypeName}; found {node}"),
            (ParameterKind.Int or ParameterKind.Int64 or ParameterKind.Duration, _) => throw Fail(scope, node, $"expected integer; found {node}"),
            (ParameterKind.Uint32, _) => throw Fail(scope, node, $"expected unsigned integer; found {node}"),
            (ParameterKind.Float64, _) => throw Fail(scope, node, $"expected float; found {node}"),
            _ => throw Fail(scope, node, $"can't handle {node} for arg of type {type.TypeName}"),
        };
    }

    /// <summary>Go's <c>validateType</c>: nothing is converted.</summary>
    static Value Check(Execution scope, Node node, Parameter type, Value value)
    {
        if (value is NilValue nil)
        {
            if (type.Kind == ParameterKind.Any) return nil.IsInvalid ? new NilValue(nil.From) { WasInvalid = true } : nil;
            if (nil.IsInvalid) return Empty(type, nil.From) ?? throw Fail(scope, node, $"invalid value; expected {type.TypeName}");
            throw Fail(scope, node, $"wrong type for value; expected {type.TypeName}; got interface {{}}");
        }
        var fits = type.Kind switch
        {
            ParameterKind.Any => true,
            ParameterKind.String => value is StringValue,
            ParameterKind.Int => value is IntegerValue { Kind: Kind.Int },
            ParameterKind.Int64 => value is IntegerValue { Kind: Kind.Int64 },
            ParameterKind.Float64 => value is FloatValue,
            ParameterKind.Bool => value is BoolValue,
            ParameterKind.Map => value is MapValue { IsGeneric: true },
            ParameterKind.List => value is ListValue { ElementType: "interface {}" },
            _ => value.TypeName == type.TypeName,
        };
        return fits ? value : throw Fail(scope, node, $"wrong type for value; expected {type.TypeName}; got {value.TypeName}");
    }

    static Value? Empty(Parameter type, Provenance? from) => type.Kind switch
    {
        ParameterKind.Map => new MapValue(from) { IsNull = true },
        ParameterKind.List => new ListValue([], from) { IsNull = true },
        _ => null,
    };
}
