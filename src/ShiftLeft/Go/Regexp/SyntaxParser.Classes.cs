using System.Collections.Immutable;
using System.Globalization;
using ShiftLeft.Go.Template;

namespace ShiftLeft.Go.Regexp;

/// <summary>Escapes and classes of characters.</summary>
sealed partial class SyntaxParser
{
    static readonly int[] Digits = ['0', '9'];
    static readonly int[] Spaces = ['\t', '\n', '\f', '\r', ' ', ' '];
    static readonly int[] WordCharacters = ['0', '9', 'A', 'Z', '_', '_', 'a', 'z'];

    void Escape(ImmutableArray<Syntax>.Builder to)
    {
        var next = at + 1 < pattern.Length ? pattern[at + 1] : '\0';
        if (next == 'Q')
        {
            var end = pattern.IndexOf(@"\E", at + 2, StringComparison.Ordinal);
            for (at += 2; at < (end < 0 ? pattern.Length : end);) to.Add(Literal(NextRune()));
            if (end >= 0) at = end + 2;
            return;
        }
        Assertion? assertion = next switch { 'A' => Assertion.TextStart, 'z' => Assertion.TextEnd, 'b' => Assertion.WordBoundary, 'B' => Assertion.NoWordBoundary, _ => null };
        if (assertion is { } found)
        {
            at += 2;
            to.Add(new AssertionSyntax(found));
            return;
        }
        if (next == 'C') throw Error("invalid escape sequence", @"\C");
        var set = new RuneSet.Builder();
        to.Add(UnicodeGroup(set) || PerlGroup(set) ? new SetSyntax(set.Build(false)) : Literal(EscapedRune()));
    }

    RuneSet Class()
    {
        var start = at++;
        var set = new RuneSet.Builder();
        var isNegated = at < pattern.Length && pattern[at] == '^';
        if (isNegated) at++;
        for (var isFirst = true; at >= pattern.Length || pattern[at] != ']' || isFirst; isFirst = false)
        {
            if (NamedGroup(set) || UnicodeGroup(set) || PerlGroup(set)) continue;
            var from = at;
            var first = ClassRune(start);
            var last = first;
            if (at + 1 < pattern.Length && pattern[at] == '-' && pattern[at + 1] != ']')
            {
                at++;
                last = ClassRune(start);
                if (last < first) throw Error("invalid character class range", pattern[from..at]);
            }
            if (!flags.HasFlag(Flags.FoldCase))
            {
                set.Add(first, last);
                continue;
            }
            budget.Step(4L * (last - first));
            set.AddFolded(first, last);
        }
        at++;
        return set.Build(isNegated);
    }

    int ClassRune(int start)
    {
        if (at >= pattern.Length) throw Error("missing closing ]", pattern[start..]);
        return pattern[at] == '\\' ? EscapedRune() : NextRune();
    }

    /// <summary><c>[:alpha:]</c></summary>
    bool NamedGroup(RuneSet.Builder to)
    {
        if (at + 2 >= pattern.Length || pattern[at] != '[' || pattern[at + 1] != ':') return false;
        var end = pattern.IndexOf(":]", at + 2, StringComparison.Ordinal);
        if (end < 0) return false;
        var name = pattern[(at + 2)..end];
        var isNegated = name.StartsWith('^');
        int[]? group = (isNegated ? name[1..] : name) switch
        {
            "alnum" => ['0', '9', 'A', 'Z', 'a', 'z'],
            "alpha" => ['A', 'Z', 'a', 'z'],
            "ascii" => [0, 0x7F],
            "blank" => ['\t', '\t', ' ', ' '],
            "cntrl" => [0, 0x1F, 0x7F, 0x7F],
            "digit" => Digits,
            "graph" => ['!', '~'],
            "lower" => ['a', 'z'],
            "print" => [' ', '~'],
            "punct" => ['!', '/', ':', '@', '[', '`', '{', '~'],
            "space" => ['\t', '\r', ' ', ' '],
            "upper" => ['A', 'Z'],
            "word" => WordCharacters,
            "xdigit" => ['0', '9', 'A', 'F', 'a', 'f'],
            _ => null,
        };
        if (group is null) throw Error("invalid character class range", pattern[at..(end + 2)]);
        at = end + 2;
        to.AddGroup(group, isNegated, flags.HasFlag(Flags.FoldCase));
        return true;
    }

