using ShiftLeft.Go.Strconv;
using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Template;

/// <summary>What ends a chart's rendering, with the chain of places that led there, as Helm words it.</summary>
sealed class ExecutionException : Exception
{
    public ExecutionException(Template template, Node node, string message, ExecutionException? inner = null) : base(message, inner)
    {
        (Template, Node) = (template, node);
        Place = template.Source.Locate(StartOf(template.Source, node), node.End);
    }

    /// <summary>Where the node begins as it is written: Go counts a chain of fields from its second one.</summary>
    static int StartOf(TracedSource source, Node node) =>
        node.ToString() is { } written && source.Text.AsSpan(0, node.End).EndsWith(written) ? Math.Min(node.Start, node.End - written.Length) : node.Start;

    public Template Template { get; }
    public Node Node { get; }
    /// <summary>The node that failed.</summary>
    public Text.Location Place { get; }
    public ExecutionException? Cause => InnerException as ExecutionException;
    /// <summary>Set by <c>required</c> and <c>fail</c>: words that the chart's author wrote for its users.</summary>
    public bool IsIntended { get; init; }
    /// <summary>What was asked for something that it does not have; null where the failure is another.</summary>
    public Provenance? Asked { get; init; }
    /// <summary>Whether a template was called that nobody defines.</summary>
    public bool IsOfMissingTemplate { get; init; }
    /// <summary>Whether a function failed in words of its own; Helm 4 leaves such an error as it is.</summary>
    public bool IsFromFunction { get; init; }

    /// <summary>The failure itself, without what called it.</summary>
    public ExecutionException Innermost => Cause?.Innermost ?? this;

    /// <summary>Helm's words: every place from the file inward.</summary>
    public string Describe() => $"{Template.Source.Position(Node.Start)} executing {Quoting.Quote(Template.Name)} at <{Node}>: {Message}{(Cause is null ? "" : Cause.Describe())}";
}
