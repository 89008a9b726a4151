using System.Text.RegularExpressions;
using ShiftLeft.Reporting;

namespace ShiftLeft.Tests.Hostile;

/// <summary>A name, or what a file says, is never taken for another tool's finding or a command to the machine that reads the log.</summary>
public sealed partial class ForgedNameTests
{
    public static TheoryData<string> Names => new(
        "a(1,2,3,4): error CS0001: x", "b(9,9): message X1: y", "c:error CS1: x", "j(1,1): error SL2102: k", "g: warning: h", "::error file=x::y", " ::error::y", "%0A::error::x", "e\n::error::forged",
        "f\r::error::forged", "k\u2028::error::x", "l\u0085::error::m", "##[error]x", "##vso[task.complete result=Failed;]x", "\u001b[31mred", "d\u202egpj", "x::add-mask::y");

    [Theory]
    [MemberData(nameof(Names))]
    public void It_forges_no_line_for_MSBuild(string name)
    {
        foreach (var line in Lines(MSBuildReport.Render(Report(name), path => path)))
        {
            // MSBuild takes what stands before the first colon for the place, others what stands before the last.
            Assert.Matches(@"^[^:]+\(\d+,\d+,\d+,\d+\): (error|warning|info) SL\d{4}: ", line);
            Assert.Single(Matcher().Matches(line));
            AssertNoCommand(line, allowsCommand: false);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_forges_no_workflow_command(string name)
    {
        foreach (var line in Lines(GitHubReport.Render(Report(name))))
        {
            Assert.Matches(@"^::(error|warning|notice) file=[^:,]*,line=\d+,endLine=\d+(,col=\d+,endColumn=\d+)?,title=[^:,]*::", line);
            Assert.DoesNotContain("%0A", line);
            AssertNoCommand(line, allowsCommand: true);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_forges_no_line_of_text(string name)
    {
        foreach (var full in (bool[])[true, false])
        {
            foreach (var line in Lines(TextReport.Render(Report(name), TextStyle.Default with { IsFull = full })))
            {
                AssertNoCommand(line, allowsCommand: false);
                // Of what the line quotes from the file there is a margin before it.
                if (!line.Contains(" | ", StringComparison.Ordinal)) Assert.DoesNotMatch(@"^[^:`]*\(\d+,\d+(,\d+,\d+)?\)\s*:\s*(error|warning|message)", line);
            }
        }
    }

    static void AssertNoCommand(string line, bool allowsCommand)
    {
        Assert.DoesNotContain("##[", line);
        Assert.DoesNotContain("##vso[", line);
        Assert.DoesNotContain(line, character => char.IsControl(character) || character is '\u202e' or '\u2028' or '\u0085');
        if (!allowsCommand) Assert.False(line.TrimStart().StartsWith("::", StringComparison.Ordinal), line);
    }

    static IEnumerable<string> Lines(string text) => text.Split('\n').Where(line => line.Length > 0);

    static ShiftLeft.Policy.Report Report(string name) => HostileText.Scan(
        new KeyValuePair<string, string>($"{name}/Dockerfile", $"FROM debian:latest AS x\nUSER root\nFOO`{name.ReplaceLineEndings(" ")}\n"),
        new($"{name}/p.yaml", HostileText.Pod.Replace("name: a", $"name: \"{name.Replace("\u001b", "\\e", StringComparison.Ordinal).ReplaceLineEndings("\\n")}\"", StringComparison.Ordinal)));

    [GeneratedRegex(@"\(\d+,\d+(,\d+,\d+)?\):\s*(error|warning|info|message)\s+\w+\d+\s*:")]
    private static partial Regex Matcher();
}
