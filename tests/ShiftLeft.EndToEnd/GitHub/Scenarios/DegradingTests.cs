using System.Net;
using ShiftLeft.Actions;

namespace ShiftLeft.EndToEnd.GitHub.Scenarios;

/// <summary>Whatever GitHub does not allow or cannot do is said once; the findings decide all the same.</summary>
public sealed class DegradingTests : IDisposable
{
    Scenario scenario = new();

    [Theory]
    [InlineData("mallory/shop")]
    [InlineData(null)]
    public async Task A_fork_is_told_from_the_event_and_nothing_is_tried(string? repository)
    {
        scenario.PullRequest([("old/Dockerfile", Scenario.Dirty)], [("Dockerfile", Scenario.Dirty)], headRepository: repository);
        var run = await scenario.RunAsync();
        Assert.Empty(scenario.GitHub.Requests);
        Assert.Equal((1, "1", "failed"), (run.ExitCode, run.Outputs["new"], run.Outputs["verdict"]));
        Assert.Contains("comes from a fork", Assert.Single(run.Commands("notice")), StringComparison.Ordinal);
        Assert.Contains("shiftleft-forks.yml", run.Commands("notice")[0], StringComparison.Ordinal);
        Assert.Contains("file=Dockerfile,line=2", Assert.Single(run.Commands("error")), StringComparison.Ordinal);
        Assert.Contains("1 new error", run.Summary, StringComparison.Ordinal);
        Assert.DoesNotContain("pull_request_target", run.Log + run.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dependabots_token_is_tried_and_its_limits_are_explained()
    {
        scenario.PullRequest([], [("Dockerfile", Scenario.Dirty)], user: "dependabot[bot]").With("GITHUB_ACTOR", "dependabot[bot]");
        scenario.GitHub.Lacking.UnionWith(["security-events", "pull-requests"]);
        var run = await scenario.RunAsync();
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(2, run.Commands("notice").Count);
        Assert.All(run.Commands("notice"), notice => Assert.Contains("Dependabot", notice, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_merge_queue_gates_on_what_is_new_and_nothing_is_written()
    {
        var start = scenario.Repository.With("old/Dockerfile", Scenario.Dirty).Commit();
        var head = scenario.Repository.With("Dockerfile", Scenario.Dirty).Commit();
        var run = await scenario.Event("merge_group", Payload.MergeGroup(start, head), "refs/heads/gh-readonly-queue/main/pr-7-x", head).RunAsync();
        Assert.Empty(scenario.GitHub.Requests);
        Assert.Equal((1, "1"), (run.ExitCode, run.Outputs["new"]));
        Assert.Empty(run.Commands("notice"));

        // The push to the queue's branch comes too.
        run = await scenario.Event("push", Payload.Push(start, head, "refs/heads/gh-readonly-queue/main/pr-7-x"), "refs/heads/gh-readonly-queue/main/pr-7-x", head).RunAsync();
        Assert.Empty(scenario.GitHub.Requests);
        Assert.Equal((1, "1"), (run.ExitCode, run.Outputs["new"]));
    }

    [Fact]
    public async Task Where_a_stranger_runs_with_our_rights_nothing_is_written()
    {
        scenario.PullRequest([], [("Dockerfile", Scenario.Dirty)], headRepository: "mallory/shop");
        scenario.Event("pull_request_target", Payload.PullRequest(7, scenario.Head, scenario.Start, "mallory/shop"), "refs/heads/main", scenario.Start);
        var run = await scenario.RunAsync(("upload-sarif", "always"), ("comment", "always"));
        Assert.Empty(scenario.GitHub.Requests);
        Assert.Contains("Run on `pull_request`", Assert.Single(run.Commands("notice")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, "You have exceeded a secondary rate limit.", "retry-after", "17", 17)]
    [InlineData(HttpStatusCode.TooManyRequests, "Too many requests", "retry-after", "9", 9)]
    [InlineData(HttpStatusCode.Forbidden, "You have exceeded a secondary rate limit.", "x-other", "1", 60)]
    [InlineData(HttpStatusCode.InternalServerError, "Server Error", "x-other", "1", 1)]
    [InlineData(HttpStatusCode.BadGateway, "<html>", "x-other", "1", 1)]
    public async Task A_moment_of_trouble_is_waited_out(HttpStatusCode status, string message, string header, string value, int seconds)
    {
        scenario.PullRequest([], [("Dockerfile", Scenario.Dirty)]);
        scenario.GitHub.Fail("POST", "/issues/7/comments", status, message, times: 1, (header, value));
        var run = await scenario.RunAsync(("upload-sarif", "never"), ("review", "never"));
        Assert.Single(scenario.GitHub.Comments);
        Assert.Contains(TimeSpan.FromSeconds(seconds), scenario.Waits);
        Assert.Empty(run.Commands("notice"));
    }

    [Fact]
    public async Task The_hourly_limit_is_waited_for_by_the_servers_clock_if_it_is_near()
    {
        scenario.PullRequest([], [("Dockerfile", Scenario.Dirty)]);
        var reset = new DateTimeOffset(2026, 1, 2, 3, 4, 35, TimeSpan.Zero).ToUnixTimeSeconds();
        scenario.GitHub.Fail("GET", "/issues/7/comments", HttpStatusCode.Forbidden, "API rate limit exceeded", times: 1, ("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", $"{reset}"), ("x-ratelimit-limit", "1000"));
        await scenario.RunAsync(("upload-sarif", "never"), ("review", "never"));
        Assert.Single(scenario.GitHub.Comments);
        Assert.Contains(TimeSpan.FromSeconds(31), scenario.Waits);
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, "API rate limit exceeded for installation ID 1.")]
    [InlineData(HttpStatusCode.TooManyRequests, "Too many requests")]
    public async Task A_limit_that_lasts_ends_the_asking_and_not_the_check(HttpStatusCode status, string message)
    {
        scenario.PullRequest([], [("Dockerfile", Scenario.Dirty)]);
        scenario.GitHub.Fail("*", "/", status, message, headers: ("retry-after", "3600"));
        var run = await scenario.RunAsync();
        Assert.Single(scenario.GitHub.Requests);
        Assert.Empty(scenario.Waits);
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(3, run.Commands("notice").Count);
        Assert.All(run.Commands("notice"), notice => Assert.Contains("rate limit", notice, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_GitHub_that_is_down_is_asked_four_times_and_no_longer_than_three_minutes()
    {
        scenario.PullRequest([], [("Dockerfile", Scenario.Dirty)]);
        scenario.GitHub.Fail("*", "/", HttpStatusCode.ServiceUnavailable, "Unavailable");
        var run = await scenario.RunAsync();
        Assert.Equal(1, run.ExitCode);
        Assert.InRange(scenario.Waits.Sum(pause => pause.TotalSeconds), 20, 180);
        Assert.InRange(scenario.GitHub.Requests.Count, 4, 12);
        Assert.Contains("GitHub failed (503) several times", run.Commands("notice")[0], StringComparison.Ordinal);
    }

    /// <summary>Octokit gives up a request after 100 seconds, which a pause that GitHub asks for may well be longer than.</summary>
    [Fact]
    public async Task The_patience_is_ours_and_not_the_librarys()
    {
        using var handler = new PatientHandler(new("https://api.github.com/"), _ => Task.CompletedTask, scenario.GitHub);
        using var invoker = new HttpMessageInvoker(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://api.github.com/repos/acme/shop/issues/7/comments");
        request.Headers.Authorization = new("Bearer", FakeGitHub.Token);
        request.Headers.UserAgent.Add(new("shiftleft-action", "1"));
        scenario.GitHub.Fail("GET", "/comments", HttpStatusCode.ServiceUnavailable, "x", times: 1);
        using var response = await invoker.SendAsync(request, new(canceled: true));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task An_answer_that_never_comes_is_no_crash()
    {
        scenario.PullRequest([], [("Dockerfile", Scenario.Dirty)]);
        scenario.GitHub.Faults.Add((_ => true, () => throw new TaskCanceledException("60 seconds"), int.MaxValue));
        var run = await scenario.RunAsync();
        Assert.Equal(1, run.ExitCode);
        Assert.All(run.Commands("notice"), notice => Assert.Contains("could not be reached", notice, StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_network_is_no_crash()
    {
        scenario.PullRequest([], [("Dockerfile", Scenario.Dirty)]);
        scenario.GitHub.Faults.Add((_ => true, () => throw new HttpRequestException("no route to host"), int.MaxValue));
        var run = await scenario.RunAsync();
        Assert.Equal(1, run.ExitCode);
        Assert.All(run.Commands("notice"), notice => Assert.Contains("could not be reached", notice, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://ghe.acme.example/api/v3", "https://ghe.acme.example", "https://ghe.acme.example/api/graphql")]
    [InlineData("https://api.acme.ghe.com", "https://acme.ghe.com", "https://api.acme.ghe.com/graphql")]
    public async Task Enterprises_have_addresses_of_their_own(string api, string server, string graphQl)
    {
        scenario.Dispose();
        scenario = new() { GitHub = new() { BaseAddress = new Uri(api).GetLeftPart(UriPartial.Authority) } };
        scenario.PullRequest([], [("Dockerfile", "FROM debian:12.5\nUSER root\nADD a b\n")]).With("GITHUB_API_URL", api).With("GITHUB_SERVER_URL", server).With("GITHUB_GRAPHQL_URL", graphQl);
        scenario.GitHub.Add(scenario.GitHub.Comments, "<!-- shiftleft:comment shiftleft 0 -->\nold");
        var run = await scenario.RunAsync();
        Assert.Empty(run.Commands("notice"));
        Assert.Single(scenario.GitHub.Uploads);
        Assert.Contains($"{server}/acme/shop/blob/{scenario.Head}/Dockerfile#L2", scenario.GitHub.Comments[0].Body, StringComparison.Ordinal);
        Assert.Contains(scenario.GitHub.Requests, request => request.Path == new Uri(graphQl).AbsolutePath);
    }

    [Fact]
    public async Task A_list_that_continues_on_another_host_is_not_followed_there()
    {
        scenario.PullRequest([], [("Dockerfile", Scenario.Dirty)]);
        scenario.GitHub.Faults.Add((request => request.Path.EndsWith("/issues/7/comments", StringComparison.Ordinal), () =>
        {
            var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("[]", System.Text.Encoding.UTF8, "application/json") };
            response.Headers.TryAddWithoutValidation("Link", "<https://evil.example/next>; rel=\"next\"");
            return response;
        }, 1));
        var run = await scenario.RunAsync(("upload-sarif", "never"), ("review", "never"));
        Assert.Contains("leads to another host", Assert.Single(run.Commands("notice")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_token_everything_else_is_done()
    {
        scenario.PullRequest([], [("Dockerfile", Scenario.Dirty)]);
        var run = await scenario.RunAsync(("token", ""));
        Assert.Empty(scenario.GitHub.Requests);
        Assert.Equal((1, "1"), (run.ExitCode, run.Outputs["new"]));
        Assert.Single(run.Commands("error"));
    }

    [Theory]
    [InlineData("ghp_a\u0007b")]
    [InlineData("ghp_a b")]
    [InlineData("ghp_ä")]
    public async Task What_is_no_token_is_refused_and_not_repeated(string token)
    {
        var run = await scenario.RunAsync(("token", token));
        Assert.Equal(2, run.ExitCode);
        Assert.DoesNotContain("ghp_", run.Log, StringComparison.Ordinal);
    }

    public void Dispose() => scenario.Dispose();
}