    /// <summary><c>\d</c> and its kin.</summary>
    bool PerlGroup(RuneSet.Builder to)
    {
        if (at + 1 >= pattern.Length || pattern[at] != '\\') return false;
        var group = pattern[at + 1] switch { 'd' or 'D' => Digits, 's' or 'S' => Spaces, 'w' or 'W' => WordCharacters, _ => null };
        if (group is null) return false;
        to.AddGroup(group, char.IsAsciiLetterUpper(pattern[at + 1]), flags.HasFlag(Flags.FoldCase));
        at += 2;
        return true;
    }

    /// <summary><c>\pL</c>, <c>\p{Lu}</c>, <c>\P{^L}</c></summary>
    bool UnicodeGroup(RuneSet.Builder to)
    {
        if (at + 1 >= pattern.Length || pattern[at] != '\\' || pattern[at + 1] is not ('p' or 'P')) return false;
        var start = at;
        var isNegated = pattern[at + 1] == 'P';
        at += 2;
        if (at >= pattern.Length) throw Error("invalid character class range", pattern[start..]);
        var name = pattern[at].ToString();
        if (name == "{")
        {
            var end = pattern.IndexOf('}', at);
            if (end < 0) throw Error("invalid character class range", pattern[start..]);
            name = pattern[(at + 1)..end];
            at = end + 1;
        }
        else NextRune();
        if (name.StartsWith('^'))
        {
            isNegated = !isNegated;
            name = name[1..];
        }
        if (UnicodeCategories.Mask(name) is not { } mask)
        {
            throw UnicodeCategories.IsName(name)
                ? new FunctionException($"the script {name} in a regular expression is not known here")
                : Error("invalid character class range", pattern[start..at]);
        }
        to.AddCategories(isNegated ? ~mask : mask, flags.HasFlag(Flags.FoldCase) && !isNegated);
        return true;
    }

    int EscapedRune()
    {
        var start = at++;
        if (at >= pattern.Length) throw new FunctionException("error parsing regexp: trailing backslash at end of expression: ``");
        var c = NextRune();
        switch (c)
        {
            case >= '1' and <= '7' when at >= pattern.Length || pattern[at] is < '0' or > '7': break;
            case >= '0' and <= '7':
                var octal = c - '0';
                for (var i = 1; i < 3 && at < pattern.Length && pattern[at] is >= '0' and <= '7'; i++) octal = octal * 8 + pattern[at++] - '0';
                return octal;
            case 'x':
                if (Hexadecimal() is { } code) return code;
                break;
            case 'a': return '\a';
            case 'f': return '\f';
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'v': return '\v';
            case < 128 when !char.IsAsciiLetterOrDigit((char)c): return c;
        }
        throw Error("invalid escape sequence", pattern[start..at]);
    }

    /// <summary><c>\x7F</c> or <c>\x{10FFFF}</c>, behind the x.</summary>
    int? Hexadecimal()
    {
        if (at >= pattern.Length) return null;
        if (pattern[at] != '{')
        {
            var (first, second) = (Digit(NextRune()), at < pattern.Length ? Digit(NextRune()) : -1);
            return first < 0 || second < 0 ? null : first * 16 + second;
        }
        at++;
        var (code, digits) = (0, 0);
        for (; at < pattern.Length; digits++)
        {
            var next = NextRune();
            if (next == '}') return digits == 0 ? null : code;
            var digit = Digit(next);
            if (digit < 0 || (code = code * 16 + digit) > 0x10FFFF) return null;
        }
        return null;
    }

    static int Digit(int c) => c < 128 && char.IsAsciiHexDigit((char)c) ? int.Parse([(char)c], NumberStyles.HexNumber, CultureInfo.InvariantCulture) : -1;
}
