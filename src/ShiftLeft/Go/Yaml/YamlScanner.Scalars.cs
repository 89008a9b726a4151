using System.Globalization;

namespace ShiftLeft.Go.Yaml;

/// <summary>Scalars, with the place of each of their characters.</summary>
sealed partial class YamlScanner
{
    /// <summary>Line breaks that were read and not yet written, with their places.</summary>
    readonly List<(int At, int Length)> breaks = [];

    void FetchPlain()
    {
        SaveSimpleKey();
        allowsSimpleKey = false;
        queue.Add(ScanPlain());
    }

    void FetchQuoted(char quote)
    {
        SaveSimpleKey();
        allowsSimpleKey = false;
        queue.Add(ScanQuoted(quote));
    }

    void FetchBlockScalar(bool isLiteral)
    {
        RemoveSimpleKey();
        allowsSimpleKey = true;
        queue.Add(ScanBlock(isLiteral));
    }

    YamlToken ScanPlain()
    {
        var start = Mark;
        var first = Pieces.Count;
        var deeper = indent + 1;
        var end = at;
        var brokeLine = false;
        while (!IsDocumentMarker('-') && !IsDocumentMarker('.') && Current != '#')
        {
            while (!IsBlankOrEnd(Current) && !EndsPlain())
            {
                if (brokeLine) Fold(first);
                else Pieces.Add(end, at - end, first);
                brokeLine = false;
                var from = at++;
                while (!IsBlankOrEnd(Current) && !EndsPlain()) at++;
                Pieces.Add(from, at - from, first);
                end = at;
            }
            if (!IsBlank(Current) && !IsBreak(Current)) break;
            while (IsBlank(Current) || IsBreak(Current))
            {
                if (IsBlank(Current))
                {
                    if (brokeLine && Column < deeper && Current == '\t') throw Fail("found a tab character that violates indentation", "a plain scalar", start);
                    at++;
                    continue;
                }
                if (!brokeLine) breaks.Clear();
                ReadBreak();
                brokeLine = true;
            }
            if (flowLevel == 0 && Column < deeper) break;
        }
        if (brokeLine) allowsSimpleKey = true;
        return Scalar(start, end, first, isPlain: true);
    }

    /// <summary>A scalar of all pieces from the first on.</summary>
    YamlToken Scalar(YamlMark start, int end, int first, bool isPlain = false)
    {
        var range = Pieces.Since(first);
        var value = Pieces.TextOf(range);
        if (!keepsPieces)
        {
            Pieces.Clear();
            range = default;
        }
        return new(YamlTokenKind.Scalar, start, end, value, null, range, isPlain);
    }

    bool EndsPlain() => Current switch
    {
        ':' => IsBlankOrEnd(Peek(1)),
        ',' or '?' or '[' or ']' or '{' or '}' => flowLevel > 0,
        _ => false,
    };

    YamlToken ScanQuoted(char quote)
    {
        var start = Mark;
        var first = Pieces.Count;
        at++;
        while (true)
        {
            if (IsDocumentMarker('-') || IsDocumentMarker('.')) throw Fail("found unexpected document indicator", "a quoted scalar", start);
            if (Current == '\0') throw at < limit ? refused ?? Fail(ControlCharacter) : Fail("found unexpected end of stream", "a quoted scalar", start);
            var brokeLine = false;
            var isEscaped = false;
            breaks.Clear();
            while (!IsBlankOrEnd(Current) && !(Current == quote && (quote == '"' || Peek(1) != '\'')))
            {
                if (quote == '"' && Current == '\\')
                {
                    if (IsBreak(Peek(1)))
                    {
                        at++;
                        SkipBreak();
                        brokeLine = isEscaped = true;
                        break;
                    }
                    ScanEscape(start, first);
                    continue;
                }
                // Of two single quotes the first stands for itself.
                var from = at++;
                if (text[from] != quote) SkipWithin(quote);
                Pieces.Add(from, at - from, first);
                if (text[from] == quote) at++;
            }
            if (Current == quote) break;
            var blanks = at;
            while (IsBlank(Current) || IsBreak(Current))
            {
                if (IsBlank(Current))
                {
                    at++;
                    continue;
                }
                ReadBreak();
                brokeLine = true;
            }
            if (!brokeLine) Pieces.Add(blanks, at - blanks, first);
            else if (!isEscaped) Fold(first);
            else WriteBreaks(0, first);
        }
        at++;
        return Scalar(start, at, first);
    }

    /// <summary>Over characters of a quoted scalar that stand for themselves.</summary>
    void SkipWithin(char quote)
    {
        while (at < limit && text[at] is var c && c != quote && !IsBlankOrEnd(c) && !(c == '\\' && quote == '"')) at++;
    }

