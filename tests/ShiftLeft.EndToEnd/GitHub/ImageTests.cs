using System.Text.Json;

namespace ShiftLeft.EndToEnd.GitHub;

/// <summary>The image, run as GitHub's runner runs a container action: as root, in a workspace and with files that are the runner's user's.</summary>
public sealed class ImageTests(ActionImage image) : IClassFixture<ActionImage>
{
    const string RunnersUser = "1001:121";

    [Fact]
    public void It_checks_a_pull_request_and_leaves_files_that_are_the_runners()
    {
        image.Built().Succeeded();
        var folder = Workspace();
        using var gitHub = new LoopbackGitHub();
        var run = image.Run(["--network", "host", .. LikeGitHub(folder, gitHub.Address), "-e", "INPUT_TOKEN=ghs_0123456789abcdef"]);
        Assert.True(run.ExitCode == 1, run.Output + run.Error);
        Assert.Equal("", run.Error);

        var outputs = File.ReadAllText(Path.Combine(folder, "file_commands", "output"));
        Assert.Equal(("1", "2", "failed", "shiftleft.sarif", "one"), (OutputOf(outputs, "new"), OutputOf(outputs, "errors"), OutputOf(outputs, "verdict"), OutputOf(outputs, "sarif-file"), OutputOf(outputs, "sarif-id")));
        Assert.StartsWith("https://github.com/acme/shop/pull/7", OutputOf(outputs, "comment-url"), StringComparison.Ordinal);
        Assert.Contains("## ❌ ShiftLeft: 1 new error", File.ReadAllText(Path.Combine(folder, "file_commands", "summary")), StringComparison.Ordinal);
        Assert.Equal($"{RunnersUser} 644", ProgramRun.Of(folder, "stat", "-c", "%u:%g %a", "workspace/shiftleft.sarif").Succeeded().Output.Trim());
        Assert.Equal("", ProgramRun.Of(folder, "find", "workspace", "-not", "-user", "1001").Succeeded().Output);
        using var sarif = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "workspace", "shiftleft.sarif")));
        Assert.Equal(["unchanged", "new"], sarif.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray().Select(result => result.GetProperty("baselineState").GetString()).OrderDescending());
        Assert.Contains(gitHub.Requests, request => request.Request == "POST /repos/acme/shop/code-scanning/sarifs");
        Assert.Contains(gitHub.Requests, request => request.Request == "POST /repos/acme/shop/issues/7/comments" && request.Body.Contains("1 new error", StringComparison.Ordinal));
        Assert.DoesNotContain("ghs_0123456789abcdef", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void It_needs_no_network_and_no_disk_of_its_own()
    {
        image.Built().Succeeded();
        var folder = Workspace();
        var run = image.Run(["--network", "none", "--read-only", .. LikeGitHub(folder, "http://127.0.0.1:9")]);
        Assert.True(run.ExitCode == 1, run.Output + run.Error);
        Assert.Equal("failed", OutputOf(File.ReadAllText(Path.Combine(folder, "file_commands", "output")), "verdict"));
        Assert.Contains("::error file=new/Dockerfile,line=2", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void With_arguments_it_is_the_command_line()
    {
        image.Built().Succeeded();
        var workspace = Path.Combine(Workspace(), "workspace");
        var run = image.Run(["--network", "none", "--read-only", "--user", "1001", "-v", $"{workspace}:/src:ro", "-w", "/src"], "scan", "--format", "msbuild");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("new/Dockerfile(2,6,2,10): error SL2001: ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_small_and_has_no_shell()
    {
        image.Built().Succeeded();
        Assert.NotEqual(0, image.Run(["--entrypoint", "/bin/sh"], "-c", "true").ExitCode);
        var ours = image.Size - image.BaseSize;
        Assert.InRange(ours, 1_000_000, 50_000_000);
    }

    /// <summary>What the runner gives an action's container, from <c>docker run</c>'s options on.</summary>
    static IEnumerable<string> LikeGitHub(string folder, string api) =>
    [
        "--workdir", "/github/workspace", "-e", "HOME=/github/home", "-e", "GITHUB_ACTIONS=true", "-e", "CI=true", "-e", "GITHUB_WORKSPACE=/github/workspace", "-e", "GITHUB_REPOSITORY=acme/shop", "-e", "GITHUB_ACTOR=octocat",
        "-e", "GITHUB_EVENT_NAME=pull_request", "-e", "GITHUB_EVENT_PATH=/github/workflow/event.json", "-e", "GITHUB_REF=refs/pull/7/merge", "-e", $"GITHUB_SHA={File.ReadAllText(Path.Combine(folder, "sha"))}", "-e", $"GITHUB_API_URL={api}",
        "-e", "GITHUB_SERVER_URL=https://github.com", "-e", "GITHUB_OUTPUT=/github/file_commands/output", "-e", "GITHUB_STEP_SUMMARY=/github/file_commands/summary",
        "-e", "INPUT_PATH=.", "-e", "INPUT_UPLOAD-SARIF=auto", "-e", "INPUT_SARIF-FILE=shiftleft.sarif",
        "-v", $"{folder}/home:/github/home", "-v", $"{folder}/workflow:/github/workflow", "-v", $"{folder}/file_commands:/github/file_commands", "-v", $"{folder}/workspace:/github/workspace",
    ];

    /// <summary>A checkout of a pull request's merge with one finding that was there and one that is new, all of it the runner's user's.</summary>
    static string Workspace()
    {
        var folder = Path.Combine(Repository.Scratch("image-runs"), Guid.NewGuid().ToString("N"));
        var workspace = Path.Combine(folder, "workspace");
        foreach (var name in (string[])["home", "workflow", "file_commands", "workspace/old", "workspace/new"]) Directory.CreateDirectory(Path.Combine(folder, name));
        Git("init", "--quiet", "--initial-branch=main");
        File.WriteAllText(Path.Combine(workspace, "old", "Dockerfile"), "FROM debian:12.5\nUSER root\n");
        var start = Commit();
        Git("checkout", "--quiet", "-b", "change");
        File.WriteAllText(Path.Combine(workspace, "new", "Dockerfile"), "FROM debian:12.5\nUSER root\n");
        var head = Commit();
        Git("checkout", "--quiet", "--detach", start);
        Git("merge", "--quiet", "--no-ff", "--no-edit", head);
        File.WriteAllText(Path.Combine(folder, "sha"), Git("rev-parse", "HEAD"));
        File.WriteAllText(Path.Combine(folder, "workflow", "event.json"), $$$"""
            {"action":"opened","number":7,"pull_request":{"number":7,"head":{"sha":"{{{head}}}","repo":{"full_name":"acme/shop"}},"base":{"sha":"{{{start}}}","repo":{"full_name":"acme/shop"}},"user":{"login":"octocat"}},"repository":{"private":false}}
            """);
        File.WriteAllText(Path.Combine(folder, "file_commands", "output"), "");
        File.WriteAllText(Path.Combine(folder, "file_commands", "summary"), "");
        ProgramRun.Of(folder, "chown", "-R", RunnersUser, ".").Succeeded();
        return folder;

        string Commit()
        {
            Git("add", "--all");
            Git("commit", "--quiet", "--message=change");
            return Git("rev-parse", "HEAD");
        }

        string Git(params string[] arguments) => ProgramRun.Of(workspace, "git", ["-c", "user.name=t", "-c", "user.email=t@example.org", .. arguments]).Succeeded().Output.Trim();
    }

    static string OutputOf(string outputs, string name)
    {
        var lines = outputs.Split('\n');
        var at = Array.FindIndex(lines, line => line.StartsWith(name + "<<", StringComparison.Ordinal));
        return at < 0 ? "" : lines[at + 1];
    }
}
