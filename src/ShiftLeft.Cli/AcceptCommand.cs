using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text;
using ShiftLeft.Files;
using ShiftLeft.Hosting;
using ShiftLeft.Policy;
using ShiftLeft.Policy.Accepting;
using ShiftLeft.Reporting;
using ShiftLeft.Rules;

namespace ShiftLeft.Cli;

/// <summary><c>shiftleft accept</c>: writes why findings may stay beside the code that they are found in, or into the policy.</summary>
sealed record AcceptCommand(Terminal Terminal, string[] Rules, string[] Paths, string Reason)
{
    public string? Object { get; init; }
    public string? Expires { get; init; }
    public string? Config { get; init; }
    public Profile? Profile { get; init; }
    public bool InPolicy { get; init; }
    public bool DryRun { get; init; }

    public static Command Build(Terminal terminal)
    {
        var rules = new Argument<string[]>("RULE") { Description = "Rules whose findings are accepted, by id, name or another tool's id", Arity = ArgumentArity.OneOrMore }.Offering(Offers.Rules);
        var path = new Option<string[]>("--path") { Description = "Only in these files and folders, or where a pattern says so (default: everywhere)", HelpName = "PATH", AllowMultipleArgumentsPerToken = true };
        var item = new Option<string?>("--object") { Description = "Only in this object, as Kind/name or stage/name; * stands for any part (default: all)", HelpName = "KIND/NAME" };
        var reason = new Option<string>("--reason") { Description = "Why they may stay; must be given (default: none)", HelpName = "TEXT", Required = true };
        var expires = new Option<string?>("--expires") { Description = "The last day on which that holds (default: none)", HelpName = "YYYY-MM-DD" };
        var inPolicy = new Option<bool>("--in-policy") { Description = $"Write entries into {InitialPolicy.FileName} instead of comments" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would be written, and write nothing" };
        var config = new Option<string?>("--config") { Description = "The policy (default: the nearest shiftleft.yml upwards)", HelpName = "FILE" };
        var profile = CommandTree.Choice<Profile>("--profile", "Which rules are in force (default: the policy's choice, else recommended)",
            ("baseline", ShiftLeft.Rules.Profile.Baseline), ("recommended", ShiftLeft.Rules.Profile.Recommended), ("strict", ShiftLeft.Rules.Profile.Strict), ("all", ShiftLeft.Rules.Profile.All));
        var command = new ExplainedCommand("accept", "Accept what is found of some rules, with a reason, beside the code or in the policy, and nothing else")
        {
            Examples =
            [
                new("shiftleft accept SL2104 --path deploy/agent --reason \"reads node metrics\"", "Write comments beside what is found there"),
                new("shiftleft accept DL3002 --reason \"new base soon\" --expires 2027-06-30", "By another tool's id, and only until that day"),
            ],
        };
        command.Add(rules);
        foreach (var option in (Option[])[path, item, reason, expires, inPolicy, dryRun, config, profile]) command.Add(option);
        command.SetAction(parsed => new AcceptCommand(terminal, parsed.GetRequiredValue(rules), parsed.GetValue(path) ?? [], parsed.GetRequiredValue(reason))
        {
            Object = parsed.GetValue(item),
            Expires = parsed.GetValue(expires),
            Config = parsed.GetValue(config),
            Profile = parsed.GetValue(profile),
            InPolicy = parsed.GetValue(inPolicy),
            DryRun = parsed.GetValue(dryRun),
        }.Run());
        return command;
    }

    int Run()
    {
        if (Rules.FirstOrDefault(name => !AcceptWish.RulesOf(name).Any()) is { } unknown) return Terminal.Fail(ExplainCommand.NoSuchRule(unknown));
        if (Rules.SelectMany(AcceptWish.RulesOf).FirstOrDefault(rule => rule.IsFailure) is { } failure)
            return Terminal.Fail($"{failure.Id} {failure.Name} says that something was not judged, which nobody can accept unseen; exclude the file under `paths` of the policy");
        if (AcceptWish.ReasonOf(Reason) is var (reason, wrong) && reason is null) return Terminal.Fail(wrong);
        DateOnly? last = null;
        if (Expires is not null)
        {
            if (!DateOnly.TryParseExact(Expires, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return Terminal.Fail($"'{Expires}' is no day; write year, month and day, such as 2027-06-30");
            if (day < Terminal.Today) return Terminal.Fail($"{Expires} is over; name a day from today on");
            last = day;
        }
        var root = WorkspaceRoot.Of(Terminal.CurrentFolder, [Terminal.CurrentFolder])!;
        var here = root.TreePathOf(Terminal.CurrentFolder)!;
        var patterns = ImmutableArray.CreateBuilder<PathPattern>();
        foreach (var path in Paths)
        {
            if (PatternOf(root, here, path) is not { } pattern) return Terminal.Fail($"'{path}' does not exist in {(here.Length == 0 ? "this folder" : "the repository")}");
            patterns.Add(pattern);
        }
        var config = Config is null ? null : Path.GetFullPath(Config, Terminal.CurrentFolder);
        if (config is not null && !File.Exists(config)) return Terminal.Fail($"the policy '{Config}' does not exist");
        var configPath = config is null ? null : root.TreePathOf(config) ?? config;

        using var progress = new ProgressTree(new DiskTree(root.Folder, configPath == config ? config : null), Terminal);
        // What is named is read, as by a scan: folders of tests, and what lies elsewhere in the repository.
        var named = patterns.Select(pattern => pattern.Folder).Where(folder => FixtureFolder.Holds(folder + "/") || !TreePath.IsWithin(folder, here)).Distinct();
        var outcome = Accept.Run(
            new(progress, [here, .. named]) { ConfigPath = configPath, Profile = Profile, Today = Terminal.Today, Jobs = Environment.ProcessorCount, ListsAll = true, Helm = HelmProcess.In(root.Folder) },
            new([.. Rules], reason!) { Today = Terminal.Today, Paths = patterns.ToImmutable(), Object = Object, Expires = last, InPolicy = InPolicy, WhyNotWritten = path => WhyNotWritten(root, path) });
        progress.Clear();
        return Tell(outcome, root);
    }

    /// <summary>What exists means itself; anything else with a wildcard is a pattern from here.</summary>
    PathPattern? PatternOf(WorkspaceRoot root, string here, string written)
    {
        var full = Path.GetFullPath(written.Length == 0 ? "." : written, Terminal.CurrentFolder);
        if (Path.Exists(full)) return root.TreePathOf(full) is { } path ? PathPattern.Of(path) : null;
        var glob = written.Replace(Path.DirectorySeparatorChar, '/');
        return glob.AsSpan().IndexOfAny("*?[") < 0 || Path.IsPathRooted(glob) ? null : PathPattern.Read(here, glob);
    }

    /// <summary>Nothing is written through a link, outside of the tree or into an archive.</summary>
    static string? WhyNotWritten(WorkspaceRoot root, string path)
    {
        if (Path.IsPathRooted(path)) return "it lies outside of the scanned tree";
        var at = root.Folder;
        foreach (var name in path.Split('/'))
        {
            at = Path.Combine(at, name);
            if (new FileInfo(at).LinkTarget is not null) return "it is reached through a symbolic link, which nothing is written through";
        }
        return path == InitialPolicy.FileName && !Path.Exists(at) ? null : File.Exists(at) ? null : "it is no file of its own";
    }

    int Tell(AcceptOutcome outcome, WorkspaceRoot root)
    {
        string Shown(string path) => Path.IsPathRooted(path) ? path : root.PathFrom(Terminal.CurrentFolder, path);
        if (outcome.PolicyProblem is { } problem)
            return Terminal.Fail($"{Shown(problem.Location.Path)}:{problem.Location.Start.Line + 1}: {problem.Message}; nothing can be accepted under a policy that is wrong");

        var failed = false;
        var (findings, comments, entries, files) = (0, 0, 0, 0);
        foreach (var file in outcome.Draft?.Files ?? [])
        {
            if (!DryRun && Write(root, file) is { } why)
            {
                Terminal.Fail($"cannot write '{Shown(file.After.Path)}': {why}");
                failed = true;
                continue;
            }
            files++;
            foreach (var part in file.Parts.Where(part => !part.Spots.IsEmpty))
            {
                var count = part.Spots.SelectMany(spot => spot.Findings).Select(Accept.PlaceOf).Distinct().Count();
                var entry = (part.Spots[0].Way as EntryWay)?.Entry;
                (findings, comments, entries) = (findings + count, comments + (entry is null ? 1 : 0), entries + (entry is null ? 0 : 1));
                var names = string.Join(", ", part.Spots.Select(spot => spot.Name).Distinct().Order(StringComparer.Ordinal));
                var besides = entry is not null && part.Spots[0] is { WhyNoComment: { Length: > 0 } reason } ? $"; {reason}" : entry is not null && part.Spots[0].Failure is { } failure ? $"; as a comment {failure}" : "";
                Terminal.Out.WriteLine(VisibleText.Of($"{Shown(file.After.Path)}:{file.LineOf(part)}: {names}{(entry is null ? "" : $" in {entry.Path}{(entry.Object is null ? "" : " " + entry.Object)}")} ({Counted(count, "finding")}{besides})"));
            }
        }
        foreach (var spot in outcome.Refused)
        {
            failed = true;
            var first = spot.Findings[0];
            Terminal.Error.WriteLine(VisibleText.Of($"shiftleft: error: {Shown(first.Location.Path)}:{first.Location.Start.Line + 1}: {spot.Name} is not accepted: {Why(spot)}"));
        }
        Terminal.Out.WriteLine(files > 0
            ? $"{(DryRun ? "would accept" : "accepted")} {Counted(findings, "finding")} in {Counted(files, "file")}: {string.Join(" and ", ((string?[])[comments > 0 ? Counted(comments, "comment") : null, entries > 0 ? $"{entries} {(entries == 1 ? "entry" : "entries")} of the policy" : null]).OfType<string>())}"
            : outcome.Refused.IsEmpty && !failed ? $"nothing to accept{Besides(outcome)}" : "nothing was accepted");
        if (outcome.Failures > 0) Terminal.Error.WriteLine($"shiftleft: {Counted(outcome.Failures, "place")} could not be judged; what may be found there is not accepted");
        return failed ? ExitCode.Failed : ExitCode.Within;
    }

    static string Why(Spot spot) =>
        spot.Failure ?? (spot.WhyNoComment is { Length: > 0 } why ? $"{why}, and no entry of the policy can be written" : "no entry of the policy can be written");

    static string Besides(AcceptOutcome outcome)
    {
        var known = new List<string>();
        if (outcome.Accepted > 0) known.Add($"{Counted(outcome.Accepted, "finding")} {(outcome.Accepted == 1 ? "is" : "are")} accepted already");
        if (outcome.Known > 0) known.Add($"{Counted(outcome.Known, "finding")} {(outcome.Known == 1 ? "is" : "are")} in the baseline");
        return known.Count == 0 ? ": nothing of the kind is found there" : ": " + string.Join(", ", known);
    }

    static string Counted(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    /// <summary>What has changed since it was read stays as it is.</summary>
    static string? Write(WorkspaceRoot root, DraftedFile file)
    {
        if (WhyNotWritten(root, file.After.Path) is { } why) return why;
        var path = Path.Combine(root.Folder, file.After.Path);
        var bytes = Encoding.UTF8.GetBytes(file.After.Content);
        if (!File.Exists(path)) return OutputFile.Write(path, file.After.Content, overwrite: false);
        return new Disk().Read(path) is { Error: null } now && now.Bytes.Span.SequenceEqual(Encoding.UTF8.GetBytes(file.Before.Content)) ? OutputFile.Replace(path, bytes) : "it has changed since it was read";
    }
}
