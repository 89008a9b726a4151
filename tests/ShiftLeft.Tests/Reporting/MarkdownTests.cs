using System.Collections.Immutable;
using System.Text;
using ShiftLeft.Policy;
using ShiftLeft.Reporting;
using ShiftLeft.Rules;
using ShiftLeft.Text;

namespace ShiftLeft.Tests.Reporting;

/// <summary>Pages for GitHub stay within what GitHub takes, and what they quote stays a quotation.</summary>
public sealed class MarkdownTests
{
    internal static MarkdownView View { get; } = new(Sample.Report, Sample.Report.Verdict)
    {
        Comparison = new(new([.. Sample.Report.Findings.Skip(1).Take(1), new(Sample.Rules[2], new(new("old.yaml", "a: b\n"), new(0, 1)), "it was there")], new(Outcome.Over, []), [new("src/a b/Dockerfile", "Dockerfile"), new("old.yaml", "manifest")]), Sample.Report),
        CountsOnlyNew = true,
        IsInDiff = location => location.Path.StartsWith("src/", StringComparison.Ordinal),
        LinkTo = location => $"https://github.example/x/{location.Path}?a=1&b=\"2\"",
        Notices = ["No comment: the token may not do that. Add <code>pull-requests: write</code>."],
        Budget = 65_000,
        Footer = "ShiftLeft",
    };

    [Theory]
    [InlineData(100)]
    [InlineData(2_000)]
    [InlineData(10_000)]
    [InlineData(65_000)]
    public void No_page_is_larger_than_its_budget_and_none_forgets_a_finding(int budget)
    {
        var source = new SourceText("漢/Dockerfile", string.Concat(Enumerable.Repeat("USER \U0001F433\n", 500)));
        ImmutableArray<Finding> findings = [.. Enumerable.Range(0, 500).Select(i => new Finding(Sample.Rules[i % 4], new(source, source.LineSpan(i)), $"finding {i} `漢`"))];
        var page = MarkdownReport.Summary(new(new(findings, new(Outcome.Within, []), []), new(Outcome.Within, [])) { Budget = budget });
        Assert.True(Encoding.UTF8.GetByteCount(page) <= Math.Max(budget, 1_200), $"{Encoding.UTF8.GetByteCount(page)} bytes");
        var shown = page.Split('\n').Count(line => line.Contains(" finding ", StringComparison.Ordinal) && !line.Contains("meant", StringComparison.Ordinal) && (line.StartsWith("<summary>", StringComparison.Ordinal) || line.StartsWith("<p>", StringComparison.Ordinal)));
        Assert.Contains(shown == 500 ? "Findings" : $"**{500 - shown} more findings**", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_worst_come_first()
    {
        var page = MarkdownReport.Summary(View with { Comparison = null });
        Assert.True(page.LastIndexOf("🔴", StringComparison.Ordinal) < page.LastIndexOf("🟡", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("plain words", "plain words")]
    [InlineData("`a` is `b`", "<code>a</code> is <code>b</code>")]
    [InlineData("a <b> & \"c\"", "a &lt;b&gt; &amp; &quot;c&quot;")]
    [InlineData("see @octocat", "<code>see @octocat</code>")]
    [InlineData("fixes #1 `x`", "<code>fixes #1 </code><code>x</code>")]
    [InlineData("www.example.com", "<code>www.example.com</code>")]
    [InlineData("a\n::error::b\u202E", "a ::error::b\uFFFD")]
    [InlineData("deadbeef1", "<code>deadbeef1</code>")]
    public void A_message_is_prose_with_code_in_it(string message, string expected) => Assert.Equal(expected, MarkdownText.Message(message));

    [Theory]
    [InlineData("x", 3)]
    [InlineData("``` x", 4)]
    [InlineData("`````", 6)]
    public void A_fence_is_longer_than_any_in_it(string line, int length) => Assert.Equal(new string('`', length), MarkdownText.Fence([line]));

}
