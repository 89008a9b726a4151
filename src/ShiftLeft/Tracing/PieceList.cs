namespace ShiftLeft.Tracing;

/// <summary>Some pieces of a <see cref="PieceList"/>.</summary>
readonly record struct PieceRange(int First, int Count);

/// <summary>A part of a scalar's text: as it stands in the source, or, with <paramref name="Replacement"/>, what a part of the source stands for.</summary>
readonly record struct Piece(int Start, int Length, string? Replacement);

/// <summary>What scalars are made of, all in one list.</summary>
sealed class PieceList(string source)
{
    readonly List<Piece> pieces = [];

    public int Count => pieces.Count;
    public Piece this[int index] => pieces[index];
    public void Clear() => pieces.Clear();
    public PieceRange Since(int first) => new(first, pieces.Count - first);

    /// <summary>Text as it stands in the source.</summary>
    public void Add(int start, int length, int first)
    {
        if (length == 0) return;
        if (pieces.Count > first && pieces[^1] is { Replacement: null } last && last.Start + last.Length == start) pieces[^1] = last with { Length = last.Length + length };
        else pieces.Add(new(start, length, null));
    }

    /// <summary>What a part of the source stands for.</summary>
    public void Replace(int start, int length, string text) => pieces.Add(new(start, length, text));

    public string TextOf(PieceRange range)
    {
        if (range.Count == 0) return "";
        if (range.Count == 1) return pieces[range.First] is { Replacement: var replacement } only && replacement is null ? source.Substring(only.Start, only.Length) : replacement!;
        var length = 0;
        for (var i = range.First; i < range.First + range.Count; i++) length += pieces[i].Replacement?.Length ?? pieces[i].Length;
        return string.Create(length, (this, range), static (to, state) =>
        {
            var (list, range) = state;
            for (var i = range.First; i < range.First + range.Count; i++)
            {
                var piece = list.pieces[i];
                var text = piece.Replacement is null ? list.Source.AsSpan(piece.Start, piece.Length) : piece.Replacement;
                text.CopyTo(to);
                to = to[text.Length..];
            }
        });
    }

    string Source => source;
}
