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
        var files = Split(info, marked).ToDictionary(file => file.Path, file => MarkedText.Read(file.Text));
        var report = Scan(files.Select(file => KeyValuePair.Create(file.Key, file.Value.Text)));
        var found = report.Findings.Where(finding => finding.Rule.Id == info.Id && finding.Suppression is null).ToImmutableArray();

        var expected = files.SelectMany(file => file.Value.Found, (file, span) => Show(new(new(file.Key, file.Value.Text), span)));
        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Select(finding => Show(finding.Location)).Order(StringComparer.Ordinal));
        var related = files.SelectMany(file => file.Value.Related, (file, mark) => $"{mark.Number}: {Show(new(new(file.Key, file.Value.Text), mark.Span))}");
        var relatedFound = found.SelectMany(finding => finding.Related.Select((place, i) => $"{i + 1}: {Show(place.Location)}")).Distinct();
        Assert.Equal(related.Order(StringComparer.Ordinal), relatedFound.Order(StringComparer.Ordinal));
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
            yield return (rule.Input is InputKind.Dockerfile ? "Dockerfile" : rule.Input is InputKind.Compose ? "compose.yaml" : "manifest.yaml", text);
            yield break;
        }
        for (var i = 0; i < heads.Count; i++)
        {
            var start = heads[i].Index + heads[i].Length;
            var end = i + 1 < heads.Count ? heads[i + 1].Index : text.Length;
            yield return (heads[i].Groups["path"].Value, text[start..end]);
        }
    }

    static string Show(Location location) => $"{location.Path}{location.Span} `{location.Text}`";

    [GeneratedRegex(@"^=== (?<path>\S+)\r?\n", RegexOptions.Multiline)]
    private static partial Regex Head();
}
