using System.Text.Json;
using ShiftLeft.Cli;

namespace ShiftLeft.Tests.Cli;

/// <summary>The command line as a person or a script meets it.</summary>
public sealed class CommandTests : IDisposable
{
    readonly TemporaryFolder disk = new TemporaryFolder().WithFolder(".git");

    [Fact]
    public void A_clean_file_takes_one_line()
    {
        disk.With("Dockerfile", "FROM scratch\n");
        var run = Run("scan", "--profile", "baseline");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal("no findings in 1 file\n", run.Output);
    }

    [Fact]
    public void Nothing_to_check_is_said_and_has_an_exit_code_of_its_own()
    {
        disk.With("values.yaml", "a: b\n");
        foreach (var paths in (string[][])[[], ["values.yaml"], [".", "values.yaml"]])
        {
            var run = Run(["scan", .. paths]);
            Assert.Equal((3, ""), (run.ExitCode, run.Error));
            Assert.StartsWith("nothing to check:", run.Output, StringComparison.Ordinal);
            Assert.Equal(0, Run(["scan", "--allow-empty", .. paths]).ExitCode);
        }
        Assert.StartsWith("shiftleft: nothing to check:", Run("scan", "--format", "json").Error, StringComparison.Ordinal);
        Assert.Equal("", Run("scan", "--format", "json", "--allow-empty").Error);
    }

    [Fact]
    public void What_could_not_be_read_is_worse_than_nothing_to_check()
    {
        disk.With("outside", "x").WithLink("repo/Dockerfile", disk["outside"]).WithFolder("repo/.git");
        Assert.Equal(2, Run("scan", "repo", "--allow-empty").ExitCode);
        disk.With("shiftleft.yml", "version: 1\nnosuch: 1\n");
        Assert.Equal(2, Run("scan").ExitCode);
    }

