using System.Collections.Immutable;
using ShiftLeft.Files;
using ShiftLeft.Policy;
using ShiftLeft.Rules;

namespace ShiftLeft;

/// <summary>
/// The tree of an earlier commit, looked at as the tree of today is: on the same paths, by the policy of today and on the same day. So a rule that was
/// switched on today brings nothing to light that is older; and what is accepted beside the code is asked of each tree's own comments.
/// </summary>
static class EarlierScan
{
    const int MostEntries = 200_000;

    /// <returns>Null where no earlier commit is asked for.</returns>
    public static Earlier? Run(ScanRequest request, PolicyFile policy)
    {
        if (request.Since is not { } earlier) return null;
        // Nothing of a commit is on disk, so no program can be run on it.
        var alike = request with { Tree = earlier.Tree, Since = null, Changed = null, Suppressions = [], OfFace = [], IgnoresBaseline = true, Relevel = null, Helm = null, Policy = policy, Paths = [.. request.Paths.Where(path => IsIn(earlier.Tree, path))] };
        var reports = ImmutableArray.CreateBuilder<Report>();
        if (!alike.Paths.IsEmpty)
        {
            reports.Add(Scan.Run(alike) is var report ? report with { Findings = [.. report.Findings.Where(IsOfItsTime)] } : report);
            if (policy.Charts.Any(IsMissing) || policy.Repositories.Values.Any(path => !earlier.Tree.FileExists(path))) reports.Add(Scan.Run(alike with { Policy = null, ConfigPath = request.ConfigPath is { } path && earlier.Tree.FileExists(path) ? path : null }));
        }
        return new(earlier, reports.ToImmutable(), () => request.Paths.Contains("") ? [] : GoneElsewhere(request, alike).Findings);

        // The policy of today speaks of itself in both trees.
        bool IsOfItsTime(Finding finding) => finding.Rule.Practice != Practice.Tool || policy.Suppressions.All(entry => !ReferenceEquals(entry.Location.Source, finding.Location.Source)) || IsSame(finding.Location.Source);

        bool IsSame(Text.SourceText source) => earlier.Tree.Read(source.Path) is { Error: null } read && System.Text.Encoding.UTF8.GetString(read.Bytes.Span) == source.Content;

        // What the policy of today names by its name of today is asked for by the policy of then as well.
        bool IsMissing(ChartPolicy chart) => !IsIn(earlier.Tree, chart.Path) || chart.Environments.SelectMany(environment => environment.Values).Any(file => !earlier.Tree.FileExists(file));
    }

    static bool IsIn(FileTree tree, string path) => path.Length == 0 || tree.FileExists(path) || !tree.List(path).IsEmpty;

    /// <summary>What was found in files beside the paths of today that are there no more: some of it may have been moved to those paths.</summary>
    static Report GoneElsewhere(ScanRequest request, ScanRequest alike)
    {
        var gone = ImmutableArray.CreateBuilder<string>();
        var folders = new Stack<string>([""]);
        for (var entries = 0; folders.TryPop(out var folder) && entries < MostEntries;)
        {
            foreach (var child in alike.Tree.List(folder))
            {
                entries++;
                var path = TreePath.Join(folder, child.Name);
                if (request.Paths.Any(looked => TreePath.IsWithin(path, looked))) continue;
                if (child.IsFolder) folders.Push(path);
                else if ((FileKinds.IsDockerfile(child.Name) || FileKinds.MayBeDockerfile(child.Name) || FileKinds.IsYaml(child.Name)) && !request.Tree.FileExists(path)) gone.Add(path);
            }
        }
        return gone.Count == 0 ? new([], new(Outcome.Within, []), []) : Scan.Run(alike with { Paths = gone.ToImmutable() });
    }
}
