using System.Text;
using ShiftLeft.Text;

namespace ShiftLeft.Reporting;

/// <summary>Text of unknown origin as a part of a page: every character shows, none is markup, and none hides or reorders others. The page is XML as well.</summary>
static class HtmlText
{
    const int LongestName = 300;
    const int LongestLine = 300;
    /// <summary>What is left of the mark in a line that had to be cut.</summary>
    const int LeadingContext = 60;
    const int MostLines = 6;
    const int LinesAtEachEnd = 2;

    /// <summary>One line of text; in an attribute as well.</summary>
    public static string Of(string text)
    {
        var visible = VisibleText.Of(text);
        var html = new StringBuilder(visible.Length + 16);
        foreach (var c in visible)
        {
            html.Append(c switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                // XML knows no such characters.
                '\uFFFE' or '\uFFFF' => "\uFFFD",
                _ => null,
            } is { } escaped ? escaped : c.ToString());
        }
        return html.ToString();
    }

    public static string Name(string text) => Of(VisibleText.Shorten(text, LongestName));

    /// <summary>Prose in which backticks mark code.</summary>
    public static string Prose(string text)
    {
        var parts = VisibleText.Shorten(text, 2 * VisibleText.LongestMessage).Split('`');
        // Without a second one a backtick is a backtick.
        if (parts.Length % 2 == 0) parts = [.. parts[..^2], parts[^2] + "`" + parts[^1]];
        return string.Concat(parts.Select((part, i) => part.Length == 0 ? "" : i % 2 == 0 ? Of(part) : $"<code>{Of(part)}</code>"));
    }

    /// <summary>The lines of a place with their numbers, and what is meant marked; empty where there is no text.</summary>
    public static string Excerpt(Location location)
    {
        var source = location.Source;
        if (source.Content.Length == 0) return "";
        var end = location.Span.End;
        while (end > location.Span.Start && source.Content[end - 1] is '\n' or '\r') end--;
        var (first, last) = (source.LineOf(location.Span.Start), source.LineOf(end));
        var html = new StringBuilder("<pre class=\"code\">");
        for (var line = first; line <= last; line++)
        {
            if (last - first >= MostLines && line == first + LinesAtEachEnd)
            {
                html.Append("<span class=\"n\">⋮</span>\n");
                line = last - LinesAtEachEnd + 1;
            }
            html.Append("<span class=\"n\">").Append(line + 1).Append("</span>").Append(Marked(source, line, Span.FromBounds(location.Span.Start, end))).Append('\n');
        }
        return html.Append("</pre>").ToString();
    }

    static string Marked(SourceText source, int line, Span meant)
    {
        var (start, end) = (source.LineSpan(line).Start, source.LineSpan(line).End);
        if (line == 0 && source.HasByteOrderMark) start = Math.Min(1, end);
        var from = Math.Clamp(meant.Start, start, end);
        var to = Math.Clamp(meant.End, from, end);
        // All of a line but its indent, where the place goes over several.
        while (from < to && source.Content[from] is ' ' or '\t') from++;
        var lead = "";
        if (end - start > LongestLine && from - start > LeadingContext)
        {
            start = from - LeadingContext;
            if (char.IsLowSurrogate(source.Content[start])) start++;
            lead = "…";
        }
        var rest = end - start > LongestLine ? "…" : "";
        if (rest.Length > 0) end = start + LongestLine - (char.IsHighSurrogate(source.Content[start + LongestLine - 1]) ? 1 : 0);
        to = Math.Min(to, end);
        var mark = from < to ? $"<mark>{Spread(source.Content[from..to])}</mark>" : "";
        return $"{lead}{Spread(source.Content[start..from])}{mark}{Spread(source.Content[to..end])}{rest}";
    }

    static string Spread(string text) => Of(text.Replace("\t", "    ", StringComparison.Ordinal));

    /// <summary>A line of a change.</summary>
    public static string Line(string text) => Spread(VisibleText.Shorten(text, LongestLine));
}
