using System.Globalization;
using System.Text;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Strconv;

namespace ShiftLeft.Go.Template;

enum TokenKind
{
    Error, End, Text, LeftDelimiter, RightDelimiter, Space, Bool, Char, CharConstant, Assign, Declare, Field, Identifier, LeftParen, RightParen,
    Number, Pipe, RawString, String, Variable, Dot,
    Block, Break, Continue, Define, Else, EndAction, If, Nil, Range, Template, With,
}

/// <param name="Kind">What it is.</param>
/// <param name="Start">Its offset in the template's text.</param>
/// <param name="Length">How much of the text it is; an error and the end are none of it.</param>
readonly record struct Token(TokenKind Kind, int Start, int Length)
{
    public int EndOffset => Start + Length;
}

/// <summary>Go's <c>text/template/parse</c> lexer: text, and the tokens of the actions between <c>{{</c> and <c>}}</c>.</summary>
sealed class Lexer(string input)
{
    int position;
    int parenDepth;
    bool insideAction;

    /// <summary>What is wrong, in Go's words, once there was an error.</summary>
    public string? Error { get; private set; }

    /// <summary>The next token; after an error or the end always the same.</summary>
    public Token Next()
    {
        while (true)
        {
            if (Error is not null || (position >= input.Length && !insideAction)) return new(TokenKind.End, position, 0);
            if (insideAction) return InsideAction();
            if (Text() is { } text) return text;
        }
    }

    /// <summary>The text up to the next action; null where there is none to emit, and a comment or the action's start is reached.</summary>
    Token? Text()
    {
        var start = position;
        var open = input.IndexOf("{{", position, StringComparison.Ordinal);
        if (open < 0)
        {
            position = input.Length;
            return new(TokenKind.Text, start, input.Length - start);
        }
        if (open > start)
        {
            var end = IsLeftTrim(open + 2) ? TrimEnd(start, open) : open;
            if (end > start)
            {
                position = open;
                return new(TokenKind.Text, start, end - start);
            }
        }
        position = open;
        var afterMarker = IsLeftTrim(open + 2) ? open + 4 : open + 2;
        if (StartsWith(afterMarker, "/*")) return Comment(afterMarker);
        position = afterMarker;
        insideAction = true;
        parenDepth = 0;
        return new(TokenKind.LeftDelimiter, open, 2);
    }

    Token? Comment(int start)
    {
        var close = input.IndexOf("*/", start + 2, StringComparison.Ordinal);
        if (close < 0) return Fail(start, "unclosed comment");
        var (isEnd, trims) = RightDelimiterAt(close + 2);
        if (!isEnd) return Fail(start, "comment ends before closing delimiter");
        position = close + (trims ? 6 : 4);
        if (trims) SkipBlanks();
        return null;
    }

    Token InsideAction()
    {
        var (isEnd, _) = RightDelimiterAt(position);
        if (isEnd) return parenDepth == 0 ? RightDelimiter() : Fail(position, "unclosed left paren");
        if (position >= input.Length) return Fail(position, "unclosed action");
        var start = position;
        var c = input[position];
        if (IsBlank(c)) return Space();
        switch (c)
        {
            case '=': return Take(TokenKind.Assign, 1);
            case ':': return StartsWith(position + 1, "=") ? Take(TokenKind.Declare, 2) : Fail(start, "expected :=");
            case '|': return Take(TokenKind.Pipe, 1);
            case '"': return Quoted();
            case '`': return Raw();
            case '\'': return CharConstant();
            case '$':
                position++;
                return AtTerminator() ? new(TokenKind.Variable, start, 1) : Name(TokenKind.Variable, start);
            case '.' when position + 1 >= input.Length || !char.IsAsciiDigit(input[position + 1]):
                position++;
                return AtTerminator() ? new(TokenKind.Dot, start, 1) : Name(TokenKind.Field, start);
            case '.' or '+' or '-':
            case >= '0' and <= '9':
                return Number();
            case '(':
                parenDepth++;
                return Take(TokenKind.LeftParen, 1);
            case ')':
                if (--parenDepth < 0) return Fail(start, "unexpected right paren");
                return Take(TokenKind.RightParen, 1);
            case var _ when AlphaNumericAt(position) > 0: return Identifier();
            case > ' ' and < '\u007F': return Take(TokenKind.Char, 1);
            default: return Fail(start, $"unrecognized character in action: {Describe(position)}");
        }
    }

    Token Take(TokenKind kind, int length)
    {
        var start = position;
        position += length;
        return new(kind, start, length);
    }

    Token Fail(int start, string message)
    {
        Error = message;
        return new(TokenKind.Error, start, 0);
    }

    Token Space()
    {
        var start = position;
        while (position < input.Length && IsBlank(input[position])) position++;
        // A blank that belongs to " -}}" is part of the delimiter.
        if (IsTrimmedEnd(position - 1))
        {
            position--;
            if (position == start) return RightDelimiter();
        }
        return new(TokenKind.Space, start, position - start);
    }

    Token RightDelimiter()
    {
        var (_, trims) = RightDelimiterAt(position);
        var start = trims ? position + 2 : position;
        position = start + 2;
        insideAction = false;
        if (trims) SkipBlanks();
        return new(TokenKind.RightDelimiter, start, 2);
    }

    Token Identifier()
    {
        var start = position;
        while (AlphaNumericAt(position) is var length and > 0) position += length;
        return AtTerminator() ? new(KindOf(input.AsSpan(start, position - start)), start, position - start) : Fail(start, $"bad character {Describe(position)}");
    }

