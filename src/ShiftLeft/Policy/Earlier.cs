using System.Collections.Immutable;
using ShiftLeft.Files;
using ShiftLeft.Rules;
using ShiftLeft.Text;

namespace ShiftLeft.Policy;

/// <summary>The tree of a commit, whose findings count for nothing.</summary>
/// <param name="Tree">Its files.</param>
/// <param name="Name">The commit as it was asked for.</param>
/// <param name="Commit">Its full hash.</param>
sealed record EarlierTree(FileTree Tree, string Name, string Commit);

/// <summary>
/// What the tree of an earlier commit has. It is the same today whatever moves around it, as with a baseline; and because both texts are there, a file that was
/// renamed is known by its lines. What could not be judged counts, however old it is.
/// </summary>
/// <param name="tree">The earlier tree.</param>
/// <param name="reports">What was found there: the first looks at what is looked at today, others may say what else is known.</param>
/// <param name="elsewhere">What was found there in files that are not looked at today, and are gone; asked for when something may have been moved.</param>
sealed class Earlier(EarlierTree tree, ImmutableArray<Report> reports, Func<IEnumerable<Finding>> elsewhere)
{
    /// <param name="findings">In the order of the report.</param>
    /// <param name="isThere">Whether a file is in the tree of today.</param>
    public ImmutableArray<Finding> Apply(ImmutableArray<Finding> findings, Func<string, bool> isThere)
    {
        var candidates = findings.Select(finding => finding.Suppression is null && !finding.Rule.IsFailure).ToArray();
        var prints = Fingerprint.Of(findings);
        var older = new bool[findings.Length];
        // What two looks have found is one.
        var gone = Match([.. reports.SelectMany(report => Known(report.Findings)).DistinctBy(one => one.Print.Key)]);
        if (Enumerable.Range(0, findings.Length).Any(HasCome))
        {
            gone.AddRange(Match([.. Known(elsewhere())]));
            foreach (var i in Renamed().ToList()) older[i] = true;
        }
        return [.. findings.Select((finding, i) => older[i] ? finding with { Suppression = new($"as old as {tree.Commit}", finding.Location, InSource: false) { IsEarlier = true } } : finding)];

        // Not known so far, in a file that was not there.
        bool HasCome(int i) => candidates[i] && !older[i] && !tree.Tree.FileExists(findings[i].Location.Path);

        // Those of files that are gone that nothing of today is.
        List<KnownFinding> Match(List<KnownFinding> all)
        {
            var index = new KnownFindings(all, isThere);
            for (var i = 0; i < findings.Length; i++) older[i] |= candidates[i] && !older[i] && index.Find(findings[i], prints[i]) is not null;
            return [.. all.Where(one => !index.HasMet(one) && !isThere(one.Path))];
        }

        IEnumerable<int> Renamed()
        {
            var come = Enumerable.Range(0, findings.Length).Where(HasCome).ToLookup(i => findings[i].Location.Path);
            return RenamedFiles.Of([.. gone.Select(one => one.Location.Source)], [.. come.Select(file => findings[file.First()].Location.Source)])
                .SelectMany(renamed => Alike(gone.Where(one => one.Path == renamed.Before), come[renamed.After]));
        }

        IEnumerable<int> Alike(IEnumerable<KnownFinding> before, IEnumerable<int> after)
        {
            var counts = before.Select(one => (one.Rule, one.What)).CountBy(one => one).ToDictionary();
            foreach (var i in after)
            {
                var about = (findings[i].Rule.Id, Fingerprint.WhatOf(findings[i]));
                if (!counts.TryGetValue(about, out var count) || count == 0) continue;
                counts[about] = count - 1;
                yield return i;
            }
        }
    }

    static IEnumerable<KnownFinding> Known(IEnumerable<Finding> findings)
    {
        var all = findings.ToList();
        return all.Zip(Fingerprint.Of(all)).Where(pair => pair.First.Suppression is null && !pair.First.Rule.IsFailure)
            .Select(pair => new KnownFinding(pair.First.Location.Path, pair.First.Rule.Id, pair.Second, pair.First.Location) { What = Fingerprint.WhatOf(pair.First) });
    }

    /// <summary>What the report says of it. What cannot be judged today either is told already.</summary>
    public Since SinceOf(ImmutableArray<Finding> findings)
    {
        var failures = Failures(findings);
        return new(tree.Name, tree.Commit, findings.Count(finding => finding.Suppression is { IsEarlier: true }), reports.Select(report => Failures(report.Findings).Except(failures).Count()).DefaultIfEmpty().Min());

        static HashSet<string> Failures(ImmutableArray<Finding> all) => [.. Fingerprint.Of(all.Where(finding => finding.Rule.IsFailure)).Select(print => print.Key)];
    }
}
