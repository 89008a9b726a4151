using System.Collections.Immutable;
using System.Text;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Strings;
using ShiftLeft.Go.Template;
using ShiftLeft.Go.Unicode;
using ShiftLeft.Go.Xstrings;
using ShiftLeft.Tracing;

namespace ShiftLeft.Helm.Functions;

/// <summary>Upper and lower case, and the spellings of names.</summary>
static class Cases
{
    public static ImmutableArray<FunctionSignature> All { get; } =
    [
        new("upper", [Parameter.String], null, call => Respelled(call, Mapped(call, (rune, _) => Letters.Upper(rune)))),
        new("lower", [Parameter.String], null, call => Respelled(call, Mapped(call, (rune, _) => Letters.Lower(rune)))),
        new("title", [Parameter.String], null, call => Respelled(call, Mapped(call, (rune, before) => IsSeparator(before) ? Letters.Title(rune) : rune))),
        new("untitle", [Parameter.String], null, call => Respelled(call, Mapped(call, (rune, before) => Rune.IsWhiteSpace(before) ? Letters.Lower(rune) : rune))),
        new("swapcase", [Parameter.String], null, SwapCase),
        new("initials", [Parameter.String], null, Initials),
        new("camelcase", [Parameter.String], null, call => Respelled(call, CamelCase(call.String(0)))),
        new("snakecase", [Parameter.String], null, call => Respelled(call, WordCase.Join(call.String(0), '_'))),
        new("kebabcase", [Parameter.String], null, call => Respelled(call, WordCase.Join(call.String(0), '-'))),
    ];

    static readonly Rune Blank = new(' ');

    /// <summary>A spelling of the same length keeps where each letter comes from.</summary>
    static Value Respelled(FunctionCall call, string spelled)
    {
        var text = call.Text(0);
        if (string.Equals(spelled, text.Text, StringComparison.Ordinal)) return call[0];
        call.Budget.Write(spelled.Length);
        if (spelled.Length != text.Length) return call.Opaque(spelled, call[0]);
        var respelled = text.Respelled(spelled);
        if (string.Equals(spelled, text.Text, StringComparison.OrdinalIgnoreCase)) return new StringValue(respelled, call[0].From);
        // Another character than was written there, as the dash that stands for an underscore, is the function's own.
        var by = call.Computed(call[0]);
        var result = new TracedText.Builder();
        var start = 0;
        for (var i = 0; i < spelled.Length; i++)
        {
            if (spelled.AsSpan(i, 1).Equals(text.Text.AsSpan(i, 1), StringComparison.OrdinalIgnoreCase)) continue;
            result.Append(respelled, start, i - start).Append(spelled[i], by);
            start = i + 1;
        }
        return new StringValue(result.Append(respelled, start, spelled.Length - start).Build(), call[0].From);
    }

    /// <param name="call">The call, whose first argument is mapped.</param>
    /// <param name="map">From a character and the one before it.</param>
    static string Mapped(FunctionCall call, Func<Rune, Rune, Rune> map)
    {
        var text = call.String(0);
        call.Budget.Step(text.Length / 4);
        var mapped = new StringBuilder(text.Length);
        var before = Blank;
        foreach (var rune in text.EnumerateRunes())
        {
            var result = map(rune, before);
            if (result.IsBmp) mapped.Append((char)result.Value);
            else mapped.Append(result.ToString());
            before = rune;
        }
        return mapped.ToString();
    }

    /// <summary>What words end at for Go's <c>strings.Title</c>: in ASCII all but letters, digits and the underscore, beyond it white space.</summary>
    static bool IsSeparator(Rune rune)
    {
        if (rune.IsAscii) return !(char.IsAsciiLetterOrDigit((char)rune.Value) || rune.Value == '_');
        return !Rune.IsLetter(rune) && !Rune.IsDigit(rune) && Rune.IsWhiteSpace(rune);
    }

    static Value SwapCase(FunctionCall call)
    {
        var behindSpace = true;
        return Respelled(call, Mapped(call, (rune, _) =>
        {
            if (Letters.IsUpper(rune) || Letters.IsTitle(rune))
            {
                behindSpace = false;
                return Letters.Lower(rune);
            }
            if (!Letters.IsLower(rune))
            {
                behindSpace = Rune.IsWhiteSpace(rune);
                return rune;
            }
            var swapped = behindSpace ? Letters.Title(rune) : Letters.Upper(rune);
            behindSpace = false;
            return swapped;
        }));
    }

    /// <summary>The first of each word; the library takes each byte for a character.</summary>
    static Value Initials(FunctionCall call)
    {
        var text = call.Text(0);
        var isAscii = Ascii.IsValid(text.Text);
        var letters = isAscii ? text.Text : new string([.. GoString.Encode(text.Text).Select(part => (char)part)]);
        var result = new TracedText.Builder();
        var behindSpace = true;
        for (var i = 0; i < letters.Length; i++)
        {
            if (char.IsWhiteSpace(letters[i]))
            {
                behindSpace = true;
                continue;
            }
            if (behindSpace && isAscii) result.Append(text, i, 1);
            else if (behindSpace) result.Append(letters[i], call.Computed(call[0]));
            behindSpace = false;
        }
        return Strings.Part(call[0], result.Build());
    }

    /// <summary>Each word begins with a capital and loses its connector; connectors at the start, and all but the last in a row, stay.</summary>
    static string CamelCase(string text)
    {
        var runes = text.EnumerateRunes().ToArray();
        var result = new StringBuilder(text.Length);
        var at = 0;
        while (at < runes.Length && WordCase.IsConnector(runes[at])) result.Append(runes[at++].ToString());
        // Of connectors alone the last is written twice.
        if (at == runes.Length) return at == 0 ? "" : result.Append(runes[^1].ToString()).ToString();
        // A word in capitals is written small behind its first letter, up to one that is small already.
        var isShouted = Letters.IsUpper(runes[at]);
        var current = Letters.Upper(runes[at++]);
        for (; at < runes.Length; at++)
        {
            var before = current;
            current = runes[at];
            if (WordCase.IsConnector(before) && WordCase.IsConnector(current))
            {
                result.Append(before.ToString());
                continue;
            }
            if (WordCase.IsConnector(before))
            {
                isShouted = Letters.IsUpper(current);
                current = Letters.Upper(current);
                continue;
            }
            if (isShouted && Letters.IsUpper(current)) current = Letters.Lower(current);
            else isShouted = false;
            result.Append(before.ToString());
        }
        return result.Append(current.ToString()).ToString();
    }
}
