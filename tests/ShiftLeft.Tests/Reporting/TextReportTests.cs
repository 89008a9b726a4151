using ShiftLeft.Policy;
using ShiftLeft.Reporting;
using ShiftLeft.Rules;
using ShiftLeft.Tests.Rules;
using ShiftLeft.Text;

namespace ShiftLeft.Tests.Reporting;

public sealed class TextReportTests
{
    [Theory]
    [InlineData("a\nb\nc\n", "b", "B", "2 - b|2 + B")]
    [InlineData("a\nb\nc\n", "b\n", "", "2 - b")]
    [InlineData("a\nb\nc\n", "b", "x\ny", "2 - b|2 + x|3 + y")]
    [InlineData("a\r\nb\r\n", "b", "", "2 - b|2 +")]
    [InlineData("image: a", "", "x: y\n", "1 + x: y")]
    [InlineData("FROM a\nRUN b\n", "FROM a", "FROM a\nUSER c", "2 + USER c")]
    public void A_fix_shows_the_lines_before_and_after(string text, string old, string replacement, string expected)
    {
        var source = new SourceText("f", text);
        var place = new Location(source, new(text.IndexOf(old, StringComparison.Ordinal), old.Length));
        var page = Render(new Finding(Sample.Rules[1], place, "m") { Fix = new("do", [new(place, replacement)]) });
        Assert.Equal(expected, string.Join('|', page.Split('\n').Where(line => line.Length >= 3 && char.IsDigit(line[0]) && line[2] is '-' or '+')));
    }

    [Fact]
    public void A_file_of_many_fixes_is_not_copied_for_each()
    {
        var source = new SourceText("Dockerfile", string.Concat(Enumerable.Repeat("FROM debian\n", 200_000)));
        var page = Render([.. Enumerable.Range(0, 20_000).Select(i => new Location(source, new((i * 12) + 5, 6))).Select(place => new Finding(Sample.Rules[1], place, "m") { Fix = new("do", [new(place, "x")]) })]);
        Assert.Contains("20000 - FROM debian", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_that_quotes_a_whole_file_is_cut() =>
        Assert.InRange(Render(new Finding(Sample.Rules[1], new(new("f", "x"), default), new('a', 1_000_000))).Length, 1, 3_000);

    static string Render(params Finding[] findings) =>
        TextReport.Render(new([.. findings], new(Outcome.Within, []), []), TextStyle.Default with { IsFull = true });

    [Theory]
    [InlineData(80)]
    [InlineData(110)]
    public void Many_findings_fit_a_screen_or_two(int width)
    {
        var source = new SourceText("deploy/a folder with a long name/Dockerfile", string.Concat(Enumerable.Repeat("FROM debian\n", 5_000)));
        var findings = Enumerable.Range(0, 5_000).Select(i => new Finding(Sample.Rules[i % 4], new(source, new((i * 12) + 5, 6)), "the image `debian` has no tag, so it is the newest one on the day of the build, whatever that is"));
        var lines = TextReport.Render(new([.. findings], new(Outcome.Over, ["1250 errors, allowed: 0"]), []), TextStyle.Default with { Width = width }).Split('\n');
        Assert.InRange(lines.Length, 100, 200);
        Assert.All(lines.Where(line => line.StartsWith("  ", StringComparison.Ordinal) && !line.Contains("https://", StringComparison.Ordinal)), line => Assert.InRange(line.Length, 0, width));
        Assert.Contains("--full", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.Contains("  1250  SL0901 unreadable-file", StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_container_lacks_is_one_block_with_one_fix()
    {
        var report = Expect.Scan([KeyValuePair.Create("pod.yaml", """
            apiVersion: v1
            kind: Pod
            metadata: { name: web }
            spec:
              containers:
                - name: web
                  image: nginx:1.27.3
            """)]);
        var page = TextReport.Render(report, TextStyle.Default);
        Assert.Contains("warning[SL2104, SL2105, SL2106, SL2107, SL2108, SL5102] container `web` lacks 6 settings", page, StringComparison.Ordinal);
        Assert.Contains("securityContext: | capabilities: | drop: [ALL] | runAsNonRoot: true | allowPrivilegeEscalation: false", string.Join(" | ", page.Split('\n', StringSplitOptions.TrimEntries)), StringComparison.Ordinal);
        Assert.Equal(1, page.Split("securityContext:").Length - 1);
    }
}
