using System.CommandLine;
using ShiftLeft.Helm.Rendering;
using ShiftLeft.Reporting;
using ShiftLeft.Text;

namespace ShiftLeft.Cli;

/// <summary><c>shiftleft render</c>: what <c>helm template</c> prints, with <c>--trace</c> where each line comes from.</summary>
static class RenderCommand
{
    /// <summary>Helm lays an error out in lines, one for each template on the way to it.</summary>
    const int LongestWords = 4 * VisibleText.LongestMessage;

    public static Command Build(Terminal terminal)
    {
        var options = new ChartOptions();
        var trace = new Option<bool>("--trace") { Description = "Put the places beside each line: template < values" };
        var command = new ExplainedCommand("render", "Render a chart as `helm template` does, in process")
        {
            Examples =
            [
                new("shiftleft render charts/shop -f values.prod.yaml --set image.tag=1.2", "What the chart makes of these values"),
                new("shiftleft render charts/shop --trace", "The same with the template and the value behind each line"),
                new("shiftleft render charts/shop | shiftleft scan -", "Check what it makes"),
            ],
            ExitCodes = [new(ExitCode.Within, "rendered"), new(ExitCode.Failed, "it could not be rendered, or not all of it")],
        };
        command.Add(trace);
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            var (rendering, root, error) = options.Render(parsed, terminal);
            if (error is not null) return terminal.Fail(error);
            foreach (var (words, place) in rendering!.Errors()) Complain(words, place, terminal, path => root!.PathFrom(terminal.CurrentFolder, path));
            if (rendering.Failure is not null) return ExitCode.Failed;
            terminal.Out.Write(parsed.GetValue(trace) ? TraceListing.Render(rendering.Manifests, path => root!.PathFrom(terminal.CurrentFolder, path)) : Manifests.Print(rendering.Manifests));
            return rendering.Problems().Any() ? ExitCode.Failed : ExitCode.Within;
        });
        return command;
    }

    /// <summary>Helm's words, line by line, and the place as <c>shiftleft scan</c> shows it.</summary>
    static void Complain(string words, Location place, Terminal terminal, Func<string, string> pathOf)
    {
        var ink = new Ink(terminal is { HasColour: true, IsWatched: true });
        ink.Write("shiftleft: ").Write("error", Tone.Error).Write(": ");
        foreach (var line in VisibleText.Shorten(words, LongestWords).Split('\n')) ink.Line(line.TrimEnd('\r'));
        Excerpt.WritePlace(ink, terminal.Style with { PathOf = pathOf }, place, Excerpt.GutterOf(place), '^', Tone.Error);
        terminal.Error.Write(ink.ToString());
    }
}
