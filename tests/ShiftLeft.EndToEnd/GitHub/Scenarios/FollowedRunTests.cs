using System.Text.Json.Nodes;

namespace ShiftLeft.EndToEnd.GitHub.Scenarios;

/// <summary>A run that follows a fork's says what that one might not.</summary>
public sealed class FollowedRunTests : IDisposable
{
    readonly Scenario scenario = new();

    [Fact]
    public async Task It_finds_the_pull_request_and_writes_about_its_own_commit()
    {
        Follow("mallory", "a branch/with?odd&characters#");
        var run = await scenario.RunAsync();
        Assert.Equal("?head=mallory%3Aa%20branch%2Fwith%3Fodd%26characters%23", scenario.GitHub.Requests[0].Query.Split("&").First(part => part.Contains("head=", StringComparison.Ordinal)) is var part && part[0] == '?' ? part : "?" + part);
        Assert.Contains("1 new error", Assert.Single(scenario.GitHub.Comments).Body, StringComparison.Ordinal);
        var upload = Assert.Single(scenario.GitHub.Uploads);
        Assert.Equal((scenario.Head, "refs/pull/7/head"), ((string?)upload["commit_sha"], (string?)upload["ref"]));
        Assert.Equal((1, "1"), (run.ExitCode, run.Outputs["new"]));
    }

    [Fact]
    public async Task A_pull_request_that_has_moved_on_is_left_to_the_run_of_its_newest_commit()
    {
        Follow("mallory", "fix");
        scenario.GitHub.PullRequests[0]["head"]!["sha"] = new string('a', 40);
        var run = await scenario.RunAsync();
        Assert.Empty(scenario.GitHub.Writes);
        Assert.Contains("has moved on", Assert.Single(run.Commands("notice")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_pull_request_nothing_is_written()
    {
        Follow("mallory", "fix");
        scenario.GitHub.PullRequests.Clear();
        var run = await scenario.RunAsync();
        Assert.Empty(scenario.GitHub.Writes);
        Assert.Contains("No open pull request", Assert.Single(run.Commands("notice")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Findings_of_another_commit_are_not_written_to_it()
    {
        Follow("mallory", "fix");
        scenario.Repository.At(scenario.Start);
        var run = await scenario.RunAsync();
        Assert.Empty(scenario.GitHub.Writes);
        Assert.Contains("not the commit", Assert.Single(run.Commands("notice")), StringComparison.Ordinal);
    }

    void Follow(string account, string branch)
    {
        scenario.PullRequest([("old/Dockerfile", Scenario.Dirty)], [("Dockerfile", Scenario.Dirty)], headRepository: $"{account}/shop");
        scenario.Repository.At(scenario.Head);
        scenario.Event("workflow_run", Payload.WorkflowRun(scenario.Head, account, branch), "refs/heads/main", scenario.Start);
        scenario.GitHub.PullRequests.Add(new()
        {
            ["number"] = 7,
            ["id"] = 1,
            ["state"] = "open",
            ["head"] = new JsonObject { ["sha"] = scenario.Head, ["ref"] = branch },
            ["base"] = new JsonObject { ["sha"] = scenario.Start, ["ref"] = "main" },
        });
    }

    public void Dispose() => scenario.Dispose();
}
