using System.Collections.Immutable;
using ShiftLeft.Rules;

namespace ShiftLeft.Policy;

/// <summary>
/// Two reports of one repository, before a change and after it, finding by finding. Each was made by its own tree's policy, so what a change of
/// the policy brings to light is new as well.
/// </summary>
/// <param name="Before">The report on the tree that the change starts from.</param>
/// <param name="After">The report on the tree with the change.</param>
sealed record Comparison(Report Before, Report After)
{
    /// <summary>What counts after the change and did not before, in the order of the report.</summary>
    public ImmutableArray<Finding> New { get; } = Missing(After, Before, finding => finding.Suppression is null);

    /// <summary>What counted before the change and is there no more, or is accepted now.</summary>
    public ImmutableArray<Finding> Gone { get; } = Missing(Before, After, finding => finding.Suppression is null);

    /// <summary>What is accepted after the change and was not accepted before: it was not there, or it counted.</summary>
    public ImmutableArray<Finding> NewlySuppressed { get; } = Missing(After, Before, finding => finding.Suppression is not null);

    /// <summary>
    /// The findings of this side that the other has not. One that the other side has elsewhere was moved, if neither side has the other's
    /// file; otherwise it was copied, or it is another one.
    /// </summary>
    static ImmutableArray<Finding> Missing(Report here, Report there, Func<Finding, bool> counts)
    {
        var (hereFiles, thereFiles) = (new FilesRead(here), new FilesRead(there));
        var others = Keyed(there, counts).ToList();
        var known = others.Select(other => other.Fingerprint.Key).ToHashSet(StringComparer.Ordinal);
        var moved = others.Where(other => !hereFiles.Have(other.Finding.Location.Path)).CountBy(other => other.Fingerprint.Elsewhere).ToDictionary(StringComparer.Ordinal);
        return
        [
            .. Keyed(here, counts)
                .Where(one => !known.Contains(one.Fingerprint.Key) && (thereFiles.Have(one.Finding.Location.Path) || !Take(one.Fingerprint.Elsewhere)))
                .Select(one => one.Finding),
        ];

        bool Take(string key)
        {
            if (moved.GetValueOrDefault(key) is var count && count == 0) return false;
            moved[key] = count - 1;
            return true;
        }
    }

    /// <summary>What was read, by itself or as a part of a chart.</summary>
    sealed class FilesRead(Report report)
    {
        readonly HashSet<string> paths = [.. report.Files.Select(file => file.Path), .. report.FilesOfCharts];

        public bool Have(string path) => paths.Contains(path);
    }

    static IEnumerable<(Finding Finding, Fingerprint Fingerprint)> Keyed(Report report, Func<Finding, bool> counts)
    {
        var counted = report.Findings.Where(counts).ToList();
        return counted.Zip(Fingerprint.Of(counted));
    }
}
