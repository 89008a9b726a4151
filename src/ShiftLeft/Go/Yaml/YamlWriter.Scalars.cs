using System.Buffers;
using System.Globalization;
using System.Text;
using ShiftLeft.Go.Strings;
using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Yaml;

/// <summary>Strings in the style that fits them.</summary>
sealed partial class YamlWriter
{
    /// <summary>What <c>yaml.v2</c> does not read, or reads as another thing, in JSON.</summary>
    static readonly SearchValues<char> Troubles = SearchValues.Create(
        [.. Enumerable.Range(0x7F, 0x21).Concat(Enumerable.Range(0xD800, 0x800)).Concat([0xFFFE, 0xFFFF]).Select(c => (char)c)]);

    /// <summary>What is written as it is wherever it stands, but for a few words.</summary>
    static readonly SearchValues<char> Safe = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./-");

    static bool IsSafe(string text) =>
        !text.AsSpan().ContainsAnyExcept(Safe) && text.Length > 1 && !text.StartsWith("---", StringComparison.Ordinal) && !text.StartsWith("...", StringComparison.Ordinal);

    void WriteString(TracedText text, Provenance? from, bool isKey)
    {
        if (IsSafe(text.Text) && CanBePlain(text.Text))
        {
            WriteWhole(text);
            return;
        }
        var readable = Readable(text);
        WriteString(readable, from, isKey, YamlScalarAnalysis.Of(readable.Text, isThird));
    }

    void WriteString(TracedText text, Provenance? from, bool isKey, YamlScalarAnalysis analysis)
    {
        if (text.Length == 0)
        {
            Separate();
            to.Append("\"\"", from ?? invented);
            column += 2;
            afterWhitespace = onlyIndentation = false;
            return;
        }
        if (isThird && HasBytes(text.Text))
        {
            WriteBinary(text);
            return;
        }
        var outer = indent;
        indent = indent < 0 ? 2 : indent + 2;
        if (text.Text.Contains('\n', StringComparison.Ordinal) && analysis.AllowsBlock && !isKey) WriteLiteral(text);
        else if (text.Text.Contains('\n', StringComparison.Ordinal) || !CanBePlain(text.Text)) WriteDouble(text, mayFold: !isKey);
        else if (analysis.AllowsPlain) WriteFolding(text, mayFold: !isKey);
        else if (analysis.AllowsSingle && !(isKey && analysis.IsMultiline)) WriteSingle(text, mayFold: !isKey);
        else WriteDouble(text, mayFold: !isKey);
        indent = outer;
    }

    bool CanBePlain(string text) =>
        YamlTypes.Resolve(text, isThird: isThird).Type == YamlType.String && !YamlTypes.IsBase60(text) && !(isThird && YamlTypes.IsOldBoolean(text));

