using System.Globalization;
using System.Text;
using ShiftLeft.Policy;
using ShiftLeft.Rules;

namespace ShiftLeft.Reporting;

/// <summary>
/// One line for each finding in the form that MSBuild, Visual Studio and problem matchers of compilers read:
/// <c>path(line,column,endLine,endColumn): error SL1001: message</c>. MSBuild takes <c>error</c> and <c>warning</c> from the output of a
/// tool; <c>info</c> is the compilers' third word, which MSBuild passes on and editors list. Columns count from one and the end is exclusive. Matchers that look for the last place of a line must find none in a message.
/// </summary>
static class MSBuildReport
{
    public static string Render(Report report, Func<string, string> pathOf)
    {
        var lines = new StringBuilder();
        foreach (var finding in report.Active)
        {
            var (start, end) = (finding.Location.Start, finding.Location.End);
            lines.Append(pathOf(finding.Location.Path) is { Length: > 0 } path ? VisibleText.OfPath(path) : ".")
                .Append(CultureInfo.InvariantCulture, $"({start.Line + 1},{start.Column + 1},{end.Line + 1},{end.Column + 1}): {LevelName.Of(finding.Level)} {finding.Rule.Id}: ")
                .Append(VisibleText.Of(VisibleText.Shorten(finding.Message, VisibleText.LongestMessage)).Replace("):", ") :", StringComparison.Ordinal)).Append('\n');
        }
        return lines.ToString();
    }
}
