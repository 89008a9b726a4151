using System.Globalization;
using System.Text;

namespace ShiftLeft.Reporting;

/// <summary>
/// Text of unknown origin as a terminal or a build log may print it: every character shows, none acts. Controls become their pictures,
/// characters that reorder, hide or speak to a log's machinery become U+FFFD.
/// </summary>
static class VisibleText
{
    public const int TabWidth = 4;

    /// <summary>The text in one line; a tab or a line's end is a blank.</summary>
    public static string Of(string text)
    {
        if (IsPlain(text)) return text;
        var shown = new StringBuilder(text.Length);
        foreach (var cell in Cells(text.ReplaceLineEndings(" ").Replace('\t', ' '))) shown.Append(cell.Shown);
        return shown.ToString();
    }

    /// <summary>
    /// A path as a log may begin a line with it. Whoever reads logs for errors takes what stands before the first colon for the file, so none may be
    /// in a name but that of a drive; and a line that begins with two is a command to GitHub's runner.
    /// </summary>
    public static string OfPath(string path)
    {
        var visible = Of(path);
        var start = visible is [(>= 'A' and <= 'Z') or (>= 'a' and <= 'z'), ':', '/' or '\\', ..] ? 2 : 0;
        return visible.IndexOf(':', start) < 0 ? visible : visible[..start] + visible[start..].Replace(":", "%3A", StringComparison.Ordinal);
    }

    /// <summary>A message may quote what a file says, and a file may say anything at any length.</summary>
    public const int LongestMessage = 1_000;

    /// <summary>The text, or as much of its beginning as fits with an ellipsis into so many characters.</summary>
    public static string Shorten(string text, int length) => text.Length <= length ? text : string.Concat(text.AsSpan(0, length - 1), "…");

    /// <summary>How many columns a terminal gives to the text as <see cref="Of"/> shows it.</summary>
    public static int WidthOf(string text) => IsPlain(text) ? text.Length : Cells(Of(text)).Sum(cell => cell.Width);

