using System.Collections.Immutable;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Strconv;
using ShiftLeft.Go.Template;
using ShiftLeft.Text;
using ShiftLeft.Tracing;

namespace ShiftLeft.Helm.Rendering;

/// <summary>The functions that Helm's engine brings: they execute templates, or speak to the chart's user.</summary>
sealed class EngineFunctions
{
    const int DeepestInclude = 1000;
    const int DeepestTpl = 100;
    const string NoValue = "<no value>";

    readonly Dictionary<string, int> includes = new(StringComparer.Ordinal);
    int tplDepth;

    /// <summary>What <c>required</c> and <c>fail</c> said while rendering leniently, with the calls.</summary>
    public List<(string Message, Location Place)> Complaints { get; } = [];

    public static ImmutableArray<FunctionSignature> All { get; } =
    [
        Executing("include", [Parameter.String, Parameter.Any], static (execution, call) => call.Rendering.Engine.Include(execution, call)),
        Executing("tpl", [Parameter.String, Parameter.Any], static (execution, call) => call.Rendering.Engine.Tpl(execution, call)),
        new("required", [Parameter.String, Parameter.Any], null, static call => call.Rendering.Engine.Required(call)),
        new("fail", [Parameter.String], null, static call => call.Rendering.Engine.Fail(call)),
        // There is no cluster to look into: Helm gives an empty map then.
        new("lookup", [Parameter.String, Parameter.String, Parameter.String, Parameter.String], null, static call => new MapValue(call.Computed())),
    ];

    static FunctionSignature Executing(string name, ImmutableArray<Parameter> parameters, ExecutingFunction body) =>
        new(name, parameters, null, call => call[0]) { Executing = body };

    /// <summary>Begins anew behind a template that failed in the midst of others that it had called.</summary>
    public void StartOver()
    {
        includes.Clear();
        tplDepth = 0;
    }

    StringValue Include(Execution execution, FunctionCall call)
    {
        var name = call.String(0);
        var depth = includes.GetValueOrDefault(name);
        if (depth > DeepestInclude) throw new FunctionException($"rendering template has a nested reference name: {name}: unable to execute template");
        var template = execution.Templates.Find(name) ?? throw new MissingTemplateException(name);
        includes[name] = depth + 1;
        var text = execution.Executor.Execute(template, execution.Templates, call[1], new(execution.Frame, FrameKind.Define, template.Source, template.Root.Start, template.Root.Start));
        includes[name] = depth;
        return new(text);
    }

    StringValue Tpl(Execution execution, FunctionCall call)
    {
        var text = call.Text(0);
        // Most values that are given to tpl have nothing to execute.
        if (!text.Text.Contains("{{", StringComparison.Ordinal)) return new(WithoutNoValue(text));
        if (tplDepth >= DeepestTpl) throw new FunctionException($"tpl is nested more than {DeepestTpl} deep");
        var source = TracedSource.OfText("gotpl", text, call.Place);
        ImmutableArray<Template> templates;
        try
        {
            templates = execution.Executor.Parsed.Parse(source);
        }
        catch (TemplateSyntaxException exception)
        {
            throw new FunctionException($"cannot parse template {Quoting.Quote(text.Text)}: template: gotpl:{exception.Line}: {exception.Message}");
        }
        var own = new TemplateSet(execution.Templates);
        foreach (var definition in templates.SkipLast(1)) own.Add(definition);
        tplDepth++;
        var result = WithoutNoValue(execution.Executor.Execute(templates[^1], own, call[1], new(execution.Frame, FrameKind.Tpl, source, 0, 0)));
        tplDepth--;
        return new(result);
    }

    Value Required(FunctionCall call)
    {
        if (call[1] is not NilValue && call[1] is not StringValue { Text: "" }) return call[1];
        var message = call.String(0);
        if (!call.Rendering.IsLenient) throw new IntendedException(message);
        Complaints.Add((message, call.Place));
        return call[1] is NilValue ? StringValue.Of("", call[1].From) : call[1];
    }

    StringValue Fail(FunctionCall call)
    {
        if (!call.Rendering.IsLenient) throw new IntendedException(call.String(0));
        Complaints.Add((call.String(0), call.Place));
        return StringValue.Of("", null);
    }

    /// <summary>Helm deletes these words wherever they stand; what wrote them leaves its place.</summary>
    public static TracedText WithoutNoValue(TracedText text)
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
}
