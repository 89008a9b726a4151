using System.CommandLine;
using ShiftLeft.Reporting;
using ShiftLeft.Rules;

namespace ShiftLeft.Cli;

/// <summary><c>shiftleft docs</c>, for the build alone: writes the manual's pages and the policy's schema from the catalogue, and removes pages of rules that are gone.</summary>
static class DocsCommand
{
    public static Command Build(Terminal terminal)
    {
        var folder = new Argument<string>("FOLDER") { Description = "Where the pages go (default: docs)", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("docs", "Write the rules' pages, the policy's schema and the page about the command line") { folder };
        command.Hidden = true;
        command.SetAction(parsed => Write(Path.GetFullPath(parsed.GetValue(folder) ?? "docs", terminal.CurrentFolder), terminal));
        return command;
    }

    static int Write(string folder, Terminal terminal)
    {
        var files = Manual.Files([.. Catalogue.Rules.Select(rule => rule.Info)]);
        files = files.Add(CommandLinePage.FileName, CommandLinePage.Render(CommandTree.Build(terminal)));
        if (OutputFile.MakeFolder(Path.Combine(folder, "rules")) is { } noFolder) return terminal.Fail($"cannot make '{Path.Combine(folder, "rules")}': {noFolder}");
        var pages = new DirectoryInfo(Path.Combine(folder, "rules"));
        foreach (var stale in pages.EnumerateFiles("*.md").Where(file => !files.ContainsKey($"rules/{file.Name}"))) stale.Delete();
        foreach (var (path, text) in files)
        {
            if (OutputFile.Write(Path.Combine(folder, path), text) is { } problem) return terminal.Fail($"cannot write '{path}': {problem}");
        }
        return ExitCode.Within;
    }
}
