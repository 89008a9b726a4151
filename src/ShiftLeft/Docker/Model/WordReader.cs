using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using ShiftLeft.Text;

namespace ShiftLeft.Docker;

/// <summary>
/// Puts variables into a word and takes its quotes out, as BuildKit's <c>shell/lex.go</c> does: nothing in single quotes, everything in double
/// ones, the escape character protects the next, and all the modifiers of <c>${name…}</c>. Variables of which nothing is known leave a hole.
/// </summary>
sealed partial class WordReader
{
    /// <summary>Words nest in modifiers; what is nested deeper counts as not known.</summary>
    const int MaximumDepth = 50;
    /// <summary>A word whose values are longer together counts as not known: an <c>ENV</c> that repeats itself must not exhaust memory.</summary>
    const int LongestValue = 4096;

    static readonly SearchValues<char> Special = SearchValues.Create("$'\"\\`<");

    readonly MappedText? mapped;
    readonly string text;
    readonly char escape;
    /// <summary>Null where variables stay as they are written.</summary>
    readonly VariableScope? scope;
    /// <summary>Whether an argument without a default is unset, as in a build that gives none, or not known.</summary>
    readonly bool withoutArguments;
    readonly bool keepsQuotes;
    readonly bool readsQuotes = true;
    readonly Splitter? splitter;
    readonly ImmutableArray<VariableUse>.Builder uses = ImmutableArray.CreateBuilder<VariableUse>();
    bool keepsEscapes;
    bool isTooDeep;
    /// <summary>How many characters came from values.</summary>
    int valueLength;
    Problem? error;
    int at;

    WordReader(MappedText word, VariableScope scope, char escape, bool withoutArguments, bool readsQuotes, Splitter? splitter)
    {
        (mapped, text, this.scope, this.escape, this.withoutArguments, this.splitter) = (word, word.Text, scope, escape, withoutArguments, splitter);
        this.readsQuotes = readsQuotes;
    }

    WordReader(string text, bool keepsQuotes, bool keepsEscapes)
    {
        (this.text, escape, splitter) = (text, '\\', new());
        (this.keepsQuotes, this.keepsEscapes) = (keepsQuotes, keepsEscapes);
    }

    /// <summary>A word as one text.</summary>
    public static Expansion Expand(MappedText word, VariableScope scope, char escape, bool withoutArguments = false) =>
        word.Text.AsSpan().IndexOfAny(Special) < 0
            ? new(word.Text, [], null)
            : new WordReader(word, scope, escape, withoutArguments, readsQuotes: true, null).Read();

    /// <summary>The body of a heredoc: quotes are characters like others, and the backslash escapes whatever the file's escape character is.</summary>
    public static Expansion ExpandBody(MappedText body, VariableScope scope) => new WordReader(body, scope, '\\', false, readsQuotes: false, null).Read();

    /// <summary>A word that becomes several where a value holds blanks; null when they are not all known.</summary>
    public static (Expansion Expansion, ImmutableArray<string>? Words) ExpandWords(MappedText word, VariableScope scope, char escape, bool withoutArguments = false)
    {
        var splitter = new Splitter();
        var reader = new WordReader(word, scope, escape, withoutArguments, readsQuotes: true, splitter);
        var expansion = reader.Read();
        return (expansion, expansion.IsKnown ? [.. splitter.Finish(reader.at).Select(piece => piece.Text)] : null);
    }

    /// <summary>The words of a line with the places they take, variables as written; none when the line's quotes or braces do not close.</summary>
    public static IReadOnlyList<SplitWord> Split(string line, bool keepsQuotes, bool keepsEscapes)
    {
        var reader = new WordReader(line, keepsQuotes, keepsEscapes);
        _ = reader.ReadUntil('\0', keepsEscapes, 0, out _);
        return reader.error is null ? reader.splitter!.Finish(reader.at) : [];
    }

    Expansion Read()
    {
        var piece = ReadUntil('\0', keepsEscapes, 0, out _);
        if (error is not null) return new(null, uses.ToImmutable(), error);
        return piece.FirstHole < 0
            ? new(piece.Text, uses.ToImmutable(), null)
            : new(null, uses.ToImmutable(), null) { Prefix = piece.Text[..piece.FirstHole], Suffix = piece.Text[piece.LastHole..] };
    }

