namespace ShiftLeft.Helm.Formats;

enum GoYamlTokenKind : byte
{
    StreamEnd, VersionDirective, TagDirective, DocumentStart, DocumentEnd,
    BlockSequenceStart, BlockMappingStart, BlockEnd, FlowSequenceStart, FlowSequenceEnd, FlowMappingStart, FlowMappingEnd,
    BlockEntry, FlowEntry, Key, Value, Alias, Anchor, Tag, Scalar,
}

/// <summary>A position; lines and columns count from 0, a line ends at any break that YAML 1.1 knows.</summary>
readonly record struct GoYamlMark(int At, int Line, int Column);

/// <param name="Kind">What it is.</param>
/// <param name="Start">Its first character.</param>
/// <param name="End">Behind its last character.</param>
/// <param name="Text">The text of a scalar, the name of an anchor, the handle of a tag.</param>
/// <param name="Suffix">The rest of a tag, or a tag directive's prefix.</param>
/// <param name="Pieces">What the text of a scalar is made of.</param>
/// <param name="IsPlain">Whether a scalar stands without quotes and is no block.</param>
readonly record struct GoYamlToken(
    GoYamlTokenKind Kind, GoYamlMark Start, int End, string? Text = null, string? Suffix = null, PieceRange Pieces = default, bool IsPlain = false);

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

/// <summary>What Go's YAML library, or what turns its values into JSON, does not accept, in Go's words.</summary>
/// <param name="message">The words.</param>
/// <param name="at">The offset of the trouble.</param>
/// <param name="isYaml">Whether it is the YAML library that speaks.</param>
sealed class GoYamlException(string message, int at, bool isYaml = true) : Exception(isYaml ? "yaml: " + message : message)
{
    public int At { get; } = at;
}