    [Fact]
    public void A_file_that_cannot_be_read_fails_the_scan_and_shows_in_every_format()
    {
        disk.With("outside", "x").WithLink("repo/Dockerfile", disk["outside"]).WithFolder("repo/.git");
        foreach (var format in new[] { "text", "sarif", "msbuild", "json" })
        {
            var run = Run("scan", "repo", "--format", format);
            Assert.Equal(2, run.ExitCode);
            Assert.Contains("SL0901", run.Output, StringComparison.Ordinal);
            Assert.Contains("leads out of the scanned tree", run.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void People_and_compilers_get_paths_from_where_they_are_and_files_get_them_from_the_root()
    {
        disk.With("outside", "x").WithLink("repo/a/Dockerfile", disk["outside"]).WithFolder("repo/.git").WithFolder("repo/b");
        Assert.Contains("--> ../a/Dockerfile", RunIn("repo/b", "scan", "../a").Output, StringComparison.Ordinal);
        Assert.StartsWith("../a/Dockerfile(1,1,1,1): error SL0901: ", RunIn("repo/b", "scan", "..", "--format", "msbuild").Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(RunIn("repo/b", "scan", "..", "--format", "json").Output);
        Assert.Equal("a/Dockerfile", json.RootElement.GetProperty("findings")[0].GetProperty("path").GetString());
    }

    [Theory]
    [InlineData("scan nosuch", "'nosuch' does not exist")]
    [InlineData("scan . nosuch", "'nosuch' does not exist")]
    [InlineData("scan --frmat json", "there is no option '--frmat'; did you mean --format?; see `shiftleft scan --help`")]
    [InlineData("scan --frmat=json", "there is no option '--frmat'; did you mean --format?; see `shiftleft scan --help`")]
    [InlineData("scan --prune", "`scan` has no option '--prune', only `baseline`; see `shiftleft scan --help`")]
    [InlineData("rules --formt json", "there is no option '--formt'; did you mean --format?; see `shiftleft rules --help`")]
    [InlineData("doctor --formt json", "there is no option '--formt'; did you mean --format?; see `shiftleft doctor --help`")]
    [InlineData("init here", "'here' is one argument too many; see `shiftleft init --help`")]
    [InlineData("scan . --full --format json", "--full is about text; the other formats tell every finding as it is")]
    [InlineData("scan --format json --output a --output b", "two files for one format, 'a' and 'b'; name a --format before each --output")]
    [InlineData("scan --output a --output b", "two files for one format, 'a' and 'b'; name a --format before each --output")]
    [InlineData("scan --format json --output a --format sarif --output a", "two formats to one file, 'a'; give each an --output of its own")]
    [InlineData("scan --format json --output - --format sarif", "several formats to standard output; give each but one an --output")]
    [InlineData("scan --rule missing-user --exclude-rule SL2002", "--exclude-rule takes out every --rule, so nothing is left to count")]
    [InlineData("scan --config .", "the policy '.' is a folder; name the file in it")]
    [InlineData("scan --stdin-name a.yaml", "--stdin-name names what `-` reads; add `-` to the paths")]
    [InlineData("doctor nosuch", "'nosuch' does not exist")]
    [InlineData("completion csh", "there is no script for 'csh', only for bash, zsh, fish, pwsh")]
    [InlineData("scn", "there is no command 'scn'; did you mean scan?; see `shiftleft --help`")]
    [InlineData("scn --help", "there is no command 'scn'; did you mean scan?; see `shiftleft --help`")]
    [InlineData("scan --format yaml", "--format takes text, sarif, msbuild, json, markdown, github, gitlab, junit, html, not 'yaml'; see `shiftleft scan --help`")]
    [InlineData("scan --profile Strict", "--profile takes baseline, recommended, strict, all, not 'Strict'; see `shiftleft scan --help`")]
    [InlineData("scan --fail-on none", "--fail-on takes error, warning, info, never, not 'none'; see `shiftleft scan --help`")]
    [InlineData("scan --config nosuch.yml", "the policy 'nosuch.yml' does not exist")]
    [InlineData("scan --output nosuch/a.txt", "cannot write 'nosuch/a.txt': its folder does not exist")]
    [InlineData("scan --output .git", "cannot write '.git': it is a folder")]
    [InlineData("scan --format json --format sarif", "several formats to standard output; give each but one an --output")]
    [InlineData("scan --rule floating-base-imag", "no rule is called 'floating-base-imag'; did you mean floating-base-image?")]
    [InlineData("baseline --prune", "there is no 'shiftleft.baseline' to prune")]
    [InlineData("scan @file", "'@file' does not exist")]
    [InlineData("explain unreadable-fil", "no rule is called 'unreadable-fil'; did you mean unreadable-file?")]
    [InlineData("explain zzzzzz", "no rule is called 'zzzzzz'; `shiftleft rules` lists them")]
    [InlineData("rules --format xml", "--format takes text, json, markdown, not 'xml'; see `shiftleft rules --help`")]
    [InlineData("bogus", "there is no command 'bogus'; see `shiftleft --help`")]
    public void What_cannot_be_done_is_one_line_and_exit_code_2(string arguments, string expected)
    {
        var run = Run(arguments.Split(' '));
        Assert.Equal($"shiftleft: error: {expected}\n", run.Error);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal("", run.Output);
    }

    [Fact]
    public void An_argument_cannot_write_to_the_terminal() =>
        Assert.DoesNotContain('\e', Run("scan", "\e[2J").Error);

    [Fact]
    public void No_command_is_answered_by_help_and_exit_code_2()
    {
        var run = Run();
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("Usage:", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_goes_to_a_file_as_a_whole_and_the_reasons_to_a_person()
    {
        disk.With("outside", "x").WithLink("repo/Dockerfile", disk["outside"]).WithFolder("repo/.git").With("out.sarif", "old");
        var run = Run("scan", "repo", "--format", "sarif", "--output", "out.sarif");
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("shiftleft: 1 error", run.Error, StringComparison.Ordinal);
        Assert.StartsWith("{\n", File.ReadAllText(disk["out.sarif"]), StringComparison.Ordinal);
        Assert.Equal(["out.sarif", "outside"], Directory.GetFiles(disk.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Several_formats_are_told_in_one_run()
    {
        disk.With("Dockerfile", "FROM debian:latest\n");
        var run = Run("scan", "--format", "sarif", "--output", "a.sarif", "--format=text", "--format", "junit", "--output=b.xml", "--fail-on", "never");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("warning[SL1001]", run.Output, StringComparison.Ordinal);
        Assert.StartsWith("{\n", File.ReadAllText(disk["a.sarif"]), StringComparison.Ordinal);
        Assert.StartsWith("<?xml", File.ReadAllText(disk["b.xml"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_dash_is_standard_output_where_a_file_is_named()
    {
        disk.With("Dockerfile", "FROM scratch\n");
        Assert.Equal(Run("scan", "--format", "json").Output, Run("scan", "--format", "json", "--output", "-").Output);
        Assert.False(File.Exists(disk["-"]));
    }

    [Fact]
    public void A_baseline_is_written_once_pruned_and_updated_when_told()
    {
        disk.With("a/Dockerfile", "FROM debian:latest\nRUN sudo true\n");
        Assert.Equal("wrote ../shiftleft.baseline with 3 findings; `shiftleft scan` counts only what is not in it\n", RunIn("a", "baseline").Output);
        Assert.Equal((0, "no findings in 1 file; 3 suppressed\n"), (Run("scan", "--fail-on", "warning").ExitCode, Run("scan").Output));
        Assert.Equal("shiftleft: error: 'shiftleft.baseline' is there already; `--prune` takes out what is repaired, `--update` takes in what is new as well\n", Run("baseline").Error);
        disk.With("a/Dockerfile", "FROM debian:13.1\nRUN sudo true\nRUN apt-get install curl\n");
        Assert.Contains("2 findings", Run("baseline", "--prune").Output, StringComparison.Ordinal);
        Assert.Equal(1, Run("scan", "--fail-on", "warning").ExitCode);
        Run("baseline", "--update");
        Assert.Equal(0, Run("scan", "--fail-on", "warning").ExitCode);
    }

    [Theory]
    [InlineData("--rule SL1001", "SL1001")]
    [InlineData("--rule DL3007 --rule missing-user", "SL1001 SL2002")]
    [InlineData("--exclude-rule missing-user", "SL1001")]
    public void Some_rules_can_be_asked_alone(string arguments, string expected)
    {
        disk.With("Dockerfile", "FROM debian:latest\n");
        using var json = JsonDocument.Parse(Run(["scan", "--format", "json", .. arguments.Split(' ')]).Output);
        Assert.Equal(expected, string.Join(' ', json.RootElement.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("rule").GetString())));
    }

    [Fact]
    public void The_version_is_the_product_s() => Assert.Equal(Product.Version + "\n", Run("--version").Output);

    [Fact]
    public void A_rule_is_explained_by_id_name_and_whatever_case() =>
        Assert.Equal(Run("explain", "SL0901").Output, Run("explain", "Unreadable-File").Output);

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    [InlineData("markdown")]
    public void All_rules_are_listed(string format) => Assert.Contains("unreadable-file", Run("rules", "--format", format).Output, StringComparison.Ordinal);

    [Fact]
    public void The_manual_is_written_and_pages_of_rules_that_are_gone_are_removed()
    {
        disk.With("docs/rules/SL9999.md", "old").With("docs/note.md");
        Assert.Equal(0, Run("docs").ExitCode);
        Assert.False(File.Exists(disk["docs/rules/SL9999.md"]));
        Assert.True(File.Exists(disk["docs/note.md"]));
        Assert.StartsWith("# SL0901", File.ReadAllText(disk["docs/rules/SL0901.md"]), StringComparison.Ordinal);
        Assert.StartsWith("# Rules", File.ReadAllText(disk["docs/rules/README.md"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_first_policy_is_written_once_at_the_root()
    {
        disk.With("a/Dockerfile", "FROM mcr.microsoft.com/dotnet/aspnet:10.0\n");
        var run = RunIn("a", "init");
        Assert.Equal((0, "wrote ../shiftleft.yml; `shiftleft scan` follows it from now on\n"), (run.ExitCode, run.Output));
        Assert.Contains("mcr.microsoft.com", File.ReadAllText(disk["shiftleft.yml"]), StringComparison.Ordinal);
        Assert.NotEqual(2, Run("scan").ExitCode);
        File.WriteAllText(disk["shiftleft.yml"], "version: 1");
        Assert.Equal("shiftleft: error: '../shiftleft.yml' is there already\n", RunIn("a", "init").Error);
        Assert.Equal("version: 1", File.ReadAllText(disk["shiftleft.yml"]));
    }

    [Theory]
    [InlineData("", "", true, true)]
    [InlineData("", "", false, false)]
    [InlineData("1", "", true, false)]
    [InlineData("1", "1", true, false)]
    [InlineData("", "1", false, true)]
    [InlineData("", "0", true, false)]
    public void Colours_follow_the_agreements(string no, string force, bool isTerminal, bool expected) =>
        Assert.Equal(expected, Colours.AreWanted(name => name == "NO_COLOR" ? no : name == "FORCE_COLOR" ? force : null, isTerminal));

    [Fact]
    public void A_dumb_terminal_gets_no_colours()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "TERM means nothing there");
        Assert.False(Colours.AreUnderstood(_ => "dumb"));
        Assert.True(Colours.AreUnderstood(_ => "xterm-256color"));
    }

    [Fact]
    public void Help_is_part_of_the_contract() => Golden.Matches(
        string.Concat(Usage.All(CommandTree.Build(new(TextWriter.Null, TextWriter.Null, "/", default))).Select(command => Run([.. Usage.NameOf(command).Split(' ').Skip(1), "--help"]).Output + "\n")),
        "Cli/Golden/help.txt");

    Ran Run(params string[] arguments) => RunIn("", arguments);

    Ran RunIn(string folder, params string[] arguments) => Ran.In(disk, folder, arguments);

    public void Dispose() => disk.Dispose();
}
