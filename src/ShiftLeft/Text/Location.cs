namespace ShiftLeft.Text;

/// <summary>A place in a file: what a person opens and edits.</summary>
sealed record Location(SourceText Source, Span Span)
{
    public string Path => Source.Path;
    public LinePosition Start => Source.PositionOf(Span.Start);
    public LinePosition End => Source.PositionOf(Span.End);
    public string Text => Source[Span];

    public bool Equals(Location? other) => other is not null && other.Path == Path && other.Span == Span;
    public override int GetHashCode() => HashCode.Combine(Path, Span);
    public override string ToString() => $"{Path}{Start}";
}