    static TokenKind KindOf(ReadOnlySpan<char> word) => word switch
    {
        "block" => TokenKind.Block,
        "break" => TokenKind.Break,
        "continue" => TokenKind.Continue,
        "define" => TokenKind.Define,
        "else" => TokenKind.Else,
        "end" => TokenKind.EndAction,
        "if" => TokenKind.If,
        "nil" => TokenKind.Nil,
        "range" => TokenKind.Range,
        "template" => TokenKind.Template,
        "with" => TokenKind.With,
        "true" or "false" => TokenKind.Bool,
        _ => TokenKind.Identifier,
    };

    /// <summary>The rest of a field or variable, behind its first character.</summary>
    Token Name(TokenKind kind, int start)
    {
        while (AlphaNumericAt(position) is var length and > 0) position += length;
        return AtTerminator() ? new(kind, start, position - start) : Fail(start, $"bad character {Describe(position)}");
    }

    Token Quoted()
    {
        var start = position++;
        while (position < input.Length && input[position] is not ('"' or '\n'))
        {
            if (input[position] == '\\' && position + 1 < input.Length && input[position + 1] != '\n') position++;
            else if (input[position] == '\\') break;
            position++;
        }
        if (position >= input.Length || input[position] != '"') return Fail(start, "unterminated quoted string");
        position++;
        return new(TokenKind.String, start, position - start);
    }

    Token Raw()
    {
        var start = position;
        var end = input.IndexOf('`', start + 1);
        if (end < 0) return Fail(start, "unterminated raw quoted string");
        position = end + 1;
        return new(TokenKind.RawString, start, position - start);
    }

    Token CharConstant()
    {
        var start = position++;
        while (position < input.Length && input[position] is not ('\'' or '\n'))
        {
            if (input[position] == '\\' && position + 1 < input.Length && input[position + 1] != '\n') position++;
            position++;
        }
        if (position >= input.Length || input[position] != '\'') return Fail(start, "unterminated character constant");
        position++;
        return new(TokenKind.CharConstant, start, position - start);
    }

    Token Number()
    {
        var start = position;
        if (input[position] is '+' or '-') position++;
        var digits = "0123456789_";
        var isHex = false;
        if (Accept("0"))
        {
            if (Accept("xX")) (digits, isHex) = ("0123456789abcdefABCDEF_", true);
            else if (Accept("oO")) digits = "01234567_";
            else if (Accept("bB")) digits = "01_";
        }
        AcceptRun(digits);
        if (Accept(".")) AcceptRun(digits);
        if (digits.Length == 11 && Accept("eE"))
        {
            Accept("+-");
            AcceptRun("0123456789_");
        }
        if (isHex && Accept("pP"))
        {
            Accept("+-");
            AcceptRun("0123456789_");
        }
        Accept("i");
        if (AlphaNumericAt(position) is var length and > 0)
        {
            position += length;
            return Fail(start, $"bad number syntax: {Quoting.Quote(input[start..position])}");
        }
        return new(TokenKind.Number, start, position - start);
    }

    bool Accept(string any)
    {
        if (position >= input.Length || !any.Contains(input[position], StringComparison.Ordinal)) return false;
        position++;
        return true;
    }

    void AcceptRun(string any)
    {
        while (Accept(any))
        {
        }
    }

    /// <summary>What may follow a name.</summary>
    bool AtTerminator() =>
        position >= input.Length || IsBlank(input[position]) || input[position] is '.' or ',' or '|' or ':' or ')' or '(' || StartsWith(position, "}}");

    (bool IsEnd, bool Trims) RightDelimiterAt(int at) =>
        IsTrimmedEnd(at) ? (true, true) : (StartsWith(at, "}}"), false);

    bool IsTrimmedEnd(int at) => at >= 0 && at + 3 < input.Length && IsBlank(input[at]) && input[at + 1] == '-' && input[at + 2] == '}' && input[at + 3] == '}';

    bool IsLeftTrim(int at) => at + 1 < input.Length && input[at] == '-' && IsBlank(input[at + 1]);

    bool StartsWith(int at, string text) => at <= input.Length && input.AsSpan(at).StartsWith(text);

    int TrimEnd(int start, int end)
    {
        while (end > start && IsBlank(input[end - 1])) end--;
        return end;
    }

    void SkipBlanks()
    {
        while (position < input.Length && IsBlank(input[position])) position++;
    }

    static bool IsBlank(char c) => c is ' ' or '\t' or '\r' or '\n';

    /// <summary>The length of the letter, digit or underscore at an offset; 0 where there is none.</summary>
    int AlphaNumericAt(int at)
    {
        if (at >= input.Length) return 0;
        var c = input[at];
        if (c < 128) return c == '_' || char.IsAsciiLetterOrDigit(c) ? 1 : 0;
        if (!Rune.TryGetRuneAt(input, at, out var rune)) return 0;
        return Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber ? rune.Utf16SequenceLength : 0;
    }

    /// <summary>Go's <c>%#U</c>.</summary>
    string Describe(int at)
    {
        if (at >= input.Length) return "U+FFFFFFFFFFFFFFFF";
        var value = Rune.TryGetRuneAt(input, at, out var rune) ? rune.Value : 0xFFFD;
        return $"U+{value:X4}" + (Rune.IsControl(rune) ? "" : $" '{rune}'");
    }
}
