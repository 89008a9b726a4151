using ShiftLeft.Text;

namespace ShiftLeft.Tracing;

/// <summary>Where the values of a YAML or JSON text come from: each has a place in a file, or the origin of its characters.</summary>
abstract class TextOrigins
{
    /// <summary>The origin of a value, or of an entry with its key.</summary>
    /// <param name="parent">That of the collection that holds it.</param>
    /// <param name="key">The key's place; null for an item and for the root.</param>
    /// <param name="value">The value's place.</param>
    /// <param name="name">The key's text.</param>
    /// <param name="index">Of an item; -1 for others.</param>
    /// <param name="isCollection">Whether the value holds others.</param>
    public abstract Provenance? Of(Provenance? parent, Span? key, Span value, string? name, int index, bool isCollection);

    /// <summary>The text of a string that is made of pieces.</summary>
    public abstract TracedText TextOf(string text, PieceRange range, PieceList pieces, Provenance? from);

    /// <summary>The origin that a string has as a whole, beside those of its characters.</summary>
    public virtual Provenance? OfString(TracedText text, Provenance? from) => from;
}

/// <summary>Values of a file.</summary>
/// <param name="source">The file.</param>
sealed class FileOrigins(SourceText source) : TextOrigins
{
    public override Provenance Of(Provenance? parent, Span? key, Span value, string? name, int index, bool isCollection) =>
        new ValueProvenance { Source = source, Key = key, Value = value, Parent = parent as ValueProvenance, Name = name, Index = index };

    public override TracedText TextOf(string text, PieceRange range, PieceList pieces, Provenance? from)
    {
        if (range.Count == 0) return TracedText.Of("", from);
        if (range.Count == 1 && pieces[range.First] is { Replacement: null } only) return TracedText.Linear(text, from!, only.Start);
        var builder = new TracedText.Builder();
        for (var i = range.First; i < range.First + range.Count; i++)
        {
            var piece = pieces[i];
            if (piece.Replacement is { } replacement) builder.Append(replacement, from);
            else builder.AppendLinear(source.Content.AsSpan(piece.Start, piece.Length), from!, piece.Start, null);
        }
        return builder.Build();
    }
}

/// <summary>Values of a text that templates made: they come from where its characters come from.</summary>
/// <param name="text">What is read.</param>
/// <param name="made">The origin of what the text does not show.</param>
sealed class TracedOrigins(TracedText text, ComputedProvenance made) : TextOrigins
{
    public override Provenance? Of(Provenance? parent, Span? key, Span value, string? name, int index, bool isCollection)
    {
        if (key is null && index < 0) return made;
        var shown = isCollection && key is not null ? key.Value : value;
        if (text.RunAt(shown.Start) is not { From: { } from } run) return key is { } place && text.RunAt(place.Start)?.From is { } behind ? behind : parent ?? made;
        // A template as a whole is no origin that says anything: the entry's place in it is.
        if (from is not SourceProvenance written || !run.IsLinear) return from;
        return new ValueProvenance
        {
            Source = written.Source, Key = key is { } named ? Place(named, written) : null, Value = Place(value, written) ?? new(run.Offset + shown.Start - run.Start, 0),
            Parent = parent as ValueProvenance, Name = name, Index = index,
        };
    }

    /// <summary>A part of the text as far as it stands in one file.</summary>
    Span? Place(Span part, SourceProvenance written)
    {
        if (text.RunAt(part.Start) is not { IsLinear: true } run || (run.From as SourceProvenance)?.Source != written.Source) return null;
        var start = run.Offset + part.Start - run.Start;
        if (part.End <= run.End) return new(start, part.Length);
        return part.Length > 0 && text.RunAt(part.End - 1) is { IsLinear: true } last && (last.From as SourceProvenance)?.Source == written.Source && last.Offset + part.End - last.Start >= start
            ? Span.FromBounds(start, last.Offset + part.End - last.Start)
            : Span.FromBounds(start, run.Offset + run.Length);
    }

    public override TracedText TextOf(string value, PieceRange range, PieceList pieces, Provenance? from)
    {
        if (range.Count == 0) return TracedText.Of("", from);
        if (range.Count == 1 && pieces[range.First] is { Replacement: null } only) return text.Slice(only.Start, only.Length);
        var builder = new TracedText.Builder();
        for (var i = range.First; i < range.First + range.Count; i++)
        {
            var piece = pieces[i];
            if (piece.Replacement is { } replacement) builder.Append(replacement, text.RunAt(piece.Start)?.From ?? made);
            else builder.Append(text, piece.Start, piece.Length);
        }
        return builder.Build();
    }

    /// <summary>A string's characters say more than one origin could.</summary>
    public override Provenance? OfString(TracedText text, Provenance? from) => text.Length == 0 ? from : null;
}
