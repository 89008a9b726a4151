using System.Collections.Immutable;
using ShiftLeft.Go.Fmt;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Regexp;
using ShiftLeft.Go.Strconv;
using ShiftLeft.Text;
using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Template;

/// <summary>The body of a function. It throws <see cref="FunctionException"/> where Go returns an error or panics.</summary>
delegate Value TemplateFunction(FunctionCall call);

/// <summary>The body of a function that executes templates itself.</summary>
delegate Value ExecutingFunction(Execution execution, FunctionCall call);

/// <param name="Name">As templates call it.</param>
/// <param name="Parameters">Those that must be given.</param>
/// <param name="Rest">The type of any further ones; null where there are none.</param>
/// <param name="Body">What it does.</param>
sealed record FunctionSignature(string Name, ImmutableArray<Parameter> Parameters, Parameter? Rest, TemplateFunction Body)
{
    /// <summary>Set for a function that executes templates, and pays for what they write; it is called instead of the body.</summary>
    public ExecutingFunction? Executing { get; init; }
}

/// <summary>An error inside a function: the words behind Go's <c>error calling NAME:</c>.</summary>
class FunctionException(string message) : Exception(message);

/// <summary>What <c>required</c> and <c>fail</c> say: words of the chart's author for its users.</summary>
sealed class IntendedException(string message) : FunctionException(message);

/// <summary>A template was called that nobody defines.</summary>
sealed class MissingTemplateException(string name) : FunctionException($"template: no template {Quoting.Quote(name)} associated with template \"gotpl\"");

/// <summary>A function's arguments, already of the types that its signature asks for, and where it is called.</summary>
sealed class FunctionCall
{
    readonly Value[] arguments;
    readonly TracedSource? source;
    readonly Node? node;
    Location? place;

    public FunctionCall(string name, Value[] arguments, Location place, TemplateContext context) => (Name, this.arguments, this.place, Context) = (name, arguments, place, context);

    public FunctionCall(string name, Value[] arguments, TracedSource source, Node node, TemplateContext context) =>
        (Name, this.arguments, this.source, this.node, Context) = (name, arguments, source, node, context);

    public string Name { get; }
    public TemplateContext Context { get; }
    public IReadOnlyList<Value> Arguments => arguments;
    public int Count => arguments.Length;
    /// <summary>The action or command in the template.</summary>
    public Location Place => place ??= source!.Locate(node!.Start, node.End);
    /// <summary>What may still be spent: every loop over input and every growing output does.</summary>
    public RenderBudget Budget => Context.Budget;
    public PatternCache Patterns => Context.Patterns;

    /// <summary>See <see cref="TemplateContext.NextOrdinal"/>.</summary>
    public int NextOrdinal() => Context.NextOrdinal();

    public Value this[int index] => arguments[index];

    /// <summary>An argument as the template has it; what was piped in, as it prints.</summary>
    public string WordOf(int index) => node is CommandNode command && index + 1 < command.Arguments.Length ? command.Arguments[index + 1].ToString()! : PlainFormat.Print(arguments[index]);

    /// <summary>An argument of <see cref="Parameter.String"/>.</summary>
    public TracedText Text(int index) => ((StringValue)arguments[index]).Traced;

    /// <summary>An argument of <see cref="Parameter.String"/>, without its origin.</summary>
    public string String(int index) => ((StringValue)arguments[index]).Text;

    /// <summary>An argument of <see cref="Parameter.Int"/>, <see cref="Parameter.Int64"/> or <see cref="Parameter.Uint32"/>.</summary>
    public long Integer(int index) => ((IntegerValue)arguments[index]).Value;

    public double Float(int index) => ((FloatValue)arguments[index]).Value;

    public bool Bool(int index) => ((BoolValue)arguments[index]).Value;

    public MapValue Map(int index) => (MapValue)arguments[index];

    public ListValue List(int index) => (ListValue)arguments[index];

    /// <summary>The origin of what this call makes of some values: for characters it invents or scrambles.</summary>
    public ComputedProvenance Computed(params ReadOnlySpan<Value> from) => new CallProvenance(this, from);

    /// <summary>The origin of what this call makes of all its arguments.</summary>
    public ComputedProvenance ComputedOfAll() => new CallProvenance(this, arguments);

    /// <summary>A string that this call makes of values beyond following characters.</summary>
    public StringValue Opaque(string text, params ReadOnlySpan<Value> from) => StringValue.Of(text, Computed(from));
}
