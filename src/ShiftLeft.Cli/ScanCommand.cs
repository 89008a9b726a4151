using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using ShiftLeft.Files;
using ShiftLeft.Hosting;
using ShiftLeft.Policy;
using ShiftLeft.Reporting;
using ShiftLeft.Rules;

namespace ShiftLeft.Cli;

/// <summary><c>shiftleft scan</c>: paths and wishes become a request, the report becomes output and an exit code.</summary>
sealed record ScanCommand(Terminal Terminal, Command Command)
{
    public required string[] Paths { get; init; }
    public string? Config { get; init; }
    public Profile? Profile { get; init; }
    public FailOn? FailOn { get; init; }
    /// <summary>How to tell, and where: at least one.</summary>
    public required ImmutableArray<Wish> Wishes { get; init; }
    /// <summary>What the text on standard input is called; null where nobody says.</summary>
    public string? StdinName { get; init; }
    /// <summary>Whether the policy's exclusions hold for what is named, too.</summary>
    public bool ForceExclude { get; init; }
    /// <summary>Whether nothing to check is as good as nothing found.</summary>
    public bool AllowEmpty { get; init; }
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

    /// <summary>What the exit codes of a scan mean.</summary>
    public static ImmutableArray<Meaning> Ends { get; } =
    [
        new(ExitCode.Within, "the findings are within the thresholds"),
        new(ExitCode.Over, "they are over"),
        new(ExitCode.Failed, "not everything could be checked, told or written, or the command makes no sense"),
        new(ExitCode.Nothing, "`scan` found nothing to check: no Dockerfile, manifest or chart"),
    ];

