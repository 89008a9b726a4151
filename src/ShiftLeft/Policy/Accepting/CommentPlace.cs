using ShiftLeft.Text;

namespace ShiftLeft.Policy.Accepting;

/// <summary>Where a comment is put into a file, and in what form.</summary>
/// <param name="Source">The file.</param>
/// <param name="Offset">Before which character.</param>
/// <param name="Before">What stands before its words.</param>
/// <param name="After">What stands behind them.</param>
sealed record CommentPlace(SourceText Source, int Offset, string Before, string After)
{
    /// <summary>Whether names are added to a comment that is there.</summary>
    public bool Extends { get; init; }
    /// <summary>So many characters of a comment that does not hold give way.</summary>
    public int Replaced { get; init; }

    public string TextFor(AcceptWish wish, IReadOnlyCollection<string> names) => Extends ? ", " + string.Join(", ", names) : Before + wish.WordsFor(names) + After;
}
