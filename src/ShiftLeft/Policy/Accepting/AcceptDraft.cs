using System.Collections.Immutable;
using System.Text;
using ShiftLeft.Text;

namespace ShiftLeft.Policy.Accepting;

/// <summary>The files as they would be written: for each the new text, and which part of it is whose.</summary>
sealed class AcceptDraft
{
    readonly List<DraftedFile> files = [];

    AcceptDraft()
    {
    }

    public IReadOnlyList<DraftedFile> Files => files;

    /// <summary>What stands in the files, by path.</summary>
    public Dictionary<string, ReadOnlyMemory<byte>> Texts => files.ToDictionary(file => file.After.Path, file => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(file.After.Content), StringComparer.Ordinal);

    public DraftedFile? At(string path) => files.Find(file => file.After.Path == path);

    /// <param name="spots">What is to be accepted.</param>
    /// <param name="policy">The policy; one without text where there is none.</param>
    /// <param name="wish">Why.</param>
    public static AcceptDraft Of(IEnumerable<Spot> spots, SourceText policy, AcceptWish wish)
    {
        var draft = new AcceptDraft();
        var all = spots.ToList();
        foreach (var file in all.Where(spot => spot.Way is CommentWay).GroupBy(spot => spot.Path).OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            var drafted = new DraftedFile(((CommentWay)file.First().Way!).Place.Source);
            foreach (var place in file.GroupBy(spot => ((CommentWay)spot.Way!).Place with { Source = drafted.Before }).OrderBy(place => place.Key.Offset).ThenBy(place => place.Key.Extends))
            {
                drafted.Insert(new(place.Key.Offset, place.Key.Replaced), place.Key.TextFor(wish, [.. place.Select(spot => spot.Name).Distinct().Order(StringComparer.Ordinal)]), [.. place], place.Key.Before.Length);
            }
            drafted.End();
            draft.files.Add(drafted);
        }
        draft.AddEntries([.. all.Where(spot => spot.Way is EntryWay)], policy, wish);
        return draft;
    }

    void AddEntries(List<Spot> spots, SourceText policy, AcceptWish wish)
    {
        if (spots.Count == 0) return;
        var entries = spots.GroupBy(spot => ((EntryWay)spot.Way!).Entry).OrderBy(entry => entry.Key.Path, StringComparer.Ordinal).ThenBy(entry => entry.Key.Rule.Id, StringComparer.Ordinal).ToList();
        if (PolicyDraft.Write(policy, [.. entries.Select(entry => entry.Key)], wish) is not { } edit)
        {
            foreach (var spot in spots) spot.Refuse($"nothing can be added to the `suppressions` of `{policy.Path}` as they are written there; write them as a list");
            return;
        }
        var drafted = new DraftedFile(policy);
        var replaced = edit.Replaced;
        foreach (var (text, entry) in edit.Parts)
        {
            drafted.Insert(replaced, text, entry is null ? [] : [.. entries.First(known => known.Key == entry)], text.Length - text.TrimStart('\r', '\n', ' ', ',').Length);
            replaced = new(replaced.End, 0);
        }
        drafted.End();
        files.Add(drafted);
    }
}

/// <summary>A part of a new text that was not there.</summary>
/// <param name="Span">Where it stands now.</param>
/// <param name="Words">Where it begins, behind what only sets it apart.</param>
/// <param name="Spots">What it accepts; empty for what only holds others.</param>
sealed record DraftedPart(Span Span, int Words, ImmutableArray<Spot> Spots);

/// <summary>A file before and after; edits are put in from the front to the back.</summary>
sealed class DraftedFile
{
    readonly SourceText before;
    readonly StringBuilder text;
    readonly List<DraftedPart> parts = [];
    readonly List<Span> replaced = [];
    /// <summary>Where each piece of the old text begins, there and in the new one.</summary>
    readonly List<(int Old, int New)> pieces = [(0, 0)];
    int copied;

    public DraftedFile(SourceText before) => (this.before, After, text) = (before, before, new(before.Content.Length + 256));

    public SourceText Before => before;
    public SourceText After { get; private set; }
    public IReadOnlyList<DraftedPart> Parts => parts;

    public void Insert(Span place, string added, ImmutableArray<Spot> spots, int leading)
    {
        text.Append(before.Content, copied, place.Start - copied);
        parts.Add(new(new(text.Length, added.Length), text.Length + leading, spots));
        text.Append(added);
        if (!place.IsEmpty) replaced.Add(place);
        copied = place.End;
        pieces.Add((copied, text.Length));
    }

    public void End()
    {
        text.Append(before.Content, copied, before.Content.Length - copied);
        After = new(before.Path, text.ToString());
    }

    /// <summary>Where a character of the new text stood in the old one; that of an added part where it was put.</summary>
    public int OldOffsetOf(int offset)
    {
        for (var i = pieces.Count - 1; i >= 0; i--)
        {
            if (pieces[i].New <= offset) return Math.Min(pieces[i].Old + offset - pieces[i].New, i + 1 < pieces.Count ? pieces[i + 1].Old : before.Content.Length);
        }
        return offset;
    }

    /// <summary>Whether a place of the old text, or what stood there, gave way.</summary>
    public bool IsReplaced(Span old) => replaced.Exists(span => span.Overlaps(old));

    public DraftedPart? PartAt(int offset) => parts.Find(part => part.Span.Contains(offset));

    public int LineOf(DraftedPart part) => After.LineOf(part.Words) + 1;
}
