namespace ShiftLeft.Text;

/// <summary>A half-open range of UTF-16 offsets in a <see cref="SourceText"/>.</summary>
readonly record struct Span(int Start, int Length)
{
    public int End => Start + Length;
    public bool IsEmpty => Length == 0;

    public static Span FromBounds(int start, int end) => new(start, end - start);

    public bool Contains(int offset) => offset >= Start && offset < End;
    public bool Contains(Span other) => other.Start >= Start && other.End <= End;
    public bool Overlaps(Span other) => other.Start < End && Start < other.End;
    public Span Shift(int by) => this with { Start = Start + by };
    public Span To(Span later) => FromBounds(Start, later.End);

    public override string ToString() => $"[{Start}..{End})";
}
