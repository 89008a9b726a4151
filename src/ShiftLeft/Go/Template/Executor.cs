using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ShiftLeft.Go.Fmt;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Strconv;
using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Template;

/// <summary>
/// Executes templates as Go's <c>text/template</c> does, and writes text that knows where it comes from. One executor executes all that belongs
/// together, in order: templates change the data that later ones see.
/// </summary>
/// <param name="context">What the execution depends on beside templates and data.</param>
sealed partial class Executor(TemplateContext context)
{
    const string NoValue = "<no value>";

    readonly RenderBudget budget = context.Budget;

    /// <summary>What was parsed so far.</summary>
    public ParsedTemplates Parsed { get; } = new(context.Functions, context.Budget);

    /// <summary>What a template file writes.</summary>
    /// <param name="file">The file.</param>
    /// <param name="templates">All that it may call.</param>
    /// <param name="data">Its dot.</param>
    /// <param name="cause">Why it is executed at all, where a value decides that.</param>
    public TracedText ExecuteFile(Template file, TemplateSet templates, Value data, Provenance? cause = null) =>
        Execute(file, templates, data, new Frame(null, FrameKind.File, file.Source, 0, 0, cause));

    /// <summary>What a template writes that was reached by a frame.</summary>
    public TracedText Execute(Template template, TemplateSet templates, Value data, Frame frame)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new BudgetException("nests templates too deeply");
        var scope = new Execution(this, template, templates, frame);
        scope.Push("$", data);
        Walk(scope, data, template.Root);
        budget.Write(scope.Output.Length);
        return scope.Output.Build();
    }

    enum Flow { On, Break, Continue }

    Flow Walk(Execution scope, Value dot, Node node)
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

    static void WriteText(Execution scope, Node node)
    {
        var source = scope.Source;
        if (source.TextProvenance is { } from) scope.Output.AppendLinear(source.Text.AsSpan(node.Start, node.End - node.Start), from, node.Start + source.Skipped, scope.Frame);
        else scope.Output.Append(source.Traced.Slice(node.Start, node.End - node.Start), scope.Frame);
    }

    void Print(Execution scope, Value dot, PipelineAction action)
    {
        var outer = scope.Frame;
        scope.Frame = new(outer, FrameKind.Action, scope.Source, action.Open, action.Close);
        var value = Evaluate(scope, dot, action.Pipe);
        if (action.Pipe.Declared.IsEmpty) scope.Output.Append(Printed(scope, action, value), scope.Frame);
        scope.Frame = outer;
    }

    /// <summary>What an action writes that has this value.</summary>
    static TracedText Printed(Execution scope, PipelineAction action, Value value)
    {
        try
        {
            return value switch
            {
                StringValue text => text.Traced.Length == 0 && text.From is { } from ? new TracedText.Builder().Mark(from, null).Build() : text.Traced,
                NilValue => TracedText.Of(NoValue, value.From),
                ObjectValue other => TracedText.Of(other.PrintDirectly(), value.From),
                _ => TracedText.Scalar(PlainFormat.Print(value), value.From),
            };
        }
        catch (FunctionException exception)
        {
            throw Fail(scope, action, exception.Message);
        }
    }

    Flow WalkBranch(Execution scope, Value dot, BranchNode branch)
    {
        var mark = scope.Mark;
        var outer = scope.Frame;
        scope.Frame = new(outer, FrameKind.Action, scope.Source, branch.Open, branch.Close);
        var value = Evaluate(scope, dot, branch.Pipe);
        var holds = value.IsTrue;
        var cause = value.Origin;
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

    static void Skip(Execution scope, BranchNode branch, Node skipped, Frame outer, Provenance? cause) =>
        scope.Output.Mark(new SkippedProvenance(scope.Source, Text.Span.FromBounds(branch.Open, branch.Close), Text.Span.FromBounds(skipped.Start, skipped.End), cause), outer);

    Flow WalkRange(Execution scope, Value dot, BranchNode range)
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
            case IntegerValue count when context.Release >= GoRelease.Go125:
                if (declared.Length > 1) throw Fail(scope, LastOf(range.Pipe), $"can't use {PlainFormat.Print(value)} to iterate over more than one variable");
                for (long i = 0; i < count.Value && flow != Flow.Break; i++)
                {
                    var index = new IntegerValue(i, value.From, count.Kind);
                    flow = Round(index, index);
                }
                break;
            case NilValue: break;
            default: throw Fail(scope, LastOf(range.Pipe), $"range can't iterate over {PlainFormat.Print(value)}");
        }
        flow = Flow.On;
        if (!any)
        {
            var cause = value.Origin;
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
            scope.Frame = new(outer, FrameKind.Range, scope.Source, range.Open, range.Close, element.Origin ?? value.Origin);
            var round = Walk(scope, element, range.Body);
            scope.PopTo(top);
            return round;
        }
    }

    void CallTemplate(Execution scope, Value dot, TemplateAction call)
    {
        var template = scope.Templates.Find(call.Name) ?? throw new ExecutionException(scope.Template, call, $"template {Quoting.Quote(call.Name)} not defined") { IsOfMissingTemplate = true };
        var outer = scope.Frame;
        scope.Frame = new(outer, FrameKind.Action, scope.Source, call.Open, call.Close);
        var data = call.Pipe is null ? NilValue.Invalid : Evaluate(scope, dot, call.Pipe);
        scope.Output.Append(Execute(template, scope.Templates, data, new(scope.Frame, FrameKind.Define, template.Source, template.Root.Start, template.Root.Start)));
        scope.Frame = outer;
    }

    static Provenance? OriginOf(MapEntry entry) => entry.Value.From ?? entry.Key.RunAt(0)?.From;

    static ExecutionException Fail(Execution scope, Node node, string message) => new(scope.Template, node, message);
}