    void ScanEscape(YamlMark start, int first)
    {
        var c = Peek(1);
        var digits = c switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (digits == 0)
        {
            if (c is ' ' or '"' or '\'' or '\\' or '\t') Pieces.Add(at + 1, 1, first);
            else
            {
                Pieces.Replace(at, 2, c switch
                {
                    '0' => "\0", 'a' => "\a", 'b' => "\b", 't' => "\t", 'n' => "\n", 'v' => "\v", 'f' => "\f", 'r' => "\r", 'e' => "\u001B",
                    'N' => "\u0085", '_' => "\u00A0", 'L' => "\u2028", 'P' => "\u2029",
                    _ => throw Fail("found unknown escape character", "a quoted scalar", start),
                });
            }
            at += 2;
            return;
        }
        long value = 0;
        var escape = at;
        at += 2;
        for (var i = 0; i < digits; i++)
        {
            if (!char.IsAsciiHexDigit(Peek(i))) throw Fail("did not find expected hexdecimal number", "a quoted scalar", start);
            value = (value << 4) + int.Parse([Peek(i)], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        }
        if (value is (>= 0xD800 and <= 0xDFFF) or > 0x10FFFF) throw Fail("found invalid Unicode character escape code", "a quoted scalar", start);
        at += digits;
        Pieces.Replace(escape, digits + 2, char.ConvertFromUtf32((int)value));
    }

    YamlToken ScanBlock(bool isLiteral)
    {
        var start = Mark;
        at++;
        var (chomping, increment) = ScanBlockHeader(start);
        while (IsBlank(Current)) at++;
        if (Current == '#') SkipComment();
        if (at < limit && !IsBreak(Current)) throw Fail("did not find expected comment or line break", "a block scalar", start);
        if (IsBreak(Current)) SkipBreak();
        var end = at;
        var depth = increment == 0 ? 0 : Math.Max(indent, 0) + increment;
        var first = Pieces.Count;
        breaks.Clear();
        ScanBlockBreaks(ref depth, ref end, start);
        // The break that ends the last line of content stands in front of those of blank lines; before the first line there is none.
        var hasLeading = false;
        var startedBlank = false;
        while (Column == depth && at < limit)
        {
            var startsBlank = IsBlank(Current);
            if (!isLiteral && hasLeading && !startedBlank && !startsBlank && BreakText(breaks[0]) == "\n")
            {
                if (breaks.Count == 1) Pieces.Replace(breaks[0].At, breaks[0].Length, " ");
                WriteBreaks(1, first);
            }
            else WriteBreaks(0, first);
            startedBlank = startsBlank;
            var from = at;
            while (at < limit && !IsBreak(text[at])) at++;
            Pieces.Add(from, at - from, first);
            breaks.Clear();
            hasLeading = at < limit;
            if (hasLeading) ReadBreak();
            ScanBlockBreaks(ref depth, ref end, start);
        }
        if (chomping >= 0 && hasLeading) WriteBreak(breaks[0], first);
        if (chomping > 0) WriteBreaks(hasLeading ? 1 : 0, first);
        return Scalar(start, end, first);
    }

    /// <summary>How the end is cut (-1 strip, 0 clip, 1 keep), and how much deeper the text is indented; 0 for as the first line is.</summary>
    (int Chomping, int Increment) ScanBlockHeader(YamlMark start)
    {
        var (chomping, increment) = (0, 0);
        for (var i = 0; i < 2; i++)
        {
            if (Current is '+' or '-' && chomping == 0) chomping = Current == '+' ? 1 : -1;
            else if (char.IsAsciiDigit(Current) && increment == 0)
            {
                if (Current == '0') throw Fail("found an indentation indicator equal to 0", "a block scalar", start);
                increment = Current - '0';
            }
            else break;
            at++;
        }
        return (chomping, increment);
    }

    void ScanBlockBreaks(ref int depth, ref int end, YamlMark start)
    {
        end = at;
        var deepest = 0;
        while (true)
        {
            while ((depth == 0 || Column < depth) && Current == ' ') at++;
            deepest = Math.Max(deepest, Column);
            if ((depth == 0 || Column < depth) && Current == '\t') throw Fail("found a tab character where an indentation space is expected", "a block scalar", start);
            if (!IsBreak(Current)) break;
            ReadBreak();
            end = at;
        }
        if (depth == 0) depth = Math.Max(1, Math.Max(deepest, indent + 1));
    }

    void ReadBreak()
    {
        var from = at;
        SkipBreak();
        breaks.Add((from, at - from));
    }

    /// <summary>One line break is a space, more are one less.</summary>
    void Fold(int first)
    {
        if (BreakText(breaks[0]) != "\n") WriteBreaks(0, first);
        else if (breaks.Count == 1) Pieces.Replace(breaks[0].At, breaks[0].Length, " ");
        else WriteBreaks(1, first);
    }

    void WriteBreaks(int from, int first)
    {
        for (var i = from; i < breaks.Count; i++) WriteBreak(breaks[i], first);
    }

    void WriteBreak((int At, int Length) lineBreak, int first)
    {
        if (lineBreak.Length == 1 && text[lineBreak.At] is '\n' or '\u2028' or '\u2029') Pieces.Add(lineBreak.At, 1, first);
        else Pieces.Replace(lineBreak.At, lineBreak.Length, "\n");
    }

    string BreakText((int At, int Length) lineBreak) => text[lineBreak.At] switch { '\u2028' => "\u2028", '\u2029' => "\u2029", _ => "\n" };
}
