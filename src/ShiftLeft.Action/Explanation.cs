namespace ShiftLeft.Actions;

/// <summary>Why something could not be done, in plain words, with what to do about it.</summary>
static class Explanation
{
    /// <param name="loss">What there is none of: <c>No comment</c>.</param>
    /// <param name="permission">The key under the job's <c>permissions</c>.</param>
    /// <param name="refusal">What GitHub answered.</param>
    /// <param name="trigger">What started the run.</param>
    public static string Of(string loss, string permission, Refusal refusal, Trigger trigger)
    {
        if (refusal.IsRateLimit) return $"{loss}: GitHub's rate limit is used up for longer than this job waits. The next run tries again.";
        if (refusal.Status is 0) return $"{loss}: GitHub could not be reached ({refusal.Quoted}). The next run tries again.";
        if (refusal.Status >= 500) return $"{loss}: GitHub failed ({refusal.Status}) several times. The next run tries again.";
        if (!refusal.IsForbidden) return $"{loss}: GitHub refused it ({refusal.Status}): {refusal.Quoted}.";
        return trigger.IsDependabot
            ? $"{loss}: the token of a run that Dependabot starts may only read, unless the job's `permissions` name `{permission}: write`."
            : $"{loss}: the token may not do that. Add `{permission}: write` to the job's `permissions`.";
    }

    /// <summary>Code scanning has more reasons to refuse than the token.</summary>
    public static string OfUpload(Refusal refusal, Trigger trigger)
    {
        const string Loss = "No code-scanning alerts";
        if (IsSwitchedOff(refusal) || (refusal.Status == 404 && trigger.IsPrivate == true))
            return $"{Loss}: code scanning is not enabled for this repository; a private one needs GitHub Code Security for it. The findings are told without it; `upload-sarif: never` says that this is meant.";
        return refusal.Status == 413 ? $"{Loss}: the report is larger than code scanning takes. Check fewer folders in one step, each under a `category` of its own."
            : Of(Loss, "security-events", refusal, trigger);
    }

    static bool IsSwitchedOff(Refusal refusal) => refusal.Status is 403 or 404 &&
        (refusal.Message.Contains("Advanced Security", StringComparison.OrdinalIgnoreCase) || refusal.Message.Contains("Code Security", StringComparison.OrdinalIgnoreCase)
        || refusal.Message.Contains("not enabled", StringComparison.OrdinalIgnoreCase) || refusal.Message.Contains("must be enabled", StringComparison.OrdinalIgnoreCase));

    public const string Fork =
        "This pull request comes from a fork, so the token may only read: no alerts, no comment, no suggestions. The findings are in the annotations and in the job's summary; a second workflow, `docs/workflows/shiftleft-forks.yml` of the action, adds the rest.";

    public const string PullRequestTarget =
        "On `pull_request_target` the workspace is the base branch while the token may write, so nothing is written. Run on `pull_request`; for forks, follow it with the workflow `docs/workflows/shiftleft-forks.yml` of the action.";

    public const string MovedOn = "The pull request has moved on since the run that this one follows, so nothing is written about it; the run of its newest commit does that.";

    public const string OtherCommit = "No code-scanning alerts: what is checked out is not the commit that started the run.";

    public const string NoPullRequest = "No open pull request belongs to the run that this one follows, so nothing is written.";

    public const string NothingToCheck = "There was nothing to check: no Dockerfile, Kubernetes manifest or Helm chart was found. If there should be some, see the input `path` and `paths.exclude` of the policy.";

    public static string NoBase(bool hasRepository) => hasRepository
        ? "What is new cannot be told, so every finding counts: the commit to compare with is not in the checkout. Give `actions/checkout` a `fetch-depth` of 2, or of 0 where it checks out the pull request's own commit."
        : "What is new cannot be told, so every finding counts: the workspace is no git repository, or `git` is not there.";
}
