namespace ShiftLeft.EndToEnd.GitHub.Scenarios;

/// <summary>What a change brings in is told from what was there, by comparing with the base itself.</summary>
public sealed class NewOnlyTests : IDisposable
{
    readonly Scenario scenario = new();

    [Fact]
    public async Task Old_findings_do_not_fail_a_pull_request()
    {
        scenario.PullRequest([("Dockerfile", Scenario.Dirty)], [("Dockerfile", "# a comment\n" + Scenario.Dirty)]);
        var run = await scenario.RunAsync();
        Assert.Equal((0, "0", "1", "passed"), (run.ExitCode, run.Outputs["new"], run.Outputs["errors"], run.Outputs["verdict"]));
        Assert.Contains("Known before", run.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unless_all_of_them_are_to_count()
    {
        scenario.PullRequest([("Dockerfile", Scenario.Dirty)], [("README.md", "x")]);
        var run = await scenario.RunAsync(("new-only", "never"));
        Assert.Equal((1, "0"), (run.ExitCode, run.Outputs["new"]));
        Assert.Contains("Known before", Assert.Single(scenario.GitHub.Comments).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_push_counts_all_unless_told_otherwise()
    {
        var before = scenario.Repository.With("old/Dockerfile", Scenario.Dirty).Commit();
        var after = scenario.Repository.With("README.md", "x").Commit();
        scenario.Event("push", Payload.Push(before, after, "refs/heads/main"), "refs/heads/main", after);
        Assert.Equal((1, ""), ((await scenario.RunAsync()).ExitCode, (await scenario.RunAsync()).Outputs["new"]));
        var run = await scenario.RunAsync(("new-only", "always"));
        Assert.Equal((0, "0"), (run.ExitCode, run.Outputs["new"]));
    }

    [Fact]
    public async Task Moved_folders_are_not_new_and_copies_are()
    {
        scenario.PullRequest([("a/Dockerfile", Scenario.Dirty)], [("a/Dockerfile", null), ("b/Dockerfile", Scenario.Dirty)]);
        Assert.Equal("0", (await scenario.RunAsync()).Outputs["new"]);
        await scenario.Push(("a/Dockerfile", Scenario.Clean)).RunAsync();
        Assert.Equal("1", (await scenario.RunAsync()).Outputs["new"]);
    }

    [Fact]
    public async Task A_values_file_that_is_renamed_is_not_new()
    {
        static string Policy(string values) => $"version: 1\nhelm: {{ charts: [{{ path: web, environments: {{ prod: {{ values: [{values}] }} }} }}] }}\n";
        const string Pod = "apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n  containers:\n    - name: web\n      image: nginx:1.29\n      securityContext: { privileged: {{ .Values.privileged }} }\n";
        scenario.PullRequest(
            [("shiftleft.yml", Policy("values-prod.yaml")), ("web/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\n"), ("web/values.yaml", "privileged: false\n"), ("web/values-prod.yaml", "privileged: true\n"), ("web/templates/pod.yaml", Pod)],
            [("shiftleft.yml", Policy("values.prod.yaml")), ("web/values-prod.yaml", null), ("web/values.prod.yaml", "privileged: true\n")]);
        var run = await scenario.RunAsync();
        Assert.Equal("0", run.Outputs["new"]);
        Assert.NotEqual("0", run.Outputs["errors"]);
    }

    [Fact]
    public async Task The_base_is_judged_by_its_own_policy()
    {
        scenario.PullRequest([("Dockerfile", Scenario.Clean), ("shiftleft.yml", "version: 1\n")], [("shiftleft.yml", "version: 1\nprofile: all\n")]);
        Assert.NotEqual("0", (await scenario.RunAsync()).Outputs["new"]);
    }

    [Fact]
    public async Task A_suppression_that_is_taken_away_brings_its_finding_in()
    {
        scenario.PullRequest([("Dockerfile", "FROM debian:12.5\n# shiftleft:ignore SL2001 -- because\nUSER root\n")], [("Dockerfile", Scenario.Dirty)]);
        var run = await scenario.RunAsync();
        Assert.Equal((1, "1"), (run.ExitCode, run.Outputs["new"]));
    }

    [Fact]
    public async Task A_suppression_that_is_added_is_shown_to_who_reviews()
    {
        scenario.PullRequest([("old/Dockerfile", "FROM debian:12.5\n# shiftleft:ignore SL2001 -- old reason\nUSER root\n"), ("Dockerfile", Scenario.Dirty)],
            [("Dockerfile", "FROM debian:12.5\n# shiftleft:ignore SL2001 -- a new <b>reason</b> @octocat\nUSER root\n"), ("b/Dockerfile", Scenario.Dirty)]);
        await scenario.RunAsync();
        var body = Assert.Single(scenario.GitHub.Comments).Body;
        Assert.Contains("1 finding suppressed by this change", body, StringComparison.Ordinal);
        Assert.Contains("<code>a new &lt;b&gt;reason&lt;/b&gt; @octocat</code>", body, StringComparison.Ordinal);
        Assert.DoesNotContain("old reason", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_new_outside_the_changed_lines_has_a_place_of_its_own()
    {
        // The last user of a file is found on the line that was there; what makes it the last is the line that is gone.
        scenario.PullRequest([("Dockerfile", "FROM debian:12.5\nUSER root\nRUN x\nUSER 1000\n")], [("Dockerfile", "FROM debian:12.5\nUSER root\nRUN x\n"), ("b/Dockerfile", Scenario.Dirty)]);
        await scenario.RunAsync();
        var body = Assert.Single(scenario.GitHub.Comments).Body;
        var (changed, outside) = (body.IndexOf("#### New on changed lines", StringComparison.Ordinal), body.IndexOf("#### New outside the changed lines", StringComparison.Ordinal));
        Assert.InRange(body.IndexOf("b/Dockerfile:2", StringComparison.Ordinal), changed, outside);
        Assert.True(body.IndexOf("<code>Dockerfile:2</code>", StringComparison.Ordinal) > outside);
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("always")]
    public async Task Where_the_base_is_not_in_the_checkout_all_count_and_it_says_how_to_get_it(string newOnly)
    {
        scenario.PullRequest([("old/Dockerfile", Scenario.Dirty)], [("README.md", "x")]);
        scenario.Repository.Shallow(1);
        var run = await scenario.RunAsync(("new-only", newOnly));
        Assert.Equal((1, ""), (run.ExitCode, run.Outputs["new"]));
        Assert.Contains("`fetch-depth` of 2", Assert.Single(run.Commands("notice")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_checkout_of_two_commits_is_deep_enough()
    {
        scenario.PullRequest([("old/Dockerfile", Scenario.Dirty)], [("Dockerfile", Scenario.Dirty)]);
        scenario.Repository.Shallow(2);
        var run = await scenario.RunAsync();
        Assert.Equal("1", run.Outputs["new"]);
        Assert.Empty(run.Commands("notice"));
    }

    [Fact]
    public async Task A_repository_in_a_folder_of_the_workspace_has_paths_of_its_own()
    {
        scenario.PullRequest([("old/Dockerfile", Scenario.Dirty)], [("docker/Dockerfile", Scenario.Dirty)]);
        using var workspace = new TemporaryFolder();
        Directory.Move(scenario.Repository.Folder, workspace["code"]);
        workspace.With("policy.yml", "version: 1\nprofile: strict\n");
        try
        {
            var run = await scenario.With("GITHUB_WORKSPACE", workspace.Path).RunAsync(("path", "code"), ("config", "policy.yml"));
            Assert.Contains(run.Outputs["new"], new[] { "1", "2", "3" });
            Assert.Contains("<code>docker/Dockerfile:2</code>", Assert.Single(scenario.GitHub.Comments).Body, StringComparison.Ordinal);
            Assert.DoesNotContain("old/Dockerfile", scenario.GitHub.Comments[0].Body, StringComparison.Ordinal);
            Assert.True(File.Exists(workspace["shiftleft.sarif"]));
        }
        finally
        {
            Directory.Move(workspace["code"], scenario.Repository.Folder);
        }
    }

    [Fact]
    public async Task Without_a_repository_it_says_so()
    {
        scenario.PullRequest([], [("Dockerfile", Scenario.Dirty)]);
        Directory.Move(scenario.Repository[".git"], scenario.Repository["git"]);
        var run = await scenario.RunAsync();
        Assert.Contains("is no git repository", Assert.Single(run.Commands("notice")), StringComparison.Ordinal);
        Assert.Equal(1, run.ExitCode);
    }

    [Fact]
    public async Task What_could_not_be_judged_is_said_whether_it_is_new_or_not()
    {
        scenario.PullRequest([("a.yaml", "apiVersion: v1\nkind: Pod\n  broken: [\n")], [("README.md", "x")]);
        var run = await scenario.RunAsync();
        Assert.Equal((2, "incomplete"), (run.ExitCode, run.Outputs["verdict"]));
        Assert.Contains("not everything could be checked", Assert.Single(scenario.GitHub.Comments).Body, StringComparison.Ordinal);
    }

    public void Dispose() => scenario.Dispose();
}
