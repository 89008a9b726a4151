using System.Collections.Immutable;
using System.Globalization;
using ShiftLeft.Cli;
using ShiftLeft.Policy;
using ShiftLeft.Reporting;
using ShiftLeft.Rules;

namespace ShiftLeft.Actions;

/// <summary>
/// One run of the action: inputs and the event become scans, what they find becomes a file, alerts, suggestions, a comment, annotations, a
/// summary and outputs. The exit code depends on the findings only, whatever GitHub answers.
/// </summary>
sealed class ActionRun
{
    readonly Runner runner;
    readonly Inputs inputs;
    readonly WorkflowLog log;
    readonly Trigger trigger;
    readonly GitHubApi? api;

    ActionRun(Runner runner, Inputs inputs, WorkflowLog log, Trigger trigger, GitHubApi? api) =>
        (this.runner, this.inputs, this.log, this.trigger, this.api) = (runner, inputs, log, trigger, api);

    public static async Task<int> RunAsync(Runner runner)
    {
        var (inputs, problems) = Inputs.Read(runner);
        var log = new WorkflowLog(runner.Out, inputs.Token);
        foreach (var problem in problems) log.Error(problem);
        if (!problems.IsEmpty) return ExitCode.Failed;
        var trigger = Trigger.Of(runner);
        using var api = GitHubApi.Of(runner, inputs.Token, trigger.Repository);
        return await new ActionRun(runner, inputs, log, trigger, api).RunAsync();
    }

    async Task<int> RunAsync()
    {
        var workspace = CheckedWorkspace.Of(runner, inputs);
        var pull = await PullRequest(workspace.Checkout.Head);
        var judged = Judge(workspace, pull);
        if (judged.Report is { Files.IsEmpty: true, Verdict.Outcome: Outcome.Within }) log.Notice(Explanation.NothingToCheck);
        log.Group("Findings", TextReport.Render(judged.Report, TextStyle.Default));
        var file = WriteSarif(judged);

        var upload = await Upload(judged.Report, pull, workspace.Checkout.Head);
        var pages = new Pages(runner, trigger, inputs.Category, judged, pull);
        if (inputs.Review != When.Never) await Suggest(judged, pull);
        var comment = await Comment(pages, pull);
        if (upload is null) Annotate(judged);
        StepFile.AddSummary(runner, pages.Summary([.. log.Notices]));

        StepFile.SetOutput(runner, "sarif-file", file ?? "");
        StepFile.SetOutput(runner, "sarif-id", upload ?? "");
        StepFile.SetOutput(runner, "errors", Number(judged.Report.Count(Level.Error)));
        StepFile.SetOutput(runner, "warnings", Number(judged.Report.Count(Level.Warning)));
        StepFile.SetOutput(runner, "new", judged.Comparison is { } comparison ? Number(comparison.New.Length) : "");
        StepFile.SetOutput(runner, "verdict", VerdictWord(judged.Verdict.Outcome));
        StepFile.SetOutput(runner, "comment-url", comment ?? "");
        log.Line(TextReport.Sentence(judged.Report) + (judged.Comparison is { } change ? string.Create(CultureInfo.InvariantCulture, $"; {change.New.Length} new") : ""));
        if (TextReport.LeftOutSentence(judged.Report) is { } leftOut) log.Line(leftOut);
        foreach (var reason in judged.Verdict.Reasons) log.Line(reason);
        return (int)judged.Verdict.Outcome;
    }

    /// <summary>The pull request that the run is about and may write about; what it may not is said.</summary>
    async Task<PullRequest?> PullRequest(string? head)
    {
        if (trigger.Kind == TriggerKind.PullRequest) return trigger.PullRequest;
        if (trigger.Kind == TriggerKind.PullRequestTarget) log.Notice(Explanation.PullRequestTarget);
        if (trigger.Followed is not { Event: "pull_request", Owner: { } owner, Branch: { } branch } followed || api is null) return null;

        // The event does not name the pull requests of forks.
        var (found, refusal) = await api.PullRequestsFrom(owner, branch);
        if (refusal is not null) log.Notice(Explanation.Of("No alerts, comment or suggestions", "pull-requests", refusal, trigger));
        if (found is null) return null;
        var current = found.FirstOrDefault(pull => pull.Head?.Sha == followed.HeadSha);
        if (current is null || head != followed.HeadSha)
        {
            log.Notice(found.Count > 0 && current is null ? Explanation.MovedOn : current is null ? Explanation.NoPullRequest : Explanation.OtherCommit);
            return null;
        }
        return new(current.Number, followed.HeadSha, current.Base?.Sha is { } tip && Payloads.IsCommit(tip) ? tip : null, IsFork: true);
    }

