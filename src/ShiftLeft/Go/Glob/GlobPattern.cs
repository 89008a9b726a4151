using System.Collections.Immutable;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Glob;

/// <summary>
/// A pattern of <c>.Files.Glob</c>, in the syntax of the Go library <c>gobwas/glob</c> with the slash as separator: <c>*</c> and <c>?</c> stay
/// within a part of the path, <c>**</c> does not, <c>[abc]</c>, <c>[!abc]</c>, <c>[a-z]</c> and <c>[!a-z]</c> take one character, a slash too,
/// <c>{a,b}</c> one of several patterns. All ways to match are followed at once, so that it takes time in the product of both lengths at worst.
/// </summary>
sealed class GlobPattern
{
    readonly List<State> states = [];
    readonly Stack<int> open = new();
    readonly int[] visited;
    int round;

    enum StateKind { Rune, List, NotList, Range, NotRange, Single, Any, Super, Fork, End }

    /// <param name="Kind">What it takes.</param>
    /// <param name="Rune">The character, or the lowest of a range.</param>
    /// <param name="High">The highest of a range.</param>
    /// <param name="List">The characters of a list.</param>
    /// <param name="Targets">For a fork: the states that it leads to without taking anything.</param>
    readonly record struct State(StateKind Kind, int Rune = 0, int High = 0, ImmutableArray<int> List = default, List<int>? Targets = null)
    {
        public bool Loops => Kind is StateKind.Any or StateKind.Super;

        public bool Takes(int rune) => Kind switch
        {
            StateKind.Rune => rune == Rune,
            StateKind.List => List.Contains(rune),
            StateKind.NotList => !List.Contains(rune),
            StateKind.Range => rune >= Rune && rune <= High,
            StateKind.NotRange => rune < Rune || rune > High,
            StateKind.Single or StateKind.Any => rune != '/',
            StateKind.Super => true,
            _ => false,
        };
    }

    GlobPattern(string pattern)
    {
        if (!Compile(Runes(pattern)))
        {
            // Helm takes a pattern that is none for one that matches everything.
            states.Clear();
            states.Add(new(StateKind.Super));
        }
        states.Add(new(StateKind.End));
        visited = new int[states.Count];
    }

    public static GlobPattern Parse(string pattern, RenderBudget budget)
    {
        budget.Step(pattern.Length);
        return new(pattern);
    }

    public bool IsMatch(string path, RenderBudget budget)
    {
        var (current, next) = (new List<int>(), new List<int>());
        Enter(0, current, ++round);
        foreach (var rune in Runes(path))
        {
            budget.Step(1 + current.Count / 16);
            next.Clear();
            round++;
            foreach (var state in current)
            {
                if (states[state].Takes(rune)) Enter(states[state].Loops ? state : state + 1, next, round);
            }
            (current, next) = (next, current);
            if (current.Count == 0) return false;
        }
        return current.Contains(states.Count - 1);
    }

    /// <summary>Adds a state and those that it leads to without taking anything.</summary>
    void Enter(int start, List<int> to, int thisRound)
    {
        open.Push(start);
        while (open.TryPop(out var state))
        {
            if (visited[state] == thisRound) continue;
            visited[state] = thisRound;
            if (states[state].Targets is { } targets)
            {
                foreach (var target in targets) open.Push(target);
                continue;
            }
            to.Add(state);
            if (states[state].Loops) open.Push(state + 1);
        }
    }

    /// <summary>False where the library finds an error.</summary>
    bool Compile(ReadOnlySpan<int> pattern)
    {
        // Of every open group: where its alternatives begin, and the forks that lead behind it.
        var groups = new Stack<(List<int> Starts, List<List<int>> Exits)>();
        for (var at = 0; at < pattern.Length;)
        {
            var rune = pattern[at++];
            switch (rune)
            {
                // The library takes the character 0 for the end.
                case 0: at = pattern.Length; break;
                case 0xFFFD: return false;
                case '{':
                    var starts = new List<int>();
                    states.Add(new(StateKind.Fork, Targets: starts));
                    starts.Add(states.Count);
                    groups.Push((starts, []));
                    break;
                case ',' when groups.Count > 0:
                    var exit = new List<int>();
                    states.Add(new(StateKind.Fork, Targets: exit));
                    groups.Peek().Exits.Add(exit);
                    groups.Peek().Starts.Add(states.Count);
                    break;
                case '}' when groups.Count > 0: Leave(groups.Pop().Exits); break;
                case '[':
                    if (!CompileClass(pattern, ref at)) return false;
                    break;
                case '?': states.Add(new(StateKind.Single)); break;
                case '*' when at < pattern.Length && pattern[at] == '*':
                    states.Add(new(StateKind.Super));
                    at++;
                    break;
                case '*': states.Add(new(StateKind.Any)); break;
                case '\\':
                    if (at == pattern.Length || pattern[at] == 0) break;
                    if (pattern[at] == 0xFFFD) return false;
                    states.Add(new(StateKind.Rune, pattern[at++]));
                    break;
                default: states.Add(new(StateKind.Rune, rune)); break;
            }
        }
        // A group that is not closed ends with the pattern.
        foreach (var (_, exits) in groups) Leave(exits);
        return true;
    }

    void Leave(List<List<int>> exits)
    {
        foreach (var exit in exits) exit.Add(states.Count);
    }

    /// <summary>Either one range or a list; a backslash in a list takes the next character literally.</summary>
    bool CompileClass(ReadOnlySpan<int> pattern, ref int at)
    {
        var isNot = at < pattern.Length && pattern[at] == '!';
        if (isNot) at++;
        if (at >= pattern.Length || pattern[at] is 0 or 0xFFFD) return false;
        if (at + 1 < pattern.Length && pattern[at + 1] == '-')
        {
            if (at + 3 >= pattern.Length || pattern[at + 3] != ']') return false;
            var (low, high) = (pattern[at], pattern[at + 2]);
            if (high < low || high is 0 or 0xFFFD) return false;
            states.Add(new(isNot ? StateKind.NotRange : StateKind.Range, low, high));
            at += 4;
            return true;
        }
        var list = ImmutableArray.CreateBuilder<int>();
        for (; at < pattern.Length && pattern[at] != ']'; at++)
        {
            if (pattern[at] == '\\' && ++at == pattern.Length) return false;
            if (pattern[at] is 0 or 0xFFFD) return false;
            list.Add(pattern[at]);
        }
        if (at == pattern.Length || list.Count == 0) return false;
        at++;
        states.Add(new(isNot ? StateKind.NotList : StateKind.List, List: list.ToImmutable()));
        return true;
    }

    static int[] Runes(string text)
    {
        var runes = new int[text.Length];
        var count = 0;
        foreach (var rune in text.EnumerateRunes()) runes[count++] = rune.Value;
        return runes[..count];
    }
}
