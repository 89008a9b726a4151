using System.Collections.Immutable;
using System.CommandLine;
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
    public Format Format { get; init; }
    public string? Output { get; init; }

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
        var format = CommandTree.Choice<Format>("--format", "How to tell; text is for people",
            ("text", Format.Text), ("sarif", Format.Sarif), ("msbuild", Format.MSBuild), ("json", Format.Json));
        var output = new Option<string?>("--output") { Description = "Write to this file instead of standard output", HelpName = "FILE" };
        var failOn = CommandTree.Choice<FailOn>("--fail-on", "The level from which findings make the exit code 1, in place of the policy's thresholds",
            ("error", Policy.FailOn.Error), ("warning", Policy.FailOn.Warning), ("info", Policy.FailOn.Info), ("never", Policy.FailOn.Never));
        var command = new Command("scan", "Check files and folders. Exit code 0: within the thresholds, 1: over, 2: not everything could be checked")
        {
            paths, config, profile, format, output, failOn,
        };
        command.SetAction(parsed => new ScanCommand(terminal)
        {
            Paths = parsed.GetValue(paths) is { Length: > 0 } named ? named : ["."],
            Config = parsed.GetValue(config),
            Profile = parsed.GetValue(profile),
            FailOn = parsed.GetValue(failOn),
            Format = parsed.GetValue(format) ?? Format.Text,
            Output = parsed.GetValue(output),
        }.Run());
        return command;
    }

    int Run()
    {
        var paths = Paths.Select(path => Path.GetFullPath(path.Length == 0 ? "." : path, Terminal.CurrentFolder)).ToList();
        for (var i = 0; i < paths.Count; i++)
        {
            if (Paths[i].Length > 0 && Path.Exists(paths[i])) continue;
            return Terminal.Fail(Paths[i].StartsWith('-') ? $"there is no option '{Paths[i]}'; see `shiftleft scan --help`" : $"'{Paths[i]}' does not exist");
        }
        if (WorkspaceRoot.Of(Terminal.CurrentFolder, paths) is not { } root) return Terminal.Fail("the paths lie on different drives; scan one at a time");

        var config = Config is null ? null : Path.GetFullPath(Config, Terminal.CurrentFolder);
        if (config is not null && !File.Exists(config)) return Terminal.Fail($"the policy '{Config}' does not exist");
        var configPath = config is null ? null : root.TreePathOf(config) ?? config;

        using var progress = new ProgressTree(new DiskTree(root.Folder, configPath == config ? config : null), Terminal);
        var report = Scan.Run(new(progress, [.. paths.Select(path => root.TreePathOf(path)!)])
        {
            ConfigPath = configPath,
            Profile = Profile,
            FailOn = FailOn,
            Today = Terminal.Today,
            Helm = HelmProcess.In(root.Folder),
        });
        progress.Clear();
        return Tell(report, root);
    }

    int Tell(Report report, WorkspaceRoot root)
    {
        string PathOf(string path) => root.PathFrom(Terminal.CurrentFolder, path);
        var text = Format switch
        {
            Format.Sarif => SarifReport.Render(report, AllRules),
            Format.MSBuild => MSBuildReport.Render(report, PathOf),
            Format.Json => JsonReport.Render(report),
            _ => TextReport.Render(report, Output is null ? Terminal.Style with { PathOf = PathOf } : TextStyle.Default with { PathOf = PathOf }),
        };
        if (Output is null) Terminal.Out.Write(text);
        else if (OutputFile.Write(Path.GetFullPath(Output, Terminal.CurrentFolder), text) is { } problem) return Terminal.Fail($"cannot write '{Output}': {problem}");

        if (Output is not null || Format != Format.Text) TellBesides(report);
        return (int)report.Verdict.Outcome;
    }

    /// <summary>Where the report itself is for a machine or in a file, a person still hears why the exit code is not 0.</summary>
    void TellBesides(Report report)
    {
        if (Format == Format.Sarif && SarifReport.Excess(report) is { } excess) Terminal.Error.WriteLine($"shiftleft: {VisibleText.Of(excess)}");
        if (report.Verdict.Outcome == Outcome.Within && !Terminal.IsWatched) return;
        Terminal.Error.WriteLine($"shiftleft: {TextReport.Sentence(report)}");
        if (TextReport.LeftOutSentence(report) is { } leftOut) Terminal.Error.WriteLine($"shiftleft: {leftOut}");
        foreach (var reason in report.Verdict.Reasons) Terminal.Error.WriteLine($"shiftleft: {VisibleText.Of(reason)}");
    }

    static ImmutableArray<RuleInfo> AllRules => [.. Catalogue.Rules.Select(rule => rule.Info)];
}

/// <summary>How a report is told.</summary>
enum Format { Text, Sarif, MSBuild, Json }