    /// <summary>
    /// The text as <c>yaml.v2</c> reads it from JSON: a next-line character there is a line break inside quotes, which folds; a control character is an error.
    /// </summary>
    TracedText Readable(TracedText text)
    {
        if (isThird || text.Text.AsSpan().IndexOfAny(Troubles) < 0) return text;
        var read = new TracedText.Builder();
        var value = text.Text;
        var start = 0;
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
            {
                i++;
                continue;
            }
            if (char.IsSurrogate(c))
            {
                read.Append(text, start, i - start).Append('\uFFFD', text.RunAt(i)?.From);
                start = i + 1;
            }
            else if (c == '\u0085')
            {
                var from = i;
                while (from > start && value[from - 1] == ' ') from--;
                var breaks = 0;
                var end = i;
                for (; end < value.Length && value[end] is ' ' or '\u0085'; end++)
                {
                    if (value[end] == '\u0085') breaks++;
                }
                if (IsDocumentMarker(value, end)) throw new UnwritableException("yaml: line 2: found unexpected document indicator");
                read.Append(text, start, from - start).Append(breaks == 1 ? " " : new string('\n', breaks - 1), text.RunAt(i)?.From);
                start = end;
                i = end - 1;
            }
            else if (Troubles.Contains(c)) throw new UnwritableException("yaml: control characters are not allowed");
        }
        return read.Append(text, start, value.Length - start).Build();
    }

    static bool IsDocumentMarker(string text, int at) =>
        text[at - 1] == '\u0085' && at + 3 < text.Length && (string.CompareOrdinal(text, at, "---", 0, 3) == 0 || string.CompareOrdinal(text, at, "...", 0, 3) == 0) && text[at + 3] is ' ' or '\u0085';

    /// <summary>Whether the text holds bytes that are no UTF-8.</summary>
    static bool HasBytes(string text)
    {
        for (var i = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF'); i >= 0 && i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) i++;
            else if (char.IsSurrogate(text[i])) return true;
        }
        return false;
    }

    void WriteBinary(TracedText text)
    {
        const int LineLength = 70;
        WriteIndicator("!!binary", isIndentation: false);
        var encoded = Convert.ToBase64String(GoString.Encode(text.Text));
        var origin = text.Origins() is [var only] ? only : invented;
        var outer = indent;
        indent = indent < 0 ? 2 : indent + 2;
        if (encoded.Length < LineLength) WriteFolding(TracedText.Of(encoded, origin), mayFold: false);
        else WriteLiteral(TracedText.Of(string.Concat(encoded.Chunk(LineLength).Select(line => new string(line) + "\n")), origin));
        indent = outer;
    }

    /// <summary>A part of the text as it is.</summary>
    void Copy(TracedText text, int start, int end)
    {
        if (start == end) return;
        budget.Step();
        to.Append(text, start, end - start);
        column += end - start;
        onlyIndentation = false;
    }

    void WriteWhole(TracedText text)
    {
        Separate();
        to.Append(text);
        column += text.Length;
        afterWhitespace = onlyIndentation = false;
    }

    void WriteFolding(TracedText text, bool mayFold)
    {
        if (!mayFold || width - column > text.Length)
        {
            WriteWhole(text);
            return;
        }
        Separate();
        WriteLines(text, mayFold, isQuoted: false);
        afterWhitespace = onlyIndentation = false;
    }

    void WriteSingle(TracedText text, bool mayFold)
    {
        WriteIndicator("'", isIndentation: false);
        WriteLines(text, mayFold, isQuoted: true);
        Put("'");
        afterWhitespace = onlyIndentation = false;
    }

    /// <summary>Breaks lines at single spaces beyond the width; a quote in quotes is doubled.</summary>
    void WriteLines(TracedText text, bool mayFold, bool isQuoted)
    {
        var value = text.Text;
        var start = 0;
        var (spaces, breaks) = (false, false);
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (c == ' ')
            {
                var isInside = !isQuoted || (i > 0 && i < value.Length - 1);
                if (mayFold && !spaces && column + i - start > width && isInside && !(i + 1 < value.Length && value[i + 1] == ' '))
                {
                    Copy(text, start, i);
                    WriteIndent();
                    start = i + 1;
                }
                spaces = true;
            }
            else if (YamlScalarAnalysis.IsBreak(c))
            {
                Copy(text, start, i);
                if (!breaks && c == '\n') PutBreak();
                Copy(text, i, i + 1);
                column = 0;
                start = i + 1;
                breaks = onlyIndentation = true;
            }
            else
            {
                if (breaks)
                {
                    Copy(text, start, i);
                    start = i;
                    WriteIndent();
                }
                if (c == '\'' && isQuoted)
                {
                    Copy(text, start, i);
                    start = i;
                    Put("'");
                }
                spaces = breaks = false;
                onlyIndentation = false;
            }
        }
        Copy(text, start, value.Length);
    }

    void WriteDouble(TracedText text, bool mayFold)
    {
        WriteIndicator("\"", isIndentation: false);
        var value = text.Text;
        // The library looks for a byte order mark at the text's start, wherever it is in the text, and then escapes everything.
        var escapesAll = value[0] == '\uFEFF';
        var start = 0;
        var spaces = false;
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (escapesAll || !YamlScalarAnalysis.IsPrintable(c) || YamlScalarAnalysis.IsBreak(c) || c is '"' or '\\')
            {
                Copy(text, start, i);
                i += Escape(text, i) - 1;
                start = i + 1;
                spaces = false;
            }
            else if (c == ' ')
            {
                if (mayFold && !spaces && column + i - start > width && i > 0 && i < value.Length - 1)
                {
                    Copy(text, start, i);
                    WriteIndent();
                    if (value[i + 1] == ' ') Put("\\");
                    start = i + 1;
                }
                spaces = true;
            }
            else spaces = false;
        }
        Copy(text, start, value.Length);
        Put("\"");
        afterWhitespace = onlyIndentation = false;
    }

    /// <summary>How many UTF-16 units the character takes that was escaped.</summary>
    int Escape(TracedText text, int at)
    {
        var c = text.Text[at];
        if (c is '"' or '\\')
        {
            Put("\\");
            Copy(text, at, at + 1);
            return 1;
        }
        var rune = Rune.GetRuneAt(text.Text, at);
        var escape = rune.Value switch
        {
            0 => "\\0", '\a' => "\\a", '\b' => "\\b", '\t' => "\\t", '\n' => "\\n", '\v' => "\\v", '\f' => "\\f", '\r' => "\\r", 0x1B => "\\e",
            0x85 => "\\N", 0xA0 => "\\_", 0x2028 => "\\L", 0x2029 => "\\P",
            <= 0xFF => "\\x" + rune.Value.ToString("X2", CultureInfo.InvariantCulture),
            <= 0xFFFF => "\\u" + rune.Value.ToString("X4", CultureInfo.InvariantCulture),
            _ => "\\U" + rune.Value.ToString("X8", CultureInfo.InvariantCulture),
        };
        to.Append(escape, text.RunAt(at)?.From ?? invented);
        column += escape.Length;
        return rune.Utf16SequenceLength;
    }

    void WriteLiteral(TracedText text)
    {
        var value = text.Text;
        var hint = value[0] == ' ' || YamlScalarAnalysis.IsBreak(value[0]) ? "2" : "";
        var chomping = !YamlScalarAnalysis.IsBreak(value[^1]) ? "-" : value.Length == 1 || YamlScalarAnalysis.IsBreak(value[^2]) ? "+" : "";
        WriteIndicator("|" + hint + chomping, isIndentation: false);
        PutBreak();
        onlyIndentation = afterWhitespace = true;
        var start = 0;
        var breaks = true;
        for (var i = 0; i < value.Length; i++)
        {
            if (YamlScalarAnalysis.IsBreak(value[i]))
            {
                Copy(text, start, i + 1);
                column = 0;
                start = i + 1;
                breaks = onlyIndentation = true;
            }
            else if (breaks)
            {
                WriteIndent();
                breaks = onlyIndentation = false;
            }
        }
        Copy(text, start, value.Length);
    }
}
