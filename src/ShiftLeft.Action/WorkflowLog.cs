using System.Globalization;
using System.Security.Cryptography;
using ShiftLeft.Reporting;

namespace ShiftLeft.Actions;

/// <summary>
/// The step's log. GitHub's runner obeys lines that begin with <c>::</c>; whatever comes from the outside is written so that it never
/// begins one, and the token is never written at all.
/// </summary>
sealed class WorkflowLog(TextWriter output, string? token)
{
    /// <summary>What the reader should know besides the findings; each is said once.</summary>
    public IReadOnlyList<string> Notices => notices;

    readonly List<string> notices = [];

    /// <summary>Says what could not be done and what to do about it. The findings, and so the exit code, do not depend on it.</summary>
    public void Notice(string message)
    {
        if (notices.Contains(message)) return;
        notices.Add(message);
        Command("notice", [("title", "ShiftLeft")], message);
    }

    public void Error(string message) => Command("error", [("title", "ShiftLeft")], message);

    /// <summary>One finding beside its line.</summary>
    public void Annotate(Annotation annotation) => Command(annotation.Level,
        [
            ("file", annotation.Path), ("line", Number(annotation.Line)), ("endLine", Number(annotation.EndLine)),
            .. annotation.Line == annotation.EndLine ? [("col", Number(annotation.Column)), ("endColumn", Number(annotation.EndColumn))] : Array.Empty<(string, string)>(),
            ("title", annotation.Title),
        ], annotation.Message);

    /// <summary>A text of many lines, folded away. No line of it is obeyed.</summary>
    public void Group(string title, string text)
    {
        var end = RandomNumberGenerator.GetHexString(32, lowercase: true);
        Write($"::group::{Data(title)}\n::stop-commands::{end}\n{text}{(text.EndsWith('\n') ? "" : "\n")}::{end}::\n::endgroup::\n");
    }

    public void Line(string text) => Write(PlainLine(text) + "\n");

    void Command(string name, IEnumerable<(string Name, string Value)> properties, string message) =>
        Write($"::{name} {string.Join(',', properties.Select(property => $"{property.Name}={Property(property.Value)}"))}::{Data(message)}\n");

    static string PlainLine(string text) => VisibleText.Of(text) is var shown && shown.TrimStart().StartsWith("::", StringComparison.Ordinal) ? "." + shown : shown;

    /// <summary>The escapes of the runner's <c>ActionCommand</c>; after <see cref="VisibleText"/> there are no line ends to escape.</summary>
    static string Data(string text) => VisibleText.Of(VisibleText.Shorten(text, VisibleText.LongestMessage)).Replace("%", "%25", StringComparison.Ordinal);

    static string Property(string text) => Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);

    static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    void Write(string text) => output.Write(token is null ? text : text.Replace(token, "***", StringComparison.Ordinal));
}

/// <summary>A message beside a place in a file; lines and columns count from one, the end column is the last one's.</summary>
/// <param name="Level"><c>error</c>, <c>warning</c> or <c>notice</c>.</param>
/// <param name="Path">Relative to the repository.</param>
/// <param name="Line">The first line.</param>
/// <param name="EndLine">The last line.</param>
/// <param name="Column">The first column.</param>
/// <param name="EndColumn">The last column.</param>
/// <param name="Title">What stands above the message.</param>
/// <param name="Message">One line.</param>
sealed record Annotation(string Level, string Path, int Line, int EndLine, int Column, int EndColumn, string Title, string Message);
