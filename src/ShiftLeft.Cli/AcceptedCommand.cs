using System.Collections.Immutable;
using System.CommandLine;
using ShiftLeft.Hosting;
using ShiftLeft.Policy;
using ShiftLeft.Reporting;

namespace ShiftLeft.Cli;

/// <summary><c>shiftleft accepted</c>: the list of what is accepted.</summary>
static class AcceptedCommand
{
    enum Listing { Text, Json, Markdown }

    public static Command Build(Terminal terminal)
    {
        var paths = new Argument<string[]>("PATH") { Description = "Files and folders to look at (default: the current folder)", Arity = ArgumentArity.ZeroOrMore }.Offering(Offers.Files);
        var format = CommandTree.Choice("--format", "How to list (default: text)", ("text", Listing.Text), ("json", Listing.Json), ("markdown", Listing.Markdown));
        var expired = new Option<bool>("--expired") { Description = "Only what holds no more" };
        var authors = new Option<bool>("--authors") { Description = "Ask git who wrote each" };
        var command = new ExplainedCommand("accepted", "List what is accepted: rule, place, findings, reason, last day; what other tools' comments accept as well")
        {
            Examples =
            [
                new("shiftleft accepted", "List what is accepted below the current folder"),
                new("shiftleft accepted --expired --authors", "Tell what holds no more, and who wrote it"),
            ],
        };
        command.Add(paths);
        foreach (var option in (Option[])[format, expired, authors]) command.Add(option);
        command.SetAction(parsed => Run(terminal, parsed.GetValue(paths) is { Length: > 0 } named ? named : ["."], parsed.GetValue(format) ?? Listing.Text, parsed.GetValue(expired), parsed.GetValue(authors)));
        return command;
    }

    static int Run(Terminal terminal, string[] named, Listing format, bool onlyExpired, bool asksGit)
    {
        var paths = named.Select(path => Path.GetFullPath(path.Length == 0 ? "." : path, terminal.CurrentFolder)).ToList();
        for (var i = 0; i < paths.Count; i++)
        {
            if (named[i].Length == 0 || !Path.Exists(paths[i])) return terminal.Fail($"'{named[i]}' does not exist");
        }
        if (WorkspaceRoot.Of(terminal.CurrentFolder, paths) is not { } root) return terminal.Fail("the paths lie on different drives; name those of one at a time");

        using var progress = new ProgressTree(new DiskTree(root.Folder), terminal);
        var looked = Scan.Look(new(progress, [.. paths.Select(path => root.TreePathOf(path)!)]) { Today = terminal.Today, Jobs = Environment.ProcessorCount, ListsAll = true, Helm = HelmProcess.In(root.Folder) });
        progress.Clear();
        ImmutableArray<Acceptance> accepted = [.. looked.Judged.Accepted.Where(one => !onlyExpired || one.IsExpired)];
        var blame = asksGit ? new GitBlame(root.Folder) : null;
        var list = new AcceptedList(accepted, terminal.Today)
        {
            PathOf = path => Path.IsPathRooted(path) ? path : root.PathFrom(terminal.CurrentFolder, path),
            AuthorOf = place => blame?.AuthorOf(place.Path, place.Start.Line, place.Source[place.Source.LineSpan(place.Start.Line)]),
        };
        terminal.Out.Write(format switch
        {
            Listing.Json => list.RenderJson(),
            Listing.Markdown => list.RenderMarkdown(),
            _ => list.RenderText(),
        });
        if (blame?.Failure is { } why) terminal.Error.WriteLine($"shiftleft: authors are missing: {VisibleText.Of(why)}");
        var failures = looked.Report.Active.Count(finding => finding.Rule.IsFailure);
        if (failures == 0) return ExitCode.Within;
        terminal.Error.WriteLine($"shiftleft: {failures} {(failures == 1 ? "place" : "places")} could not be judged; `shiftleft scan` tells which");
        return ExitCode.Failed;
    }
}
