using System.Net;
using System.Text.Json.Nodes;

namespace ShiftLeft.EndToEnd.GitHub.Scenarios;

/// <summary>Findings become alerts of the right commit, and what GitHub refuses is said in words that help.</summary>
public sealed class CodeScanningTests : IDisposable
{
    readonly Scenario scenario = new();

    [Theory]
    [InlineData("push", "refs/heads/main")]
    [InlineData("push", "refs/tags/v1")]
    [InlineData("workflow_dispatch", "refs/heads/feature/x")]
    [InlineData("schedule", "refs/heads/main")]
    public async Task A_commit_of_a_branch_is_uploaded_under_its_ref(string name, string reference)
    {
        var sha = Push(name, reference);
        var run = await scenario.RunAsync();
        var upload = Assert.Single(scenario.GitHub.Uploads);
        Assert.Equal((sha, reference), ((string?)upload["commit_sha"], (string?)upload["ref"]));
        Assert.Equal(1, run.ExitCode);
        Assert.Equal("47177e22-5596-11eb-80a1-c1e54ef945c6", run.Outputs["sarif-id"]);
        Assert.Empty(run.Commands("error"));
    }

    [Fact]
    public async Task A_pull_request_is_uploaded_as_the_merge_that_is_checked_out()
    {
        scenario.PullRequest([], [("Dockerfile", Scenario.Dirty)]);
        await scenario.RunAsync();
        var upload = Assert.Single(scenario.GitHub.Uploads);
        Assert.Equal((scenario.Repository.Run("rev-parse", "HEAD"), "refs/pull/7/merge"), ((string?)upload["commit_sha"], (string?)upload["ref"]));
    }

    [Fact]
    public async Task Or_as_its_own_commit_where_that_is_checked_out()
    {
        scenario.PullRequest([], [("Dockerfile", Scenario.Dirty)]);
        scenario.Repository.At(scenario.Head);
        var run = await scenario.RunAsync();
        var upload = Assert.Single(scenario.GitHub.Uploads);
        Assert.Equal((scenario.Head, "refs/pull/7/head"), ((string?)upload["commit_sha"], (string?)upload["ref"]));
        Assert.Equal("1", run.Outputs["new"]);
    }

