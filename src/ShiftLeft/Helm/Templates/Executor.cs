using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ShiftLeft.Helm.Tracing;

namespace ShiftLeft.Helm.Templates;

/// <summary>
/// Executes templates as Go's <c>text/template</c> does, and writes text that knows where it comes from. One executor renders one chart, in
/// Helm's order: templates change the values that later ones see.
/// </summary>
/// <param name="context">What the rendering depends on beside the chart.</param>
/// <param name="leniently">As <c>helm lint</c>: <c>required</c> and <c>fail</c> do not end the rendering.</param>
sealed partial class Executor(RenderContext context, bool leniently)
{
    const string NoValue = "<no value>";

    readonly RenderBudget budget = context.Budget;
    readonly Dictionary<string, int> includes = new(StringComparer.Ordinal);

    /// <summary>What <c>required</c> and <c>fail</c> said while rendering leniently, with the calls.</summary>
    public List<(string Message, Text.Location Place)> Complaints { get; } = [];

    /// <summary>What a file writes; <c>&lt;no value&gt;</c> is taken out, as Helm does.</summary>
    /// <param name="file">The file.</param>
    /// <param name="templates">All that it may call.</param>
    /// <param name="data">Its dot.</param>
    /// <param name="cause">What switched its chart on.</param>
    public TracedText Render(Template file, TemplateSet templates, Value data, Provenance? cause = null) =>
        WithoutNoValue(Execute(file, templates, data, new Frame(null, FrameKind.File, file.Source, 0, 0, cause)));

