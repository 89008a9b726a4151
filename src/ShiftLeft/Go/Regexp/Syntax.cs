using System.Collections.Immutable;

namespace ShiftLeft.Go.Regexp;

/// <summary>A regular expression as a tree.</summary>
abstract record Syntax
{
    /// <summary>How deep it is nested, itself included.</summary>
    public virtual int Height => 1;

    /// <summary>The most copies of one of its parts that bounded repetitions make together; 0 where it repeats nothing.</summary>
    public virtual int Copies => 0;
}

/// <summary>Matches nothing, everywhere.</summary>
sealed record EmptySyntax : Syntax;

/// <summary>One character of a set.</summary>
sealed record SetSyntax(RuneSet Set) : Syntax;

sealed record AssertionSyntax(Assertion Assertion) : Syntax;

enum Assertion { TextStart, TextEnd, LineStart, LineEnd, WordBoundary, NoWordBoundary }

/// <param name="Index">From 1.</param>
/// <param name="Name">Null for a group without one.</param>
/// <param name="Of">What it captures.</param>
sealed record CaptureSyntax(int Index, string? Name, Syntax Of) : Syntax
{
    public override int Height { get; } = Of.Height + 1;
    public override int Copies { get; } = Of.Copies;
}

sealed record SequenceSyntax(ImmutableArray<Syntax> Parts) : Syntax
{
    public override int Height { get; } = Parts.Max(part => part.Height) + 1;
    public override int Copies { get; } = Parts.Max(part => part.Copies);
}

/// <summary>The first that matches is preferred.</summary>
sealed record ChoiceSyntax(ImmutableArray<Syntax> Options) : Syntax
{
    public override int Height { get; } = Options.Max(option => option.Height) + 1;
    public override int Copies { get; } = Options.Max(option => option.Copies);
}

/// <param name="Of">What is repeated.</param>
/// <param name="Least">How often at least.</param>
/// <param name="Most">How often at most; null without an end.</param>
/// <param name="IsGreedy">Whether more is preferred.</param>
/// <param name="IsCounted">Whether it was written with braces.</param>
sealed record RepetitionSyntax(Syntax Of, int Least, int? Most, bool IsGreedy, bool IsCounted) : Syntax
{
    public override int Height { get; } = Of.Height + 1;
    public override int Copies { get; } = IsCounted && (Most ?? Least) > 0 ? (Most ?? Least) * Math.Max(1, Of.Copies) : Most == 0 ? 0 : Of.Copies;
}
