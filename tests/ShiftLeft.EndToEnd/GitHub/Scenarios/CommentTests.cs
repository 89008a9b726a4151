using System.Net;

namespace ShiftLeft.EndToEnd.GitHub.Scenarios;

/// <summary>A pull request has one comment of ours, which says what is so now.</summary>
public sealed class CommentTests : IDisposable
{
    readonly Scenario scenario = new();

    [Fact]
    public async Task The_first_run_writes_it_the_second_leaves_it_alone()
    {
        scenario.PullRequest([("old/Dockerfile", Scenario.Dirty)], [("Dockerfile", Scenario.Dirty)]);
        var first = await scenario.RunAsync();
        var comment = Assert.Single(scenario.GitHub.Comments);
        Assert.StartsWith("<!-- shiftleft:comment shiftleft ", comment.Body, StringComparison.Ordinal);
        Assert.Contains("❌ ShiftLeft: 1 new error", comment.Body, StringComparison.Ordinal);
        Assert.Contains("1 known before", comment.Body, StringComparison.Ordinal);
        Assert.Contains($"https://github.com/acme/shop/blob/{scenario.Head}/Dockerfile#L2", comment.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("old/Dockerfile", comment.Body, StringComparison.Ordinal);
        Assert.Equal($"https://github.com/acme/shop/pull/7#issuecomment-{comment.Id}", first.Outputs["comment-url"]);

        scenario.GitHub.Requests.Clear();
        var second = await scenario.With("GITHUB_RUN_ID", "4712").Push(("README.md", "unrelated")).RunAsync();
        Assert.Equal(first.Outputs["comment-url"], second.Outputs["comment-url"]);
        Assert.DoesNotContain(scenario.GitHub.Writes, write => write.Contains("comments", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_is_changed_in_place_when_there_is_something_else_to_say()
    {
        scenario.PullRequest([], [("Dockerfile", Scenario.Dirty)]);
        await scenario.RunAsync();
        var id = Assert.Single(scenario.GitHub.Comments).Id;
        await scenario.Push(("b/Dockerfile", Scenario.Dirty)).RunAsync();
        Assert.Equal(id, Assert.Single(scenario.GitHub.Comments).Id);
        Assert.Contains("2 new errors", scenario.GitHub.Comments[0].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_becomes_one_line_when_nothing_is_left_to_fix()
    {
        scenario.PullRequest([], [("Dockerfile", Scenario.Dirty)]);
        await scenario.RunAsync();
        var run = await scenario.Push(("Dockerfile", Scenario.Clean)).RunAsync();
        var lines = Assert.Single(scenario.GitHub.Comments).Body.TrimEnd('\n').Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.Equal("✅ **ShiftLeft**: nothing new to fix · 1 file checked", lines[1]);
        Assert.Equal((0, "passed", "0"), (run.ExitCode, run.Outputs["verdict"], run.Outputs["new"]));
        Assert.NotEqual("", run.Outputs["comment-url"]);
    }

    [Fact]
    public async Task A_rebase_changes_nothing_about_what_is_new()
    {
        scenario.PullRequest([("old/Dockerfile", Scenario.Dirty)], [("Dockerfile", Scenario.Dirty)]);
        await scenario.RunAsync();
        var run = await scenario.Rebase(("another/Dockerfile", Scenario.Dirty), ("README.md", "x")).RunAsync();
        Assert.Equal("1", run.Outputs["new"]);
        Assert.Contains("1 new error", Assert.Single(scenario.GitHub.Comments).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_told_that_there_is_nothing_to_tell_unless_asked_for()
    {
        scenario.PullRequest([("old/Dockerfile", Scenario.Dirty)], [("README.md", "x")]);
        var run = await scenario.RunAsync();
        Assert.Empty(scenario.GitHub.Comments);
        Assert.Equal((0, ""), (run.ExitCode, run.Outputs["comment-url"]));
        await scenario.RunAsync(("comment", "always"));
        Assert.Contains("nothing new to fix", Assert.Single(scenario.GitHub.Comments).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_found_behind_three_hundred_others()
    {
        scenario.PullRequest([], [("Dockerfile", Scenario.Dirty)]);
        for (var i = 0; i < 300; i++) scenario.GitHub.Add(scenario.GitHub.Comments, $"comment {i}", "octocat");
        var ours = scenario.GitHub.Add(scenario.GitHub.Comments, "<!-- shiftleft:comment shiftleft 0 -->\nold");
        await scenario.RunAsync();
        Assert.Equal(301, scenario.GitHub.Comments.Count);
        Assert.Contains("1 new error", ours.Body, StringComparison.Ordinal);
        Assert.Equal(4, scenario.GitHub.Requests.Count(request => request is { Method: "GET", Path: "/repos/acme/shop/issues/7/comments" }));
    }

    [Fact]
    public async Task Duplicates_go_and_those_of_others_stay()
    {
        scenario.PullRequest([], [("Dockerfile", Scenario.Dirty)]);
        var theirs = scenario.GitHub.Add(scenario.GitHub.Comments, "<!-- shiftleft:comment shiftleft 0 -->\nspoof", "mallory");
        var quoted = scenario.GitHub.Add(scenario.GitHub.Comments, "> <!-- shiftleft:comment shiftleft 0 -->\nquoted");
        var category = scenario.GitHub.Add(scenario.GitHub.Comments, "<!-- shiftleft:comment shiftleft/other 0 -->\nother");
        var first = scenario.GitHub.Add(scenario.GitHub.Comments, "<!-- shiftleft:comment shiftleft 0 -->\nfirst");
        scenario.GitHub.Add(scenario.GitHub.Comments, "<!-- shiftleft:comment shiftleft 0 -->\nsecond");
        scenario.GitHub.Add(scenario.GitHub.Comments, "<!-- shiftleft:comment shiftleft 0 -->\nthird");
        await scenario.RunAsync();
        Assert.Equal([theirs, quoted, category, first], scenario.GitHub.Comments);
        Assert.Contains("1 new error", first.Body, StringComparison.Ordinal);
        Assert.EndsWith("spoof", theirs.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_categories_have_two()
    {
        scenario.PullRequest([], [("a/Dockerfile", Scenario.Dirty), ("b/Dockerfile", Scenario.Dirty)]);
        await scenario.RunAsync(("path", "a"));
        await scenario.RunAsync(("path", "b"));
        Assert.Equal(["shiftleft/a", "shiftleft/b"], scenario.GitHub.Comments.Select(comment => comment.Body.Split(' ')[2]));
    }

    [Fact]
    public async Task Without_the_permission_it_says_which()
    {
        scenario.PullRequest([], [("Dockerfile", Scenario.Dirty)]);
        scenario.GitHub.Lacking.Add("pull-requests");
        var run = await scenario.RunAsync();
        Assert.Equal((1, ""), (run.ExitCode, run.Outputs["comment-url"]));
        Assert.Contains("No comment: the token may not do that. Add `pull-requests: write` to the job's `permissions`.", Assert.Single(run.Commands("notice")), StringComparison.Ordinal);
        Assert.Contains("<code>pull-requests: write</code>", run.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_comment_that_is_gone_meanwhile_decides_nothing()
    {
        scenario.PullRequest([], [("Dockerfile", Scenario.Dirty)]);
        scenario.GitHub.Add(scenario.GitHub.Comments, "<!-- shiftleft:comment shiftleft 0 -->\nold");
        scenario.GitHub.Fail("PATCH", "/issues/comments/", HttpStatusCode.NotFound, "Not Found");
        Assert.Equal(1, (await scenario.RunAsync()).ExitCode);
    }

    [Fact]
    public async Task A_thousand_findings_fit_and_the_rest_is_counted()
    {
        scenario.PullRequest([], Enumerable.Range(0, 1_000).Select(i => ($"service-{i:0000}/漢字漢字漢字漢字/Dockerfile", (string?)Scenario.Dirty)));
        var run = await scenario.RunAsync();
        var body = Assert.Single(scenario.GitHub.Comments).Body;
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(body), 60_000, 65_536);
        Assert.Matches(@"\*\*\d+ more findings\*\* in the \[job's summary\]\(https://github.com/acme/shop/actions/runs/4711\)", body);
        Assert.Contains("When a finding is meant", body, StringComparison.Ordinal);
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(run.Summary), 300_000, 900_000);
        Assert.Equal("1000", run.Outputs["new"]);
    }

    public void Dispose() => scenario.Dispose();
}
