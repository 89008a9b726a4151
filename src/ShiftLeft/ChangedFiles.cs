using System.Collections.Frozen;
using System.Collections.Immutable;
using ShiftLeft.Files;
using ShiftLeft.Policy;
using ShiftLeft.Rules;
using ShiftLeft.Rules.Tool;

namespace ShiftLeft;

/// <summary>
/// The files that a change touches, in a tree that is read as a whole: what one file lacks may stand in another. Told is what concerns them; a chart
/// none of whose files changed is not rendered.
/// </summary>
sealed class ChangedFiles
{
    static readonly string PolicyRule = new InvalidPolicy().Info.Id;

    readonly FrozenSet<string> files;

    ChangedFiles(FrozenSet<string> files, ImmutableArray<string> charts) => (this.files, Charts) = (files, charts);

    /// <param name="paths">Files of the tree; those that are gone are parts of their charts all the same.</param>
    /// <param name="charts">The charts of the tree.</param>
    /// <param name="policy">What says which values files charts have besides their own.</param>
    public static ChangedFiles Among(ImmutableArray<string> paths, ImmutableArray<string> charts, PolicyFile policy)
    {
        var files = paths.ToFrozenSet(StringComparer.Ordinal);
        return new(files, [.. charts.Where(chart => files.Any(file => TreePath.IsWithin(file, chart)) || ValuesOf(chart).Any(files.Contains))]);

        IEnumerable<string> ValuesOf(string chart) => policy.Charts.Where(known => known.Path == chart).SelectMany(known => known.Environments).SelectMany(environment => environment.Values);
    }

    /// <summary>The charts that changed: their values and templates make one thing.</summary>
    public ImmutableArray<string> Charts { get; }

    /// <summary>Where all that there is to say was looked for.</summary>
    public ImmutableArray<string> Paths => [.. files.Order(StringComparer.Ordinal), .. Charts];

    public bool Contains(string path) => files.Contains(path) || Charts.Any(chart => TreePath.IsWithin(path, chart));

    /// <summary>Whether a finding is in one of the files or points there. Of a policy that is wrong nothing can be said without saying so.</summary>
    public bool Concerns(Finding finding) =>
        Contains(finding.Location.Path) || finding.Related.Any(related => Contains(related.Location.Path)) || finding.Rule.Id == PolicyRule;

    /// <summary>Whether one of the files was left out with what is there.</summary>
    public bool Concerns(Omission omission) => Contains(omission.Path) || files.Any(file => TreePath.IsWithin(file, omission.Path));
}
