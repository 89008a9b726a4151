using System.CommandLine;
using ShiftLeft.Files;
using ShiftLeft.Hosting;
using ShiftLeft.Policy;

namespace ShiftLeft.Cli;

/// <summary><c>shiftleft init</c>: a first policy at the root of the tree, made from what is there. It never overwrites one.</summary>
static class InitCommand
{
    public static Command Build(Terminal terminal)
    {
        var command = new ExplainedCommand("init", $"Write a commented {InitialPolicy.FileName} for what is found here")
        {
            Examples = [new("shiftleft init", "A first policy at the root of the tree; one that is there is never overwritten")],
        };
        command.SetAction(_ => Write(terminal));
        return command;
    }

    static int Write(Terminal terminal)
    {
        var root = WorkspaceRoot.Of(terminal.CurrentFolder, [terminal.CurrentFolder])!;
        var file = Path.Combine(root.Folder, InitialPolicy.FileName);
        var shown = root.PathFrom(terminal.CurrentFolder, InitialPolicy.FileName);
        if (Path.Exists(file)) return terminal.Fail($"'{shown}' is there already");

        var tree = new DiskTree(root.Folder);
        var found = Discovery.Find(tree, [""], _ => false);
        using var progress = new ProgressTree(tree, terminal);
        // Nothing of the repository is run before it has said how it wants to be judged.
        var report = Scan.Run(new(progress, [""]) { Today = terminal.Today, Fixtures = true, IgnoresBaseline = true });
        progress.Clear();
        if (OutputFile.Write(file, InitialPolicy.Render(tree, found, report), overwrite: false) is { } problem) return terminal.Fail($"cannot write '{shown}': {problem}");
        terminal.Out.WriteLine($"wrote {shown}; `shiftleft scan` follows it from now on");
        return ExitCode.Within;
    }
}
