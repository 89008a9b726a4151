using System.Collections.Immutable;
using System.Text;
using ShiftLeft.Go.Template;
using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Regexp;

/// <summary>
/// Parses the syntax of Go's <c>regexp</c>, which is that of RE2: no backreferences and nothing that looks around. What it does not take ends
/// with the words that Go has for it.
/// </summary>
sealed partial class SyntaxParser
{
    const int MostRepetitions = 1000;
    const int DeepestNesting = 1000;
    /// <summary>In UTF-16 units. Go takes longer ones; no chart has any.</summary>
    const int LongestPattern = 20_000;

    readonly string pattern;
    readonly RenderBudget budget;
    int at;
    int captures;
    int depth;
    Flags flags;

    [Flags]
    enum Flags { None = 0, FoldCase = 1, MultiLine = 2, DotAll = 4, Ungreedy = 8 }

    SyntaxParser(string pattern, RenderBudget budget) => (this.pattern, this.budget) = (pattern, budget);

    public static Syntax Parse(string pattern, RenderBudget budget)
    {
        if (pattern.Length > LongestPattern) throw new BudgetException($"uses a regular expression of more than {LongestPattern:N0} characters");
        budget.Step(pattern.Length);
        for (var i = 0; i < pattern.Length; i++)
        {
            if (char.IsLowSurrogate(pattern[i]) && (i == 0 || !char.IsHighSurrogate(pattern[i - 1]))) throw Error("invalid UTF-8", pattern[i..]);
        }
        var parser = new SyntaxParser(pattern, budget);
        var syntax = parser.Choice();
        if (parser.at < pattern.Length) throw Error("unexpected )", pattern);
        if (syntax.Height > DeepestNesting) throw Error("expression nests too deeply", pattern);
        return syntax;
    }

    static FunctionException Error(string what, string where) => new($"error parsing regexp: {what}: `{where}`");

    Syntax Choice()
    {
        if (++depth > DeepestNesting) throw Error("expression nests too deeply", pattern);
        var options = ImmutableArray.CreateBuilder<Syntax>();
        options.Add(Sequence());
        while (at < pattern.Length && pattern[at] == '|')
        {
            at++;
            options.Add(Sequence());
        }
        depth--;
        return options.Count == 1 ? options[0] : new ChoiceSyntax(options.ToImmutable());
    }

    Syntax Sequence()
    {
        var parts = ImmutableArray.CreateBuilder<Syntax>();
        // Where the repetition before began: two in a row are an error.
        var repetition = -1;
        while (at < pattern.Length && pattern[at] is not ('|' or ')'))
        {
            var start = at;
            if (Quantifier() is { } quantifier)
            {
                if (repetition >= 0) throw Error("invalid nested repetition operator", pattern[repetition..at]);
                if (parts.Count == 0) throw Error("missing argument to repetition operator", pattern[start..at]);
                parts[^1] = Repeated(parts[^1], quantifier, pattern[start..at]);
                repetition = start;
                continue;
            }
            repetition = -1;
            Atom(parts);
        }
        return parts.Count switch { 0 => new EmptySyntax(), 1 => parts[0], _ => new SequenceSyntax(parts.ToImmutable()) };
    }

    static RepetitionSyntax Repeated(Syntax of, (int Least, int? Most, bool IsGreedy, bool IsCounted) quantifier, string written)
    {
        var repeated = new RepetitionSyntax(of, quantifier.Least, quantifier.Most, quantifier.IsGreedy, quantifier.IsCounted);
        return repeated.Copies > MostRepetitions ? throw Error("invalid repeat count", written) : repeated;
    }

    /// <summary>A quantifier at this place; null where there is none.</summary>
    (int Least, int? Most, bool IsGreedy, bool IsCounted)? Quantifier()
    {
        var start = at;
        var (least, most, isCounted) = (0, (int?)null, false);
        switch (pattern[at])
        {
            case '*': break;
            case '+': least = 1; break;
            case '?': most = 1; break;
            case '{' when Counts(out least, out most):
                isCounted = true;
                if (least > MostRepetitions || most > MostRepetitions || least > most) throw Error("invalid repeat count", pattern[start..(at + 1)]);
                break;
            default: return null;
        }
        at++;
        var isGreedy = !flags.HasFlag(Flags.Ungreedy);
        if (at < pattern.Length && pattern[at] == '?')
        {
            at++;
            isGreedy = !isGreedy;
        }
        return (least, most, isGreedy, isCounted);
    }

