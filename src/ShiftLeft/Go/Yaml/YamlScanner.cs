using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using ShiftLeft.Text;
using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Yaml;

/// <summary>
/// Cuts YAML 1.1 into tokens as <c>yaml.v2</c> does, which Helm, <c>kubectl</c> and the API server read all YAML with: it accepts what that library
/// accepts, and says what it says. Positions are kept for every character of a scalar.
/// </summary>
sealed partial class YamlScanner
{
    /// <summary>A key without a question mark must end within so many characters.</summary>
    const int LongestSimpleKey = 1024;
    const int DeepestNesting = 10_000;
    /// <summary>Three dashes and a blank.</summary>
    const int LongestIndicator = 4;
    /// <summary>So many tokens that were taken may stay in the queue before it is cut.</summary>
    const int MostTaken = 4096;
    const string ControlCharacter = "control characters are not allowed";
    const string MisplacedValue = "mapping values are not allowed in this context";

    static readonly SearchValues<char> Breaks = SearchValues.Create("\n\r\u0085\u2028\u2029");
    /// <summary>ASCII that can be printed, and what parts it.</summary>
    static readonly SearchValues<char> Plain = SearchValues.Create(string.Concat(Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c)) + "\t\n\r");

    readonly string text;
    /// <summary>Where the document's part of the text ends.</summary>
    int limit;
    readonly List<YamlToken> queue = [];
    readonly List<SimpleKey> simpleKeys = [];
    readonly Stack<int> indents = new();
    int head;
    int taken;
    int at;
    int line;
    int lineStart;
    int flowLevel;
    int indent = -1;
    bool allowsSimpleKey = true;
    bool hasEnded;
    YamlException? refused;
    int refusedFrom;

    readonly bool keepsPieces;
    readonly bool refusesControls;

    /// <param name="text">The YAML.</param>
    /// <param name="keepsPieces">Whether it will be asked where the characters of scalars stand.</param>
    public YamlScanner(string text, bool keepsPieces = true) : this(text, new(0, text.Length), keepsPieces)
    {
    }

    /// <param name="text">A text of which a part is the YAML.</param>
    /// <param name="part">That part; places are those in the text, lines are counted from its start.</param>
    /// <param name="keepsPieces">Whether it will be asked where the characters of scalars stand.</param>
    /// <param name="refusesControls">Whether characters that YAML may not hold are looked for.</param>
    public YamlScanner(string text, Span part, bool keepsPieces = true, bool refusesControls = true)
    {
        (this.text, this.keepsPieces, this.refusesControls) = (text, keepsPieces, refusesControls);
        Pieces = new(text);
        Start(part);
    }

    /// <summary>Forgets what it read, and starts with another part of the text.</summary>
    public void Start(Span part)
    {
        (at, lineStart, limit) = (part.Start, part.Start, part.End);
        (head, taken, line, flowLevel, indent, allowsSimpleKey, hasEnded) = (0, 0, 0, 0, -1, true, false);
        queue.Clear();
        indents.Clear();
        simpleKeys.Clear();
        simpleKeys.Add(default);
        refused = refusesControls ? FindRefused() : null;
        refusedFrom = refused is null ? int.MaxValue : ChunkOf(refused.At);
        if (Current == '\uFEFF') lineStart = ++at;
    }

    /// <summary>Where comments start, as far as they were come by; null where nobody asks.</summary>
    public List<int>? Comments { get; init; }

    public PieceList Pieces { get; }

    /// <summary>What may turn out to be a key once a colon follows, of each level of brackets the last.</summary>
    struct SimpleKey
    {
        public bool IsPossible;
        public bool IsRequired;
        /// <summary>Whether its token is kept back until it is known what it is.</summary>
        public bool IsAwaited;
        /// <summary>That of its token; deeper levels have no lower ones.</summary>
        public int Number;
        public YamlMark Mark;
    }

    int NextNumber => taken + queue.Count - head;
    int Column => at - lineStart;
    YamlMark Mark => new(at, line, Column);
    char Current => at < limit ? text[at] : '\0';
    char Peek(int ahead) => at + ahead < limit ? text[at + ahead] : '\0';

    /// <summary>The next token; it stays the next one until it is taken.</summary>
    public ref readonly YamlToken Next
    {
        get
        {
            while (NeedsMore()) Fetch();
            return ref CollectionsMarshal.AsSpan(queue)[head];
        }
    }

    public void Take()
    {
        taken++;
        if (++head < queue.Count)
        {
            if (head < MostTaken || head < queue.Count / 2) return;
            queue.RemoveRange(0, head);
        }
        else queue.Clear();
        head = 0;
    }

    bool NeedsMore()
    {
        if (head == queue.Count) return !hasEnded;
        // The next token may have to come behind one that says it is a key.
        return AwaitedLevel() is { } level && IsValid(level);
    }

    /// <summary>The level at which the next token is what may be a key.</summary>
    int? AwaitedLevel()
    {
        var (low, high) = (0, simpleKeys.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (simpleKeys[middle].Number < taken) low = middle + 1;
            else high = middle;
        }
        for (; low < simpleKeys.Count && simpleKeys[low].Number == taken; low++)
        {
            if (simpleKeys[low] is { IsPossible: true, IsAwaited: true }) return low;
        }
        return null;
    }

    void Fetch()
    {
        SkipToToken();
        Unroll(Column);
        if (refused is not null && at + LongestIndicator > refusedFrom) throw refused;
        var c = Current;
        if (at >= limit) FetchEnd();
        else if (Column == 0 && c == '%') FetchDirective();
        else if (IsDocumentMarker('-')) FetchDocumentMarker(YamlTokenKind.DocumentStart);
        else if (IsDocumentMarker('.')) FetchDocumentMarker(YamlTokenKind.DocumentEnd);
        else if (c == '[') FetchFlowStart(YamlTokenKind.FlowSequenceStart);
        else if (c == '{') FetchFlowStart(YamlTokenKind.FlowMappingStart);
        else if (c == ']') FetchFlowEnd(YamlTokenKind.FlowSequenceEnd);
        else if (c == '}') FetchFlowEnd(YamlTokenKind.FlowMappingEnd);
        else if (c == ',') FetchFlowEntry();
        else if (c == '-' && IsBlankOrEnd(Peek(1))) FetchBlockEntry();
        else if (c == '?' && (flowLevel > 0 || IsBlankOrEnd(Peek(1)))) FetchKey();
        else if (c == ':' && (flowLevel > 0 || IsBlankOrEnd(Peek(1)))) FetchValue();
        else if (c is '*' or '&') FetchAnchor(c == '*' ? YamlTokenKind.Alias : YamlTokenKind.Anchor);
        else if (c == '!') FetchTag();
        else if (c is '|' or '>' && flowLevel == 0) FetchBlockScalar(c == '|');
        else if (c is '\'' or '"') FetchQuoted(c);
        else if (StartsPlain(c)) FetchPlain();
        else throw Fail("found character that cannot start any token", what: c == '\t' ? "a tab cannot indent; use spaces" : $"`{c}` cannot start a value; put it in quotes");
        if (refused is not null && at >= refusedFrom) throw refused;
    }

    bool StartsPlain(char c) => c switch
    {
        '-' => !IsBlank(Peek(1)),
        '?' or ':' => flowLevel == 0 && !IsBlankOrEnd(Peek(1)),
        ',' or '[' or ']' or '{' or '}' or '#' or '&' or '*' or '!' or '|' or '>' or '\'' or '"' or '%' or '@' or '`' => false,
        _ => !IsBlankOrEnd(c),
    };

    /// <summary>Over blanks, comments and line breaks. A tab is a blank only where no key may start.</summary>
    void SkipToToken()
    {
        while (true)
        {
            while (Current == ' ' || (Current == '\t' && (flowLevel > 0 || !allowsSimpleKey))) at++;
            if (Current == '#') SkipComment();
            if (!IsBreak(Current)) return;
            SkipBreak();
            if (flowLevel == 0) allowsSimpleKey = true;
        }
    }

    void SkipComment()
    {
        Comments?.Add(at);
        at = text.AsSpan(at, limit - at).IndexOfAny(Breaks) is var length and >= 0 ? at + length : limit;
    }

    void SkipBreak()
    {
        at += Current == '\r' && Peek(1) == '\n' ? 2 : 1;
        line++;
        lineStart = at;
    }

    void Unroll(int column)
    {
        if (flowLevel > 0) return;
        for (; indent > column; indent = indents.Pop()) queue.Add(new(YamlTokenKind.BlockEnd, Mark, at));
    }

    /// <summary>Opens a block collection where the column is deeper than the current one.</summary>
    void Roll(int column, int? number, YamlTokenKind kind, YamlMark mark)
    {
        if (flowLevel > 0 || indent >= column) return;
        indents.Push(indent);
        indent = column;
        if (indents.Count > DeepestNesting) throw Fail($"exceeded max depth of {DeepestNesting}");
        var token = new YamlToken(kind, mark, mark.At);
        Insert(number, token);
    }

    /// <summary>Puts a token before the one of a number; behind all where that is taken.</summary>
    void Insert(int? number, YamlToken token)
    {
        if (number is { } before && before >= taken) queue.Insert(before - taken + head, token);
        else queue.Add(token);
    }

    void FetchEnd()
    {
        if (Column != 0)
        {
            line++;
            lineStart = at;
        }
        Unroll(-1);
        RemoveSimpleKey();
        allowsSimpleKey = false;
        queue.Add(new(YamlTokenKind.StreamEnd, Mark, at));
        hasEnded = true;
    }

    void FetchDirective()
    {
        Unroll(-1);
        RemoveSimpleKey();
        allowsSimpleKey = false;
        queue.Add(ScanDirective());
    }

    bool IsDocumentMarker(char of) => Column == 0 && Current == of && Peek(1) == of && Peek(2) == of && IsBlankOrEnd(Peek(3));

    void FetchDocumentMarker(YamlTokenKind kind)
    {
        Unroll(-1);
        RemoveSimpleKey();
        allowsSimpleKey = false;
        Add(kind, 3);
    }

    void FetchFlowStart(YamlTokenKind kind)
    {
        SaveSimpleKey();
        simpleKeys.Add(new() { Number = NextNumber, Mark = Mark });
        if (++flowLevel > DeepestNesting) throw Fail($"exceeded max depth of {DeepestNesting}");
        allowsSimpleKey = true;
        Add(kind, 1);
    }

    void FetchFlowEnd(YamlTokenKind kind)
    {
        RemoveSimpleKey();
        if (flowLevel > 0)
        {
            flowLevel--;
            var closed = simpleKeys[^1].Number;
            simpleKeys.RemoveAt(simpleKeys.Count - 1);
            // Where the brackets held no key, the library does not wait for the key that they could be themselves: for it `{}: x` is no entry.
            if (simpleKeys[^1].Number == closed) CollectionsMarshal.AsSpan(simpleKeys)[^1].IsAwaited = false;
        }
        allowsSimpleKey = false;
        Add(kind, 1);
    }

    void FetchFlowEntry()
    {
        RemoveSimpleKey();
        allowsSimpleKey = true;
        Add(YamlTokenKind.FlowEntry, 1);
    }

    void FetchBlockEntry()
    {
        if (flowLevel == 0)
        {
            if (!allowsSimpleKey) throw Fail("block sequence entries are not allowed in this context");
            Roll(Column, null, YamlTokenKind.BlockSequenceStart, Mark);
        }
        RemoveSimpleKey();
        allowsSimpleKey = true;
        Add(YamlTokenKind.BlockEntry, 1);
    }

    void FetchKey()
    {
        if (flowLevel == 0)
        {
            if (!allowsSimpleKey) throw Fail("mapping keys are not allowed in this context");
            Roll(Column, null, YamlTokenKind.BlockMappingStart, Mark);
        }
        RemoveSimpleKey();
        allowsSimpleKey = flowLevel == 0;
        Add(YamlTokenKind.Key, 1);
    }

    void FetchValue()
    {
        if (IsValid(simpleKeys.Count - 1))
        {
            var key = simpleKeys[^1];
            Insert(key.Number, new(YamlTokenKind.Key, key.Mark, key.Mark.At));
            Roll(key.Mark.Column, key.Number, YamlTokenKind.BlockMappingStart, key.Mark);
            simpleKeys[^1] = key with { IsPossible = false };
            allowsSimpleKey = false;
        }
        else
        {
            if (flowLevel == 0)
            {
                if (!allowsSimpleKey) throw Fail(MisplacedValue, what: MisplacedValue + ": a key is indented too far, or a text that holds `: ` is not in quotes");
                Roll(Column, null, YamlTokenKind.BlockMappingStart, Mark);
            }
            allowsSimpleKey = flowLevel == 0;
        }
        Add(YamlTokenKind.Value, 1);
    }

    void Add(YamlTokenKind kind, int length)
    {
        var mark = Mark;
        at += length;
        queue.Add(new(kind, mark, at));
    }

    /// <summary>Whether the last possible key of a level may still be one; a key that had to be one and is not is an error.</summary>
    bool IsValid(int level)
    {
        var key = simpleKeys[level];
        if (!key.IsPossible) return false;
        if (key.Mark.Line >= line && key.Mark.At + LongestSimpleKey >= at) return true;
        if (key.IsRequired) throw Fail("could not find expected ':'", "a simple key", key.Mark);
        simpleKeys[level] = key with { IsPossible = false };
        return false;
    }

    void SaveSimpleKey()
    {
        if (!allowsSimpleKey) return;
        RemoveSimpleKey();
        simpleKeys[^1] = new() { IsPossible = true, IsAwaited = true, IsRequired = flowLevel == 0 && indent == Column, Number = NextNumber, Mark = Mark };
    }

    void RemoveSimpleKey()
    {
        var key = simpleKeys[^1];
        if (!key.IsPossible) return;
        if (key.IsRequired) throw Fail("could not find expected ':'", "a simple key", key.Mark);
        simpleKeys[^1] = key with { IsPossible = false };
    }

    /// <summary>What no YAML may hold, or null.</summary>
    YamlException? FindRefused()
    {
        for (var i = at; i < limit; i++)
        {
            var next = text.AsSpan(i, limit - i).IndexOfAnyExcept(Plain);
            if (next < 0) break;
            var c = text[i += next];
            if (c is '\u0085' or (>= '\u00A0' and < '\uD800') or (>= '\uE000' and < '\uFFFE')) continue;
            if (char.IsHighSurrogate(c) && i + 1 < limit && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
                continue;
            }
            // A lone surrogate stands for a byte that is no UTF-8.
            if (c is < '\uDC80' or > '\uDCFF') return new(ControlCharacter, i) { Problem = $"the control character U+{(int)c:X4} is not allowed" };
            return new(c is < '\uDCC0' or >= '\uDCF8' ? "invalid leading UTF-8 octet" : "invalid trailing UTF-8 octet", i) { Problem = $"the byte 0x{c - 0xDC00:X2} is no UTF-8, as which the file must be saved" };
        }
        return null;
    }

    /// <summary>The library reads its input in chunks, and comes to what it refuses only where it needs the chunk.</summary>
    int ChunkOf(int refusedAt)
    {
        const int ChunkSize = 512;
        var beyond = Encoding.UTF8.GetByteCount(text.AsSpan(at, refusedAt - at)) % ChunkSize;
        var from = refusedAt;
        while (from > at && beyond > 0)
        {
            var length = from - at > 1 && char.IsSurrogatePair(text[from - 2], text[from - 1]) ? 2 : 1;
            from -= length;
            beyond -= Encoding.UTF8.GetByteCount(text.AsSpan(from, length));
        }
        return from;
    }

    /// <summary>An error where the scanner stands; Go counts its line from 1, and says none for the first.</summary>
    YamlException Fail(string problem, string? context = null, YamlMark begun = default, string? what = null) =>
        new(line > 0 ? Words(line + 1, problem) : Words(begun.Line, problem), Math.Min(at, limit)) { Problem = what ?? problem, Context = context is null ? null : "scanning " + context, ContextAt = begun.At };

    public static string Words(int line, string problem) => line > 0 ? $"line {line.ToString(CultureInfo.InvariantCulture)}: {problem}" : problem;

    static bool IsBlank(char c) => c is ' ' or '\t';
    static bool IsBreak(char c) => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029';
    static bool IsBlankOrEnd(char c) => c is ' ' or '\t' or '\0' || IsBreak(c);
    static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';
}