    /// <summary>The scan, and where there is something to compare with, the scan of that.</summary>
    Judged Judge(CheckedWorkspace workspace, PullRequest? pull)
    {
        var report = workspace.Scan(runner.Today);
        var compares = inputs.NewOnly == When.Always || pull is not null || trigger.Kind == TriggerKind.MergeQueue;
        if (!compares || trigger.Kind == TriggerKind.PullRequestTarget) return new(report, report.Verdict);
        if (workspace.Checkout.BaseOf(trigger, pull) is not { } start || workspace.ScanOf(start, runner.Today) is not { } before)
        {
            if (inputs.NewOnly != When.Never) log.Notice(Explanation.NoBase(workspace.Checkout.Git is not null));
            return new(report, report.Verdict);
        }
        var comparison = new Comparison(before, report);
        var onlyNew = inputs.NewOnly != When.Never;
        return new(report, onlyNew ? Verdict.Of(comparison.New.Union(report.Active.Where(finding => finding.Rule.IsFailure)), report.Thresholds) : report.Verdict)
        {
            Comparison = comparison,
            CountsOnlyNew = onlyNew,
            Changes = workspace.Checkout.ChangesSince(start),
        };
    }

    string? WriteSarif(Judged judged)
    {
        var news = judged.Comparison?.New.ToHashSet(ReferenceEqualityComparer.Instance);
        var text = SarifReport.Render(judged.Report, [.. Catalogue.Rules.Select(rule => rule.Info)], new() { Category = inputs.Category, IsNew = news is null ? null : news.Contains });
        var (file, problem) = ReportFile.Write(runner.Workspace, inputs.SarifFile, text);
        if (problem is not null) log.Notice($"The report could not be written to `{inputs.SarifFile}`: {problem}.");
        return file;
    }

    /// <summary>Whether the token may write at all, as far as the event tells.</summary>
    bool MayWrite => trigger.Kind is not (TriggerKind.MergeQueue or TriggerKind.PullRequestTarget) && trigger.PullRequest is not { IsFork: true };

    async Task<string?> Upload(Report report, PullRequest? pull, string? head)
    {
        if (inputs.UploadSarif == When.Never || api is null || trigger.Kind is TriggerKind.MergeQueue or TriggerKind.PullRequestTarget) return null;
        if (!MayWrite && inputs.UploadSarif == When.Auto)
        {
            log.Notice(Explanation.Fork);
            return null;
        }
        if (CodeScanning.Target(trigger, pull, head) is not { } target)
        {
            if (trigger.Kind != TriggerKind.WorkflowRun) log.Notice(Explanation.OtherCommit);
            return null;
        }
        var (id, problem) = await CodeScanning.Upload(api, report, inputs.Category, target, trigger, runner.Wait);
        if (problem is not null) Tell(inputs.UploadSarif, problem);
        return id;
    }

    async Task Suggest(Judged judged, PullRequest? pull)
    {
        if (api is null || pull is null || !MayWrite) return;
        if (await new Review(api, pull, inputs.Category).Update(judged.Counted) is { } refusal) log.Notice(Explanation.Of("No suggestions", "pull-requests", refusal, trigger));
    }

    async Task<string?> Comment(Pages pages, PullRequest? pull)
    {
        if (inputs.Comment == When.Never || api is null || pull is null) return null;
        if (!MayWrite && inputs.Comment == When.Auto)
        {
            log.Notice(Explanation.Fork);
            return null;
        }
        var (address, refusal) = await PullRequestComment.Keep(api, pull.Number, inputs.Category, pages.Comment(), pages.HasNews || inputs.Comment == When.Always);
        if (refusal is not null) Tell(inputs.Comment, Explanation.Of("No comment", "pull-requests", refusal, trigger));
        return address;
    }

    /// <summary>What was asked for in any case is missed more loudly; the exit code is the findings' all the same.</summary>
    void Tell(When when, string problem)
    {
        if (when == When.Always) log.Error(problem);
        else log.Notice(problem);
    }

    /// <summary>Beside their lines, for those who have no alerts.</summary>
    void Annotate(Judged judged)
    {
        var (shown, rest) = Annotations.Of(judged.Counted);
        foreach (var annotation in shown) log.Annotate(annotation);
        if (rest > 0) log.Line($"{MarkdownText.Plural(rest, "more finding")} in the job's summary: GitHub shows ten annotations of each level");
    }

    static string VerdictWord(Outcome outcome) => outcome switch
    {
        Outcome.Within => "passed",
        Outcome.Over => "failed",
        _ => "incomplete",
    };

    static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What the scans say.</summary>
/// <param name="Report">All that was found.</param>
/// <param name="Verdict">The verdict in force.</param>
sealed record Judged(Report Report, Verdict Verdict)
{
    public Comparison? Comparison { get; init; }
    public bool CountsOnlyNew { get; init; }
    /// <summary>The lines of the change; null where they are not known.</summary>
    public DiffLines? Changes { get; init; }

    /// <summary>The findings to act upon: the new ones, or all where nothing tells them apart.</summary>
    public ImmutableArray<Finding> Counted => Comparison is { } comparison ? comparison.New : [.. Report.Active];
}
