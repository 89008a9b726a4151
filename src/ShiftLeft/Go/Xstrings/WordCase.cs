using System.Globalization;
using System.Text;
using ShiftLeft.Go.Unicode;

namespace ShiftLeft.Go.Xstrings;

/// <summary>Names cut into words and joined by a connector in lower case: <c>FooBarHTTP2</c> becomes <c>foo_bar_http2</c>.</summary>
static class WordCase
{
    enum Word { None, Number, Upper, Letters, Connector, Punctuation, Other }

    public static bool IsConnector(Rune rune) => rune.Value is '-' or '_' || Rune.IsWhiteSpace(rune);

    public static string Join(string text, char connector)
    {
        var result = new StringBuilder(text.Length + 8);
        var rest = text.AsSpan();
        var (kind, word) = Next(ref rest);
        while (!rest.IsEmpty)
        {
            if (kind != Word.Connector) Append(result, kind, word, connector);
            var (before, last) = (kind, word);
            (kind, word) = Next(ref rest);
            switch (before)
            {
                case Word.Number:
                    AppendMixed(ref rest);
                    if (kind is not (Word.None or Word.Punctuation or Word.Connector)) result.Append(connector);
                    break;
                case Word.Connector:
                    Append(result, before, last, connector);
                    break;
                case Word.Punctuation: break;
                case var _ when kind != Word.Number:
                    if (kind is not (Word.Connector or Word.Punctuation)) result.Append(connector);
                    break;
                case var _ when !rest.IsEmpty:
                    last = word;
                    (kind, word) = Next(ref rest);
                    // A number belongs to the word before it, unless small letters follow.
                    if (kind != Word.Letters)
                    {
                        Append(result, Word.Number, last, connector);
                        if (kind is not (Word.Connector or Word.Punctuation)) result.Append(connector);
                        break;
                    }
                    result.Append(connector);
                    Append(result, Word.Number, last, connector);
                    AppendMixed(ref rest);
                    if (kind is not (Word.None or Word.Connector or Word.Punctuation)) result.Append(connector);
                    break;
            }
        }
        Append(result, kind, word, connector);
        return result.ToString();

        // Small letters and digits in any order.
        void AppendMixed(ref ReadOnlySpan<char> remaining)
        {
            while (kind is Word.Letters or Word.Number)
            {
                Append(result, kind, word, connector);
                (kind, word) = Next(ref remaining);
            }
        }
    }

    static void Append(StringBuilder to, Word kind, string word, char connector)
    {
        if (kind is not (Word.Upper or Word.Connector))
        {
            to.Append(word);
            return;
        }
        foreach (var rune in word.EnumerateRunes()) to.Append(IsConnector(rune) ? connector.ToString() : (Letters.IsUpper(rune) ? Letters.Lower(rune) : rune).ToString());
    }

    /// <summary>Takes the next word off.</summary>
    static (Word Kind, string Word) Next(ref ReadOnlySpan<char> rest)
    {
        if (rest.IsEmpty) return (Word.None, "");
        var whole = rest;
        Rune.DecodeFromUtf16(rest, out var first, out var length);
        rest = rest[length..];
        var kind = KindOf(first);
        switch (kind)
        {
            case Word.Upper when !rest.IsEmpty:
                Capitalized(whole, ref rest);
                break;
            case Word.Upper: break;
            default:
                Take(ref rest, kind switch
                {
                    Word.Connector => IsConnector,
                    Word.Punctuation => IsPunctuation,
                    Word.Letters => rune => IsAlphabet(rune) && !Letters.IsUpper(rune),
                    Word.Number => Rune.IsNumber,
                    _ => rune => !IsConnector(rune) && !IsAlphabet(rune) && !Rune.IsNumber(rune) && !IsPunctuation(rune),
                });
                break;
        }
        return (kind, whole[..^rest.Length].ToString());
    }

    /// <summary>Behind a capital: more of them, of which the last begins the next word if small letters follow; or small letters.</summary>
    static void Capitalized(ReadOnlySpan<char> whole, ref ReadOnlySpan<char> rest)
    {
        Rune.DecodeFromUtf16(rest, out var second, out var length);
        if (!Letters.IsUpper(second))
        {
            if (IsAlphabet(second)) Take(ref rest, rune => IsAlphabet(rune) && !Letters.IsUpper(rune));
            return;
        }
        var lastLength = length;
        while (!rest.IsEmpty)
        {
            Rune.DecodeFromUtf16(rest, out second, out length);
            if (!Letters.IsUpper(second)) break;
            lastLength = length;
            rest = rest[length..];
        }
        if (!rest.IsEmpty && IsAlphabet(second)) rest = whole[(whole.Length - rest.Length - lastLength)..];
    }

    static void Take(ref ReadOnlySpan<char> rest, Func<Rune, bool> belongs)
    {
        while (!rest.IsEmpty)
        {
            Rune.DecodeFromUtf16(rest, out var rune, out var length);
            if (!belongs(rune)) return;
            rest = rest[length..];
        }
    }

    static Word KindOf(Rune rune) => rune switch
    {
        _ when IsConnector(rune) => Word.Connector,
        _ when IsPunctuation(rune) => Word.Punctuation,
        _ when Letters.IsUpper(rune) => Word.Upper,
        _ when IsAlphabet(rune) => Word.Letters,
        _ when Rune.IsNumber(rune) => Word.Number,
        _ => Word.Other,
    };

    static bool IsPunctuation(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.ConnectorPunctuation or UnicodeCategory.DashPunctuation
        or UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation or UnicodeCategory.InitialQuotePunctuation
        or UnicodeCategory.FinalQuotePunctuation or UnicodeCategory.OtherPunctuation;

    /// <summary>Letters but for those of Chinese, Japanese and Korean.</summary>
    static bool IsAlphabet(Rune rune) => Rune.IsLetter(rune) && rune.Value is not (>= 0x3400 and <= 0x4D85 or >= 0x4E00 and <= 0x9FCC or >= 0x20000 and <= 0x2B81D);
}
