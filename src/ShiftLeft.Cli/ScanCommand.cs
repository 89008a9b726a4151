using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using ShiftLeft.Hosting;
using ShiftLeft.Policy;
using ShiftLeft.Reporting;
using ShiftLeft.Rules;

namespace ShiftLeft.Cli;

/// <summary><c>shiftleft scan</c>: paths and wishes become a request, the report becomes output and an exit code.</summary>
sealed record ScanCommand(Terminal Terminal)
{
    public required string[] Paths { get; init; }
    public string? Config { get; init; }
    public Profile? Profile { get; init; }
    public FailOn? FailOn { get; init; }
    /// <summary>How to tell, and where: at least one.</summary>
    public required ImmutableArray<Wish> Wishes { get; init; }
    public bool Fixtures { get; init; }
    public bool Full { get; init; }
    /// <summary>How many threads may work at once.</summary>
    public int Jobs { get; init; } = 1;
    public bool NoIgnores { get; init; }
    /// <summary>Whether the paths are what changed in the current folder, all of which is judged.</summary>
    public bool Changed { get; init; }
    /// <summary>The rules that count; empty for all.</summary>
    public string[] OnlyRules { get; init; } = [];
    public string[] ExcludedRules { get; init; } = [];
    /// <summary>The commit whose findings count for nothing, as git calls it.</summary>
    public string? NewSince { get; init; }

    public static readonly (string Word, Format Value)[] Formats =
    [
        ("text", Format.Text), ("sarif", Format.Sarif), ("msbuild", Format.MSBuild), ("json", Format.Json),
        ("markdown", Format.Markdown), ("github", Format.GitHub), ("gitlab", Format.GitLab), ("junit", Format.JUnit), ("html", Format.Html),
    ];

