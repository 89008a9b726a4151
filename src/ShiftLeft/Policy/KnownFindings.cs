using ShiftLeft.Rules;
using ShiftLeft.Text;

namespace ShiftLeft.Policy;

/// <summary>Findings of an earlier state of the tree, by what makes a finding of today the same one.</summary>
sealed class KnownFindings
{
    readonly Dictionary<string, KnownFinding> byKey = new(StringComparer.Ordinal);
    readonly ILookup<string, KnownFinding> byElsewhere;
    readonly Dictionary<string, Queue<KnownFinding>> gone = new(StringComparer.Ordinal);
    readonly HashSet<KnownFinding> met = new(ReferenceEqualityComparer.Instance);
    readonly Func<string, bool> isThere;

    /// <param name="all">What was there before.</param>
    /// <param name="isThere">Whether a file is in the tree of today.</param>
    public KnownFindings(IReadOnlyCollection<KnownFinding> all, Func<string, bool> isThere)
    {
        foreach (var known in all) byKey.TryAdd(known.Print.Key, known);
        byElsewhere = all.ToLookup(known => known.Print.Elsewhere, StringComparer.Ordinal);
        this.isThere = isThere;
    }

    public bool HasMet(KnownFinding known) => met.Contains(known);

    /// <summary>The one that the finding is; what was moved is the same if its old file is gone.</summary>
    public KnownFinding? Find(Finding finding, Fingerprint print)
    {
        var found = byKey.GetValueOrDefault(print.Key) ?? Moved(finding, print);
        if (found is not null) met.Add(found);
        return found;
    }

    KnownFinding? Moved(Finding finding, Fingerprint print)
    {
        if (!gone.TryGetValue(print.Elsewhere, out var candidates)) gone[print.Elsewhere] = candidates = new(byElsewhere[print.Elsewhere].Where(known => !isThere(known.Path)));
        while (candidates.TryDequeue(out var known))
        {
            if (known.Rule == finding.Rule.Id && !met.Contains(known)) return known;
        }
        return null;
    }
}

/// <summary>A finding that was there before.</summary>
/// <param name="Path">Where it was.</param>
/// <param name="Rule">The rule's id.</param>
/// <param name="Print">What makes it the same.</param>
/// <param name="Location">What says so: a line of a baseline, or the place itself.</param>
sealed record KnownFinding(string Path, string Rule, Fingerprint Print, Location Location)
{
    /// <summary>What it is about, whatever its file is called; null where that is not known.</summary>
    public string? What { get; init; }
}
