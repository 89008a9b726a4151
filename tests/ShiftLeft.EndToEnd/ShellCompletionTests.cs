namespace ShiftLeft.EndToEnd;

/// <summary>The scripts of <c>shiftleft completion</c> in the shells that they are for, where those are installed.</summary>
public sealed class ShellCompletionTests
{
    static readonly string Folder = Make();

    static string Make()
    {
        var folder = Repository.Scratch("completion");
        Directory.CreateDirectory(Path.Combine(folder, "build files"));
        File.WriteAllText(Path.Combine(folder, "build.yaml"), "");
        return folder;
    }

    [Theory]
    [InlineData("shiftleft sc", "scan")]
    [InlineData("shiftleft scan --stdin-n", "--stdin-name")]
    [InlineData("shiftleft scan --format j", "json junit")]
    [InlineData("shiftleft scan --format = j", "json junit")]
    [InlineData("shiftleft scan --rule floating-b", "floating-base-image")]
    [InlineData("shiftleft explain sl1001", "SL1001")]
    [InlineData("shiftleft scan bui", "build.yaml build files")]
    [InlineData("shiftleft render bui", "build files")]
    [InlineData("shiftleft nosuch x", "")]
    public void Bash(string line, string expected)
    {
        var words = line.Split(' ');
        var script = $$"""
            source <(shiftleft completion bash)
            complete -p shiftleft >&2
            COMP_WORDS=({{string.Join(' ', words)}}); COMP_CWORD={{words.Length - 1}}
            _shiftleft
            printf '%s\n' "${COMPREPLY[@]}"
            """;
        AssertOffered(expected, Run(["bash", "--norc", "--noprofile", "-c"], script, "complete -F _shiftleft shiftleft\n"));
    }

    [Theory]
    [InlineData("shiftleft sc", "scan")]
    [InlineData("shiftleft scan --stdin-n", "--stdin-name")]
    [InlineData("shiftleft scan --format j", "json junit")]
    [InlineData("shiftleft scan --format=j", "--format=json --format=junit")]
    [InlineData("shiftleft scan --rule floating-b", "floating-base-image")]
    [InlineData("shiftleft scan bui", "build.yaml build files/")]
    [InlineData("shiftleft scan --output=bui", "--output=build.yaml --output=build files/")]
    [InlineData("shiftleft render bui", "build files/")]
    [InlineData("shiftleft nosuch x", "")]
    public void Fish(string line, string expected) =>
        AssertOffered(expected, Run(["fish", "--no-config", "-c"], $"shiftleft completion fish | source; complete -C '{line}' | string replace -r '\\t.*' '' | string unescape", ""));

    /// <summary>What zsh itself does with the offers is left out: only its line editor can be asked, and that needs a terminal.</summary>
    [Theory]
    [InlineData("shiftleft sc", "scan:Check files, folders and standard input")]
    [InlineData("shiftleft scan --stdin-n", "--stdin-name:The file that")]
    [InlineData("shiftleft scan --format=j", "--format=json: --format=junit:")]
    [InlineData("shiftleft explain SL1001", "SL1001:floating-base-image")]
    [InlineData("shiftleft scan bui", "files[]")]
    [InlineData("shiftleft scan --output=bui", "cut[-P *=] files[]")]
    [InlineData("shiftleft render bui", "files[-/]")]
    [InlineData("shiftleft nosuch x", "")]
    public void Zsh(string line, string expected)
    {
        var words = line.Split(' ');
        var script = $$$"""
            compdef() { print -u2 "compdef $*" }
            _describe() { print -l -- "${(@P)${@[-1]}}" }
            _files() { print "files[$*]" }
            compset() { print "cut[$*]" }
            source <(shiftleft completion zsh)
            words=({{{string.Join(' ', words.Select(word => $"'{word}'"))}}}); CURRENT={{{words.Length}}}; PREFIX='{{{words[^1]}}}'
            _shiftleft
            """;
        var told = Run(["zsh", "-f", "-c"], script, "compdef _shiftleft shiftleft\n").ReplaceLineEndings(" ").TrimEnd();
        Assert.StartsWith(expected, told, StringComparison.Ordinal);
        if (expected.Length == 0) Assert.Equal("", told);
    }

    static void AssertOffered(string expected, string told) =>
        Assert.Equal(expected.Replace("build files", "build_files", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(), told.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Replace(' ', '_')).Order());

    static string Run(string[] shell, string script, string error)
    {
        Assert.SkipUnless(!OperatingSystem.IsWindows() && ProgramRun.CanStart(shell[0], "--version"), $"{shell[0]} is not installed here");
        var run = CommandLine.InShell(Folder, shell, script);
        Assert.Equal(error, run.Error);
        return run.Output;
    }
}