    public static Command Build(Terminal terminal)
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description = "Files and folders to check; the current folder when none is named",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var config = new Option<string?>("--config") { Description = "The policy to use, in place of the shiftleft.yml found", HelpName = "FILE" };
        var profile = CommandTree.Choice<Profile>("--profile", "Which rules; the policy's choice otherwise, recommended without one",
            ("baseline", Rules.Profile.Baseline), ("recommended", Rules.Profile.Recommended), ("strict", Rules.Profile.Strict), ("all", Rules.Profile.All));
        var format = CommandTree.Choices("--format", "How to tell, each with an --output of its own where there are several; text is for people", Formats);
        var output = new Option<string[]>("--output") { Description = "Write what the --format before it asks for to this file instead of standard output", HelpName = "FILE", AllowMultipleArgumentsPerToken = false };
        var rule = new Option<string[]>("--rule") { Description = "Count only this rule, by id, name or another tool's id; may stand several times", HelpName = "RULE" };
        var excluded = new Option<string[]>("--exclude-rule") { Description = "Count all but this rule; may stand several times", HelpName = "RULE" };
        var newSince = new Option<string?>("--new-since") { Description = "Count only what the tree of this commit does not have: a branch, a tag, a hash; `main...` is where this branch left main", HelpName = "REV" };
        var full = new Option<bool>("--full") { Description = "Tell every finding as text with its lines and its fix, however many there are" };
        var fixtures = new Option<bool>("--fixtures") { Description = "Read folders of tests and copies too, such as tests, testdata and vendor; what is named always is" };
        var jobs = new Option<int>("--jobs") { Description = "How many threads may work at once, 1 to 256; as many as there are cores otherwise. The output is the same for any number", HelpName = "N", DefaultValueFactory = _ => Environment.ProcessorCount };
        jobs.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= 256)) result.AddError($"--jobs takes a number from 1 to 256, not '{token.Value}'");
        });
        var noIgnores = new Option<bool>("--no-ignores") { Description = "Count what is accepted as well: in comments, annotations, the policy and the baseline" };
        var changed = new Option<bool>("--changed") { Description = "Judge the current folder and tell only what concerns the files named, for hooks: what a scan of the folder leaves out stays left out" };
        var failOn = CommandTree.Choice<FailOn>("--fail-on", "The level from which findings make the exit code 1, in place of the policy's thresholds",
            ("error", Policy.FailOn.Error), ("warning", Policy.FailOn.Warning), ("info", Policy.FailOn.Info), ("never", Policy.FailOn.Never));
        var command = new Command("scan", "Check files and folders. Exit code 0: within the thresholds, 1: over, 2: not everything could be checked")
        {
            paths, config, profile, rule, excluded, changed, newSince, fixtures, noIgnores, format, output, full, failOn, jobs,
        };
        command.SetAction(parsed => new ScanCommand(terminal)
        {
            Paths = parsed.GetValue(paths) is { Length: > 0 } named ? named : parsed.GetValue(changed) ? [] : ["."],
            Config = parsed.GetValue(config),
            Profile = parsed.GetValue(profile),
            FailOn = parsed.GetValue(failOn),
            Wishes = Wish.Of(parsed, format.Name, output.Name),
            Fixtures = parsed.GetValue(fixtures),
            Full = parsed.GetValue(full),
            Jobs = parsed.GetValue(jobs),
            NoIgnores = parsed.GetValue(noIgnores),
            Changed = parsed.GetValue(changed),
            OnlyRules = parsed.GetValue(rule) ?? [],
            ExcludedRules = parsed.GetValue(excluded) ?? [],
            NewSince = parsed.GetValue(newSince),
        }.Run());
        return command;
    }

    int Run()
    {
        var paths = Paths.Select(path => Path.GetFullPath(path.Length == 0 ? "." : path, Terminal.CurrentFolder)).ToList();
        for (var i = 0; i < paths.Count; i++)
        {
            if (Paths[i].Length > 0 && (Path.Exists(paths[i]) || (Changed && !Paths[i].StartsWith('-')))) continue;
            return Terminal.Fail(Paths[i].StartsWith('-') ? $"there is no option '{Paths[i]}'; see `shiftleft scan --help`" : $"'{Paths[i]}' does not exist");
        }
        if (WorkspaceRoot.Of(Terminal.CurrentFolder, Changed ? [Terminal.CurrentFolder] : paths) is not { } root) return Terminal.Fail("the paths lie on different drives; scan one at a time");
        if (Changed && Paths.FirstOrDefault(path => root.TreePathOf(Path.GetFullPath(path, Terminal.CurrentFolder)) is null) is { } outside) return Terminal.Fail($"'{outside}' lies outside '{root.PathFrom(Terminal.CurrentFolder, "")}'; run --changed in the folder that holds all that changed");

        var (counted, dropped) = (Named(OnlyRules), Named(ExcludedRules));
        if (OnlyRules.Concat(ExcludedRules).FirstOrDefault(name => Named([name]).Count == 0) is { } unknown) return Terminal.Fail(ExplainCommand.NoSuchRule(unknown));
        if (Wishes.Count(wish => wish.File is null) > 1) return Terminal.Fail("several formats to standard output; give each but one an --output");

        var config = Config is null ? null : Path.GetFullPath(Config, Terminal.CurrentFolder);
        if (config is not null && !File.Exists(config)) return Terminal.Fail($"the policy '{Config}' does not exist");
        var configPath = config is null ? null : root.TreePathOf(config) ?? config;

        var disk = new DiskTree(root.Folder, configPath == config ? config : null);
        var problem = "";
        var revision = NewSince is null ? null : GitRevision.Find(root.Folder, NewSince, Environment.GetEnvironmentVariable("PATH"), out problem);
        using var earlier = revision?.Open(disk, out problem);
        if (NewSince is not null && earlier is null) return Terminal.Fail($"--new-since {problem}");
        using var progress = new ProgressTree(disk, Terminal);
        ImmutableArray<string> named = [.. paths.Select(path => root.TreePathOf(path)!)];
        var report = Scan.Run(new(progress, Changed ? [root.TreePathOf(Terminal.CurrentFolder)!] : named)
        {
            Changed = Changed ? named : null,
            ConfigPath = configPath,
            Profile = Profile,
            FailOn = FailOn,
            Fixtures = Fixtures,
            Jobs = Jobs,
            IgnoresAccepted = NoIgnores,
            Since = earlier is null ? null : new(earlier, revision!.Name, revision.Commit),
            Today = Terminal.Today,
            Helm = HelmProcess.In(root.Folder),
            Relevel = finding => (counted.Count > 0 && !counted.Contains(finding.Rule.Id)) || dropped.Contains(finding.Rule.Id) ? null : finding,
        });
        progress.Clear();
        return Tell(report, root);
    }

    int Tell(Report report, WorkspaceRoot root)
    {
        foreach (var wish in Wishes)
        {
            var text = TextOf(report, root, wish);
            if (wish.File is not { } file) Terminal.Out.Write(text);
            else if (OutputFile.Write(Path.GetFullPath(file, Terminal.CurrentFolder), text) is { } problem) return Terminal.Fail($"cannot write '{file}': {problem}");
        }
        if (!Wishes.Contains(new(Format.Text, null))) TellBesides(report);
        return (int)report.Verdict.Outcome;
    }

    string TextOf(Report report, WorkspaceRoot root, Wish wish)
    {
        string PathOf(string path) => root.PathFrom(Terminal.CurrentFolder, path);
        return wish.Format switch
        {
            Format.Sarif => SarifReport.Render(report, AllRules),
            Format.MSBuild => MSBuildReport.Render(report, PathOf),
            Format.Json => JsonReport.Render(report),
            Format.GitHub => GitHubReport.Render(report),
            Format.GitLab => GitLabReport.Render(report),
            Format.JUnit => JUnitReport.Render(report),
            Format.Html => HtmlReport.Render(report),
            Format.Markdown => MarkdownReport.Summary(new(report, report.Verdict) { Budget = int.MaxValue / 2 }),
            _ => TextReport.Render(report, (wish.File is null ? Terminal.Style : TextStyle.Default) with { PathOf = PathOf, IsFull = Full }),
        };
    }

    static HashSet<string> Named(IEnumerable<string> names) =>
        [.. names.SelectMany(name => Catalogue.Find(name) is { } rule ? [rule] : Catalogue.FindByPeer(name)).Select(rule => rule.Info.Id)];

    /// <summary>Where the report itself is for a machine or in a file, a person still hears why the exit code is not 0.</summary>
    void TellBesides(Report report)
    {
        if (Wishes.Any(wish => wish.Format == Format.Sarif) && SarifReport.Excess(report) is { } excess) Terminal.Error.WriteLine($"shiftleft: {VisibleText.Of(excess)}");
        if (report.Verdict.Outcome == Outcome.Within && !Terminal.IsWatched) return;
        Terminal.Error.WriteLine($"shiftleft: {VisibleText.Of(TextReport.Sentence(report))}");
        if (TextReport.LeftOutSentence(report) is { } leftOut) Terminal.Error.WriteLine($"shiftleft: {leftOut}");
        if (TextReport.SinceSentence(report) is { } unjudged) Terminal.Error.WriteLine($"shiftleft: {unjudged}");
        foreach (var reason in report.Verdict.Reasons) Terminal.Error.WriteLine($"shiftleft: {VisibleText.Of(reason)}");
    }

    static ImmutableArray<RuleInfo> AllRules => [.. Catalogue.Rules.Select(rule => rule.Info)];
}

