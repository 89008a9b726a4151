using System.Collections.Immutable;
using ShiftLeft.Helm.Functions;
using ShiftLeft.Helm.Tracing;
using ShiftLeft.Text;

namespace ShiftLeft.Helm.Templates;

/// <summary>The body of a function. It throws <see cref="FunctionException"/> where Go returns an error or panics.</summary>
delegate Value TemplateFunction(FunctionCall call);

/// <summary>What Go's signature of a function takes in a place; arguments are checked against it before the call.</summary>
enum Parameter
{
    /// <summary><c>interface{}</c></summary>
    Any,
    String,
    Int,
    Int64,
    Float64,
    Bool,
    /// <summary><c>map[string]interface{}</c></summary>
    Map,
    /// <summary><c>[]interface{}</c></summary>
    List,
    Uint32,
    /// <summary><c>time.Time</c></summary>
    Time,
    /// <summary>A <c>sprig.certificate</c>.</summary>
    Certificate,
}

/// <param name="Name">As templates call it.</param>
/// <param name="Parameters">Those that must be given.</param>
/// <param name="Rest">The type of any further ones; null where there are none.</param>
/// <param name="Body">What it does.</param>
sealed record FunctionSignature(string Name, ImmutableArray<Parameter> Parameters, Parameter? Rest, TemplateFunction Body);

/// <summary>An error inside a function: the words behind Go's <c>error calling NAME:</c>.</summary>
class FunctionException(string message) : Exception(message);

/// <summary>What <c>required</c> and <c>fail</c> say: words of the chart's author for its users.</summary>
sealed class IntendedException(string message) : FunctionException(message);

/// <summary>A function's arguments, already of the types that its signature asks for, and where it is called.</summary>
sealed class FunctionCall
{
    readonly Value[] arguments;
    readonly TemplateSource? source;
    readonly Node? node;
    readonly RenderContext context;
    Location? place;

    public FunctionCall(string name, Value[] arguments, Location place, RenderContext context) => (Name, this.arguments, this.place, this.context) = (name, arguments, place, context);

    public FunctionCall(string name, Value[] arguments, TemplateSource source, Node node, RenderContext context) =>
        (Name, this.arguments, this.source, this.node, this.context) = (name, arguments, source, node, context);

    public string Name { get; }
    public IReadOnlyList<Value> Arguments => arguments;
    public int Count => arguments.Length;
    /// <summary>The action or command in the template.</summary>
    public Location Place => place ??= source!.Locate(node!.Start, node.End);
    /// <summary>What may still be spent: every loop over input and every growing output does.</summary>
    public RenderBudget Budget => context.Budget;
    public HelmProfile Profile => context.Profile;
    public DateOnly Today => context.Today;
    public PatternCache Patterns => context.Patterns;

    /// <summary>See <see cref="RenderContext.NextOrdinal"/>.</summary>
    public int NextOrdinal() => context.NextOrdinal();

    public Value this[int index] => arguments[index];

    /// <summary>An argument as the template has it; what was piped in, as it prints.</summary>
    public string WordOf(int index) => node is CommandNode command && index + 1 < command.Arguments.Length ? command.Arguments[index + 1].ToString()! : GoFormat.Print(arguments[index]);

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
    public ComputedProvenance Computed(params ReadOnlySpan<Value> from) => new(this, from);

    /// <summary>The origin of what this call makes of all its arguments.</summary>
    public ComputedProvenance ComputedOfAll() => new(this, arguments);

    /// <summary>A string that this call makes of values beyond following characters.</summary>
    public StringValue Opaque(string text, params ReadOnlySpan<Value> from) => StringValue.Of(text, Computed(from));
}