    /// <summary>The text character by character; tabs are counted from its beginning.</summary>
    public static IEnumerable<Cell> Cells(string text)
    {
        var column = 0;
        for (var at = 0; at < text.Length;)
        {
            var length = Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var consumed) == System.Buffers.OperationStatus.Done ? consumed : 1;
            var cell = StartsLogCommand(text, at) ? new Cell(at, Refused, 1)
                : text[at] == '\t' ? new(at, new(' ', TabWidth - (column % TabWidth)), TabWidth - (column % TabWidth))
                : Show(at, rune);
            yield return cell;
            column += cell.Width;
            at += length;
        }
    }

    const string Refused = "\uFFFD";

    static Cell Show(int at, Rune rune) => rune.Value switch
    {
        < 0x20 => new(at, ((char)(0x2400 + rune.Value)).ToString(), 1),
        < 0x7F => new(at, ((char)rune.Value).ToString(), 1),
        0x7F => new(at, "\u2421", 1),
        _ => Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.Surrogate => new(at, Refused, 1),
            UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark => new(at, rune.ToString(), 0),
            _ => new(at, rune.ToString(), IsWide(rune.Value) ? 2 : 1),
        },
    };

    /// <summary>
    /// GitHub's runner and Azure Pipelines obey <c>##[…]</c> and <c>##vso[…]</c> anywhere in a line of a log; the bracket is what makes them.
    /// </summary>
    static bool StartsLogCommand(string text, int at) =>
        text[at] == '[' && (text.AsSpan(0, at).EndsWith("##") || text.AsSpan(0, at).EndsWith("##vso", StringComparison.OrdinalIgnoreCase));

    static bool IsPlain(string text) =>
        !text.AsSpan().ContainsAnyExceptInRange(' ', '~') && !text.Contains("##", StringComparison.Ordinal);

    /// <summary>East Asian Width W and F of Unicode 16 (EastAsianWidth.txt), neighbouring ranges joined across unassigned code points.</summary>
    static bool IsWide(int value)
    {
        if (value < Wide[0].First) return false;
        var (low, high) = (0, Wide.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (value < Wide[middle].First) high = middle - 1;
            else if (value > Wide[middle].Last) low = middle + 1;
            else return true;
        }
        return false;
    }

    static readonly (int First, int Last)[] Wide =
    [
        (0x1100, 0x115F), (0x231A, 0x231B), (0x2329, 0x232A), (0x23E9, 0x23EC), (0x23F0, 0x23F0), (0x23F3, 0x23F3), (0x25FD, 0x25FE),
        (0x2614, 0x2615), (0x2630, 0x2637), (0x2648, 0x2653), (0x267F, 0x267F), (0x268A, 0x268F), (0x2693, 0x2693), (0x26A1, 0x26A1),
        (0x26AA, 0x26AB), (0x26BD, 0x26BE), (0x26C4, 0x26C5), (0x26CE, 0x26CE), (0x26D4, 0x26D4), (0x26EA, 0x26EA), (0x26F2, 0x26F3),
        (0x26F5, 0x26F5), (0x26FA, 0x26FA), (0x26FD, 0x26FD), (0x2705, 0x2705), (0x270A, 0x270B), (0x2728, 0x2728), (0x274C, 0x274C),
        (0x274E, 0x274E), (0x2753, 0x2755), (0x2757, 0x2757), (0x2795, 0x2797), (0x27B0, 0x27B0), (0x27BF, 0x27BF), (0x2B1B, 0x2B1C),
        (0x2B50, 0x2B50), (0x2B55, 0x2B55), (0x2E80, 0x303E), (0x3041, 0x3247), (0x3250, 0x4DBF), (0x4E00, 0xA4C6), (0xA960, 0xA97C),
        (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFE10, 0xFE19), (0xFE30, 0xFE6B), (0xFF01, 0xFF60), (0xFFE0, 0xFFE6), (0x16FE0, 0x18DFF),
        (0x1AFF0, 0x1B2FF), (0x1D300, 0x1D376), (0x1F004, 0x1F004), (0x1F0CF, 0x1F0CF), (0x1F18E, 0x1F18E), (0x1F191, 0x1F19A),
        (0x1F200, 0x1F320), (0x1F32D, 0x1F335), (0x1F337, 0x1F37C), (0x1F37E, 0x1F393), (0x1F3A0, 0x1F3CA), (0x1F3CF, 0x1F3D3),
        (0x1F3E0, 0x1F3F0), (0x1F3F4, 0x1F3F4), (0x1F3F8, 0x1F43E), (0x1F440, 0x1F440), (0x1F442, 0x1F4FC), (0x1F4FF, 0x1F53D),
        (0x1F54B, 0x1F54E), (0x1F550, 0x1F567), (0x1F57A, 0x1F57A), (0x1F595, 0x1F596), (0x1F5A4, 0x1F5A4), (0x1F5FB, 0x1F64F),
        (0x1F680, 0x1F6C5), (0x1F6CC, 0x1F6CC), (0x1F6D0, 0x1F6D2), (0x1F6D5, 0x1F6DF), (0x1F6EB, 0x1F6EC), (0x1F6F4, 0x1F6FC),
        (0x1F7E0, 0x1F7EB), (0x1F7F0, 0x1F7F0), (0x1F90C, 0x1F93A), (0x1F93C, 0x1F945), (0x1F947, 0x1F9FF), (0x1FA70, 0x1FAFF),
        (0x20000, 0x3FFFD),
    ];
}

/// <summary>One character of a line as it is shown.</summary>
/// <param name="Offset">Where it begins in the text, in UTF-16 units.</param>
/// <param name="Shown">What stands for it.</param>
/// <param name="Width">How many columns of a terminal that takes: 0 for a combining mark, 2 for a wide character.</param>
readonly record struct Cell(int Offset, string Shown, int Width);
