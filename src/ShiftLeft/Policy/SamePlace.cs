using System.Collections.Immutable;
using System.Globalization;
using ShiftLeft.Rules;
using ShiftLeft.Text;

namespace ShiftLeft.Policy;

/// <summary>
/// What one rule finds at one place is one finding, whichever containers, objects and environments it was met in: there is one line to edit. What is
/// accepted for some of them leaves the others.
/// </summary>
static class SamePlace
{
    /// <summary>So many of the template lines that a values key feeds are named as related places.</summary>
    const int MostLines = 10;

    /// <param name="findings">In any order.</param>
    /// <param name="isShortened">Whether there are more at a finding's place than are given; null for none.</param>
    public static IEnumerable<Finding> Merge(IEnumerable<Finding> findings, Func<Finding, bool>? isShortened = null) =>
        findings.GroupBy(finding => (finding.Rule.Id, finding.Location.Path, Span: finding.ValuesKey is null ? finding.Location.Span : default, finding.ValuesKey, finding.Suppression is null)).SelectMany(Facts).Select(fact => AsOne(fact, isShortened));

    /// <summary>Different facts about one container or object stay apart; a values key has one.</summary>
    static IEnumerable<IEnumerable<Finding>> Facts(IEnumerable<Finding> here)
    {
        var all = here.ToList();
        if (all.Count == 1 || all[0].ValuesKey is not null) return [all];
        if (all.TrueForAll(finding => finding.Message == all[0].Message)) return [all];
        var told = new Dictionary<(string?, string?, string?), List<string>>();
        return all.GroupBy(finding => finding.Subject is null ? (finding.Message, 0) : ("", Ordinal(finding)));

        int Ordinal(Finding finding)
        {
            var about = About(finding);
            if (!told.TryGetValue(about, out var messages)) told[about] = messages = [];
            if (messages.IndexOf(finding.Message) is var known and >= 0) return known;
            messages.Add(finding.Message);
            return messages.Count - 1;
        }
    }

    static Finding AsOne(IEnumerable<Finding> fact, Func<Finding, bool>? isShortened)
    {
        var all = fact.ToList();
        var first = all[0];
        if (all.Count == 1) return first;
        var occurrences = Occurrences(all);
        return first with
        {
            Message = first.Message + Likewise(occurrences, isShortened?.Invoke(first) == true),
            Occurrences = occurrences.Length > 1 ? occurrences : [],
            Related = [.. first.Related, .. OtherLines(first, all)],
            Environments = Environments(all),
        };
    }

    static ImmutableArray<Occurrence> Occurrences(List<Finding> all) =>
    [
        .. all.Where(finding => finding.Subject is not null).GroupBy(finding => (finding.Subject, finding.Message)).Select(same => new Occurrence(same.Key.Subject!, same.Key.Message, Environments(same))),
    ];

    static ImmutableArray<string> Environments(IEnumerable<Finding> findings) => [.. findings.SelectMany(finding => finding.Environments).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>How many more there are: containers where they differ, else objects.</summary>
    static string Likewise(ImmutableArray<Occurrence> occurrences, bool isShortened)
    {
        var containers = occurrences.Where(one => one.Subject.Container is not null).Select(one => (one.Subject.Namespace, one.Subject.Object, one.Subject.Container)).Distinct().Count();
        var objects = occurrences.Select(one => (one.Subject.Namespace, one.Subject.Object)).Distinct().Count();
        return containers > 1 ? More(containers - 1, "container", isShortened) : objects > 1 ? More(objects - 1, "object", isShortened) : "";
    }

    static string More(int count, string noun, bool isShortened) => string.Create(CultureInfo.InvariantCulture, $"; likewise {(isShortened ? "more than " : "")}{count} more {noun}{(count == 1 ? "" : "s")}");

    /// <summary>Where a values key or a template line makes more than one object or container: what the others have of their own, a template line or an item.</summary>
    static IEnumerable<RelatedLocation> OtherLines(Finding first, List<Finding> all) => all
        .Where(finding => finding.Subject is not null && !finding.Related.IsEmpty && About(finding) != About(first) && (first.ValuesKey is not null || !first.Related.Any(related => related.Location == finding.Related[0].Location)))
        .DistinctBy(finding => (About(finding), finding.Message))
        .Select(finding => new RelatedLocation(finding.Related[0].Location, finding.Subject!.Object != first.Subject?.Object ? $"also `{finding.Subject.Object}`" : $"also {finding.Message}"))
        .DistinctBy(related => related.Message)
        .Take(MostLines);

    static (string?, string?, string?) About(Finding finding) => (finding.Subject?.Namespace, finding.Subject?.Object, finding.Subject?.Container);
}