    public static Command Build(Terminal terminal)
    {
        var paths = new Argument<string[]>("PATH") { Description = "Files and folders to check, `-` for standard input (default: the current folder)", Arity = ArgumentArity.ZeroOrMore }.Offering(Offers.Files);
        var stdinName = new Option<string?>("--stdin-name") { Description = "The file that `-` stands for: its name decides what it is, which policy holds and whether that excludes it (default: none, the text tells what it is)", HelpName = "FILE" }.Offering(Offers.Files);
        var forceExclude = new Option<bool>("--force-exclude") { Description = "Leave out what the policy excludes even where it is named, for hooks that are handed whatever was changed" };
        var allowEmpty = new Option<bool>("--allow-empty") { Description = "Exit code 0 instead of 3 where there is nothing to check, for hooks as well" };
        var config = new Option<string?>("--config") { Description = "The policy (default: the nearest shiftleft.yml upwards)", HelpName = "FILE" }.Offering(Offers.Files);
        var profile = CommandTree.Choice<Profile>("--profile", "Which rules, each including those before it (default: the policy's choice, else recommended)",
            ("baseline", Rules.Profile.Baseline), ("recommended", Rules.Profile.Recommended), ("strict", Rules.Profile.Strict), ("all", Rules.Profile.All));
        var format = CommandTree.Choices("--format", "How to tell; may stand several times, all but one with an --output (default: text)", Formats);
        var output = new Option<string[]>("--output") { Description = "Where to write what the --format before it asks for, as a whole or not at all (default: -, standard output)", HelpName = "FILE", AllowMultipleArgumentsPerToken = false }.Offering(Offers.Files);
        var rule = new Option<string[]>("--rule") { Description = "Count only this rule, by id, name or another tool's id; may stand several times (default: all)", HelpName = "RULE" }.Offering(Offers.Rules);
        var excluded = new Option<string[]>("--exclude-rule") { Description = "Count all but this rule; may stand several times (default: none)", HelpName = "RULE" }.Offering(Offers.Rules);
        var newSince = new Option<string?>("--new-since") { Description = "Count only what the tree of this commit does not have: a branch, a tag, a hash; `main...` is where this branch left main (default: all counts)", HelpName = "REV" };
        var jobs = new Option<int>("--jobs") { Description = "How many threads may work at once, 1 to 256; the output is the same for any number (default: one for each core)", HelpName = "N", DefaultValueFactory = _ => Environment.ProcessorCount };
        jobs.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= 256)) result.AddError($"--jobs takes a number from 1 to 256, not '{token.Value}'");
        });
        var noIgnores = new Option<bool>("--no-ignores") { Description = "Count what is accepted as well: in comments, annotations, the policy and the baseline" };
        var changed = new Option<bool>("--changed") { Description = "Judge the current folder and tell only what concerns the files named, for hooks: what a scan of the folder leaves out stays left out" };
        var full = new Option<bool>("--full") { Description = "Tell every finding as text with its lines and its fix; without it, above 40 only the worst" };
        var fixtures = new Option<bool>("--fixtures") { Description = "Read folders of tests and copies too, such as tests, testdata and vendor; what is named always is" };
        var failOn = CommandTree.Choice<FailOn>("--fail-on", "The level from which findings make the exit code 1 (default: the policy's thresholds, else error)",
            ("error", Policy.FailOn.Error), ("warning", Policy.FailOn.Warning), ("info", Policy.FailOn.Info), ("never", Policy.FailOn.Never));
        var command = new ExplainedCommand("scan", "Check files, folders and standard input")
        {
            Examples =
            [
                new("shiftleft scan deploy Dockerfile", "Check a folder and a file"),
                new("kustomize build overlays/prod | shiftleft scan -", "Check what another program prints"),
                new("shiftleft scan --format text --format sarif --output findings.sarif", "Tell people and code scanning in one run"),
                new("shiftleft scan - --stdin-name deploy/web.yaml < buffer", "Check what an editor has not saved yet"),
            ],
            ExitCodes = Ends,
        };
        command.Add(paths);
        foreach (var option in (Option[])[stdinName, config, profile, rule, excluded, changed, newSince, fixtures, noIgnores, format, output, full, failOn, forceExclude, allowEmpty, jobs]) command.Add(option);
        command.SetAction(parsed => Wish.Of(parsed, format.Name, output.Name) is var (wishes, unclear) && unclear is not null ? terminal.Fail(unclear) : new ScanCommand(terminal, command)
        {
            Paths = parsed.GetValue(paths) is { Length: > 0 } named ? named : ["."],
            Config = parsed.GetValue(config),
            Profile = parsed.GetValue(profile),
            FailOn = parsed.GetValue(failOn),
            Wishes = wishes,
            StdinName = parsed.GetValue(stdinName),
            ForceExclude = parsed.GetValue(forceExclude),
            AllowEmpty = parsed.GetValue(allowEmpty),
            Fixtures = parsed.GetValue(fixtures),
            Full = parsed.GetValue(full),
            Jobs = parsed.GetValue(jobs),
            NoIgnores = parsed.GetValue(noIgnores),
            Changed = parsed.GetValue(changed),
            NewSince = parsed.GetValue(newSince),
            OnlyRules = parsed.GetValue(rule) ?? [],
            ExcludedRules = parsed.GetValue(excluded) ?? [],
        }.Run());
        return command;
    }

    int Run()
    {
        if (Paths.FirstOrDefault(path => path != StandardInput.Mark && (path.Length == 0 || !(Path.Exists(FullPathOf(path)) || (Changed && !path.StartsWith('-'))))) is { } missing) return Terminal.Fail(WhyMissing(missing));
        if (WhyUnclear() is { } unclear) return Terminal.Fail(unclear);
        var (input, noInput) = Paths.Contains(StandardInput.Mark) ? StandardInput.Read(Terminal.OpenIn, StdinName, Terminal.CurrentFolder) : default;
        if (noInput is not null) return Terminal.Fail(noInput);

        var paths = Paths.Select(path => path == StandardInput.Mark ? input!.Path : FullPathOf(path)).Distinct().ToList();
        if (WorkspaceRoot.Of(Terminal.CurrentFolder, Changed ? [Terminal.CurrentFolder] : paths) is not { } root) return Terminal.Fail("the paths lie on different drives; scan one at a time");
        if (Changed && Paths.FirstOrDefault(path => root.TreePathOf(FullPathOf(path)) is null) is { } outside) return Terminal.Fail($"'{outside}' lies outside '{root.PathFrom(Terminal.CurrentFolder, "")}'; run --changed in the folder that holds all that changed");
        var config = Config is null ? null : Path.GetFullPath(Config, Terminal.CurrentFolder);
        var configPath = config is null ? null : root.TreePathOf(config) ?? config;
        var inputPath = input is null ? null : root.TreePathOf(input.Path);

        var disk = new DiskTree(root.Folder, configPath == config ? config : null);
        var problem = "";
        var revision = NewSince is null ? null : GitRevision.Find(root.Folder, NewSince, Environment.GetEnvironmentVariable("PATH"), out problem);
        using var earlier = revision?.Open(disk, out problem);
        if (NewSince is not null && earlier is null) return Terminal.Fail($"--new-since {problem}");
        FileTree tree = input is null ? disk : new OverlaidTree(disk, inputPath!, input.Text);
        var (counted, dropped) = (Named(OnlyRules), Named(ExcludedRules));
        using var progress = new ProgressTree(tree, Terminal);
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
            IsExcludable = path => ForceExclude || (path == inputPath && input!.HasName),
            Found = progress.Know,
            Today = Terminal.Today,
            Helm = HelmProcess.In(root.Folder),
            Relevel = finding => (counted.Count > 0 && !counted.Contains(finding.Rule.Id)) || dropped.Contains(finding.Rule.Id) ? null : finding,
        });
        progress.Clear();
        return Tell(report, root);
    }

    string FullPathOf(string path) => Path.GetFullPath(path, Terminal.CurrentFolder);

    string WhyMissing(string path) =>
        path.Length == 0 ? "a path is empty; name a file or a folder, or `.`" : path.StartsWith('-') ? $"{CommandTree.NoSuchOption(path, Command)}; see `shiftleft scan --help`" : $"'{path}' does not exist";

    /// <summary>What does not go together.</summary>
    string? WhyUnclear()
    {
        if (OnlyRules.Concat(ExcludedRules).FirstOrDefault(name => Named([name]).Count == 0) is { } unknown) return ExplainCommand.NoSuchRule(unknown);
        if (Named(OnlyRules) is { Count: > 0 } counted && counted.IsSubsetOf(Named(ExcludedRules))) return "--exclude-rule takes out every --rule, so nothing is left to count";
        if (Full && !Wishes.Any(wish => wish.Format == Format.Text)) return "--full is about text; the other formats tell every finding as it is";
        if (Changed && Paths.Contains(StandardInput.Mark)) return "--changed is about files; scan `-` without it";
        if (StdinName is not null && !Paths.Contains(StandardInput.Mark)) return "--stdin-name names what `-` reads; add `-` to the paths";
        if (Config is null || File.Exists(FullPathOf(Config))) return null;
        return Directory.Exists(FullPathOf(Config)) ? $"the policy '{Config}' is a folder; name the file in it" : $"the policy '{Config}' does not exist";
    }

    int Tell(Report report, WorkspaceRoot root)
    {
        foreach (var wish in Wishes)
        {
            var text = TextOf(report, root, wish);
            if (wish.File is not { } file) Terminal.Out.Write(text);
            else if (OutputFile.Write(Path.GetFullPath(file, Terminal.CurrentFolder), text) is { } problem) return Terminal.Fail($"cannot write '{file}': {problem}");
        }
        // A hook is handed whatever was changed: that nothing of it concerns a scan is no fault.
        var exitCode = !AllowEmpty && !Changed && report is { Verdict.Outcome: Outcome.Within, Files.IsEmpty: true } ? ExitCode.Nothing : (int)report.Verdict.Outcome;
        if (!Wishes.Contains(new(Format.Text, null))) TellBesides(report, exitCode);
        return exitCode;
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
    void TellBesides(Report report, int exitCode)
    {
        if (Wishes.Any(wish => wish.Format == Format.Sarif) && SarifReport.Excess(report) is { } excess) Terminal.Error.WriteLine($"shiftleft: {VisibleText.Of(excess)}");
        if (exitCode == ExitCode.Within && !Terminal.IsWatched) return;
        Terminal.Error.WriteLine($"shiftleft: {VisibleText.Of(TextReport.Sentence(report))}");
        if (TextReport.LeftOutSentence(report) is { } leftOut) Terminal.Error.WriteLine($"shiftleft: {leftOut}");
        if (TextReport.SinceSentence(report) is { } unjudged) Terminal.Error.WriteLine($"shiftleft: {unjudged}");
        foreach (var reason in report.Verdict.Reasons) Terminal.Error.WriteLine($"shiftleft: {VisibleText.Of(reason)}");
    }

    static ImmutableArray<RuleInfo> AllRules => [.. Catalogue.Rules.Select(rule => rule.Info)];
}
