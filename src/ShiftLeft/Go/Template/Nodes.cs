using System.Collections.Immutable;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Strconv;

namespace ShiftLeft.Go.Template;

/// <summary>A node of a template's tree. Its text is as Go prints it in errors.</summary>
/// <param name="Start">Its offset in the template's text, as Go counts positions.</param>
/// <param name="End">Behind its last character.</param>
abstract record Node(int Start, int End);

sealed record ListNode(int Start, int End, ImmutableArray<Node> Nodes) : Node(Start, End)
{
    /// <summary>Whether there is nothing but blanks: such a definition never replaces another.</summary>
    public bool IsBlank(string text) => Nodes.All(node => node is TextNode && text.AsSpan(node.Start, node.End - node.Start).IsWhiteSpace());
    public override string ToString() => string.Concat(Nodes);
}

sealed record TextNode(int Start, int End) : Node(Start, End);

/// <summary>Something between delimiters; the span of the whole action, delimiters included, is <paramref name="Open"/> to <paramref name="Close"/>.</summary>
abstract record Action(int Start, int End, int Open, int Close) : Node(Start, End);

/// <summary>A pipeline whose value is printed, unless it declares or assigns.</summary>
sealed record PipelineAction(int Start, int End, int Open, int Close, PipeNode Pipe) : Action(Start, End, Open, Close)
{
    public override string ToString() => $"{{{{{Pipe}}}}}";
}

enum BranchKind { If, With, Range }

/// <param name="Kind"><c>if</c>, <c>with</c> or <c>range</c>.</param>
/// <param name="Pipe">What decides.</param>
/// <param name="Body">The content when it holds.</param>
/// <param name="Else">The content when it does not; null without one.</param>
sealed record BranchNode(int Start, int End, int Open, int Close, BranchKind Kind, PipeNode Pipe, ListNode Body, ListNode? Else) : Action(Start, End, Open, Close)
{
    public override string ToString() => $"{{{{{(Kind switch { BranchKind.If => "if", BranchKind.With => "with", _ => "range" })} {Pipe}}}}}{Body}{(Else is null ? "" : $"{{{{else}}}}{Else}")}{{{{end}}}}";
}

sealed record TemplateAction(int Start, int End, int Open, int Close, string Name, PipeNode? Pipe) : Action(Start, End, Open, Close)
{
    public override string ToString() => $"{{{{template {Quoting.Quote(Name)}{(Pipe is null ? "" : $" {Pipe}")}}}}}";
}

sealed record BreakNode(int Start, int End) : Node(Start, End);

sealed record ContinueNode(int Start, int End) : Node(Start, End);

sealed record PipeNode(int Start, int End, ImmutableArray<VariableNode> Declared, bool IsAssignment, ImmutableArray<CommandNode> Commands) : Node(Start, End)
{
    public override string ToString() =>
        (Declared.IsEmpty ? "" : $"{string.Join(", ", Declared.Select(variable => variable.ToString()))} {(IsAssignment ? "=" : ":=")} ") + string.Join(" | ", Commands.Select(command => command.ToString()));
}

sealed record CommandNode(int Start, int End, ImmutableArray<Node> Arguments) : Node(Start, End)
{
    public override string ToString() => string.Join(' ', Arguments.Select(argument => argument is PipeNode ? $"({argument})" : argument.ToString()));
}

sealed record DotNode(int Start, int End) : Node(Start, End)
{
    public override string ToString() => ".";
}

sealed record NilNode(int Start, int End) : Node(Start, End)
{
    public override string ToString() => "nil";
}

sealed record BoolNode(int Start, int End, bool Value) : Node(Start, End)
{
    public override string ToString() => Value ? "true" : "false";
}

/// <summary>A constant; which Go types it can be depends on its value, not on how it is written.</summary>
sealed record NumberNode(int Start, int End, string Text, long? Integer, double? Float, bool IsFloatLiteral, bool Overflows) : Node(Start, End)
{
    public override string ToString() => Text;
}

sealed record StringNode(int Start, int End, string Quoted, string Value) : Node(Start, End)
{
    /// <summary>Whether the value stands between the quotes character by character.</summary>
    public bool IsLinear { get; } = Quoted.Length == Value.Length + 2 && string.CompareOrdinal(Quoted, 1, Value, 0, Value.Length) == 0;
    public override string ToString() => Quoted;
}

sealed record IdentifierNode(int Start, int End, string Name) : Node(Start, End)
{
    public override string ToString() => Name;
}

/// <summary><c>.a.b</c></summary>
sealed record FieldNode(int Start, int End, ImmutableArray<string> Names) : Node(Start, End)
{
    public override string ToString() => "." + string.Join('.', Names);
}

/// <summary><c>$x.a.b</c></summary>
sealed record VariableNode(int Start, int End, string Name, ImmutableArray<string> Fields) : Node(Start, End)
{
    public override string ToString() => Fields.IsEmpty ? Name : $"{Name}.{string.Join('.', Fields)}";
}

/// <summary><c>(pipeline).a.b</c></summary>
sealed record ChainNode(int Start, int End, Node Of, ImmutableArray<string> Fields) : Node(Start, End)
{
    public override string ToString() => $"{(Of is PipeNode ? $"({Of})" : Of.ToString())}.{string.Join('.', Fields)}";
}
