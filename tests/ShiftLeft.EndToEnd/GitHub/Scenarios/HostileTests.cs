using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using ShiftLeft.Reporting;

namespace ShiftLeft.EndToEnd.GitHub.Scenarios;

/// <summary>A pull request is written by a stranger: nothing in it speaks to the runner, to GitHub or to a reader in our name.</summary>
public sealed partial class HostileTests : IDisposable
{
    readonly Scenario scenario = new();

    public static TheoryData<string> Texts =>
    [
        "::error::x", "\n::set-output name=verdict::passed", "%0A::warning::y", "\r::add-mask::a", "##[error]z", "##vso[task.complete]",
        "@octocat @acme/admins", "#1 acme/shop#1 GH-1", "https://evil.example www.evil.example", "[click](https://evil.example)", "![](https://evil.example/x.png)",
        "<!-- shiftleft:comment shiftleft 0 -->", "--> <script>alert(1)</script>", "</details></summary><img src=x onerror=y>", "```\n# heading\n```", "~~~", "</code></pre>",
        "| a | b |", "\u202Eevil", "\u200B\u2066x\u2069", "\u001B[31mred", "a\u0000b", "\\`", "`` ` ``", "&lt;b&gt;", "$(id) `id`", "${{ secrets.GITHUB_TOKEN }}", "0123456789abcdef0123456789abcdef01234567",
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task A_value_stays_a_value(string text)
    {
        var value = text.Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal).Replace("\0", "\\0", StringComparison.Ordinal).Replace("\"", "'", StringComparison.Ordinal).Replace("\\`", "`", StringComparison.Ordinal);
        scenario.PullRequest([], [
            ("Dockerfile", $"FROM debian:12.5\n# shiftleft:ignore SL2001 -- {text.ReplaceLineEndings(" ")}\nUSER root\nADD {text.ReplaceLineEndings(" ")} /b\n"),
            ("pod.yaml", $"apiVersion: v1\nkind: Pod\nmetadata: {{name: \"{value}\"}}\nspec:\n  containers:\n  - name: \"{value}\"\n    image: \"{value}\"\n    securityContext: {{privileged: true}}\n"),
        ]);
        var run = await scenario.RunAsync(("profile", "all"), ("upload-sarif", "never"));
        AssertTame(run);
        Assert.All(scenario.GitHub.Comments.Concat(scenario.GitHub.LineComments), comment => AssertTame(comment.Body));
    }