    /// <summary>Reads to the end, or up to and over a stopping character outside quotes.</summary>
    Piece ReadUntil(char stop, bool keepsEscapes, int depth, out bool isClosed)
    {
        var outer = this.keepsEscapes;
        this.keepsEscapes = keepsEscapes;
        splitter?.Enter();
        var result = new PieceBuilder();
        isClosed = stop == '\0';
        while (at < text.Length && error is null && !isTooDeep)
        {
            var c = text[at];
            if (stop != '\0' && c == stop)
            {
                at++;
                isClosed = true;
                break;
            }
            var start = at;
            switch (c)
            {
                case '$':
                    var value = ReadVariable(depth);
                    result.Append(value);
                    splitter?.AddValue(value.Text, start);
                    break;
                case '<':
                    Literal(result, ReadHeredocSign(), start);
                    break;
                case '\'' when readsQuotes:
                    Literal(result, ReadSingleQuoted(), start);
                    break;
                case '"' when readsQuotes:
                    var quoted = ReadDoubleQuoted(depth);
                    result.Append(quoted);
                    splitter?.AddRaw(quoted.Text, start);
                    break;
                default:
                    at++;
                    if (c != escape)
                    {
                        result.Append(c);
                        splitter?.Add(c, start);
                        break;
                    }
                    if (keepsEscapes) Literal(result, c, start);
                    if (at < text.Length) Literal(result, text[at++], start);
                    break;
            }
        }
        this.keepsEscapes = outer;
        splitter?.Leave();
        return result.Build();
    }

    void Literal(PieceBuilder result, string piece, int start)
    {
        result.Append(piece);
        splitter?.AddRaw(piece, start);
    }

    void Literal(PieceBuilder result, char c, int start)
    {
        result.Append(c);
        splitter?.AddRaw(c, start);
    }

    string ReadSingleQuoted()
    {
        var start = at;
        var close = text.IndexOf('\'', at + 1);
        if (close < 0)
        {
            at = text.Length;
            return Fail(start, "the single quote is never closed").Text;
        }
        at = close + 1;
        return keepsQuotes ? text[start..at] : text[(start + 1)..close];
    }

    Piece ReadDoubleQuoted(int depth)
    {
        var result = new PieceBuilder();
        var start = at++;
        if (keepsQuotes) result.Append('"');
        while (at < text.Length)
        {
            var c = text[at];
            if (c == '"')
            {
                at++;
                if (keepsQuotes) result.Append('"');
                return result.Build();
            }
            if (c == '$')
            {
                result.Append(ReadVariable(depth));
                if (error is not null || isTooDeep) return result.Build();
                continue;
            }
            at++;
            if (c == escape)
            {
                if (keepsEscapes) result.Append(c);
                if (at == text.Length) break;
                if (text[at] is '"' or '$' || text[at] == escape) c = text[at++];
            }
            result.Append(c);
        }
        return Fail(start, "the double quote is never closed");
    }

    /// <summary>Between <c>&lt;&lt;</c> and the word that ends a heredoc may be blanks; they part no words.</summary>
    string ReadHeredocSign()
    {
        var start = at++;
        if (at == text.Length || text[at] != '<') return "<";
        at++;
        while (at < text.Length && text[at] is ' ' or '\t' or '\r') at++;
        return text[start..at];
    }

    /// <summary>A name: letters, digits and underscores, digits alone, or one of the shell's single-character parameters.</summary>
    string ReadName()
    {
        var start = at;
        if (at == text.Length) return "";
        if (char.IsDigit(text[at]))
        {
            while (at < text.Length && char.IsDigit(text[at])) at++;
            return text[start..at];
        }
        if (text[at] is '@' or '*' or '#' or '?' or '-' or '$' or '!') return text[at++].ToString();
        while (at < text.Length)
        {
            if (text[at] == '_' || char.IsLetter(text[at]) || char.IsDigit(text[at])) at++;
            else if (char.IsHighSurrogate(text[at]) && Rune.TryGetRuneAt(text, at, out var rune) && (Rune.IsLetter(rune) || Rune.IsDigit(rune))) at += 2;
            else break;
        }
        return text[start..at];
    }

    Piece Fail(int start, string message)
    {
        error ??= new(
            "bad-substitution", mapped?.LocationOf(Span.FromBounds(start, Math.Max(Math.Min(at, text.Length), Math.Min(start + 1, text.Length)))) ?? Nowhere,
            $"`{(text.Length <= 60 ? text : text[..57] + "…")}` cannot be expanded: {message}");
        at = text.Length;
        return Piece.Empty;
    }

    static readonly Location Nowhere = new(new("", ""), default);

    /// <summary>Text with holes; the offsets of the first and the last, or −1 where there is none.</summary>
    readonly record struct Piece(string Text, int FirstHole, int LastHole)
    {
        public static Piece Empty { get; } = new("", -1, -1);
        public static Piece Hole { get; } = new("", 0, 0);

        public bool IsKnown => FirstHole < 0;
        public static Piece Of(string text) => new(text, -1, -1);
    }

    sealed class PieceBuilder
    {
        readonly StringBuilder text = new();
        int first = -1;
        int last = -1;

        public void Append(char c) => text.Append(c);
        public void Append(string piece) => text.Append(piece);

        public void Append(Piece piece)
        {
            if (!piece.IsKnown)
            {
                if (first < 0) first = text.Length + piece.FirstHole;
                last = text.Length + piece.LastHole;
            }
            text.Append(piece.Text);
        }

        public Piece Build() => new(text.ToString(), first, last);
    }
}

/// <summary>A word and the part of the line that it takes.</summary>
readonly record struct SplitWord(string Text, Span Span);
