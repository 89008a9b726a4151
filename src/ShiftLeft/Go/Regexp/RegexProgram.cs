using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Regexp;

enum Operation : byte { Fail, Match, Rune, Fork, Jump, Capture, Assert }

/// <param name="Operation">What is done.</param>
/// <param name="Next">Where it goes on; for a fork the way that is preferred.</param>
/// <param name="Argument">The other way of a fork, the slot of a capture, the <see cref="Re2.Assertion"/>.</param>
/// <param name="Set">What a character must belong to.</param>
record struct Instruction(Operation Operation, int Next, int Argument, RuneSet? Set);

/// <summary>A regular expression as instructions for <see cref="RegexMachine"/>.</summary>
sealed class RegexProgram
{
    /// <summary>A bound on memory and time per character; Go's is higher, and no chart comes near either.</summary>
    const int MostInstructions = 50_000;

    readonly List<Instruction> instructions = [];

    RegexProgram()
    {
    }

    public Instruction[] Instructions { get; private set; } = [];
    public int Start { get; private set; }
    /// <summary>Two for each group, those of the whole match first.</summary>
    public int Slots { get; private set; } = 2;
    /// <summary>The names of groups, by their index; null for those without.</summary>
    public List<string?> GroupNames { get; } = [null];
    /// <summary>Whether it matches at the start of the text only.</summary>
    public bool IsAnchored { get; private set; }
    /// <summary>The text that it matches, where that is one.</summary>
    public string? Literal { get; private set; }
    /// <summary>What a match may begin with, where it takes a character that is known.</summary>
    public List<RuneSet>? First { get; private set; }

    public static RegexProgram Compile(Syntax syntax, RenderBudget budget)
    {
        var program = new RegexProgram();
        program.Add(new(Operation.Fail, 0, 0, null));
        var match = program.Add(new(Operation.Match, 0, 0, null));
        program.Start = program.Emit(syntax, match);
        program.Instructions = [.. program.instructions];
        budget.Step(program.Instructions.Length);
        program.Literal = LiteralOf(syntax);
        program.IsAnchored = IsAnchoredBy(syntax);
        program.First = program.FindFirst();
        return program;
    }

    int Add(Instruction instruction)
    {
        if (instructions.Count >= MostInstructions) throw new BudgetException($"uses a regular expression of more than {MostInstructions:N0} instructions");
        instructions.Add(instruction);
        return instructions.Count - 1;
    }

    /// <summary>Emits what matches the syntax and then goes on at <paramref name="next"/>; gives its first instruction.</summary>
    int Emit(Syntax syntax, int next)
    {
        switch (syntax)
        {
            case SetSyntax set: return Add(new(Operation.Rune, next, 0, set.Set));
            case AssertionSyntax assertion: return Add(new(Operation.Assert, next, (int)assertion.Assertion, null));
            case CaptureSyntax capture:
                // Groups are numbered in the order of their parentheses, but emitted from the end.
                while (GroupNames.Count <= capture.Index) GroupNames.Add(null);
                GroupNames[capture.Index] = capture.Name;
                Slots = Math.Max(Slots, 2 * capture.Index + 2);
                return Add(new(Operation.Capture, Emit(capture.Of, Add(new(Operation.Capture, next, 2 * capture.Index + 1, null))), 2 * capture.Index, null));
            case SequenceSyntax sequence:
                for (var i = sequence.Parts.Length - 1; i >= 0; i--) next = Emit(sequence.Parts[i], next);
                return next;
            case ChoiceSyntax choice:
                var entry = Emit(choice.Options[^1], next);
                for (var i = choice.Options.Length - 2; i >= 0; i--) entry = Add(new(Operation.Fork, Emit(choice.Options[i], next), entry, null));
                return entry;
            case RepetitionSyntax repetition: return Repeat(repetition, next);
            default: return next;
        }
    }