    [Fact]
    public async Task Another_commit_than_the_events_is_not_uploaded_under_its_name()
    {
        Push("push", "refs/heads/main");
        scenario.Repository.With("other", "x").Commit();
        var run = await scenario.RunAsync();
        Assert.Empty(scenario.GitHub.Uploads);
        Assert.Contains("not the commit that started the run", Assert.Single(run.Commands("notice")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_has_the_category_the_line_hash_and_places_of_one_line()
    {
        scenario.Repository.With("a/Dockerfile", "FROM debian:12.5\nRUN apt-get update && \\\n    apt-get install -y curl\nUSER root\n");
        Push("push", "refs/heads/main");
        await scenario.RunAsync(("path", "a"), ("profile", "all"));
        var run = Run(0);
        Assert.Equal("shiftleft/a/", (string?)run["automationDetails"]!["id"]);
        Assert.NotEmpty(run["results"]!.AsArray());
        Assert.All(run["results"]!.AsArray(), result =>
        {
            Assert.Matches("^[0-9a-f]+:[0-9]+$", (string?)result!["partialFingerprints"]!["primaryLocationLineHash"]);
            var region = result["locations"]![0]!["physicalLocation"]!["region"]!;
            Assert.Equal((int)region["startLine"]!, (int)region["endLine"]!);
            Assert.True((int)region["endColumn"]! >= (int)region["startColumn"]!);
            Assert.Equal("a/Dockerfile", (string?)result["locations"]![0]!["physicalLocation"]!["artifactLocation"]!["uri"]);
        });
    }

    [Fact]
    public async Task A_category_of_the_users_ends_with_a_slash_once()
    {
        Push("push", "refs/heads/main");
        await scenario.RunAsync(("category", "images/"));
        Assert.Equal("images/", (string?)Run(0)["automationDetails"]!["id"]);
    }

    [Fact]
    public async Task Nothing_found_is_uploaded_too_so_that_alerts_close()
    {
        scenario.Repository.With("Dockerfile", Scenario.Clean);
        var sha = scenario.Repository.Commit();
        scenario.Event("push", Payload.Push(new('0', 40), sha, "refs/heads/main"), "refs/heads/main", sha);
        var run = await scenario.RunAsync();
        Assert.Empty(Run(0)["results"]!.AsArray());
        Assert.NotEmpty(Run(0)["tool"]!["driver"]!["rules"]!.AsArray());
        Assert.Equal((0, "passed"), (run.ExitCode, run.Outputs["verdict"]));
    }

    [Fact]
    public async Task Suppressed_results_stay_in_the_local_file_and_open_no_alert()
    {
        scenario.Repository.With("Dockerfile", "FROM debian:12.5\n# shiftleft:ignore SL2001 -- it is a test\nUSER root\n");
        var sha = scenario.Repository.Commit();
        scenario.Event("push", Payload.Push(new('0', 40), sha, "refs/heads/main"), "refs/heads/main", sha);
        var run = await scenario.RunAsync();
        Assert.Empty(Run(0)["results"]!.AsArray());
        var local = JsonNode.Parse(await File.ReadAllTextAsync(scenario.Repository[run.Outputs["sarif-file"]]))!["runs"]![0]!["results"]!.AsArray();
        Assert.Equal("it is a test", (string?)Assert.Single(local)!["suppressions"]![0]!["justification"]);
        Assert.Contains("1 finding suppressed", run.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_pull_request_what_was_known_is_uploaded_too_or_GitHub_would_call_it_fixed()
    {
        scenario.PullRequest([("old/Dockerfile", Scenario.Dirty)], [("new/Dockerfile", Scenario.Dirty)]);
        var run = await scenario.RunAsync();
        Assert.Equal(2, Run(0)["results"]!.AsArray().Count);
        var local = JsonNode.Parse(await File.ReadAllTextAsync(scenario.Repository["shiftleft.sarif"]))!["runs"]![0]!["results"]!.AsArray();
        Assert.Equal(["new", "unchanged"], local.Select(result => (string?)result!["baselineState"]));
        Assert.Equal("1", run.Outputs["new"]);
    }

    [Fact]
    public async Task The_run_waits_until_the_report_is_read()
    {
        Push("push", "refs/heads/main");
        scenario.GitHub.Fail("GET", "/code-scanning/sarifs/", HttpStatusCode.NotFound, "Not Found", times: 1);
        var run = await scenario.RunAsync();
        Assert.Equal(3, scenario.GitHub.Requests.Count(request => request.Method == "GET"));
        Assert.Equal([1, 2, 4], scenario.Waits.Select(pause => pause.TotalSeconds));
        Assert.Empty(run.Commands("notice"));
    }

    [Fact]
    public async Task A_report_that_is_never_read_or_not_understood_is_told()
    {
        Push("push", "refs/heads/main");
        scenario.GitHub.Processing.Clear();
        scenario.GitHub.Processing.Enqueue("pending");
        Assert.Contains("has not read the report", Assert.Single((await scenario.RunAsync()).Commands("notice")), StringComparison.Ordinal);
        Assert.InRange(scenario.Waits.Sum(pause => pause.TotalSeconds), 30, 90);

        scenario.GitHub.Processing.Enqueue("failed");
        var run = await scenario.RunAsync();
        Assert.Contains("could not read the report: `rule 'x' is odd`", Assert.Single(run.Commands("notice")), StringComparison.Ordinal);
        Assert.Equal(1, run.ExitCode);
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, "Advanced Security must be enabled for this repository to use code scanning.", false, "code scanning is not enabled")]
    [InlineData(HttpStatusCode.Forbidden, "Code Security must be enabled for this repository to use code scanning.", true, "code scanning is not enabled")]
    [InlineData(HttpStatusCode.NotFound, "Not Found", true, "code scanning is not enabled")]
    [InlineData(HttpStatusCode.NotFound, "Not Found", false, "Add `security-events: write`")]
    [InlineData(HttpStatusCode.Forbidden, "Resource not accessible by integration", false, "Add `security-events: write`")]
    [InlineData(HttpStatusCode.RequestEntityTooLarge, "Too large", false, "larger than code scanning takes")]
    [InlineData(HttpStatusCode.BadRequest, "Invalid `SARIF`. ::error::x\n@everyone", false, "`Invalid 'SARIF'. ::error::x @everyone`")]
    public async Task What_is_refused_is_said_once_and_the_findings_are_told_without_it(HttpStatusCode status, string message, bool isPrivate, string expected)
    {
        var sha = Push("push", "refs/heads/main");
        if (isPrivate) scenario.Event("push", Payload.Push(new('0', 40), sha, "refs/heads/main").Private(), "refs/heads/main", sha);
        scenario.GitHub.Fail("POST", "/code-scanning/sarifs", status, message);
        var run = await scenario.RunAsync();
        Assert.Equal((1, ""), (run.ExitCode, run.Outputs["sarif-id"]));
        Assert.Contains(expected, Assert.Single(run.Commands("notice")), StringComparison.Ordinal);
        Assert.Contains("No code-scanning alerts", run.Summary, StringComparison.Ordinal);
        Assert.Contains("file=Dockerfile,line=2,endLine=2,col=6,endColumn=9,title=SL2001", Assert.Single(run.Commands("error")), StringComparison.Ordinal);
        Assert.DoesNotContain("\n@everyone", run.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_wants_alerts_in_any_case_misses_them_loudly_and_the_exit_code_stays_the_findings()
    {
        var sha = Push("push", "refs/heads/main");
        scenario.Repository.With("Dockerfile", Scenario.Clean);
        scenario.GitHub.Lacking.Add("security-events");
        var run = await scenario.RunAsync(("upload-sarif", "always"));
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Add `security-events: write`", Assert.Single(run.Commands("error")), StringComparison.Ordinal);
        Assert.Equal(sha, scenario.Repository.Run("rev-parse", "HEAD"));
    }

    [Fact]
    public async Task Never_is_never()
    {
        scenario.PullRequest([], [("Dockerfile", Scenario.Dirty)]);
        var run = await scenario.RunAsync(("upload-sarif", "never"), ("comment", "never"), ("review", "never"));
        Assert.Empty(scenario.GitHub.Requests);
        Assert.Equal((1, "1"), (run.ExitCode, run.Outputs["new"]));
    }

    string Push(string name, string reference)
    {
        if (!File.Exists(scenario.Repository["Dockerfile"])) scenario.Repository.With("Dockerfile", Scenario.Dirty);
        var sha = scenario.Repository.Commit();
        scenario.Event(name, Payload.Push(new('0', 40), sha, reference), reference, sha);
        return sha;
    }

    JsonObject Run(int index) => scenario.GitHub.Uploads[index]["log"]!["runs"]![0]!.AsObject();

    public void Dispose() => scenario.Dispose();
}
