using System.Collections.Immutable;
using System.CommandLine;
using ShiftLeft.Helm;
using ShiftLeft.Kubernetes;
using ShiftLeft.Reporting;
using ShiftLeft.Text;
using ShiftLeft.Yaml;

namespace ShiftLeft.Cli;

/// <summary><c>shiftleft where</c>: which values key and which line of which template made a field of a rendered object.</summary>
static class WhereCommand
{
    public static Command Build(Terminal terminal)
    {
        var options = new ChartOptions();
        var command = new Command("where", "Tell where a field of a rendered object comes from");
        options.AddTo(command);
        var path = new Argument<string>("FIELD") { Description = "Kind/name:path, such as Deployment/shop:spec.replicas" };
        command.Add(path);
        command.SetAction(parsed =>
        {
            var (rendering, root, error) = options.Render(parsed, terminal);
            if (error is not null) return terminal.Fail(error);
            if (rendering!.Failure is { } failure) return terminal.Fail(failure.Message.ReplaceLineEndings(" "));
            var asked = parsed.GetRequiredValue(path);
            var colon = asked.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0) return terminal.Fail($"'{asked}' names no field; write Kind/name:path, such as Deployment/shop:spec.replicas");
            var chart = new RenderedChart(rendering.Folder, ChartEnvironment.Only, [.. rendering.Documents()], []);
            var objects = ChartManifests.Read(chart, ImmutableDictionary<string, string>.Empty).Objects;
            var named = objects.Where(item => item.Subject == asked[..colon]).ToList();
            if (named.Count == 0)
                return terminal.Fail($"the chart renders no '{asked[..colon]}'" + (Suggestion.For(asked[..colon], objects.Select(item => item.Subject)) is { } near ? $"; did you mean {near}?" : $"; it renders {string.Join(", ", objects.Select(item => item.Subject).Take(20))}"));
            foreach (var item in named)
            {
                var (node, missing) = Walk(item.Root, asked[(colon + 1)..]);
                var places = missing is null ? item.Origin.Locate(node) : item.Origin.LocateMissing(node, node, missing);
                if (missing is not null) terminal.Error.WriteLine($"shiftleft: there is no `{missing}` in `{(node.Path.Length == 0 ? item.Subject : node.Path)}`; this is where it would be set");
                Tell(places.Primary, null);
                foreach (var related in places.Related) Tell(related.Location, related.Message);
                if (missing is not null) return ExitCode.Over;
            }
            return ExitCode.Within;

            void Tell(Location place, string? what)
            {
                var line = place.Source[place.Source.LineSpan(place.Source.LineOf(place.Span.Start))].Trim();
                terminal.Out.WriteLine($"{(what is null ? "" : "  ")}{root!.PathFrom(terminal.CurrentFolder, place.Path)}:{place.Start.Line + 1}:{place.Start.Column + 1}{(what is null ? "" : $" ({what})")}: {VisibleText.Of(line)}");
            }
        });
        return command;
    }

    /// <summary>The node at the end of a path like <c>spec.containers[0].image</c>, or the last that is there and the key that is not.</summary>
    static (YamlNode Node, string? Missing) Walk(YamlNode node, string path)
    {
        foreach (var part in path.Replace("[", ".[", StringComparison.Ordinal).Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            var next = part is ['[', .. var index, ']'] ? int.TryParse(index, out var position) && position >= 0 && position < node.Items.Length ? node.Items[position] : null : node[part];
            if (next is null) return (node, part);
            node = next;
        }
        return (node, null);
    }
}
