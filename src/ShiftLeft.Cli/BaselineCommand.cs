using System.CommandLine;
using ShiftLeft.Hosting;
using ShiftLeft.Policy;

namespace ShiftLeft.Cli;

/// <summary><c>shiftleft baseline</c>: writes down what is found, so that from now on only what is new counts.</summary>
static class BaselineCommand
{
    public static Command Build(Terminal terminal)
    {
        var prune = new Option<bool>("--prune") { Description = "Take out what is repaired, and add nothing" };
        var update = new Option<bool>("--update") { Description = "Take in what is new as well, and take out what is repaired" };
        var command = new ExplainedCommand("baseline", $"Write {Baseline.FileName} at the root of the tree: what is found now counts for nothing, what is new counts")
        {
            Examples =
            [
                new("shiftleft baseline", "Write down what is found, so that only what is new counts"),
                new("shiftleft baseline --prune", "Take out what has been repaired since"),
            ],
        };
        command.Add(prune);
        command.Add(update);
        command.SetAction(parsed => Run(terminal, parsed.GetValue(prune), parsed.GetValue(update)));
        return command;
    }

    static int Run(Terminal terminal, bool prunes, bool updates)
    {
        var root = WorkspaceRoot.Of(terminal.CurrentFolder, [terminal.CurrentFolder])!;
        var file = Path.Combine(root.Folder, Baseline.FileName);
        var shown = root.PathFrom(terminal.CurrentFolder, Baseline.FileName);
        if (prunes && updates) return terminal.Fail("--prune and --update ask for different things; name one");
        if (prunes && !File.Exists(file)) return terminal.Fail($"there is no '{shown}' to prune");
        if (!prunes && !updates && Path.Exists(file)) return terminal.Fail($"'{shown}' is there already; `--prune` takes out what is repaired, `--update` takes in what is new as well");

        using var progress = new ProgressTree(new DiskTree(root.Folder), terminal);
        var report = Scan.Run(new(progress, [""]) { Found = progress.Know, Today = terminal.Today, Jobs = Environment.ProcessorCount, Helm = HelmProcess.In(root.Folder), IgnoresBaseline = !prunes });
        progress.Clear();
        var text = prunes ? Baseline.RenderKnown(report) : Baseline.Render(report);
        if (OutputFile.Write(file, text) is { } problem) return terminal.Fail($"cannot write '{shown}': {problem}");
        var count = text.AsSpan().Count('\n') - 1;
        terminal.Out.WriteLine($"wrote {shown} with {count} {(count == 1 ? "finding" : "findings")}; `shiftleft scan` counts only what is not in it");
        return ExitCode.Within;
    }
}
