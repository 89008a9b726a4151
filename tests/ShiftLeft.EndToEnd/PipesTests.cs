namespace ShiftLeft.EndToEnd;

/// <summary>The program between others: what comes in through a pipe, and outputs that cannot be written.</summary>
public sealed class PipesTests
{
    static readonly string[] Bash = ["bash", "--norc", "--noprofile", "-o", "pipefail", "-c"];

    [Fact]
    public void What_render_prints_is_checked()
    {
        var run = InBash("shiftleft render charts/app | shiftleft scan - --format msbuild");
        Assert.Equal((1, "shiftleft: "), (run.ExitCode, run.Error[..Math.Min(11, run.Error.Length)]));
        Assert.Contains("<stdin>(", run.Output, StringComparison.Ordinal);
        Assert.Contains("SL2101", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_before_the_pipe_that_fails_is_noticed_without_pipefail()
    {
        var run = InBash("set +o pipefail; shiftleft render nosuch 2>/dev/null | shiftleft scan -");
        Assert.Equal(new(2, "", "shiftleft: error: standard input is empty\n"), run);
    }

    [Fact]
    public void Text_without_end_is_not_read_to_its_end()
    {
        var run = InBash("set +o pipefail; yes '# FROM apiVersion kind' | shiftleft scan - --stdin-name Dockerfile");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("larger than 10 MiB", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_no_standard_input() => Assert.Equal(new(2, "", "shiftleft: error: standard input cannot be read\n"), InBash("shiftleft scan - < ."));

    [Theory]
    [InlineData("shiftleft rules")]
    [InlineData("shiftleft scan charts Dockerfile --full --fail-on never --profile all")]
    [InlineData("shiftleft scan charts Dockerfile --format sarif --output /dev/stdout --fail-on never")]
    public void Who_closes_the_pipe_has_read_enough(string command)
    {
        var run = InBash($"{command} 2>err.txt | head -1 >/dev/null; echo ${{PIPESTATUS[0]}}; grep -v '^shiftleft: [0-9]' err.txt; rm err.txt");
        Assert.Equal("0\n", run.Output);
    }

    [Theory]
    [InlineData("shiftleft rules > /dev/full", "cannot write to standard output: No space left on device")]
    [InlineData("shiftleft scan . --format json > /dev/full 2> >(grep cannot >&2)", "cannot write to standard output: No space left on device")]
    [InlineData("shiftleft render charts/app > /dev/full", "cannot write to standard output: No space left on device")]
    [InlineData("shiftleft completion bash > /dev/full", "cannot write to standard output: No space left on device")]
    [InlineData("shiftleft scan . --output /dev/full", "cannot write '/dev/full': No space left on device")]
    [InlineData("shiftleft scan . --output /proc/x", "cannot write '/proc/x': no file can be made there")]
    [InlineData("shiftleft rules >&-", "cannot write to standard output: it is closed, or may not be written")]
    public void An_output_that_cannot_be_written_is_one_line_and_exit_code_2(string command, string expected)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full");
        var run = InBash(command);
        Assert.Equal(new(2, "", $"shiftleft: error: {expected}\n"), run);
    }

    [Fact]
    public void A_current_folder_that_is_gone_is_told_of()
    {
        var run = InBash("mkdir gone && cd gone && rmdir ../gone && shiftleft scan");
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.EndsWith("shiftleft: error: the current folder is gone\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_has_to_hear_it() => Assert.Equal(2, InBash("shiftleft scan nosuch 2>&-").ExitCode);

    static ProgramRun InBash(string script)
    {
        Assert.SkipUnless(!OperatingSystem.IsWindows() && ProgramRun.CanStart("bash", "--version"), "there is no bash");
        return CommandLine.InShell(HostileFolder.Path, Bash, script);
    }
}
