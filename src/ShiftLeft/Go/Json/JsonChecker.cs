using System.Text;
using ShiftLeft.Go.Strconv;
using ShiftLeft.Go.Strings;

namespace ShiftLeft.Go.Json;

/// <summary>Checks a text against JSON's grammar, with the words that Go has for what breaks it.</summary>
sealed class JsonChecker(string text)
{
    const int DeepestNesting = 10_000;

    readonly Stack<bool> isObject = new();
    int at;

    char Current => at < text.Length ? text[at] : throw new JsonSyntaxException("unexpected end of JSON input");
    /// <summary>Behind the end Go sees a blank, which a word, a number or an escape does not go on with.</summary>
    char Within => at < text.Length ? text[at] : ' ';

    /// <summary>A text that is none throws a <see cref="JsonSyntaxException"/>.</summary>
    public void Check()
    {
        CheckValue();
        SkipBlanks();
        if (at < text.Length) throw Unexpected("after top-level value");
    }

    /// <summary>Where the value ends that starts at an offset of a text; where none does, the offset of what breaks it, and why.</summary>
    public static (int End, string? Failure) Measure(string text, int start)
    {
        var checker = new JsonChecker(text) { at = start };
        try
        {
            checker.CheckValue();
            return (checker.at, null);
        }
        catch (JsonSyntaxException exception)
        {
            return (checker.at, exception.Message);
        }
    }

    void CheckValue()
    {
        for (var expectsValue = true; expectsValue || isObject.Count > 0;) expectsValue = expectsValue ? StartValue() : GoOn();
    }

    void SkipBlanks()
    {
        while (at < text.Length && text[at] is ' ' or '\t' or '\n' or '\r') at++;
    }

    /// <summary>Reads a scalar, or opens a collection; true where a value must follow.</summary>
    bool StartValue()
    {
        SkipBlanks();
        switch (Current)
        {
            case '{':
                Open(true);
                if (Current != '}')
                {
                    CheckKey();
                    return true;
                }
                Close();
                return false;
            case '[':
                Open(false);
                if (Current != ']') return true;
                Close();
                return false;
            case '"': CheckString(); return false;
            case 't': CheckWord("true"); return false;
            case 'f': CheckWord("false"); return false;
            case 'n': CheckWord("null"); return false;
            case '-' or (>= '0' and <= '9'): CheckNumber(); return false;
            default: throw Unexpected("looking for beginning of value");
        }
    }

    void Open(bool ofObject)
    {
        isObject.Push(ofObject);
        if (isObject.Count > DeepestNesting) throw new JsonSyntaxException("exceeded max depth");
        at++;
        SkipBlanks();
    }

    void Close()
    {
        isObject.Pop();
        at++;
    }

    /// <summary>Behind a value; true where another must follow.</summary>
    bool GoOn()
    {
        SkipBlanks();
        var inObject = isObject.Peek();
        if (Current == (inObject ? '}' : ']'))
        {
            Close();
            return false;
        }
        if (Current != ',') throw Unexpected(inObject ? "after object key:value pair" : "after array element");
        at++;
        SkipBlanks();
        if (inObject) CheckKey();
        return true;
    }

    void CheckKey()
    {
        if (Current != '"') throw Unexpected("looking for beginning of object key string");
        CheckString();
        SkipBlanks();
        if (Current != ':') throw Unexpected("after object key");
        at++;
    }

    void CheckString()
    {
        for (at++; Current != '"'; at++)
        {
            if (Current < ' ') throw Unexpected("in string literal");
            if (Current != '\\') continue;
            at++;
            if (Within is 'b' or 'f' or 'n' or 'r' or 't' or '\\' or '/' or '"') continue;
            if (Within != 'u') throw Unexpected("in string escape code");
            for (var i = 0; i < 4; i++)
            {
                at++;
                if (!char.IsAsciiHexDigit(Within)) throw Unexpected("in \\u hexadecimal character escape");
            }
        }
        at++;
    }

    void CheckWord(string word)
    {
        for (var i = 1; i < word.Length; i++)
        {
            at++;
            if (Within != word[i]) throw Unexpected($"in literal {word} (expecting {Quoted(word[i])})");
        }
        at++;
    }

    void CheckNumber()
    {
        if (Current == '-')
        {
            at++;
            if (!char.IsAsciiDigit(Within)) throw Unexpected("in numeric literal");
        }
        if (Current == '0') at++;
        else SkipDigits();
        if (at < text.Length && text[at] == '.')
        {
            at++;
            if (!char.IsAsciiDigit(Within)) throw Unexpected("after decimal point in numeric literal");
            SkipDigits();
        }
        if (at >= text.Length || text[at] is not ('e' or 'E')) return;
        at++;
        if (Within is '+' or '-') at++;
        if (!char.IsAsciiDigit(Within)) throw Unexpected("in exponent of numeric literal");
        SkipDigits();
    }

    void SkipDigits()
    {
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
    }

    JsonSyntaxException Unexpected(string context) => new($"invalid character {Quoted(FirstByte())} {context}");

    /// <summary>Go looks at bytes, and shows one as if it were a character.</summary>
    char FirstByte() => Within < 0x80 ? Within : (char)GoString.Encode(Rune.TryGetRuneAt(text, at, out var rune) ? rune.ToString() : text[at].ToString())[0];

    static string Quoted(char c) => c switch
    {
        '\'' => "'\\''",
        '"' => "'\"'",
        _ => $"'{Quoting.Quote(c.ToString())[1..^1]}'",
    };
}