    int Repeat(RepetitionSyntax repetition, int next)
    {
        var (of, least, greedy) = (repetition.Of, repetition.Least, repetition.IsGreedy);
        // Nothing repeated is nothing.
        if (of is EmptySyntax) return next;
        if (repetition.Most is { } most)
        {
            // x{2,4} is xx(x(x)?)?
            var end = next;
            for (var i = least; i < most; i++) next = Fork(Emit(of, next), end, greedy);
            for (var i = 0; i < least; i++) next = Emit(of, next);
            return next;
        }
        next = least == 0 ? Star(of, next, greedy) : Plus(of, next, greedy);
        for (var i = 1; i < least; i++) next = Emit(of, next);
        return next;
    }

    int Fork(int preferred, int other, bool greedy) => Add(new(Operation.Fork, greedy ? preferred : other, greedy ? other : preferred, null));

    /// <summary>One round, then the choice of another; the choice itself is patched, as each needs the other's place.</summary>
    int Plus(Syntax of, int next, bool greedy)
    {
        var choice = Fork(next, next, greedy);
        var round = Emit(of, choice);
        instructions[choice] = greedy ? new(Operation.Fork, round, next, null) : new(Operation.Fork, next, round, null);
        return round;
    }

    /// <summary>What may match nothing is (x+)?, so that an empty round is preferred as Perl does.</summary>
    int Star(Syntax of, int next, bool greedy)
    {
        if (CanBeEmpty(of)) return Fork(Plus(of, next, greedy), next, greedy);
        var choice = Fork(next, next, greedy);
        var round = Emit(of, choice);
        instructions[choice] = greedy ? new(Operation.Fork, round, next, null) : new(Operation.Fork, next, round, null);
        return choice;
    }

    static bool CanBeEmpty(Syntax syntax) => syntax switch
    {
        SetSyntax => false,
        CaptureSyntax capture => CanBeEmpty(capture.Of),
        SequenceSyntax sequence => sequence.Parts.All(CanBeEmpty),
        ChoiceSyntax choice => choice.Options.Any(CanBeEmpty),
        RepetitionSyntax repetition => repetition.Least == 0 || CanBeEmpty(repetition.Of),
        _ => true,
    };

    static string? LiteralOf(Syntax syntax)
    {
        var parts = syntax is SequenceSyntax sequence ? [.. sequence.Parts] : new[] { syntax };
        var text = new System.Text.StringBuilder();
        foreach (var part in parts)
        {
            if (part is not SetSyntax { Set.Single: { } code } || code == 0xFFFD || !System.Text.Rune.IsValid(code)) return null;
            text.Append(new System.Text.Rune(code).ToString());
        }
        return text.ToString();
    }

    static bool IsAnchoredBy(Syntax syntax) => syntax switch
    {
        AssertionSyntax assertion => assertion.Assertion == Assertion.TextStart,
        CaptureSyntax capture => IsAnchoredBy(capture.Of),
        SequenceSyntax sequence => IsAnchoredBy(sequence.Parts[0]),
        ChoiceSyntax choice => choice.Options.All(IsAnchoredBy),
        RepetitionSyntax { Least: > 0 } repetition => IsAnchoredBy(repetition.Of),
        _ => false,
    };

    /// <summary>The sets that are reached without taking a character; null where the end is, too, or where they are many.</summary>
    List<RuneSet>? FindFirst()
    {
        var sets = new List<RuneSet>();
        var seen = new HashSet<int>();
        var open = new Stack<int>([Start]);
        while (open.TryPop(out var at))
        {
            if (!seen.Add(at)) continue;
            var instruction = Instructions[at];
            switch (instruction.Operation)
            {
                case Operation.Rune:
                    sets.Add(instruction.Set!);
                    break;
                case Operation.Fork:
                    open.Push(instruction.Argument);
                    open.Push(instruction.Next);
                    break;
                case Operation.Match: return null;
                case Operation.Fail: break;
                default:
                    open.Push(instruction.Next);
                    break;
            }
            if (sets.Count > 8) return null;
        }
        return sets;
    }
}
