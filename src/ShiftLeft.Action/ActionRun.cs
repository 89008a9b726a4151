using System.Collections.Immutable;
using System.Globalization;
using ShiftLeft.Cli;
using ShiftLeft.Hosting;
using ShiftLeft.Policy;
using ShiftLeft.Reporting;
using ShiftLeft.Rules;

namespace ShiftLeft.Actions;

/// <summary>
/// One run of the action: inputs and the event become a scan, the scan's findings become a file, annotations, a summary and outputs. The
/// exit code depends on the findings only.
/// </summary>
sealed class ActionRun
{
    readonly Runner runner;
    readonly Inputs inputs;
    readonly WorkflowLog log;

    ActionRun(Runner runner, Inputs inputs, WorkflowLog log) => (this.runner, this.inputs, this.log) = (runner, inputs, log);

    public static async Task<int> RunAsync(Runner runner)
    {
        var (inputs, problems) = Inputs.Read(runner);
        var log = new WorkflowLog(runner.Out, inputs.Token);
        foreach (var problem in problems) log.Error(problem);
        return problems.IsEmpty ? await new ActionRun(runner, inputs, log).RunAsync() : ExitCode.Failed;
    }

    async Task<int> RunAsync()
    {
        var report = Scan.Run(new(new DiskTree(runner.Workspace), inputs.Paths)
        {
            ConfigPath = inputs.Config,
            Profile = inputs.Profile,
            FailOn = inputs.FailOn,
            Today = runner.Today,
            Helm = HelmProcess.In(runner.Workspace),
        });
        log.Group("Findings", TextReport.Render(report, TextStyle.Default));
        var (file, problem) = ReportFile.Write(runner.Workspace, inputs.SarifFile, SarifReport.Render(report, [.. Catalogue.Rules.Select(rule => rule.Info)]));
        if (problem is not null) log.Notice($"The report could not be written to `{inputs.SarifFile}`: {problem}.");
        foreach (var annotation in Annotations.Of(report.Active)) log.Annotate(annotation);
        await Task.CompletedTask;

        StepFile.SetOutput(runner, "sarif-file", file ?? "");
        StepFile.SetOutput(runner, "errors", Number(report.Count(Level.Error)));
        StepFile.SetOutput(runner, "warnings", Number(report.Count(Level.Warning)));
        StepFile.SetOutput(runner, "verdict", VerdictWord(report.Verdict.Outcome));
        StepFile.AddSummary(runner, $"## ShiftLeft\n\n{TextReport.Sentence(report)}\n");
        log.Line(TextReport.Sentence(report));
        return (int)report.Verdict.Outcome;
    }

    static string VerdictWord(Outcome outcome) => outcome switch
    {
        Outcome.Within => "passed",
        Outcome.Over => "failed",
        _ => "incomplete",
    };

    static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The findings that the runner shows beside their lines. It takes ten of each kind from a step and drops the rest without a word.</summary>
static class Annotations
{
    const int MaximumPerLevel = 10;

    public static ImmutableArray<Annotation> Of(IEnumerable<Finding> findings) =>
    [
        .. findings.Where(finding => finding.Location.Path.Length > 0).GroupBy(finding => finding.Level).OrderByDescending(level => level.Key).SelectMany(level => level.Take(MaximumPerLevel)).Select(AnnotationOf),
    ];

    static Annotation AnnotationOf(Finding finding)
    {
        var (start, end) = (finding.Location.Start, finding.Location.End);
        return new(
            finding.Level switch { Level.Error => "error", Level.Warning => "warning", _ => "notice" },
            finding.Location.Path, start.Line + 1, end.Line + 1, start.Column + 1, Math.Max(end.Column, start.Column + 1),
            $"{finding.Rule.Id} {finding.Rule.Name}", $"{finding.Message}. Fix: {finding.Fix?.Title ?? finding.Rule.Fix.ReplaceLineEndings("\n").Split("\n\n", 2)[0]}");
    }
}
