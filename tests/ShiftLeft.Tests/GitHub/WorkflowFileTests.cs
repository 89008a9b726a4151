using ShiftLeft.Yaml;

namespace ShiftLeft.Tests.GitHub;

/// <summary>Our workflows, and those that users copy, give nobody more than they need.</summary>
public sealed class WorkflowFileTests
{
    public static TheoryData<string> Workflows =>
    [
        .. from folder in (string[])[".github/workflows", "docs/workflows"]
           from file in Directory.EnumerateFiles(Path.Combine(TidyTests.Root, folder), "*.yml").Order(StringComparer.Ordinal)
           select $"{folder}/{Path.GetFileName(file)}",
    ];

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Every_action_of_others_is_pinned_to_a_commit_and_says_its_version(string path)
    {
        var used = Steps(path).Select(step => step["uses"]).OfType<YamlScalar>().ToList();
        Assert.NotEmpty(used);
        foreach (var action in used.Where(action => action.Value != "./" && !action.Value.StartsWith(Ourselves, StringComparison.Ordinal)))
            Assert.Matches(@"^\S+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", action.Source.Content[action.Span.Start..].Split('\n', 2)[0]);
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void A_job_has_the_rights_that_it_names_and_no_other(string path)
    {
        Assert.Empty(GitHubFile.Read(path)["permissions"]!.Entries);
        Assert.All(Jobs(path), job => Assert.NotEmpty(job["permissions"]!.Entries));
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Nothing_runs_with_a_secret_because_a_stranger_proposed_it(string path) =>
        Assert.DoesNotContain("pull_request_target", GitHubFile.Read(path)["on"]!.Entries.Select(trigger => trigger.Key.Value));

    /// <summary>What an expression gives is pasted into the script before the shell reads it; the environment is the safe way.</summary>
    [Theory]
    [MemberData(nameof(Workflows))]
    public void No_script_has_an_expression_pasted_into_it_that_a_stranger_may_choose(string path) =>
        Assert.All(Steps(path).Select(step => step["run"]?.Text ?? ""), script => Assert.DoesNotContain("${{", script.Replace("${{ matrix.rid }}", "", StringComparison.Ordinal), StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Only_a_job_that_pushes_keeps_the_token_in_its_checkout(string path)
    {
        foreach (var job in Jobs(path).Where(job => job.At("permissions", "contents")?.Text != "write"))
            Assert.All(job["steps"]!.Items.Where(step => step["uses"]?.Text?.StartsWith("actions/checkout@", StringComparison.Ordinal) == true), step => Assert.True(step.At("with", "persist-credentials")?.IsFalse));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("action/README.md")]
    [InlineData("docs/workflows/shiftleft.yml")]
    [InlineData("docs/workflows/shiftleft-forks.yml")]
    public void What_is_there_to_copy_names_this_version(string path)
    {
        var text = File.ReadAllText(Path.Combine(TidyTests.Root, path));
        Assert.Contains($"{Ourselves}@v{Product.Version}", text, StringComparison.Ordinal);
        Assert.All(text.Split([$"{Ourselves}@v", $"{Ourselves}-action:"], StringSplitOptions.None).Skip(1), rest => Assert.StartsWith(Product.Version, rest, StringComparison.Ordinal));
    }

    static string Ourselves => new Uri(Product.RepositoryUrl).AbsolutePath.TrimStart('/');

    static IEnumerable<YamlNode> Jobs(string path) => GitHubFile.Read(path)["jobs"]!.Entries.Select(job => job.Value);

    static IEnumerable<YamlNode> Steps(string path) => Jobs(path).SelectMany(job => job["steps"]!.Items);
}