    /// <summary><c>{2}</c>, <c>{2,}</c> or <c>{2,5}</c>; leaves the place at the brace that closes it. All else is a literal brace.</summary>
    bool Counts(out int least, out int? most)
    {
        most = null;
        var i = at + 1;
        if (!Count(ref i, out least)) return false;
        if (i < pattern.Length && pattern[i] == ',')
        {
            i++;
            if (i < pattern.Length && pattern[i] != '}')
            {
                if (!Count(ref i, out var end)) return false;
                most = end;
            }
        }
        else most = least;
        if (i >= pattern.Length || pattern[i] != '}') return false;
        at = i;
        return true;
    }

    bool Count(ref int i, out int count)
    {
        count = 0;
        var start = i;
        while (i < pattern.Length && char.IsAsciiDigit(pattern[i])) count = Math.Min(count * 10 + pattern[i++] - '0', 100_000_000);
        return i > start && (i == start + 1 || pattern[start] != '0');
    }

    void Atom(ImmutableArray<Syntax>.Builder to)
    {
        switch (pattern[at])
        {
            case '(':
                if (Group() is { } group) to.Add(group);
                break;
            case '^':
                at++;
                to.Add(new AssertionSyntax(flags.HasFlag(Flags.MultiLine) ? Assertion.LineStart : Assertion.TextStart));
                break;
            case '$':
                at++;
                to.Add(new AssertionSyntax(flags.HasFlag(Flags.MultiLine) ? Assertion.LineEnd : Assertion.TextEnd));
                break;
            case '.':
                at++;
                to.Add(new SetSyntax(flags.HasFlag(Flags.DotAll) ? RuneSet.Any : RuneSet.NotLineBreak));
                break;
            case '[':
                to.Add(new SetSyntax(Class()));
                break;
            case '\\':
                Escape(to);
                break;
            default:
                to.Add(Literal(NextRune()));
                break;
        }
    }

    /// <summary>A group; null for one that only sets flags for what follows.</summary>
    Syntax? Group()
    {
        var start = at;
        var outer = flags;
        if (at + 1 >= pattern.Length || pattern[at + 1] != '?')
        {
            at++;
            return Closed(++captures, null, outer);
        }
        var named = pattern.AsSpan(at).StartsWith("(?P<", StringComparison.Ordinal) && pattern.Length - at > 4 ? 4
            : pattern.AsSpan(at).StartsWith("(?<", StringComparison.Ordinal) && pattern.Length - at > 3 ? 3 : 0;
        if (named > 0)
        {
            var end = pattern.IndexOf('>', at);
            if (end < 0) throw Error("invalid named capture", pattern[start..]);
            var name = pattern[(at + named)..end];
            if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')) throw Error("invalid named capture", pattern[start..(end + 1)]);
            at = end + 1;
            return Closed(++captures, name, outer);
        }
        at += 2;
        var (set, isNegative, sawFlag) = (flags, false, false);
        while (at < pattern.Length)
        {
            var c = pattern[at];
            NextRune();
            var flag = c switch { 'i' => Flags.FoldCase, 'm' => Flags.MultiLine, 's' => Flags.DotAll, 'U' => Flags.Ungreedy, _ => Flags.None };
            if (flag != Flags.None)
            {
                set = isNegative ? set & ~flag : set | flag;
                sawFlag = true;
                continue;
            }
            if (c == '-' && !isNegative)
            {
                isNegative = true;
                sawFlag = false;
                continue;
            }
            if (c is not (':' or ')') || (isNegative && !sawFlag)) break;
            flags = set;
            return c == ')' ? null : Closed(0, null, outer);
        }
        throw Error("invalid or unsupported Perl syntax", pattern[start..at]);
    }

    /// <summary>The content of a group and the parenthesis that closes it; flags that it sets end with it.</summary>
    Syntax Closed(int index, string? name, Flags outer)
    {
        var content = Choice();
        if (at >= pattern.Length) throw Error("missing closing )", pattern);
        at++;
        flags = outer;
        return index == 0 ? content : new CaptureSyntax(index, name, content);
    }

    SetSyntax Literal(int code)
    {
        var set = new RuneSet.Builder();
        return new((flags.HasFlag(Flags.FoldCase) ? set.AddFolded(code, code) : set.Add(code, code)).Build(false));
    }

    int NextRune()
    {
        if (!Rune.TryGetRuneAt(pattern, at, out var rune)) throw Error("invalid UTF-8", pattern[at..]);
        at += rune.Utf16SequenceLength;
        return rune.Value;
    }
}
