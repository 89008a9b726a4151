using System.Collections.Immutable;
using System.Text;
using ShiftLeft.Files;
using ShiftLeft.Policy;
using ShiftLeft.Reporting;
using ShiftLeft.Rules;
using ShiftLeft.Text;

namespace ShiftLeft.Tests.Helm.Places;

/// <summary>
/// A workspace with the places of its findings. A place is <c>path | line</c> with the region between <c>⟦</c> and <c>⟧</c>; where the file has several such lines,
/// <c>path#2</c> is the second.
/// </summary>
sealed class PlaceCase
{
    static readonly string Folder = Path.Combine(TidyTests.Root, "tests", "ShiftLeft.Tests", "Helm", "Places", "Cases");

    public required ImmutableArray<KeyValuePair<string, string>> Files { get; init; }
    /// <summary>One text for each finding: a line for the rule and the object, one for each place.</summary>
    public required ImmutableArray<string> Expected { get; init; }

    public static IEnumerable<string> Names => Directory.GetFiles(Folder, "*.txt").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal);

    public static PlaceCase Read(string name)
    {
        var sections = ExampleFile.Split(File.ReadAllText(Path.Combine(Folder, name + ".txt")), InputKind.Kubernetes).Where(section => section.Path is not null).ToList();
        var files = sections.Where(section => section.Path != "places").ToDictionary(section => section.Path!, section => section.Text + "\n", StringComparer.Ordinal);
        foreach (var chart in files.Keys.Where(path => path.Contains("/templates/", StringComparison.Ordinal)).Select(path => path[..path.LastIndexOf("/templates/", StringComparison.Ordinal)]).Distinct().ToList())
            files.TryAdd($"{chart}/Chart.yaml", $"apiVersion: v2\nname: {TreePath.NameOf(chart)}\nversion: 1.0.0\n");
        return new() { Files = [.. files], Expected = [.. Findings(sections.Single(section => section.Path == "places").Text)] };
    }

    static IEnumerable<string> Findings(string table)
    {
        StringBuilder? finding = null;
        foreach (var line in table.Split('\n').Where(line => line.Trim().Length > 0))
        {
            if (line.StartsWith(' ')) finding!.Append(line).Append('\n');
            else
            {
                if (finding is not null) yield return finding.ToString();
                finding = new StringBuilder(line).Append('\n');
            }
        }
        if (finding is not null) yield return finding.ToString();
    }

    public FileTree Tree => new MemoryTree(Files);

    public Report Scan() => ShiftLeft.Scan.Run(new(Tree, [""]) { Profile = Profile.All, Today = new(2026, 7, 1) });

    public static string Show(Finding finding)
    {
        var subject = finding.Subject is { } about ? about.Object + (about.Container is { } container ? "/" + container : "") : "-";
        var text = new StringBuilder($"{finding.Rule.Name} {subject}{(finding.Environments.IsEmpty ? "" : $" in {string.Join(", ", finding.Environments)}")}\n  {Show(finding.Location)}\n");
        foreach (var related in finding.Related) text.Append("  ").Append(Show(related.Location)).Append(" | ").Append(related.Message).Append('\n');
        return text.ToString();
    }

    static string Show(Location place)
    {
        var source = place.Source;
        var line = source.LineSpan(place.Start.Line);
        var lines = Enumerable.Range(0, source.LineCount).Where(at => source[source.LineSpan(at)].Trim() == source[line].Trim()).ToList();
        var marked = $"{source.Content[line.Start..place.Span.Start]}⟦{place.Text}⟧{source.Content[place.Span.End..Math.Max(place.Span.End, line.End)]}".Trim();
        return $"{place.Path}{(lines.Count > 1 ? $"#{lines.IndexOf(place.Start.Line) + 1}" : "")} | {marked}";
    }
}