    TracedText Execute(Template template, TemplateSet templates, Value data, Frame frame)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new BudgetException("nests templates too deeply");
        var scope = new Scope(template, templates, frame);
        scope.Push("$", data);
        Walk(scope, data, template.Root);
        budget.Write(scope.Output.Length);
        return scope.Output.Build();
    }

    /// <summary>What one execution of a template holds: its variables, what it wrote, and how the engine came here.</summary>
    sealed class Scope(Template template, TemplateSet templates, Frame frame)
    {
        readonly List<(string Name, Value Value)> variables = [];

        public Template Template { get; } = template;
        public TemplateSource Source => Template.Source;
        public TemplateSet Templates { get; } = templates;
        public Frame Frame { get; set; } = frame;
        public TracedText.Builder Output { get; init; } = new();

        public int Mark => variables.Count;

        public void Push(string name, Value value) => variables.Add((name, value));

        public void PopTo(int mark) => variables.RemoveRange(mark, variables.Count - mark);

        /// <summary>Sets one of the variables that were pushed last; 1 is the very last.</summary>
        public void SetTop(int fromEnd, Value value) => variables[^fromEnd] = (variables[^fromEnd].Name, value);

        public Value? Find(string name) => variables.FindLastIndex(variable => variable.Name == name) is var index and >= 0 ? variables[index].Value : null;

        public bool Assign(string name, Value value)
        {
            var index = variables.FindLastIndex(variable => variable.Name == name);
            if (index >= 0) variables[index] = (name, value);
            return index >= 0;
        }
    }

    enum Flow { On, Break, Continue }

    Flow Walk(Scope scope, Value dot, Node node)
    {
        budget.Step();
        switch (node)
        {
            case ListNode list:
                foreach (var item in list.Nodes)
                {
                    if (Walk(scope, dot, item) is var flow and not Flow.On) return flow;
                }
                return Flow.On;
            case TextNode:
                WriteText(scope, node);
                return Flow.On;
            case PipelineAction action:
                Print(scope, dot, action);
                return Flow.On;
            case BranchNode { Kind: BranchKind.Range } range: return WalkRange(scope, dot, range);
            case BranchNode branch: return WalkBranch(scope, dot, branch);
            case TemplateAction call:
                CallTemplate(scope, dot, call);
                return Flow.On;
            case BreakNode: return Flow.Break;
            default: return Flow.Continue;
        }
    }

    static void WriteText(Scope scope, Node node)
    {
        var source = scope.Source;
        if (source.TextProvenance is { } from) scope.Output.AppendLinear(source.Text.AsSpan(node.Start, node.End - node.Start), from, node.Start + source.Skipped, scope.Frame);
        else scope.Output.Append(source.Traced.Slice(node.Start, node.End - node.Start), scope.Frame);
    }

    void Print(Scope scope, Value dot, PipelineAction action)
    {
        var outer = scope.Frame;
        scope.Frame = new(outer, FrameKind.Action, scope.Source, action.Open, action.Close);
        var value = Evaluate(scope, dot, action.Pipe);
        if (action.Pipe.Declared.IsEmpty) scope.Output.Append(Printed(scope, action, value), scope.Frame);
        scope.Frame = outer;
    }

    /// <summary>What an action writes that has this value.</summary>
    static TracedText Printed(Scope scope, PipelineAction action, Value value)
    {
        try
        {
            return value switch
            {
                StringValue text => text.Traced.Length == 0 && text.From is { } from ? new TracedText.Builder().Mark(from, null).Build() : text.Traced,
                NilValue => TracedText.Of(NoValue, value.From),
                ObjectValue other => TracedText.Of(other.PrintDirectly(), value.From),
                _ => Scalar(GoFormat.Print(value), value.From),
            };
        }
        catch (FunctionException exception)
        {
            throw Fail(scope, action, exception.Message);
        }
    }

    /// <summary>A printed number or boolean stands in the values file as it is, unless Go writes it another way.</summary>
    public static TracedText Scalar(string printed, Provenance? from) =>
        from is ValueProvenance { Value.Length: var length } value && length == printed.Length && string.CompareOrdinal(value.Source.Content, value.Value.Start, printed, 0, length) == 0
            ? TracedText.Linear(printed, value, value.Value.Start)
            : TracedText.Of(printed, from);

    Flow WalkBranch(Scope scope, Value dot, BranchNode branch)
    {
        var mark = scope.Mark;
        var outer = scope.Frame;
        scope.Frame = new(outer, FrameKind.Action, scope.Source, branch.Open, branch.Close);
        var value = Evaluate(scope, dot, branch.Pipe);
        var holds = value.IsTrue;
        var cause = OriginOf(value);
        if (!holds) Skip(scope, branch, branch.Body, outer, cause);
        else if (branch.Else is not null) Skip(scope, branch, branch.Else, outer, cause);
        var flow = Flow.On;
        if (holds || branch.Else is not null)
        {
            scope.Frame = new(outer, FrameKind.Branch, scope.Source, branch.Open, branch.Close, cause);
            flow = holds ? Walk(scope, branch.Kind == BranchKind.With ? value : dot, branch.Body) : Walk(scope, dot, branch.Else!);
        }
        scope.Frame = outer;
        scope.PopTo(mark);
        return flow;
    }

    static void Skip(Scope scope, BranchNode branch, Node skipped, Frame outer, Provenance? cause) =>
        scope.Output.Mark(new SkippedProvenance(scope.Source, branch, skipped, cause), outer);

    Flow WalkRange(Scope scope, Value dot, BranchNode range)
    {
        var mark = scope.Mark;
        var outer = scope.Frame;
        scope.Frame = new(outer, FrameKind.Action, scope.Source, range.Open, range.Close);
        var value = Evaluate(scope, dot, range.Pipe);
        var declared = range.Pipe.Declared;
        var top = scope.Mark;
        var flow = Flow.On;
        var any = false;
        switch (value)
        {
            case ListValue list:
                for (var i = 0; i < list.Items.Count && flow != Flow.Break; i++) flow = Round(new IntegerValue(i), list.Items[i]);
                break;
            case MapValue map:
                foreach (var entry in map.Entries.Sorted)
                {
                    flow = Round(new StringValue(entry.Key, OriginOf(entry)), entry.Value);
                    if (flow == Flow.Break) break;
                }
                break;
            case BytesValue bytes:
                for (var i = 0; i < bytes.Bytes.Length && flow != Flow.Break; i++) flow = Round(new IntegerValue(i), new IntegerValue(bytes.Bytes[i], value.From, Kind.Uint8));
                break;
            case IntegerValue count when context.Profile.RangesOverIntegers:
                if (declared.Length > 1) throw Fail(scope, LastOf(range.Pipe), $"can't use {GoFormat.Print(value)} to iterate over more than one variable");
                for (long i = 0; i < count.Value && flow != Flow.Break; i++)
                {
                    var index = new IntegerValue(i, value.From, count.Kind);
                    flow = Round(index, index);
                }
                break;
            case NilValue: break;
            default: throw Fail(scope, LastOf(range.Pipe), $"range can't iterate over {GoFormat.Print(value)}");
        }
        flow = Flow.On;
        if (!any)
        {
            var cause = OriginOf(value);
            Skip(scope, range, range.Body, outer, cause);
            if (range.Else is not null)
            {
                scope.Frame = new(outer, FrameKind.Branch, scope.Source, range.Open, range.Close, cause);
                flow = Walk(scope, dot, range.Else);
            }
        }
        scope.Frame = outer;
        scope.PopTo(mark);
        return flow;

        Flow Round(Value index, Value element)
        {
            any = true;
            budget.Step();
            if (declared.Length > 0)
            {
                if (range.Pipe.IsAssignment) Assign(scope, declared[0], declared.Length > 1 ? index : element, LastOf(range.Pipe));
                else scope.SetTop(1, element);
            }
            if (declared.Length > 1)
            {
                if (range.Pipe.IsAssignment) Assign(scope, declared[1], element, LastOf(range.Pipe));
                else scope.SetTop(2, index);
            }
            scope.Frame = new(outer, FrameKind.Range, scope.Source, range.Open, range.Close, OriginOf(element) ?? OriginOf(value));
            var round = Walk(scope, element, range.Body);
            scope.PopTo(top);
            return round;
        }
    }

    void CallTemplate(Scope scope, Value dot, TemplateAction call)
    {
        var template = scope.Templates.Find(call.Name) ?? throw Fail(scope, call, $"template {GoQuote.Quote(call.Name)} not defined");
        var outer = scope.Frame;
        scope.Frame = new(outer, FrameKind.Action, scope.Source, call.Open, call.Close);
        var data = call.Pipe is null ? NilValue.Invalid : Evaluate(scope, dot, call.Pipe);
        scope.Output.Append(Execute(template, scope.Templates, data, new(scope.Frame, FrameKind.Define, template.Source, template.Root.Start, template.Root.Start)));
        scope.Frame = outer;
    }

    /// <summary>What decided, or was printed: the value's origin, or those of its characters.</summary>
    public static Provenance? OriginOf(Value value)
    {
        if (value.From is { } from) return from;
        if (value is not StringValue text) return null;
        var origins = text.Traced.Origins();
        return origins.Length switch { 0 => null, 1 => origins[0], _ => new ComputedProvenance("text", origins) };
    }

    static Provenance? OriginOf(MapEntry entry) => entry.Value.From ?? entry.Key.RunAt(0)?.From;

    /// <summary>Helm deletes these words wherever they stand; what wrote them leaves its place.</summary>
    static TracedText WithoutNoValue(TracedText text)
    {
        var at = text.Text.IndexOf(NoValue, StringComparison.Ordinal);
        if (at < 0) return text;
        var kept = new TracedText.Builder();
        var start = 0;
        for (; at >= 0; at = text.Text.IndexOf(NoValue, start, StringComparison.Ordinal))
        {
            kept.Append(text, start, at - start);
            if (text.RunAt(at) is { From: { } from } run) kept.Mark(from, run.Frame);
            start = at + NoValue.Length;
        }
        return kept.Append(text, start, text.Length - start).Build();
    }

    static ExecutionException Fail(Scope scope, Node node, string message) => new(scope.Template, node, message);
}
