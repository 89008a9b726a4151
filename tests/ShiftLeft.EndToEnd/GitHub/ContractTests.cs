using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ShiftLeft.EndToEnd.GitHub;

/// <summary>
/// The action's scenario tests, run once more over GitHub's own examples of events; every request that they make is held against GitHub's
/// published descriptions of its API, and what they upload against the rules of code scanning.
/// </summary>
public sealed partial class ContractTests(ContractTests.RecordedScenarios scenarios) : IClassFixture<ContractTests.RecordedScenarios>
{
    [Fact]
    public void The_scenarios_pass_over_real_events() => scenarios.Run.Succeeded();

    /// <summary>The one in the cloud, and the oldest enterprise server that is described.</summary>
    [Theory]
    [InlineData("api.github.com")]
    [InlineData("ghes-3.17")]
    public void GitHubs_description_allows_every_request(string description)
    {
        var answer = Replay(description, scenarios.Requests);
        Assert.Equal([], answer.Where(line => line.StartsWith("refused:", StringComparison.Ordinal)));
        var kinds = answer.Where(line => line.StartsWith("accepted: ", StringComparison.Ordinal)).Select(line => line["accepted: ".Length..]).ToList();
        // All that the action ever asks for is among them: one operation for each method of its one way to GitHub.
        foreach (var kind in (string[])[
            "POST /repos/{owner}/{repo}/code-scanning/sarifs", "GET /repos/{owner}/{repo}/code-scanning/sarifs/{sarif_id}", "GET /repos/{owner}/{repo}/pulls", "GET /repos/{owner}/{repo}/pulls/{pull_number}/files",
            "GET /repos/{owner}/{repo}/issues/{issue_number}/comments", "POST /repos/{owner}/{repo}/issues/{issue_number}/comments", "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}",
            "GET /repos/{owner}/{repo}/pulls/{pull_number}/comments", "POST /repos/{owner}/{repo}/pulls/{pull_number}/comments", "PATCH /repos/{owner}/{repo}/pulls/comments/{comment_id}", "DELETE /repos/{owner}/{repo}/pulls/comments/{comment_id}",
            "POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews"]) Assert.Contains(kind, kinds);
        Assert.Equal(3, kinds.Count(kind => kind.StartsWith("GraphQL", StringComparison.Ordinal)));
        Assert.Equal(16, kinds.Count);
    }

    [Fact]
    public void And_it_would_refuse_what_is_wrong()
    {
        (string Method, string Path, string Body, string Fault)[] wrong =
        [
            ("POST", "/repos/a/b/code-scanning/sarifs", """{"commit_sha":"abc","ref":"refs/heads/main","sarif":"x"}""", "body.commit_sha"),
            ("POST", "/repos/a/b/code-scanning/sarifs", """{"commit_sha":"0123456789012345678901234567890123456789","ref":"main","sarif":"x"}""", "body.ref"),
            ("POST", "/repos/a/b/code-scanning/sarifs", """{"commit_sha":"0123456789012345678901234567890123456789","ref":"refs/heads/main","sarif":"x","odd":1}""", "'odd'"),
            ("POST", "/repos/a/b/issues/7/comments", """{"text":"x"}""", "'body'"),
            ("POST", "/repos/a/b/pulls/7/comments", """{"body":"x","path":"a","line":1,"side":"UP","commit_id":"a"}""", "body.side"),
            ("PUT", "/repos/a/b/code-scanning/analysis", "{}", "no such operation"),
            ("POST", "/graphql", """{"query":"query { viewer { colour } }"}""", "\"colour\""),
        ];
        var file = Path.Combine(Repository.Scratch("contract-requests"), "wrong.jsonl");
        File.WriteAllLines(file, wrong.Select(request => JsonSerializer.Serialize(new { method = request.Method, path = request.Path, query = "", body = request.Body })));
        var refused = Replay("api.github.com", file).Where(line => line.StartsWith("refused:", StringComparison.Ordinal)).ToList();
        Assert.Equal(wrong.Length, refused.Count);
        Assert.All(wrong, request => Assert.Contains(refused, line => line.Contains($"{request.Method} {request.Path}: ", StringComparison.Ordinal) && line.Contains(request.Fault, StringComparison.Ordinal)));
    }

    /// <summary>The smallest, which is clean, the largest, and some between.</summary>
    [Fact]
    public void What_is_uploaded_keeps_the_rules_of_code_scanning()
    {
        var uploads = File.ReadLines(scenarios.Requests).Where(line => line.Contains("code-scanning/sarifs\"", StringComparison.Ordinal))
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("body").GetString()!).Distinct()
            .Select(body => Unpacked(JsonDocument.Parse(body).RootElement.GetProperty("sarif").GetString()!)).DistinctBy(text => text.Length).OrderBy(text => text.Length).ToList();
        Assert.True(uploads.Count > 5, $"{uploads.Count} uploads");
        foreach (var text in (string[])[uploads[0], uploads[uploads.Count / 2], uploads[^1]])
        {
            var file = Path.Combine(Repository.Scratch("contract-sarif"), "upload.sarif");
            File.WriteAllText(file, text);
            Assert.Empty(SarifValidationTests.Complaints(file));
        }
        Assert.All(uploads, text => Assert.Matches(Category(), text));
    }

    static string Unpacked(string packed)
    {
        using var zip = new GZipStream(new MemoryStream(Convert.FromBase64String(packed)), CompressionMode.Decompress);
        using var reader = new StreamReader(zip);
        return reader.ReadToEnd();
    }

    static List<string> Replay(string description, string requests)
    {
        var folder = Packages();
        File.Copy(Path.Combine(Repository.Root, "tests", "ShiftLeft.EndToEnd", "GitHub", "replay.mjs"), Path.Combine(folder, "replay.mjs"), overwrite: true);
        var descriptions = Path.Combine("node_modules", "@octokit", "openapi", "generated");
        return [.. ProgramRun.Of(folder, "node", "replay.mjs", Path.Combine(descriptions, description + ".json"), requests).Succeeded().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    static string Packages() => NodePackages.Install("contract", "@octokit/openapi@23.0.2", "@octokit/graphql-schema@15.26.1", "@octokit/webhooks-examples@7.6.1", "@stoplight/prism-cli@5.16.0");

    /// <summary>The scenario tests, run once in a process of their own.</summary>
    public sealed class RecordedScenarios
    {
        readonly Lazy<ProgramRun> run;

        public RecordedScenarios()
        {
            run = new(() =>
            {
                var examples = Path.Combine(Packages(), "node_modules", "@octokit", "webhooks-examples", "api.github.com", "index.json");
                File.Delete(file);
                var program = Path.Combine(Repository.Root, "artifacts", "bin", "ShiftLeft.EndToEnd", Repository.Configuration, "ShiftLeft.EndToEnd.dll");
                return ProgramRun.With([("SHIFTLEFT_REQUESTS", file), ("SHIFTLEFT_WEBHOOK_EXAMPLES", examples)], Repository.Root, "dotnet", program, "--filter-namespace", "ShiftLeft.EndToEnd.GitHub.Scenarios", "--no-progress");
            });
        }

        readonly string file = Path.Combine(Repository.Scratch("contract-requests"), "requests.jsonl");

        internal ProgramRun Run => run.Value;

        internal string Requests
        {
            get
            {
                Assert.SkipUnless(Run.ExitCode == 0, "the scenarios themselves fail, which has a test of its own");
                return file;
            }
        }
    }

    [GeneratedRegex("\"automationDetails\": \\{\\s+\"id\": \"[^\"]+/\"")]
    private static partial Regex Category();
}
