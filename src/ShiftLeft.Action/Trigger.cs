using System.Text.Json;

namespace ShiftLeft.Actions;

/// <summary>What kind of event started the run, as far as it matters here.</summary>
enum TriggerKind
{
    /// <summary>A commit of a branch or a tag: push, schedule, workflow_dispatch and all that is not below.</summary>
    Commit,
    PullRequest,
    /// <summary>A commit that a merge queue tries out: it gates, and nothing is said about it elsewhere.</summary>
    MergeQueue,
    /// <summary>A run that follows another run; the one that may write about pull requests from forks.</summary>
    WorkflowRun,
    /// <summary><c>pull_request_target</c>: the workspace is the base, and the token may write. Nothing is written.</summary>
    PullRequestTarget,
}

/// <summary>The event that started the run, from the runner's variables and the event's payload.</summary>
/// <param name="Kind">What kind.</param>
/// <param name="Name">The event's name: <c>pull_request</c>.</param>
/// <param name="Repository"><c>owner/name</c>.</param>
/// <param name="Ref">The full ref: <c>refs/heads/main</c>.</param>
/// <param name="Sha">The commit.</param>
sealed record Trigger(TriggerKind Kind, string Name, string Repository, string Ref, string Sha)
{
    public PullRequest? PullRequest { get; init; }
    /// <summary>The commit that was there before; null where there is none or the event does not say.</summary>
    public string? Before { get; init; }
    /// <summary>Where the run that a <c>workflow_run</c> follows got its commit from.</summary>
    public FollowedRun? Followed { get; init; }
    /// <summary>Runs that Dependabot starts have a token that may only read, unless the job asks for more.</summary>
    public bool IsDependabot { get; init; }
    /// <summary>Whether others than the repository's members can see it; null when the event does not say.</summary>
    public bool? IsPrivate { get; init; }

    /// <summary>A payload that cannot be read counts as empty.</summary>
    public static Trigger Of(Runner runner)
    {
        using var payload = Payload(runner["GITHUB_EVENT_PATH"]);
        var root = payload?.RootElement ?? default;
        var name = runner["GITHUB_EVENT_NAME"] ?? "";
        var reference = runner["GITHUB_REF"] ?? "";
        var pull = name is "pull_request" or "pull_request_target" ? PullRequest.Of(root.Member("pull_request")) : null;
        return new(KindOf(name, reference, pull), name, runner["GITHUB_REPOSITORY"] ?? "", reference, runner["GITHUB_SHA"] ?? "")
        {
            PullRequest = pull,
            Before = name switch
            {
                "merge_group" => root.Member("merge_group").Member("base_sha").Commit(),
                "push" => root.Member("before").Commit(),
                _ => null,
            },
            Followed = name == "workflow_run" ? FollowedRun.Of(root.Member("workflow_run")) : null,
            IsDependabot = runner["GITHUB_ACTOR"] == Dependabot || root.Member("pull_request").Member("user").Member("login").Text() == Dependabot,
            IsPrivate = root.Member("repository").Member("private") is { ValueKind: JsonValueKind.True or JsonValueKind.False } value ? value.GetBoolean() : null,
        };
    }

    const string Dependabot = "dependabot[bot]";

    /// <summary>A merge queue's commits come as pushes to its branches too, so the ref counts as well as the event.</summary>
    static TriggerKind KindOf(string name, string reference, PullRequest? pull) =>
        name == "merge_group" || reference.StartsWith("refs/heads/gh-readonly-queue/", StringComparison.Ordinal) ? TriggerKind.MergeQueue
        : name == "pull_request_target" ? TriggerKind.PullRequestTarget
        : name == "workflow_run" ? TriggerKind.WorkflowRun
        : pull is not null ? TriggerKind.PullRequest
        : TriggerKind.Commit;

    static JsonDocument? Payload(string? path)
    {
        if (path is null || !File.Exists(path)) return null;
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(path));
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <param name="Number">Its number in the base repository.</param>
/// <param name="HeadSha">The last commit of what is to be merged.</param>
/// <param name="BaseSha">The base branch's commit when the event happened; it may have moved since.</param>
/// <param name="IsFork">Whether it comes from another repository, so that the token may only read. A repository that is gone counts as another.</param>
sealed record PullRequest(int Number, string HeadSha, string? BaseSha, bool IsFork)
{
    internal static PullRequest? Of(JsonElement pull)
    {
        if (!pull.Member("number").IsInteger(out var number) || pull.Member("head").Member("sha").Commit() is not { } head) return null;
        var from = pull.Member("head").Member("repo").Member("full_name").Text();
        return new(number, head, pull.Member("base").Member("sha").Commit(), from is null || from != pull.Member("base").Member("repo").Member("full_name").Text());
    }
}

/// <summary>The run that a <c>workflow_run</c> follows.</summary>
/// <param name="Event">What had started it.</param>
/// <param name="HeadSha">The commit it ran for; of a pull request, its head.</param>
/// <param name="Owner">The account that the branch belongs to.</param>
/// <param name="Branch">The branch, without <c>refs/heads/</c>.</param>
sealed record FollowedRun(string Event, string HeadSha, string? Owner, string? Branch)
{
    internal static FollowedRun? Of(JsonElement run) =>
        run.Member("event").Text() is { } name && run.Member("head_sha").Commit() is { } head
            ? new(name, head, run.Member("head_repository").Member("owner").Member("login").Text(), run.Member("head_branch").Text())
            : null;
}

/// <summary>Reading of JSON that may lack anything.</summary>
static class Payloads
{
    public static JsonElement Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;

    public static string? Text(this JsonElement element) => element.ValueKind == JsonValueKind.String ? element.GetString() : null;

    public static bool IsInteger(this JsonElement element, out int value)
    {
        value = 0;
        return element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out value);
    }

    /// <summary>A full commit id; the one of nothing but zeros means that there is no commit.</summary>
    public static string? Commit(this JsonElement element) => element.Text() is { } text && IsCommit(text) ? text : null;

    public static bool IsCommit(string text) =>
        text.Length is 40 or 64 && text.All(char.IsAsciiHexDigitLower) && text.AsSpan().ContainsAnyExcept('0');
}