/// <summary>How a report is told.</summary>
enum Format { Text, Sarif, MSBuild, Json, Markdown, GitHub, GitLab, JUnit, Html }

/// <summary>One telling of the report.</summary>
/// <param name="Format">How.</param>
/// <param name="File">Where; null for standard output.</param>
readonly record struct Wish(Format Format, string? File)
{
    /// <summary>Each format with the file named after it and before the next; a file that is named before the first format is the first one's.</summary>
    public static ImmutableArray<Wish> Of(ParseResult parsed, string format, string output)
    {
        var wishes = new List<Wish>();
        string? file = null;
        for (var i = 0; i + 1 < parsed.Tokens.Count; i++)
        {
            if (parsed.Tokens[i].Type != TokenType.Option) continue;
            var value = parsed.Tokens[i + 1].Value;
            if (parsed.Tokens[i].Value == format)
            {
                wishes.Add(new(ScanCommand.Formats.First(known => known.Word == value).Value, wishes.Count == 0 ? file : null));
            }
            else if (parsed.Tokens[i].Value == output)
            {
                if (wishes.Count == 0) file = value;
                else wishes[^1] = wishes[^1] with { File = value };
            }
        }
        return wishes.Count > 0 ? [.. wishes] : [new(Format.Text, file)];
    }
}
