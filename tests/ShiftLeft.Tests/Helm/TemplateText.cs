using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Template;
using ShiftLeft.Helm;
using ShiftLeft.Helm.Functions;
using ShiftLeft.Helm.Rendering;
using ShiftLeft.Text;
using ShiftLeft.Tracing;

namespace ShiftLeft.Tests.Helm;

/// <summary>Executes the text of one template.</summary>
static class TemplateText
{
    public static TracedText Render(string template, Value? data = null, HelmProfile? profile = null)
    {
        var source = TracedSource.OfFile("p/templates/t.yaml", new SourceText("templates/t.yaml", template));
        var templates = new TemplateSet();
        var executor = new Executor(new RenderContext(profile ?? HelmProfile.Default, new(2026, 1, 1), new()));
        var parsed = new ParsedTemplates(FunctionTable.All, new()).Parse(source);
        foreach (var each in parsed) templates.Add(each);
        return EngineFunctions.WithoutNoValue(executor.ExecuteFile(parsed[^1], templates, data ?? new MapValue()));
    }

    /// <summary>The innermost words of what ends the rendering.</summary>
    public static string Fail(string template, Value? data = null, HelmProfile? profile = null) =>
        Assert.Throws<ExecutionException>(() => Render(template, data, profile)).Innermost.Message;
}
