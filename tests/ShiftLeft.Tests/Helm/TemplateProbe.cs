using System.Globalization;
using System.Text;
using ShiftLeft.Helm;
using ShiftLeft.Helm.Templates;
using ShiftLeft.Helm.Tracing;
using ShiftLeft.Text;
using ShiftLeft.Yaml;

namespace ShiftLeft.Tests.Helm;

/// <summary>One template expression, executed over a values file as Helm executes it; what it writes is seen before <c>&lt;no value&gt;</c> is taken out.</summary>
sealed class TemplateProbe(HelmProfile profile, string values = "")
{
    public static DateOnly Today { get; } = new(2026, 10, 1);

    /// <summary>What the expression writes.</summary>
    /// <exception cref="ExecutionException">It fails while it is executed.</exception>
    /// <exception cref="TemplateSyntaxException">It is no template.</exception>
    public string Run(string expression)
    {
        // Base64 keeps what the engine would take out of a file.
        var written = Render("{{define \"w\"}}" + expression + "{{end}}{{ include \"w\" . | b64enc }}");
        return GoBytes.Decode(Convert.FromBase64String(written.Text));
    }

    /// <summary>A template file as it is rendered, with its origins.</summary>
    public TracedText Render(string template)
    {
        var set = new TemplateSet();
        foreach (var item in Parser.Parse(TemplateSource.OfFile("p2/templates/_other.tpl", new("templates/_other.tpl", "{{define \"w3\"}}w3{{end}}")), Executor.Functions)) set.Add(item);
        var parsed = Parser.Parse(TemplateSource.OfFile("p2/templates/t.yaml", new("templates/t.yaml", template)), Executor.Functions);
        foreach (var item in parsed) set.Add(item);
        return new Executor(new(profile, Today, new()), false).Render(parsed[^1], set, Root());
    }

    MapValue Root()
    {
        var file = YamlFile.Parse(new("values.yaml", values));
        var major = profile.Major == 3 ? "chartutil.Values" : "common.Values";
        var parsed = file.Documents.IsEmpty ? new MapValue() : (MapValue)ValueOf(file.Documents[0], null, "");
        var chart = Map(("Name", Text("p2")), ("Version", Text("1.2.3+b.1")), ("AppVersion", Text("4.5")));
        var release = Map(
            ("Name", Text("rel")), ("Namespace", Text("default")), ("Service", Text("Helm")), ("IsInstall", new BoolValue(true)), ("IsUpgrade", new BoolValue(false)),
            ("Revision", new IntegerValue(1)));
        var template = Map(("Name", Text("p2/templates/t.yaml")), ("BasePath", Text("p2/templates")));
        // What the others hold is not asked of functions; how many there are is.
        var root = Map(
            ("Values", new MapValue(parsed.Entries, parsed.From, major)), ("Chart", chart), ("Release", release), ("Template", template), ("Capabilities", Map()),
            ("Files", Map()), ("Subcharts", Map()));
        return new(root.Entries, null, major);
    }

    static StringValue Text(string text) => StringValue.Of(text, null);

    static MapValue Map(params ReadOnlySpan<(string Key, Value Value)> pairs)
    {
        var entries = new MapEntries();
        foreach (var (key, value) in pairs) entries.Set(key, value);
        return new(entries);
    }

    Value ValueOf(YamlNode node, ValueProvenance? parent, string path)
    {
        var from = new ValueProvenance { Source = node.Source, Value = node.Span, Path = path, Parent = parent };
        switch (node)
        {
            case YamlMapping mapping:
                var entries = new MapEntries();
                foreach (var pair in mapping.Pairs)
                {
                    // The last Helm takes nulls out of a chart's own values.
                    if (profile == HelmProfile.Helm42 && pair.Value.IsNull) continue;
                    entries.Set(TracedText.Linear(pair.Key.Value, from, pair.Key.Span.Start), ValueOf(pair.Value, from, path.Length == 0 ? pair.Key.Value : $"{path}.{pair.Key.Value}"));
                }
                return new MapValue(entries, from);
            case YamlSequence sequence: return new ListValue([.. sequence.Elements.Select((element, index) => ValueOf(element, from, $"{path}[{index}]"))], from);
            case YamlScalar { IsNull: true }: return new NilValue(from);
            case YamlScalar { Boolean: { } boolean }: return new BoolValue(boolean, from);
            case YamlScalar { IsString: false } scalar: return new FloatValue(double.Parse(scalar.Value, CultureInfo.InvariantCulture), from);
            case YamlScalar scalar:
                var start = node.Source.Content.IndexOf(scalar.Value, node.Span.Start, StringComparison.Ordinal);
                var isAsWritten = start >= 0 && start + scalar.Value.Length <= node.Span.End && scalar.Value.Length > 0;
                return new StringValue(isAsWritten ? TracedText.Linear(scalar.Value, from, start) : TracedText.Of(scalar.Value, from), from);
            default: throw new InvalidOperationException();
        }
    }
}
