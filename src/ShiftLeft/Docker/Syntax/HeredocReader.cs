using System.Collections.Immutable;
using System.Globalization;
using ShiftLeft.Text;

namespace ShiftLeft.Docker.Syntax;

/// <summary>
/// Finds the heredocs that a line opens, as BuildKit does: the whole logical line, keyword and flags included, is cut into words as a shell would,
/// the backslash being the escape whatever the file's is. A line whose quotes or braces do not close opens none.
/// </summary>
static class HeredocReader
{
    public static bool CanHold(InstructionSyntax instruction) =>
        (instruction.Trigger ?? instruction) is { Name: "ADD" or "COPY" or "RUN", IsJson: false };

    public static ImmutableArray<HeredocSyntax> FindOpeners(MappedText line) =>
        line.Text.Contains("<<", StringComparison.Ordinal)
            ? [.. WordReader.Split(line.Text, keepsQuotes: true, keepsEscapes: true).Select(word => Opener(line, word)).OfType<HeredocSyntax>()]
            : [];

    static HeredocSyntax? Opener(MappedText line, SplitWord word) =>
        Read(word.Text) is { } mark ? new(mark.Name, mark.Expands, mark.StripsTabs, mark.FileDescriptor, Word.Of(line, word.Span), line.LocationOf(word.Span), IsTerminated: false) : null;

    /// <summary>What a word such as <c>3&lt;&lt;-"EOF"</c> opens; null when it opens no heredoc.</summary>
    public static HeredocMark? Read(string text)
    {
        var digits = 0;
        while (digits < text.Length && char.IsAsciiDigit(text[digits])) digits++;
        if (!text.AsSpan(digits).StartsWith("<<")) return null;
        var at = digits + 2;
        var stripsTabs = at < text.Length && text[at] == '-';
        if (stripsTabs) at++;
        while (at < text.Length && text[at] is ' ' or '\t' or '\n' or '\f' or '\r') at++;
        var rest = text[at..];
        if (rest.Length == 0 || rest.Contains('<', StringComparison.Ordinal)) return null;
        if (WordReader.Split(rest, keepsQuotes: false, keepsEscapes: false) is not [var name]) return null;
        if (WordReader.Split(rest, keepsQuotes: true, keepsEscapes: false) is not [var quoted]) return null;
        var descriptor = int.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        return new(name.Text, Quotes(name.Text) == Quotes(quoted.Text), stripsTabs, descriptor);
    }

    static int Quotes(string text) => text.Count(c => c is '\'' or '"');
}

/// <param name="Name">The terminator, unquoted.</param>
/// <param name="Expands">Whether no part of the name is quoted.</param>
/// <param name="StripsTabs">Whether a minus stands before it.</param>
/// <param name="FileDescriptor">The number before the angle brackets, 0 where there is none.</param>
readonly record struct HeredocMark(string Name, bool Expands, bool StripsTabs, int FileDescriptor);
