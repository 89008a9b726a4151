using System.Text;
using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Regexp;

/// <summary>A regular expression that is ready to search.</summary>
sealed class Pattern
{
    readonly RegexProgram program;

    public Pattern(string pattern, RenderBudget budget)
    {
        IsEmpty = pattern.Length == 0;
        program = RegexProgram.Compile(SyntaxParser.Parse(pattern, budget), budget);
    }

    /// <summary>Whether it is written as nothing.</summary>
    public bool IsEmpty { get; }
    /// <summary>The names of groups, by their index; null for those without.</summary>
    public IReadOnlyList<string?> GroupNames => program.GroupNames;

    public bool IsMatch(string text, RenderBudget budget)
    {
        if (program.Literal is not { } literal) return new RegexMachine(program, text, 0, budget).Find(0) is not null;
        budget.Search(text, literal);
        return text.Contains(literal, StringComparison.Ordinal);
    }

    /// <summary>Matches from left to right that do not overlap; an empty one right behind another does not count.</summary>
    /// <param name="text">What is searched.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="budget">What may be spent.</param>
    public IEnumerable<(int Start, int End)> FindAll(string text, long most, RenderBudget budget)
    {
        var find = Searcher(text, 2, budget);
        var (at, before, count) = (0, -1, 0L);
        while (count < most && at <= text.Length && find(at) is { } match)
        {
            var (start, end) = (match[0], match[1]);
            var isAccepted = true;
            if (end == at)
            {
                isAccepted = start != before;
                at += Width(text, at);
            }
            else at = end;
            before = end;
            if (!isAccepted) continue;
            count++;
            yield return (start, end);
        }
    }

    /// <summary>The matches that a replacement replaces, with the places of their groups; the array is reused.</summary>
    /// <param name="text">What is searched.</param>
    /// <param name="groups">The last group whose place is wanted; 0 is the whole match.</param>
    /// <param name="budget">What may be spent.</param>
    public IEnumerable<int[]> FindReplaced(string text, int groups, RenderBudget budget)
    {
        var find = Searcher(text, Math.Min(program.Slots, 2 * groups + 2), budget);
        var (at, last) = (0, 0);
        while (at <= text.Length && find(at) is { } match)
        {
            var (start, end) = (match[0], match[1]);
            // An empty match right behind another is none.
            if (end > last || start == 0) yield return match;
            last = end;
            var width = Width(text, at);
            at = at + width > end ? at + width : end;
        }
    }

    /// <summary>At the text's end a step leads past it.</summary>
    static int Width(string text, int at) => at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]) ? 2 : 1;

    Func<int, int[]?> Searcher(string text, int slots, RenderBudget budget)
    {
        if (program.Literal is not { } literal) return new RegexMachine(program, text, slots, budget).Find;
        budget.Search(text, literal);
        var place = new int[2];
        return start =>
        {
            var at = text.IndexOf(literal, start, StringComparison.Ordinal);
            budget.Step(((at < 0 ? text.Length : at) - start) / 16 + 1);
            if (at < 0) return null;
            (place[0], place[1]) = (at, at + literal.Length);
            return place;
        };
    }

    /// <summary>The text with everything escaped that means something in a regular expression.</summary>
    public static string Quoted(string text)
    {
        var quoted = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            if (@"\.+*?()|[]{}^$".Contains(c, StringComparison.Ordinal)) quoted.Append('\\');
            quoted.Append(c);
        }
        return quoted.ToString();
    }
}
