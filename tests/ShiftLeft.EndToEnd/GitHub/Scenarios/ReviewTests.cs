using System.Net;

namespace ShiftLeft.EndToEnd.GitHub.Scenarios;

/// <summary>A fix on a changed line is a suggestion that a click commits, made once and gone with its finding.</summary>
public sealed class ReviewTests : IDisposable
{
    const string Fixable = "FROM debian:12.5\nADD a b\nUSER 1000\n";

    readonly Scenario scenario = new();

    [Fact]
    public async Task A_fix_on_a_changed_line_is_suggested_there()
    {
        scenario.PullRequest([], [("Dockerfile", Fixable)]);
        await scenario.RunAsync();
        var review = Assert.Single(scenario.GitHub.Reviews);
        Assert.Equal((scenario.Head, "COMMENT", "ShiftLeft suggests a fix."), ((string?)review["commit_id"], (string?)review["event"], (string?)review["body"]));
        var comment = Assert.Single(scenario.GitHub.LineComments);
        Assert.Equal(("Dockerfile", 2, null), (comment.Path, comment.Line, comment.StartLine));
        Assert.Contains("\n```suggestion\nCOPY a b\n```\n", comment.Body, StringComparison.Ordinal);
        Assert.Matches("^<!-- shiftleft:suggestion shiftleft [0-9a-f]{16}:1 -->\n", comment.Body);
    }