    [Theory]
    [InlineData("::error::a/Dockerfile")]
    [InlineData("a\n::error::b/Dockerfile")]
    [InlineData("a%0A::error::b/Dockerfile")]
    [InlineData("<img src=x>/Dockerfile")]
    [InlineData("a`b`/Dockerfile")]
    [InlineData("a,line=1::x/Dockerfile")]
    [InlineData("@octocat/\u202E/Dockerfile")]
    [InlineData("a\" onclick=\"x/Dockerfile")]
    public async Task A_path_stays_a_path(string path)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such names");
        scenario.PullRequest([], [(path, Scenario.Dirty)]);
        var run = await scenario.RunAsync(("upload-sarif", "never"));
        Assert.Equal((1, "1"), (run.ExitCode, run.Outputs["new"]));
        AssertTame(run);
        AssertTame(Assert.Single(scenario.GitHub.Comments).Body);
    }

    [Fact]
    public async Task A_name_of_ten_million_characters_neither_fills_a_page_nor_takes_a_minute()
    {
        var name = new string('x', 3_000_000);
        scenario.PullRequest([], [("pod.yaml", $"apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}}}\nspec:\n  containers:\n  - name: {name}\n    image: {name}\n    securityContext: {{privileged: true}}\n")]);
        var run = await scenario.RunAsync(("upload-sarif", "never"));
        Assert.Equal(1, run.ExitCode);
        Assert.InRange(run.Log.Length, 1, 500_000);
        Assert.InRange(run.Summary.Length, 1, 900_000);
        Assert.InRange(Assert.Single(scenario.GitHub.Comments).Body.Length, 1, 65_536);
    }

    [Fact]
    public async Task A_program_of_the_tree_is_not_started_for_one_of_the_systems()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the programs of this test are shell scripts");
        scenario.PullRequest([], [("Dockerfile", Scenario.Dirty), ("git", "#!/bin/sh\ntouch started\n"), ("chown", "#!/bin/sh\ntouch started\n")]);
        foreach (var program in (string[])["git", "chown"])
        {
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(scenario.Repository[program], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
        var path = Environment.GetEnvironmentVariable("PATH");
        var run = await scenario.With("PATH", $"::.:{path}").RunAsync();
        Assert.Equal("1", run.Outputs["new"]);
        Assert.False(File.Exists(scenario.Repository["started"]));
    }

    [Fact]
    public async Task What_the_trees_git_attributes_ask_for_is_not_run()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the program of this test is a shell command");
        scenario.PullRequest([(".gitattributes", "* diff=evil filter=evil\n")], [("Dockerfile", Scenario.Dirty)]);
        foreach (var setting in (string[])["diff.evil.textconv", "diff.evil.command", "core.fsmonitor", "core.pager", "diff.external"]) scenario.Repository.Run("config", setting, $"touch {scenario.Repository["started"]}; cat");
        var run = await scenario.RunAsync();
        Assert.Equal("1", run.Outputs["new"]);
        Assert.False(File.Exists(scenario.Repository["started"]));
    }

    [Theory]
    [InlineData("out/shiftleft.sarif")]
    [InlineData("out/deeper/shiftleft.sarif")]
    public async Task The_report_is_not_written_through_a_link(string file)
    {
        using var outside = new TemporaryFolder();
        scenario.PullRequest([], [("Dockerfile", Scenario.Dirty)]);
        scenario.Repository.WithLink("out", outside.Path);
        var run = await scenario.RunAsync(("sarif-file", file));
        Assert.Empty(Directory.EnumerateFileSystemEntries(outside.Path));
        Assert.Equal("", run.Outputs["sarif-file"]);
        Assert.Contains("symbolic link", Assert.Single(run.Commands("notice")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_in_the_reports_place_gives_way()
    {
        using var outside = new TemporaryFolder().With("passwd", "keep");
        scenario.PullRequest([], [("Dockerfile", Scenario.Dirty)]);
        scenario.Repository.WithLink("shiftleft.sarif", outside["passwd"]);
        var run = await scenario.RunAsync();
        Assert.Equal("keep", await File.ReadAllTextAsync(outside["passwd"]));
        Assert.StartsWith("{", await File.ReadAllTextAsync(scenario.Repository[run.Outputs["sarif-file"]]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../shiftleft.sarif")]
    [InlineData("/tmp/../etc/shiftleft.sarif")]
    [InlineData(".")]
    public async Task The_report_stays_in_the_workspace(string file)
    {
        scenario.PullRequest([], [("Dockerfile", Scenario.Dirty)]);
        var run = await scenario.RunAsync(("sarif-file", file));
        Assert.Equal((1, ""), (run.ExitCode, run.Outputs["sarif-file"]));
        Assert.Single(run.Commands("notice"));
    }

    [Fact]
    public async Task What_is_secret_is_not_said_again()
    {
        scenario.PullRequest([], [("Dockerfile", "FROM debian:12.5\nENV AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMIK7MDENGbPxRfiCYzzzzzzzzKEYx\nUSER 1000\n")]);
        var run = await scenario.RunAsync();
        Assert.NotEqual("0", run.Outputs["new"]);
        Assert.DoesNotContain("wJalrXUtnFEMI", run.Summary + Assert.Single(scenario.GitHub.Comments).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reports_are_everybodys_to_read()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes");
        scenario.PullRequest([], [("Dockerfile", Scenario.Dirty)]);
        await scenario.RunAsync(("sarif-file", "reports/deep/x.sarif"));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead, File.GetUnixFileMode(scenario.Repository["reports/deep/x.sarif"]));
    }

    static void AssertTame(Scenario.Run run)
    {
        AssertTame(run.Summary);
        Assert.Equal(["comment-url", "errors", "new", "sarif-file", "sarif-id", "verdict", "warnings"], run.Outputs.Keys.Order(StringComparer.Ordinal));
        // As the runner reads the log: commands begin a line, unless they are stopped until a word that nobody can know.
        string? stopped = null;
        foreach (var line in run.Log.Split('\n', '\r'))
        {
            Assert.DoesNotContain("##[", line, StringComparison.Ordinal);
            Assert.DoesNotContain("##vso[", line, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(line, c => char.IsControl(c) || c is >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069');
            if (stopped is not null)
            {
                if (line == $"::{stopped}::") stopped = null;
                continue;
            }
            if (line.StartsWith("::stop-commands::", StringComparison.Ordinal)) stopped = line["::stop-commands::".Length..];
            if (line.TrimStart().StartsWith("::", StringComparison.Ordinal)) Assert.Matches(OurCommand(), line);
        }
    }

    /// <summary>Takes away the code, in which GitHub looks for nothing, and then nothing of the tree's may be left that means something.</summary>
    static void AssertTame(string markdown)
    {
        Assert.DoesNotContain(markdown, c => (char.IsControl(c) && c != '\n' && c != '\t') || c is >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069' or '\u200B');
        var rest = OurMarker().Replace(markdown, "", 1);
        rest = Fences().Replace(rest, "");
        Assert.All(Tags().Matches(rest), tag => Assert.Matches(OurTag(), tag.Value));
        rest = Code().Replace(rest, "");
        foreach (var sign in (string[])["@octocat", "evil.example", "#1", "GH-1", "<!--", "<script", "<img", "[click]", "0123456789abcdef0123456789abcdef01234567"]) Assert.DoesNotContain(sign, rest, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^::(group::Findings|endgroup::|stop-commands::[0-9a-f]{32}|(error|warning|notice) (file=[^,:]+,line=\d+,endLine=\d+,(col=\d+,endColumn=\d+,)?)?title=(SL\d{4} [a-z-]+|ShiftLeft)::.*)$")]
    private static partial Regex OurCommand();

    [GeneratedRegex("^<!-- shiftleft:(comment|suggestion) shiftleft [0-9a-f:]+ -->\n")]
    private static partial Regex OurMarker();

    [GeneratedRegex(@"^(`{3,})[a-z]*\n(.*\n)*?\1\n", RegexOptions.Multiline)]
    private static partial Regex Fences();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex("^</?(details|summary|code|p|b|ul|li|sub)>$|^</a>$|^<a href=\"https://github\\.com/acme/shop/blob/[0-9a-f]{40}/[^\"<>@`]+\">$")]
    private static partial Regex OurTag();

    [GeneratedRegex("<code>[^<]*</code>|`[^`\n]*`")]
    private static partial Regex Code();

    public void Dispose() => scenario.Dispose();
}
