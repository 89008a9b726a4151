using System.Collections.Immutable;
using ShiftLeft.Helm;
using ShiftLeft.Text;
using ShiftLeft.Yaml;

namespace ShiftLeft.Kubernetes;

/// <summary>The manifests of a rendered chart, each placed in the template that wrote it.</summary>
static class ChartManifests
{
    public static ManifestSet Read(RenderedChart chart, ImmutableDictionary<string, string> ownKinds) =>
        new(chart.Documents.SelectMany(document => ManifestFile.Read(YamlFile.Parse(document.Rendered), new TemplateOrigin(document)).Objects), ownKinds, chart.Environment.Name);

    /// <summary>
    /// Finds the line of a template that most likely wrote a node: the one with the same key, counted as in the rendered text, and the value alone
    /// where it stands there literally.
    /// </summary>
    sealed class TemplateOrigin(RenderedDocument document) : Origin
    {
        public override Places Locate(YamlNode node) => new(new(document.Template, Find(node)), []);

        public override Places LocateMissing(YamlNode anchor, string key) => Locate(anchor);

        Span Find(YamlNode node)
        {
            var entry = EntryOf(node);
            var template = document.Template;
            if (entry is null) return FirstContent(template);
            var wanted = Occurrence(document.Rendered, entry.Key.Value, entry.Key.Span.Start);
            var lines = LinesOf(template, entry.Key.Value).ToList();
            if (lines.Count == 0) return FirstContent(template);
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

        static int Occurrence(SourceText rendered, string key, int offset) => LinesOf(rendered, key).TakeWhile(line => rendered.LineSpan(line).End < offset).Count();

        static IEnumerable<int> LinesOf(SourceText source, string key)
        {
            for (var line = 0; line < source.LineCount; line++)
            {
                var text = source.Content.AsSpan(source.LineSpan(line).Start, source.LineSpan(line).Length).TrimStart(" -");
                if (text.StartsWith(key, StringComparison.Ordinal) && text[key.Length..].TrimStart(' ') is [':', ..]) yield return line;
            }
        }

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