    [Fact]
    public async Task A_fix_of_a_line_that_was_there_is_not()
    {
        scenario.PullRequest([("Dockerfile", Fixable)], [("Dockerfile", Fixable + "CMD [\"x\"]\n"), ("b/Dockerfile", Scenario.Clean)]);
        await scenario.RunAsync();
        Assert.Empty(scenario.GitHub.LineComments);
        Assert.DoesNotContain(scenario.GitHub.Requests, request => request.Path.EndsWith("/files", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_is_made_once_whatever_is_pushed_or_rebased()
    {
        scenario.PullRequest([], [("Dockerfile", Fixable)]);
        await scenario.RunAsync();
        await scenario.Push(("Dockerfile", "# moved\n\n" + Fixable)).RunAsync();
        await scenario.Rebase(("README.md", "x")).RunAsync();
        Assert.Single(scenario.GitHub.LineComments);
        Assert.Single(scenario.GitHub.Reviews);
    }

    [Fact]
    public async Task One_whose_line_left_the_diff_is_put_where_the_line_is_now()
    {
        scenario.PullRequest([], [("Dockerfile", Fixable)]);
        await scenario.RunAsync();
        var old = scenario.GitHub.LineComments[0];
        old.Line = null;
        await scenario.RunAsync();
        var now = Assert.Single(scenario.GitHub.LineComments);
        Assert.NotEqual(old.Id, now.Id);
        Assert.Equal(old.Body, now.Body);
    }

    [Fact]
    public async Task When_the_finding_is_gone_so_is_the_suggestion()
    {
        scenario.PullRequest([], [("Dockerfile", Fixable)]);
        await scenario.RunAsync();
        await scenario.Push(("Dockerfile", Scenario.Clean)).RunAsync();
        Assert.Empty(scenario.GitHub.LineComments);
    }

    [Fact]
    public async Task One_that_somebody_answered_is_resolved_and_stays()
    {
        scenario.PullRequest([], [("Dockerfile", Fixable)]);
        await scenario.RunAsync();
        var ours = scenario.GitHub.LineComments[0];
        scenario.GitHub.Add(scenario.GitHub.LineComments, "why?", "octocat", inReplyTo: ours.Id);
        await scenario.Push(("Dockerfile", Scenario.Clean)).RunAsync();
        Assert.Equal(2, scenario.GitHub.LineComments.Count);
        Assert.True(ours.IsResolved);
        Assert.Contains("No longer found", ours.Body, StringComparison.Ordinal);
        scenario.GitHub.Requests.Clear();
        await scenario.RunAsync();
        Assert.DoesNotContain(scenario.GitHub.Writes, write => write.Contains("comments", StringComparison.Ordinal));
        Assert.DoesNotContain(scenario.GitHub.Requests, request => request.Body?.Contains("mutation", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task Who_may_not_resolve_it_says_in_it_that_it_is_done_with()
    {
        scenario.PullRequest([], [("Dockerfile", Fixable)]);
        await scenario.RunAsync();
        scenario.GitHub.Add(scenario.GitHub.LineComments, "why?", "octocat", inReplyTo: scenario.GitHub.LineComments[0].Id);
        scenario.GitHub.Lacking.Add("resolve");
        var run = await scenario.Push(("Dockerfile", Scenario.Clean)).RunAsync();
        Assert.Contains("No longer found", scenario.GitHub.LineComments[0].Body, StringComparison.Ordinal);
        Assert.Empty(run.Commands("notice"));
    }

    [Fact]
    public async Task Comments_of_others_are_left_alone()
    {
        scenario.PullRequest([], [("Dockerfile", Scenario.Clean)]);
        scenario.GitHub.Add(scenario.GitHub.LineComments, "<!-- shiftleft:suggestion shiftleft 0:1 -->\nspoof", "mallory", line: 1);
        scenario.GitHub.Add(scenario.GitHub.LineComments, "<!-- shiftleft:suggestion shiftleft/other 0:1 -->\nother", line: 1);
        await scenario.RunAsync();
        Assert.Equal(2, scenario.GitHub.LineComments.Count);
    }

    [Fact]
    public async Task Where_the_base_has_other_lines_above_the_suggestion_is_on_the_pull_requests_own_line()
    {
        var text = string.Concat(Enumerable.Range(1, 30).Select(i => $"# {i}\n"));
        scenario.PullRequest([("Dockerfile", text + "FROM debian:12.5\n")], [("Dockerfile", text + Fixable)]);
        // The base has moved on since, and the merge has two lines more above.
        scenario.Repository.At(scenario.Start).With("Dockerfile", "# a\n# b\n" + text + "FROM debian:12.5\n");
        var start = scenario.Repository.Commit();
        scenario.Event("pull_request", Payload.PullRequest(7, scenario.Head, start), "refs/pull/7/merge", scenario.Repository.Merge(start, scenario.Head));
        await scenario.RunAsync();
        Assert.Equal(32, Assert.Single(scenario.GitHub.LineComments).Line);
    }

    [Fact]
    public async Task A_file_at_the_end_of_three_thousand_is_found()
    {
        scenario.PullRequest([], [("Dockerfile", Fixable)]);
        scenario.GitHub.Files.InsertRange(0, Enumerable.Range(0, 2_999).Select(i => ($"src/{i:0000}.cs", (string?)"@@ -0,0 +1 @@\n+x")));
        await scenario.RunAsync();
        Assert.Single(scenario.GitHub.LineComments);
        Assert.Equal(30, scenario.GitHub.Requests.Count(request => request.Path.EndsWith("/files", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Beyond_three_thousand_files_GitHub_takes_none_and_the_comment_says_it_all()
    {
        scenario.PullRequest([], [("Dockerfile", Fixable)]);
        scenario.GitHub.Files.InsertRange(0, Enumerable.Range(0, 3_000).Select(i => ($"src/{i:0000}.cs", (string?)null)));
        var run = await scenario.RunAsync();
        Assert.Empty(scenario.GitHub.LineComments);
        Assert.Contains("<code>ADD</code>", Assert.Single(scenario.GitHub.Comments).Body, StringComparison.Ordinal);
        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public async Task Where_GitHub_finds_one_line_wrong_the_others_are_tried_alone()
    {
        scenario.PullRequest([], [("a/Dockerfile", Fixable), ("b/Dockerfile", Fixable)]);
        scenario.GitHub.Fail("POST", "/reviews", HttpStatusCode.UnprocessableEntity, "line could not be resolved");
        scenario.GitHub.Faults.Add((request => request is { Method: "POST", Path: "/repos/acme/shop/pulls/7/comments" } && request.Body!.Contains("a/Dockerfile", StringComparison.Ordinal),
            () => new(HttpStatusCode.UnprocessableEntity) { Content = new StringContent("{\"message\":\"no\"}", System.Text.Encoding.UTF8, "application/json") }, 1));
        var run = await scenario.RunAsync();
        Assert.Equal("b/Dockerfile", Assert.Single(scenario.GitHub.LineComments).Path);
        Assert.Empty(run.Commands("notice"));
    }

    [Fact]
    public async Task What_a_person_would_not_see_is_not_suggested()
    {
        scenario.PullRequest([], [("Dockerfile", "FROM debian:12.5\nADD a \u202Eb\nUSER 1000\n")]);
        await scenario.RunAsync();
        Assert.Empty(scenario.GitHub.LineComments);
        Assert.DoesNotContain('\u202E', Assert.Single(scenario.GitHub.Comments).Body);
    }

    [Fact]
    public async Task A_fence_in_the_line_does_not_end_the_suggestion()
    {
        scenario.PullRequest([], [("Dockerfile", "FROM debian:12.5\nADD a```` b\nUSER 1000\n")]);
        await scenario.RunAsync();
        Assert.Contains("\n`````suggestion\nCOPY a```` b\n`````\n", Assert.Single(scenario.GitHub.LineComments).Body, StringComparison.Ordinal);
    }

    public void Dispose() => scenario.Dispose();
}
