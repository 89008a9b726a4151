using ShiftLeft.Reporting;
using ShiftLeft.Rules;

namespace ShiftLeft.Tests.Rules;

/// <summary>The edge cases of tests/rules, each a test of its own: what a rule must also see, and what it must not take for its own.</summary>
public sealed class CaseTests
{
    public static IEnumerable<TheoryDataRow<string, int>> Cases =>
        CaseFile.All.SelectMany(file => file.Cases).Select(item => new TheoryDataRow<string, int>(item.Path, item.Line) { TestDisplayName = item.ToString(), Label = "" });

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_case_has_exactly_the_marked_findings(string path, int line)
    {
        var item = CaseFile.All.SelectMany(file => file.Cases).Single(item => item.Path == path && item.Line == line);
        Expect.Findings(item.Rule, item.Files, $"{path}:{line}");
    }

    [Fact]
    public void Every_line_of_the_files_is_understood() => AssertNone(CaseFile.All.SelectMany(file => file.Problems));

    [Fact]
    public void Every_rule_that_judges_an_input_has_a_file() => AssertNone(
        Catalogue.Rules.Select(rule => rule.Info).Where(rule => rule.Practice != Practice.Tool).Select(RulePage.CaseFile).Except(CaseFile.All.Select(file => file.Path)).Select(path => $"{path} is missing"));

    static void AssertNone(IEnumerable<string> problems)
    {
        var lines = string.Join('\n', problems);
        Assert.True(lines.Length == 0, lines);
    }
}
