using System.Collections.Immutable;
using System.CommandLine;
using ShiftLeft.Reporting;
using ShiftLeft.Rules;

namespace ShiftLeft.Cli;

/// <summary><c>shiftleft docs</c>, for the build alone: writes the manual's pages from the catalogue and removes those of rules that are gone.</summary>
static class DocsCommand
{
    public static Command Build(Terminal terminal)
    {
        var folder = new Argument<string>("FOLDER") { Description = "Where the pages go", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("docs", "Write the rules' pages") { folder };
        command.Hidden = true;
        command.SetAction(parsed => Write(Path.GetFullPath(parsed.GetValue(folder) ?? "docs/rules", terminal.CurrentFolder), terminal));
        return command;
    }

    static int Write(string folder, Terminal terminal)
    {
        ImmutableArray<RuleInfo> rules = [.. Catalogue.Rules.Select(rule => rule.Info)];
        var pages = RulePage.All(rules);
        Directory.CreateDirectory(folder);
        foreach (var stale in Directory.EnumerateFiles(folder, "*.md").Where(file => !pages.ContainsKey(Path.GetFileName(file)))) File.Delete(stale);
        foreach (var (name, text) in pages)
        {
            if (OutputFile.Write(Path.Combine(folder, name), text) is { } problem) return terminal.Fail($"cannot write '{name}': {problem}");
        }
        return ExitCode.Within;
    }
}
