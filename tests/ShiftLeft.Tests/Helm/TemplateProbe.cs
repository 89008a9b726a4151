using System.Text.Json;
using ShiftLeft.Files;
using ShiftLeft.Go.Strings;
using ShiftLeft.Go.Template;
using ShiftLeft.Helm;
using ShiftLeft.Helm.Charts;
using ShiftLeft.Tracing;

namespace ShiftLeft.Tests.Helm;

/// <summary>One template expression in a chart that is loaded and rendered as any other; what it writes is seen before <c>&lt;no value&gt;</c> is taken out.</summary>
/// <param name="profile">The Helm that is followed.</param>
/// <param name="files">The chart's files, which lie at the root of the tree.</param>
sealed class TemplateProbe(HelmProfile profile, IEnumerable<KeyValuePair<string, string>> files)
{
    const string Template = "templates/t.yaml";

    /// <summary>A chart of nothing but values.</summary>
    public TemplateProbe(HelmProfile profile, string values = "")
        : this(profile, [new("Chart.yaml", "apiVersion: v2\nname: p2\nversion: 1.2.3+b.1\nappVersion: \"4.5\"\n"), new("values.yaml", values)])
    {
    }

    public static DateOnly Today { get; } = new(2026, 10, 1);

    /// <summary>What the expression writes.</summary>
    /// <exception cref="ExecutionException">It fails while it is executed.</exception>
    /// <exception cref="ChartException">It is no template.</exception>
    public string Run(string expression)
    {
        // Base64 keeps what the engine would take out of a file.
        var written = Render("{{define \"w\"}}" + expression + "{{end}}\n{{define \"w2\"}}{{ .Values.missing }}{{end}}{{ include \"w\" . | b64enc }}");
        return GoString.Decode(Convert.FromBase64String(written.Text.Trim()));
    }

    /// <summary>Null where the answer is a Helm's of which only the innermost words were kept; else both.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="answer">What it writes as <c>out</c>, or why it fails as <c>error</c>.</param>
    public string? Difference(string expression, JsonElement answer)
    {
        var expected = answer.TryGetProperty("out", out var written) ? written.GetString()! : "error: " + answer.GetProperty("error").GetString();
        var fails = !answer.TryGetProperty("out", out _);
        string actual;
        try
        {
            actual = Run(expression);
            if (!fails && actual == expected) return null;
        }
        catch (ExecutionException exception)
        {
            actual = "error: " + exception.Innermost.Message;
            if (fails && (exception.Innermost.IsIntended || expected.EndsWith(exception.Innermost.Message, StringComparison.Ordinal))) return null;
        }
        catch (ChartException exception)
        {
            actual = "error: " + exception.Message;
            if (fails && expected.Contains("parse error", StringComparison.Ordinal)) return null;
        }
        return $"{expression}\n  Helm: {expected}\n  here: {actual}";
    }

    /// <summary>A template file as it is rendered, with its origins.</summary>
    public TracedText Render(string template)
    {
        var tree = new MemoryTree([.. files, new("templates/_other.tpl", "{{define \"w3\"}}w3{{end}}"), new(Template, template)]);
        var rendering = new HelmTemplate("", ChartEnvironment.Only with { Release = "rel" }, profile);
        rendering.Run(tree, new(profile, Today, new()));
        return rendering.Files.Single(file => file.File.Name == Template).Text;
    }
}
