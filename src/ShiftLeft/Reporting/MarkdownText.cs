using System.Globalization;
using System.Text;

namespace ShiftLeft.Reporting;

/// <summary>
/// Text of unknown origin as a part of GitHub's Markdown. It goes into blocks of HTML, in which no Markdown is read, or into fences that it
/// cannot close. What GitHub looks for after that - mentions, references to issues, bare addresses - it does not look for inside of code.
/// </summary>
static class MarkdownText
{
    /// <summary>A path or a name may be of any length, and so may a line.</summary>
    const int LongestName = 200;
    const int LongestLine = 200;

    /// <summary>One line of HTML.</summary>
    public static string Html(string text) => VisibleText.Of(text)
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);

    /// <summary>A name, a path or a value.</summary>
    public static string Code(string text) => $"<code>{Html(VisibleText.Shorten(text, LongestName))}</code>";

    /// <summary>A message: prose in which backticks mark code. Prose that GitHub would make something of is shown as code as well.</summary>
    public static string Message(string message)
    {
        var html = new StringBuilder();
        var parts = VisibleText.Shorten(message, VisibleText.LongestMessage).Split('`');
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i].Length > 0) html.Append(i % 2 == 1 || SpeaksToGitHub(parts[i]) ? Code(parts[i]) : Html(parts[i]));
        }
        return html.ToString();
    }

    static bool SpeaksToGitHub(string prose) =>
        prose.AsSpan().IndexOfAny('@', '#', '/') >= 0 || prose.Contains("www.", StringComparison.OrdinalIgnoreCase) || prose.Contains("GH-", StringComparison.OrdinalIgnoreCase)
        || prose.Split(' ').Any(word => word.Length >= 7 && word.All(char.IsAsciiHexDigit));

    /// <summary>Lines as they are, except that what acts or hides is shown.</summary>
    public static string Fenced(string language, IEnumerable<string> lines)
    {
        var shown = lines.Select(line => VisibleText.Of(VisibleText.Shorten(line, LongestLine))).ToList();
        var fence = Fence(shown);
        return $"{fence}{language}\n{string.Concat(shown.Select(line => line + "\n"))}{fence}\n";
    }

    /// <summary>A fence that none of the lines can be mistaken for.</summary>
    public static string Fence(IEnumerable<string> lines) => new('`', Math.Max(3, lines.Select(LongestRun).DefaultIfEmpty().Max() + 1));

    static int LongestRun(string line)
    {
        var (longest, run) = (0, 0);
        foreach (var c in line) longest = Math.Max(longest, run = c == '`' ? run + 1 : 0);
        return longest;
    }

    public static string Plural(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
