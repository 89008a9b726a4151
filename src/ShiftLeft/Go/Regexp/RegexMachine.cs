using System.Text;
using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Regexp;

/// <summary>
/// Runs a program on a text, all ways at once and in the order of their preference: time grows with the length of the text times that of the
/// program, whatever either says.
/// </summary>
/// <param name="program">The regular expression.</param>
/// <param name="text">What is searched.</param>
/// <param name="slots">How many places are wanted: 0 to know whether it matches, 2 for where, all for its groups.</param>
/// <param name="budget">What may be spent.</param>
sealed class RegexMachine(RegexProgram program, string text, int slots, RenderBudget budget)
{
    /// <summary>A bound on memory: so many places are held at once.</summary>
    const long MostPlaces = 4_000_000;

    readonly int slots = (long)program.Instructions.Length * slots <= MostPlaces ? slots : throw new BudgetException("uses a regular expression of too many groups");
    readonly Instruction[] instructions = program.Instructions;
    readonly Stack<(int At, int Slot, int Old)> open = new();
    readonly int[] places = new int[slots];
    Threads current = new(program.Instructions.Length, slots);
    Threads coming = new(program.Instructions.Length, slots);
    readonly int[] best = new int[slots];

    /// <summary>The places of the leftmost match from an offset on, -1 for a group that took no part; null where there is none. Valid until the next call.</summary>
    public int[]? Find(int start)
    {
        var found = false;
        current.Clear();
        for (var at = start; ; )
        {
            if (current.Count == 0)
            {
                if (found || (program.IsAnchored && at > 0)) break;
                at = Skip(at);
                if (at < 0) break;
            }
            if (!found)
            {
                Array.Fill(places, -1);
                if (slots > 0) places[0] = at;
                Follow(current, program.Start, at);
            }
            budget.Step(current.Count * (1 + slots / 16) + 1);
            var length = Read(at, out var code);
            coming.Clear();
            for (var i = 0; i < current.Count; i++)
            {
                ref var instruction = ref instructions[current[i]];
                if (instruction.Operation == Operation.Match)
                {
                    found = true;
                    current.CopyPlaces(i, best);
                    if (slots == 0) return best;
                    best[1] = at;
                    // What is left is less preferred.
                    break;
                }
                if (instruction.Operation != Operation.Rune || length == 0 || !instruction.Set!.Contains(code)) continue;
                current.CopyPlaces(i, places);
                Follow(coming, instruction.Next, at + length);
            }
            (current, coming) = (coming, current);
            if (length == 0) break;
            at += length;
        }
        return found ? best : null;
    }

    /// <summary>The next offset at which a match may begin; -1 where there is none.</summary>
    int Skip(int at)
    {
        if (program.First is not { } first) return at;
        var start = at;
        for (; at < text.Length; at++)
        {
            Read(at, out var code);
            if (BeginsMatch(first, code) && !(at > 0 && char.IsLowSurrogate(text[at]) && char.IsHighSurrogate(text[at - 1]))) break;
        }
        budget.Step((at - start) / 8);
        return at < text.Length ? at : -1;
    }

    static bool BeginsMatch(List<RuneSet> first, int code)
    {
        foreach (var set in first)
        {
            if (set.Contains(code)) return true;
        }
        return false;
    }

    /// <summary>The character at an offset, and its length; a byte that is no character reads as U+FFFD.</summary>
    int Read(int at, out int code)
    {
        code = -1;
        if (at >= text.Length) return 0;
        code = text[at];
        if (!char.IsSurrogate(text[at])) return 1;
        if (Rune.TryGetRuneAt(text, at, out var rune))
        {
            code = rune.Value;
            return 2;
        }
        code = 0xFFFD;
        return 1;
    }

    /// <summary>Adds a thread for every way that leads on from an instruction without taking a character.</summary>
    void Follow(Threads to, int from, int at)
    {
        open.Push((from, -1, 0));
        while (open.TryPop(out var step))
        {
            if (step.Slot >= 0)
            {
                places[step.Slot] = step.Old;
                continue;
            }
            if (!to.Add(step.At)) continue;
            ref var instruction = ref instructions[step.At];
            switch (instruction.Operation)
            {
                case Operation.Fork:
                    open.Push((instruction.Argument, -1, 0));
                    open.Push((instruction.Next, -1, 0));
                    break;
                case Operation.Jump:
                    open.Push((instruction.Next, -1, 0));
                    break;
                case Operation.Assert:
                    if (Holds((Assertion)instruction.Argument, at)) open.Push((instruction.Next, -1, 0));
                    break;
                case Operation.Capture:
                    if (instruction.Argument < slots)
                    {
                        open.Push((0, instruction.Argument, places[instruction.Argument]));
                        places[instruction.Argument] = at;
                    }
                    open.Push((instruction.Next, -1, 0));
                    break;
                default:
                    to.SetPlaces(places);
                    break;
            }
        }
    }

    bool Holds(Assertion assertion, int at) => assertion switch
    {
        Assertion.TextStart => at == 0,
        Assertion.TextEnd => at == text.Length,
        Assertion.LineStart => at == 0 || text[at - 1] == '\n',
        Assertion.LineEnd => at == text.Length || text[at] == '\n',
        Assertion.WordBoundary => IsWord(at - 1) != IsWord(at),
        _ => IsWord(at - 1) == IsWord(at),
    };

    bool IsWord(int at) => at >= 0 && at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_');

    /// <summary>A list of instructions, each at most once, in the order of preference, with the places that each has captured.</summary>
    sealed class Threads(int size, int slots)
    {
        readonly int[] dense = new int[size];
        readonly int[] sparse = new int[size];
        readonly int[] captured = new int[size * slots];

        public int Count { get; private set; }

        public int this[int index] => dense[index];

        public void Clear() => Count = 0;

        public bool Add(int instruction)
        {
            var known = sparse[instruction];
            if (known < Count && dense[known] == instruction) return false;
            (sparse[instruction], dense[Count]) = (Count, instruction);
            Count++;
            return true;
        }

        /// <summary>For the thread that was added last.</summary>
        public void SetPlaces(int[] places) => places.AsSpan().CopyTo(captured.AsSpan((Count - 1) * slots));

        public void CopyPlaces(int index, int[] to) => captured.AsSpan(index * slots, slots).CopyTo(to);
    }
}
