using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ShiftLeft.Files;
using ShiftLeft.Policy;
using ShiftLeft.Rules;
using ShiftLeft.Text;

namespace ShiftLeft.Tests.Rules;

/// <summary>The one verb of rule tests: this rule finds exactly the marked places in these texts.</summary>
static partial class Expect
{
    public static readonly DateOnly Today = new(2026, 7, 1);

    /// <summary>
    /// Scans the text as a whole workspace and compares the rule's findings, and the places they are related to, with the marks. Several files are separated by lines
    /// <c>=== path</c>; without one, the rule's input decides the file's name.
    /// </summary>
    public static ImmutableArray<Finding> Findings(string rule, string marked)
    {
        var info = (Catalogue.Find(rule) ?? throw new ArgumentException($"no rule {rule}")).Info;
        return Findings(info, Split(info, marked));
    }

    /// <param name="rule">The rule; what others find does not matter.</param>
    /// <param name="marked">The workspace's files with their marks.</param>
    /// <param name="place">Where a person finds these texts, for the message of a failure.</param>
    public static ImmutableArray<Finding> Findings(RuleInfo rule, IEnumerable<(string Path, string Text)> marked, string place = "")
    {
        var files = marked.ToDictionary(file => file.Path, file => MarkedText.Read(file.Text));
        var report = Scan(files.Select(file => KeyValuePair.Create(file.Key, file.Value.Text)));
        var found = report.Findings.Where(finding => finding.Rule.Id == rule.Id && finding.Suppression is null).ToImmutableArray();

        var findings = files.SelectMany(file => file.Value.Found, (file, span) => Show(new(new(file.Key, file.Value.Text), span)));
        var related = files.SelectMany(file => file.Value.Related, (file, mark) => $"{mark.Number}: {Show(new(new(file.Key, file.Value.Text), mark.Span))}");
        var relatedFound = found.SelectMany(finding => finding.Related.Select((place, i) => $"{i + 1}: {Show(place.Location)}")).Distinct();
        // What is not judged has no findings, so it would pass for a text without marks.
        var unread = report.Findings.Where(finding => finding.Rule.IsFailure && finding.Rule.Id != rule.Id).Select(finding => $"not judged: {finding.Location} {finding.Message}");
        var differences = unread.Concat(Compare(findings, found.Select(finding => Show(finding.Location)))).Concat(Compare(related, relatedFound)).ToList();
        Assert.True(differences.Count == 0, string.Join("\n  ", differences.Prepend($"{place} {rule} differs from the marks")));
        return found;
    }

    public static Report Scan(IEnumerable<KeyValuePair<string, string>> files) =>
        ShiftLeft.Scan.Run(new(new MemoryTree(files), [""]) { Profile = Profile.All, Today = Today });

    /// <summary>The single file's name that fits the rule, or the files named in the text.</summary>
    public static IEnumerable<(string Path, string Text)> Split(RuleInfo rule, string text)
    {
        var heads = Head().Matches(text);
        if (heads.Count == 0)
        {
            yield return (FileName(rule), text);
            yield break;
        }
        for (var i = 0; i < heads.Count; i++)
        {
            var start = heads[i].Index + heads[i].Length;
            var end = i + 1 < heads.Count ? heads[i + 1].Index : text.Length;
            yield return (heads[i].Groups["path"].Value, text[start..end]);
        }
    }

    /// <summary>What a file without a name is called when this rule reads it.</summary>
    public static string FileName(RuleInfo rule) => rule.Input switch
    {
        InputKind.Dockerfile => "Dockerfile",
        InputKind.Compose => "compose.yaml",
        _ => "manifest.yaml",
    };

    static IEnumerable<string> Compare(IEnumerable<string> marked, IEnumerable<string> found)
    {
        var rest = found.ToList();
        foreach (var place in marked)
        {
            if (!rest.Remove(place)) yield return $"marked, but not found: {place}";
        }
        foreach (var place in rest) yield return $"found, but not marked: {place}";
    }

    static string Show(Location location) => $"{location} `{location.Text}`";

    [GeneratedRegex(@"^=== (?<path>\S+)\r?\n", RegexOptions.Multiline)]
    private static partial Regex Head();
}
