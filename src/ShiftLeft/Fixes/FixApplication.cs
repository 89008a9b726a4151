using System.Collections.Immutable;
using System.Text;
using ShiftLeft.Rules;
using ShiftLeft.Text;

namespace ShiftLeft.Fixes;

/// <summary>
/// Applies fixes to one file. A fix is applied whole or not at all; one that touches what an earlier one touched waits for the next round,
/// when the file has been read again.
/// </summary>
static class FixApplication
{
    public static FixedFile Apply(SourceText source, IEnumerable<Fix> fixes)
    {
        var applied = ImmutableArray.CreateBuilder<Fix>();
        var waiting = ImmutableArray.CreateBuilder<Fix>();
        var edits = new List<Edit>();
        foreach (var fix in fixes)
        {
            var fits = fix.Edits.All(edit => edit.Location.Path == source.Path && !edits.Concat(fix.Edits).Any(other => !ReferenceEquals(edit, other) && Conflict(edit, other)));
            (fits ? applied : waiting).Add(fix);
            if (fits) edits.AddRange(fix.Edits);
        }

        var text = new StringBuilder(source.Content.Length);
        var at = 0;
        foreach (var edit in edits.OrderBy(edit => edit.Location.Span.Start).ThenBy(edit => edit.Location.Span.Length))
        {
            text.Append(source.Content, at, edit.Location.Span.Start - at).Append(edit.NewText);
            at = edit.Location.Span.End;
        }
        text.Append(source.Content, at, source.Content.Length - at);
        return new(new(source.Path, text.ToString()), applied.ToImmutable(), waiting.ToImmutable());
    }

    /// <summary>Two edits, of one fix or of two, conflict when they overlap or insert at the same place; the order of such inserts would be a guess.</summary>
    static bool Conflict(Edit one, Edit other)
    {
        var (a, b) = (one.Location.Span, other.Location.Span);
        return a.Start == b.Start || (a.Start < b.End && b.Start < a.End);
    }
}

/// <param name="Source">The text after the edits.</param>
/// <param name="Applied">The fixes that are in it.</param>
/// <param name="Waiting">The fixes that would have touched the same text, or lie in another file.</param>
sealed record FixedFile(SourceText Source, ImmutableArray<Fix> Applied, ImmutableArray<Fix> Waiting);
