using System.Collections.Frozen;
using System.Collections.Immutable;
using ShiftLeft.Helm.Functions;
using ShiftLeft.Helm.Tracing;

namespace ShiftLeft.Helm.Templates;

/// <summary>The functions that need the engine: they execute templates, or speak to its user.</summary>
sealed partial class Executor
{
    const int DeepestInclude = 1000;
    const int DeepestTpl = 100;

    delegate Value EngineBody(Executor executor, Scope scope, FunctionCall call);

    int tplDepth;

    static readonly FrozenDictionary<string, (FunctionSignature Signature, EngineBody Body)> EngineFunctions = new (FunctionSignature Signature, EngineBody Body)[]
    {
        (Of("include", Parameter.String, Parameter.Any), static (executor, scope, call) => executor.Include(scope, call)),
        (Of("tpl", Parameter.String, Parameter.Any), static (executor, scope, call) => executor.Tpl(scope, call)),
        (Of("required", Parameter.String, Parameter.Any), static (executor, _, call) => executor.Required(call)),
        (Of("fail", Parameter.String), static (executor, _, call) => executor.Failed(call)),
        // There is no cluster to look into: Helm gives an empty map then.
        (Of("lookup", Parameter.String, Parameter.String, Parameter.String, Parameter.String), static (_, _, call) => new MapValue(call.Computed())),
    }.ToFrozenDictionary(function => function.Signature.Name, StringComparer.Ordinal);

    /// <summary>Every function that a template may call in the latest release.</summary>
    public static FrozenDictionary<string, FunctionSignature> Functions { get; } =
        FunctionTable.All.Values.Concat(EngineFunctions.Values.Select(function => function.Signature)).ToFrozenDictionary(function => function.Name, StringComparer.Ordinal);

    /// <summary>With the functions of the Helm that is followed.</summary>
    public ParsedTemplates Parsed { get; } = new(context.Profile.LackedFunctions.IsEmpty
        ? Functions
        : Functions.Where(function => !context.Profile.LackedFunctions.Contains(function.Key)).ToFrozenDictionary(StringComparer.Ordinal), context.Budget);

    static FunctionSignature Of(string name, params ImmutableArray<Parameter> parameters) => new(name, parameters, null, call => call[0]);

    StringValue Include(Scope scope, FunctionCall call)
    {
        var name = call.String(0);
        var depth = includes.GetValueOrDefault(name);
        if (depth > DeepestInclude) throw new FunctionException($"rendering template has a nested reference name: {name}: unable to execute template");
        var template = scope.Templates.Find(name) ?? throw new FunctionException($"template: no template {GoQuote.Quote(name)} associated with template \"gotpl\"");
        includes[name] = depth + 1;
        var text = Execute(template, scope.Templates, call[1], new(scope.Frame, FrameKind.Define, template.Source, template.Root.Start, template.Root.Start));
        includes[name] = depth;
        return new(text);
    }

    StringValue Tpl(Scope scope, FunctionCall call)
    {
        var text = call.Text(0);
        // Most values that are given to tpl have nothing to execute.
        if (!text.Text.Contains("{{", StringComparison.Ordinal)) return new(WithoutNoValue(text));
        if (tplDepth >= DeepestTpl) throw new FunctionException($"tpl is nested more than {DeepestTpl} deep");
        var source = TemplateSource.OfText("gotpl", text, call.Place);
        ImmutableArray<Template> templates;
        try
        {
            templates = Parsed.Parse(source);
        }
        catch (TemplateSyntaxException exception)
        {
            throw new FunctionException($"cannot parse template {GoQuote.Quote(text.Text)}: template: gotpl:{exception.Line}: {exception.Message}");
        }
        var own = new TemplateSet(scope.Templates);
        foreach (var definition in templates.SkipLast(1)) own.Add(definition);
        tplDepth++;
        var result = WithoutNoValue(Execute(templates[^1], own, call[1], new(scope.Frame, FrameKind.Tpl, source, 0, 0)));
        tplDepth--;
        return new(result);
    }

    Value Required(FunctionCall call)
    {
        if (call[1] is not NilValue && call[1] is not StringValue { Text: "" }) return call[1];
        var message = call.String(0);
        if (!leniently) throw new IntendedException(message);
        Complaints.Add((message, call.Place));
        return call[1] is NilValue ? StringValue.Of("", call[1].From) : call[1];
    }

    Value Failed(FunctionCall call)
    {
        if (!leniently) throw new IntendedException(call.String(0));
        Complaints.Add((call.String(0), call.Place));
        return StringValue.Of("", null);
    }
}
