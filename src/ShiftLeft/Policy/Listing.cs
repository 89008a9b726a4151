using System.Globalization;
using ShiftLeft.Rules;
using ShiftLeft.Text;

namespace ShiftLeft.Policy;

/// <summary>
/// Which findings a report lists. What one rule finds in one file is listed up to a limit and counted beyond it, so that no file can make a report that
/// nobody can hold or read. The count stands in the last that is listed.
/// </summary>
/// <param name="listsAll">Whether there is no limit, for who writes something beside each.</param>
sealed class Listing(bool listsAll = false)
{
    /// <summary>Places of one rule in one file.</summary>
    public const int MostPlaces = 1_000;
    /// <summary>Containers and objects that one place is wrong for.</summary>
    const int MostAtPlace = 1_000;

    /// <summary>Findings that differ in one of these count apart.</summary>
    readonly record struct Kind(string Rule, string Path, Level Level, bool IsSuppressed)
    {
        public static Kind Of(Finding finding) => new(finding.Rule.Id, finding.Location.Path, finding.Level, finding.Suppression is not null);
    }

    readonly int mostPlaces = listsAll ? int.MaxValue : MostPlaces;
    readonly int mostAtPlace = listsAll ? int.MaxValue : MostAtPlace;
    readonly Dictionary<Kind, Dictionary<(Span, string?), int>> places = [];
    readonly HashSet<(Kind, Span, string?)> shortened = [];

    /// <summary>Those that are listed, of which some may yet be one.</summary>
    public List<Finding> Listed { get; } = [];

    public void Add(Finding finding)
    {
        var kind = Kind.Of(finding);
        if (!places.TryGetValue(kind, out var known)) places[kind] = known = [];
        var place = PlaceOf(finding);
        var isNew = !known.TryGetValue(place, out var count);
        if (isNew ? known.Count < mostPlaces : count > 0 && count < mostAtPlace) Listed.Add(finding);
        else if (!isNew && count > 0) shortened.Add((kind, place.Item1, place.Item2));
        // What is not listed at all has no findings, and is counted as a place.
        known[place] = isNew ? known.Count < mostPlaces ? 1 : 0 : count > 0 ? count + 1 : 0;
    }

    /// <summary>What rules say of one place of a values file is one finding, wherever in it the place is.</summary>
    static (Span, string?) PlaceOf(Finding finding) => (finding.ValuesKey is null ? finding.Location.Span : default, finding.ValuesKey);

    /// <summary>Whether not all that is wrong at its place was kept.</summary>
    public bool IsShortened(Finding finding) => shortened.Count > 0 && shortened.Contains((Kind.Of(finding), PlaceOf(finding).Item1, finding.ValuesKey));

    /// <summary>The findings, of which the last of a kind tells how many more there are.</summary>
    public List<Finding> WithCounts(IEnumerable<Finding> merged)
    {
        var all = merged.ToList();
        var left = places.Where(kind => kind.Value.Count > mostPlaces).ToDictionary(kind => kind.Key, kind => kind.Value.Count - mostPlaces);
        for (var i = all.Count - 1; i >= 0 && left.Count > 0; i--)
        {
            if (!left.Remove(Kind.Of(all[i]), out var more)) continue;
            all[i] = all[i] with { Unlisted = more, Message = all[i].Message + string.Create(CultureInfo.InvariantCulture, $"; {more:N0} more like it in this file are counted and not listed") };
        }
        return all;
    }
}
