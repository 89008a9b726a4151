namespace ShiftLeft.Text;

/// <summary>
/// A comment that a parser met. <paramref name="Scope"/> is what the comment speaks of: the instruction, mapping entry, list item or
/// document that follows a comment on a line of its own, or the line that a trailing comment ends.
/// </summary>
/// <param name="Location">The comment with its marker, without the line's end.</param>
/// <param name="Text">What it says, without marker and surrounding blanks.</param>
/// <param name="Scope">The part of the same file it applies to.</param>
sealed record Comment(Location Location, string Text, Span Scope)
{
    /// <summary>The part of the file that begins with what follows the comment: a stage, where that is its <c>FROM</c>; null where nothing begins.</summary>
    public Span? Section { get; init; }
}
