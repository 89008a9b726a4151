using System.Globalization;
using System.Text;
using ShiftLeft.Policy;
using ShiftLeft.Rules;

namespace ShiftLeft.Reporting;

/// <summary>
/// One line for each finding in the form that MSBuild, Visual Studio and problem matchers of compilers read:
/// <c>path(line,column,endLine,endColumn): error SL1001: message</c>. MSBuild takes <c>error</c> and <c>warning</c> from the output of a
/// tool; <c>info</c> is the compilers' third word, which MSBuild passes on and editors list. Columns count from one and the end is exclusive.
/// </summary>
static class MSBuildReport
{
    public static string Render(Report report, Func<string, string> pathOf)
    {
        var lines = new StringBuilder();
        foreach (var finding in report.Active)
        {
            var (start, end) = (finding.Location.Start, finding.Location.End);
            lines.Append(PathAtLineStart(pathOf(finding.Location.Path)))
                .Append(CultureInfo.InvariantCulture, $"({start.Line + 1},{start.Column + 1},{end.Line + 1},{end.Column + 1}): {LevelName.Of(finding.Level)} {finding.Rule.Id}: ")
                .Append(VisibleText.Of(VisibleText.Shorten(finding.Message, VisibleText.LongestMessage))).Append('\n');
        }
        return lines.ToString();
    }

    /// <summary>A line that begins with <c>::</c>, blanks aside, is a command to GitHub's runner; a path may be called so.</summary>
    static string PathAtLineStart(string path) =>
        path.Length == 0 ? "." : path.TrimStart().StartsWith("::", StringComparison.Ordinal) ? "./" + VisibleText.Of(path) : VisibleText.Of(path);
}
