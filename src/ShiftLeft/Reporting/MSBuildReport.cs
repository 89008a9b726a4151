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
                .Append(MessageOf(finding)).Append('\n');
        }
        return lines.ToString();
    }

    /// <summary>What stands behind the rule's id: the fact, what to do in a few words, and as analyzers have it the address of the rule's page.</summary>
    public static string MessageOf(Finding finding) =>
        $"{VisibleText.Of(SarifMessage.Sentence(VisibleText.Shorten(finding.Message, VisibleText.LongestMessage))).Replace("):", ") :", StringComparison.Ordinal)} {VisibleText.Of(ShortFix(finding).TrimEnd('.'))} ({RulePage.Address(finding.Rule)})";

    const int LongestFix = 200;

    /// <summary>The title of the repair, or the first sentence of the rule's advice.</summary>
    static string ShortFix(Finding finding)
    {
        var fix = finding.Fix?.Title ?? FirstSentence(TextReport.FirstParagraph(finding.Rule.Fix));
        if (fix.Length <= LongestFix) return fix;
        var end = fix.LastIndexOf(' ', LongestFix);
        return fix[..(end > 0 ? end : LongestFix)] + " …";
    }

    /// <summary>Up to the first full stop that ends a sentence; one inside backticks does not.</summary>
    static string FirstSentence(string text)
    {
        var isCode = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '`') isCode = !isCode;
            else if (text[i] == '.' && !isCode && i + 1 < text.Length && text[i + 1] is ' ' or '\n') return text[..i];
        }
        return text;
    }
}
