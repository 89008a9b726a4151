using System.CommandLine;
using ShiftLeft.Helm;
using ShiftLeft.Reporting;

namespace ShiftLeft.Cli;

/// <summary><c>shiftleft render</c>: what <c>helm template</c> prints, with <c>--trace</c> where each line comes from.</summary>
static class RenderCommand
{
    public static Command Build(Terminal terminal)
    {
        var options = new ChartOptions();
        var trace = new Option<bool>("--trace") { Description = "Put the places beside each line: template < values" };
        var command = new Command("render", "Render a chart as `helm template` does, in process") { trace };
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            var (rendering, root, error) = options.Render(parsed, terminal);
            if (error is not null) return terminal.Fail(error);
            foreach (var problem in rendering!.Problems())
                terminal.Error.WriteLine($"shiftleft: error: {root!.PathFrom(terminal.CurrentFolder, problem.Location.Path)}{problem.Location.Start}: {VisibleText.Of(problem.Message)}");
            if (rendering.Failure is not null) return ExitCode.Failed;
            terminal.Out.Write(parsed.GetValue(trace) ? TraceListing.Render(rendering.Manifests, path => root!.PathFrom(terminal.CurrentFolder, path)) : Manifests.Print(rendering.Manifests));
            return rendering.Problems().Any() ? ExitCode.Failed : ExitCode.Within;
        });
        return command;
    }
}
