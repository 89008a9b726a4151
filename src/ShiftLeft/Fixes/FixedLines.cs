using System.Collections.Immutable;
using ShiftLeft.Rules;
using ShiftLeft.Text;

namespace ShiftLeft.Fixes;

/// <summary>The whole lines that a fix takes away and those that it puts there instead, where it stays within one small place of one file.</summary>
/// <param name="Source">The file before the fix.</param>
/// <param name="First">The first line taken away, from zero; where none is, the line that the new ones come before.</param>
/// <param name="Removed">Without their ends.</param>
/// <param name="Added">Without their ends.</param>
sealed record FixedLines(SourceText Source, int First, ImmutableArray<string> Removed, ImmutableArray<string> Added)
{
    const int MaximumLines = 6;
    const int MaximumLength = 2_000;

    /// <summary>Null for a fix of several files, of a large place, or of edits that conflict.</summary>
    public static FixedLines? Of(Fix fix)
    {
        if (fix.Edits is not [var any, ..] || fix.Edits.Any(edit => edit.Location.Path != any.Location.Path)) return null;
        var source = any.Location.Source;
        var first = source.LineOf(fix.Edits.Min(edit => edit.Location.Span.Start));
        var last = source.LineOf(fix.Edits.Max(edit => edit.Location.Span.End));
        var place = Span.FromBounds(source.LineStart(first), source.LineSpan(last).End);
        if (last - first >= MaximumLines || place.Length > MaximumLength) return null;

        // Only the place is edited: a file with many fixes is not copied for each of them.
        var before = new SourceText(source.Path, source[place]);
        var edits = fix.Edits.Select(edit => edit with { Location = new(before, edit.Location.Span.Shift(-place.Start)) });
        var after = FixApplication.Apply(before, [fix with { Edits = [.. edits] }]);
        if (!after.Waiting.IsEmpty || after.Source.LineCount > 2 * MaximumLines) return null;
        var (removed, added) = (LinesOf(before), LinesOf(after.Source));
        // An edit that ends at the beginning of a line leaves that line alone, one that starts at its end as well.
        var (same, most) = (0, Math.Min(removed.Length, added.Length));
        while (same < most && removed[^(same + 1)] == added[^(same + 1)]) same++;
        (removed, added, most) = (removed[..^same], added[..^same], most - same);
        same = 0;
        while (same < most && removed[same] == added[same]) same++;
        return new(source, first + same, removed[same..], added[same..]);
    }

    static ImmutableArray<string> LinesOf(SourceText source) => [.. Enumerable.Range(0, source.LineCount).Select(line => source[source.LineSpan(line)])];
}
