using System.Text.Json.Nodes;

namespace ShiftLeft.EndToEnd.GitHub.Scenarios;

/// <summary>
/// Payloads of events. The end-to-end tests run these tests again over GitHub's own examples of each event, which the variable names; without
/// them the payload has no more than what the action reads. Either way the test puts its own commits in.
/// </summary>
static class Payload
{
    static readonly Lazy<JsonArray?> Examples = new(() =>
        Environment.GetEnvironmentVariable("SHIFTLEFT_WEBHOOK_EXAMPLES") is { Length: > 0 } file ? JsonNode.Parse(File.ReadAllText(file))!.AsArray() : null);

    public static JsonObject PullRequest(int number, string head, string start, string? headRepository = Repository, string user = "octocat", string action = "synchronize")
    {
        var payload = Example("pull_request", action);
        Set(payload, number, "number");
        Set(payload, number, "pull_request", "number");
        Set(payload, head, "pull_request", "head", "sha");
        Set(payload, start, "pull_request", "base", "sha");
        Set(payload, Repository, "pull_request", "base", "repo", "full_name");
        Set(payload, user, "pull_request", "user", "login");
        if (headRepository is null) payload["pull_request"]!["head"]!["repo"] = null;
        else Set(payload, headRepository, "pull_request", "head", "repo", "full_name");
        return payload;
    }

    public static JsonObject Push(string before, string after, string reference)
    {
        var payload = Example("push", null);
        Set(payload, reference, "ref");
        Set(payload, before, "before");
        Set(payload, after, "after");
        return payload;
    }

    public static JsonObject MergeGroup(string start, string head)
    {
        var payload = Example("merge_group", "checks_requested");
        Set(payload, start, "merge_group", "base_sha");
        Set(payload, head, "merge_group", "head_sha");
        return payload;
    }

    public static JsonObject WorkflowRun(string head, string account, string branch)
    {
        var payload = Example("workflow_run", "completed");
        Set(payload, "pull_request", "workflow_run", "event");
        Set(payload, head, "workflow_run", "head_sha");
        Set(payload, branch, "workflow_run", "head_branch");
        Set(payload, account, "workflow_run", "head_repository", "owner", "login");
        payload["workflow_run"]!["pull_requests"] = new JsonArray();
        return payload;
    }

    public static JsonObject Private(this JsonObject payload)
    {
        Set(payload, true, "repository", "private");
        return payload;
    }

    public const string Repository = "acme/shop";

    static JsonObject Example(string name, string? action) =>
        Examples.Value?.Single(entry => (string?)entry!["name"] == name)!["examples"]!.AsArray().First(example => action is null || (string?)example!["action"] == action)!.DeepClone().AsObject()
        ?? (action is null ? [] : new() { ["action"] = action });

    static void Set(JsonObject at, JsonNode value, params string[] path)
    {
        foreach (var key in path[..^1]) at = at[key] as JsonObject ?? (JsonObject)(at[key] = new JsonObject());
        at[path[^1]] = value;
    }
}
