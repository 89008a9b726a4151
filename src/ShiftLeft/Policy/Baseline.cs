using System.Collections.Immutable;
using System.Text;
using ShiftLeft.Files;
using ShiftLeft.Rules;
using ShiftLeft.Rules.Tool;
using ShiftLeft.Text;

namespace ShiftLeft.Policy;

/// <summary>
/// What was found before a repository began to look, line by line in a file that a person can review and git can merge. It counts for nothing until it is
/// repaired; what is new counts. What could not be judged is never in it.
/// </summary>
sealed class Baseline
{
    public const string FileName = "shiftleft.baseline";

    const string Head = "# What was found when this file was made counts for nothing. `shiftleft baseline --prune` takes out what is repaired.\n";

    readonly ImmutableArray<KnownFinding> entries;

    Baseline(ImmutableArray<KnownFinding> entries, ImmutableArray<Problem> problems) => (this.entries, Problems) = (entries, problems);

    /// <summary>How many findings it lists.</summary>
    public int Count => entries.Length;

    /// <summary>Lines that are none.</summary>
    public ImmutableArray<Problem> Problems { get; }

    /// <summary>The nearest at or above a folder of the tree; null where there is none.</summary>
    public static Baseline? Find(FileTree tree, string folder)
    {
        for (var at = folder; ; at = TreePath.FolderOf(at))
        {
            var path = TreePath.Join(at, FileName);
            if (tree.FileExists(path)) return tree.Read(path) is { Error: null } read ? Read(new(path, Encoding.UTF8.GetString(read.Bytes.Span))) : new([], [new("policy", new(new(path, ""), default), $"`{path}` {tree.Read(path).Error}")]);
            if (at.Length == 0) return null;
        }
    }

    public static Baseline Read(SourceText source)
    {
        var entries = ImmutableArray.CreateBuilder<KnownFinding>();
        var problems = ImmutableArray.CreateBuilder<Problem>();
        for (var line = 0; line < source.LineCount; line++)
        {
            var span = source.LineSpan(line);
            var text = source[span].TrimEnd();
            if (text.Length == 0 || text[0] == '#') continue;
            if (text.Split('\t') is [var path, var rule, var key, var keyElsewhere, ..]) entries.Add(new(path, rule, new(key, keyElsewhere), new(source, span)));
            else if (problems.Count < MostProblems) problems.Add(new("policy", new(source, span), "the line is none of a baseline, which has a path, a rule and two fingerprints, with tabs between; write the file anew with `shiftleft baseline --update`"));
        }
        return new(entries.ToImmutable(), problems.ToImmutable());
    }

    const int MostProblems = 10;

    /// <summary>All that counts in a report, as the file lists it: in the order of path, rule and fingerprint.</summary>
    public static string Render(Report report) => Render(report, Holds);

    /// <summary>What a baseline lists and a report that it was applied to still has.</summary>
    public static string RenderKnown(Report report) => Render(report, IsKnown);

    public static bool IsKnown(Finding finding) => finding.Suppression is { InSource: false } known && TreePath.NameOf(known.Location.Path) == FileName;

    static string Render(Report report, Func<Finding, bool> isListed)
    {
        var lines = report.Findings.Zip(Fingerprint.Of(report.Findings))
            .Where(pair => isListed(pair.First))
            .Select(pair => string.Join('\t', OneLine(pair.First.Location.Path), pair.First.Rule.Id, pair.Second.Key, pair.Second.KeyElsewhere, OneLine(pair.First.Subject is { } subject ? Fingerprint.QualifiedName(subject) : pair.First.Message)))
            .Order(StringComparer.Ordinal);
        return string.Concat(lines.Select(line => line + "\n").Prepend(Head));
    }

    static bool Holds(Finding finding) => finding.Suppression is null && finding.Rule.Practice != Practice.Tool;

    static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) is var shown && shown.Length <= 200 ? shown : shown[..199] + "…";

    /// <summary>The findings with those accepted that the file lists; where all was looked at, what it lists in vain is one more.</summary>
    /// <param name="findings">In the order of the report.</param>
    /// <param name="isRead">Whether a path was looked at.</param>
    /// <param name="isThere">Whether a file is in the tree.</param>
    public ImmutableArray<Finding> Apply(ImmutableArray<Finding> findings, Func<string, bool> isRead, Func<string, bool> isThere)
    {
        var known = new KnownFindings(entries, isThere);
        var judged = ImmutableArray.CreateBuilder<Finding>(findings.Length + 1);
        foreach (var (finding, print) in findings.Zip(Fingerprint.Of(findings)))
        {
            var entry = Holds(finding) ? known.Find(finding, print) : null;
            judged.Add(entry is null ? finding : finding with { Suppression = new($"known since `{entry.Location.Path}` was written", entry.Location, InSource: false) });
        }
        var repaired = findings.Any(finding => finding.Rule.IsFailure) ? [] : entries.Where(entry => !known.HasMet(entry) && isRead(entry.Path)).ToList();
        if (repaired.Count > 0) judged.Add(new RepairedBaselineEntry().At(repaired[0].Location, $"{repaired.Count} {(repaired.Count == 1 ? "entry is" : "entries are")} repaired: `shiftleft baseline --prune` takes {(repaired.Count == 1 ? "it" : "them")} out"));
        return judged.ToImmutable();
    }
}
