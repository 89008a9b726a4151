using System.Text;
using ShiftLeft.Helm.Rendering;
using ShiftLeft.Reporting;
using ShiftLeft.Text;
using ShiftLeft.Tracing;

namespace ShiftLeft.Cli;

/// <summary>A rendered chart with the places of each line beside it: the template that wrote it, and the values that fed it.</summary>
static class TraceListing
{
    const int WidestLine = 72;
    const int MostValues = 8;

    public static string Render(IEnumerable<Manifest> manifests, Func<string, string> pathOf)
    {
        var text = new StringBuilder();
        foreach (var manifest in manifests)
        {
            text.Append("---\n# Source: ").Append(VisibleText.Of(manifest.File.Path)).Append('\n');
            var lines = manifest.Text.Text.TrimEnd('\n').Split('\n');
            var width = Math.Min(WidestLine, lines.Max(line => line.Length));
            var start = 0;
            foreach (var line in lines)
            {
                var shown = VisibleText.Of(line);
                var places = string.Join(" < ", PlacesOf(manifest.Text, start, line.Length, pathOf).Distinct());
                text.Append(places.Length == 0 ? shown : $"{shown.PadRight(width)}  # {places}").Append('\n');
                start += line.Length + 1;
            }
        }
        return text.ToString();
    }

    /// <summary>The innermost template place of a line's first character that says something, then the values that flow into the line, by file or by argument.</summary>
    static IEnumerable<string> PlacesOf(TracedText text, int start, int length, Func<string, string> pathOf)
    {
        Location? template = null;
        var values = new List<string>();
        foreach (var run in text.RunsIn(start, length))
        {
            if (run.Length == 0 || text.Text.AsSpan(run.Start, run.Length).IsWhiteSpace()) continue;
            template ??= run.From is SourceProvenance { Kind: SourceKind.Template } source && run.IsLinear ? new(source.Source, new(run.Offset + Blanks(text.Text, run), 0)) : run.Frame?.Place;
            values.AddRange((run.From?.Walk(static at => at is ValueProvenance or AbsentProvenance) ?? []).Select(Given).OfType<string>().Take(MostValues));
        }
        return template is null ? values : values.Prepend(Shown(template));

        string? Given(Provenance from) => from switch
        {
            ValueProvenance value => Shown(ChartPlaces.PlaceOf(value)),
            ArgumentProvenance argument => VisibleText.Of(argument.ToString()),
            _ => null,
        };

        string Shown(Location place) => $"{VisibleText.Of(pathOf(place.Path))}:{place.Start.Line + 1}:{place.Start.Column + 1}";
    }

    static int Blanks(string text, in Run run)
    {
        var span = text.AsSpan(run.Start, run.Length);
        return span.Length - span.TrimStart().Length;
    }
}
