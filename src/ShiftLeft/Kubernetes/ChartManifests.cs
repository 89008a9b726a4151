using System.Collections.Immutable;
using ShiftLeft.Helm;
using ShiftLeft.Text;
using ShiftLeft.Yaml;

namespace ShiftLeft.Kubernetes;

/// <summary>The manifests of a rendered chart, each placed in the template that wrote it.</summary>
static class ChartManifests
{
    public static ManifestSet Read(RenderedChart chart, ImmutableDictionary<string, string> ownKinds)
    {
        var files = chart.Documents.Select(document => ManifestFile.Read(document.Yaml, document.Trace is { } trace ? new TracedOrigin(document, trace) : new TemplateOrigin(document))).ToImmutableArray();
        return new(files.SelectMany(file => file.Objects), ownKinds, chart.Environment.Name) { Rendered = files, IsPartial = chart.IsPartial, Holes = chart.Holes };
    }

    /// <summary>
    /// Finds the line of a template that most likely wrote a node: the one with the same key, counted as in the rendered text, and the value alone
    /// where it stands there literally.
    /// </summary>
    sealed class TemplateOrigin(RenderedDocument document) : Origin
    {
        // A chart may render to very many lines and findings, so lines are looked up, not searched.
        readonly Lazy<Dictionary<string, List<int>>> templateLines = new(() => LinesByKey(document.Template));
        readonly Lazy<Dictionary<string, List<int>>> renderedLines = new(() => LinesByKey(document.Rendered));

        public override Places Locate(YamlNode node, string? part = null) => new(new(document.Template, Find(node)), []);

        public override Places LocateMissing(YamlNode anchor, YamlNode within, string path) => Locate(anchor);

        Span Find(YamlNode node)
        {
            var entry = EntryOf(node);
            var template = document.Template;
            if (entry is null) return FirstContent(template);
            var lines = Lines(templateLines, entry.Key.Value);
            if (lines.Count == 0) return FirstContent(template);
            var wanted = Occurrence(Lines(renderedLines, entry.Key.Value), document.Rendered.LineOf(entry.Key.Span.Start));
            var line = template.LineSpan(lines[Math.Min(wanted, lines.Count - 1)]);
            var text = template[line];
            var value = (node as YamlScalar)?.Value is { Length: > 0 } literal ? text.IndexOf(literal, text.IndexOf(entry.Key.Value, StringComparison.Ordinal) + entry.Key.Value.Length, StringComparison.Ordinal) : -1;
            if (value >= 0) return new(line.Start + value, ((YamlScalar)node).Value.Length);
            var indent = text.Length - text.TrimStart().Length;
            return Span.FromBounds(line.Start + indent, line.End);
        }

        static YamlEntry? EntryOf(YamlNode node)
        {
            for (var at = node; at.Parent is { } parent; at = parent)
            {
                if (parent is YamlMapping mapping && mapping.EntryOf(at) is { } entry) return entry;
            }
            return null;
        }

        /// <summary>How many of the lines, which are in order, come before one.</summary>
        static int Occurrence(List<int> lines, int line)
        {
            var found = lines.BinarySearch(line);
            return found >= 0 ? found : ~found;
        }

        static List<int> Lines(Lazy<Dictionary<string, List<int>>> lines, string key) => lines.Value.GetValueOrDefault(KeyOf(key), []);

        static Dictionary<string, List<int>> LinesByKey(SourceText source) =>
            Enumerable.Range(0, source.LineCount).Select(line => (Line: line, Text: source[source.LineSpan(line)].TrimStart(' ', '-')))
                .Where(pair => pair.Text.Contains(':', StringComparison.Ordinal))
                .GroupBy(pair => KeyOf(pair.Text), pair => pair.Line, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.ToList(), StringComparer.Ordinal);

        /// <summary>What stands before the first colon.</summary>
        static string KeyOf(string text) => (text.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0 ? text[..colon] : text).Trim(' ', '"', '\'');

        static Span FirstContent(SourceText source)
        {
            for (var line = 0; line < source.LineCount; line++)
            {
                if (!source.LineSpan(line).IsEmpty) return source.LineSpan(line);
            }
            return default;
        }
    }
}
