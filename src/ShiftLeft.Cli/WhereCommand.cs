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
    const int MostNamed = 20;
    const int WidestValue = 60;

    public static Command Build(Terminal terminal)
    {
        var options = new ChartOptions();
        var command = new ExplainedCommand("where", "Tell where a field of a rendered object comes from")
        {
            Examples =
            [
                new("shiftleft where charts/shop Deployment/shop:spec.replicas", "The values key and the template's line that make it"),
                new("shiftleft where charts/shop Service/shop:spec.ports[0].port --set port=81", "The same with other values"),
            ],
            ExitCodes = [new(ExitCode.Within, "told"), new(ExitCode.Over, "the object has no such field; told is where it would go"), new(ExitCode.Failed, "the chart could not be rendered, or has no such object")],
        };
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
            if (named.Count == 0) return terminal.Fail($"the chart renders no '{asked[..colon]}'{Instead(asked[..colon], objects)}");
            var code = ExitCode.Within;
            foreach (var item in named)
            {
                var (node, missing) = Walk(item.Root, asked[(colon + 1)..]);
                terminal.Out.WriteLine(VisibleText.Of(missing is null ? $"{item.Subject}:{node.Path}{Value(node)}" : $"{item.Subject}:{asked[(colon + 1)..]} is not there{Instead(missing, node)}"));
                if (missing is null) Tell(item.Origin.LocateParts(node), "edit");
                else Tell([item.Origin.LocateMissing(node, node, missing)], "set it");
                if (missing is not null) code = ExitCode.Over;
            }
            return code;

            void Tell(ImmutableArray<Places> parts, string what)
            {
                var rows = parts.Select((part, i) => (What: i == 0 ? what : "and", Location: part.Primary))
                    .Concat(parts.SelectMany(part => part.Related).Select(related => (What: related.Message, related.Location)).DistinctBy(row => (row.What, row.Location.Path, row.Location.Start.Line))).Take(MostNamed)
                    .Select(row => (row.What, Place: $"{root!.PathFrom(terminal.CurrentFolder, row.Location.Path)}:{row.Location.Start.Line + 1}:{row.Location.Start.Column + 1}", Line: row.Location.Source[row.Location.Source.LineSpan(row.Location.Start.Line)].Trim())).ToList();
                var (widest, longest) = (rows.Max(row => row.What.Length), rows.Max(row => row.Place.Length));
                foreach (var row in rows) terminal.Out.WriteLine($"  {row.What.PadRight(widest)}  {VisibleText.Of(row.Place).PadRight(longest)}  {VisibleText.Of(row.Line)}");
            }
        });
        return command;
    }

    /// <summary>What a scalar says, where it is short.</summary>
    static string Value(YamlNode node) => node is YamlScalar { Value.Length: > 0 and <= WidestValue } scalar && !scalar.Value.Contains('\n', StringComparison.Ordinal) ? $" = {scalar.Value}" : "";

    static string Instead(string asked, ImmutableArray<KubernetesObject> objects)
    {
        var subjects = objects.Select(item => item.Subject).Distinct().ToList();
        if (Suggestion.For(asked, subjects) is { } near) return $"; did you mean {near}?";
        return subjects.Count == 0 ? "; it renders nothing" : $"; it renders {string.Join(", ", subjects.Take(MostNamed))}{(subjects.Count > MostNamed ? $" and {subjects.Count - MostNamed} more" : "")}";
    }

    static string Instead(string missing, YamlNode node) =>
        Suggestion.For(missing.Split('.')[0], node.Entries.Select(entry => entry.Key.Value)) is { } near ? $"; did you mean {near}?" : "";

    /// <summary>The node at the end of a path like <c>spec.containers[0].image</c>, or the last that is there and the path from there that is not. A key may hold dots.</summary>
    static (YamlNode Node, string? Missing) Walk(YamlNode node, string path)
    {
        var parts = path.Replace("[", ".[", StringComparison.Ordinal).Split('.', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < parts.Length;)
        {
            var (next, end) = Step(node, parts, i);
            if (next is null) return (node, string.Join('.', parts[i..]));
            (node, i) = (next, end);
        }
        return (node, null);
    }

    static (YamlNode? Next, int End) Step(YamlNode node, string[] parts, int start)
    {
        if (parts[start] is ['[', .. var index, ']']) return (int.TryParse(index, out var position) && position >= 0 && position < node.Items.Length ? node.Items[position] : null, start + 1);
        for (var end = parts.Length; end > start; end--)
        {
            if (node[string.Join('.', parts[start..end])] is { } next) return (next, end);
        }
        return (null, start);
    }
}
