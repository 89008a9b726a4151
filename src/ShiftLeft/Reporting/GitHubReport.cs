using System.Globalization;
using System.Text;
using ShiftLeft.Policy;
using ShiftLeft.Rules;

namespace ShiftLeft.Reporting;

/// <summary>
/// One workflow command for each finding, which GitHub's runner shows beside the line: <c>::error file=…,line=…,title=…::message</c>. It keeps ten of each
/// kind from a step, so the worst come first.
/// </summary>
static class GitHubReport
{
    public static string Render(Report report)
    {
        var lines = new StringBuilder();
        foreach (var finding in MarkdownView.WorstFirst(report.Active))
        {
            var (start, end) = (finding.Location.Start, finding.Location.End);
            lines.Append(CultureInfo.InvariantCulture, $"::{CommandOf(finding.Level)} file={Property(finding.Location.Path)},line={start.Line + 1},endLine={end.Line + 1}");
            // A column is one of the first line, so it is given where there is no other.
            if (start.Line == end.Line) lines.Append(CultureInfo.InvariantCulture, $",col={start.Column + 1},endColumn={Math.Max(end.Column, start.Column + 1)}");
            lines.Append(CultureInfo.InvariantCulture, $",title={Property($"{finding.Rule.Id} {finding.Rule.Name}")}::{Data($"{VisibleText.Shorten(finding.Message, VisibleText.LongestMessage)}. Fix: {finding.Fix?.Title ?? TextReport.FirstParagraph(finding.Rule.Fix)}")}\n");
        }
        return lines.ToString();
    }

    static string CommandOf(Level level) => level switch { Level.Error => "error", Level.Warning => "warning", _ => "notice" };

    static string Data(string text) => VisibleText.Of(text).Replace("%", "%25", StringComparison.Ordinal);

    static string Property(string text) => Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
