using System.Collections.Immutable;
using System.Text.Json;
using System.Xml.Linq;
using ShiftLeft.Docker.Syntax;
using ShiftLeft.Files;
using ShiftLeft.Kubernetes;
using ShiftLeft.Policy;
using ShiftLeft.Reporting;
using ShiftLeft.Rules;
using ShiftLeft.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ShiftLeft.Fuzz;

/// <summary>What holds for a scan of whatever text.</summary>
static class Invariants
{
    static readonly DateOnly Today = new(2026, 7, 1);
    static readonly ImmutableArray<RuleInfo> Rules = [.. Catalogue.Rules.Select(rule => rule.Info)];

    /// <returns>What does not hold, each as a sentence; empty when all does.</returns>
    public static ImmutableArray<string> Broken(Input input)
    {
        try
        {
            return [.. Check(input)];
        }
#pragma warning disable CA1031 // That nothing throws is the first of them.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return [$"{exception.GetType().Name}: {exception.Message} {exception.StackTrace?.Split('\n').FirstOrDefault()?.Trim()}"];
        }
    }

    static IEnumerable<string> Check(Input input)
    {
        var tree = new MemoryTree(input.Files);
        var report = Scan(tree, jobs: 1);
        var json = JsonReport.Render(report);

        if (JsonReport.Render(Scan(tree, jobs: 3)) != json) yield return "a second scan tells something else";
        foreach (var file in input.Files)
        {
            if (file.Key.EndsWith("Dockerfile", StringComparison.Ordinal) && DockerfileParser.Parse(new(file.Key, file.Value)).ToString() != file.Value) yield return $"the tree of `{file.Key}` is not its text";
        }
        foreach (var wrong in report.Findings.SelectMany(OutOfPlace)) yield return wrong;
        foreach (var wrong in Counts(report, json)) yield return wrong;
        foreach (var file in input.Files.Where(file => IsSilent(report, file.Key, file.Value))) yield return $"`{file.Key}` is a manifest and nothing is said of it";
    }

    static Report Scan(FileTree tree, int jobs) => ShiftLeft.Scan.Run(new(tree, [""]) { Profile = Profile.All, Fixtures = true, Jobs = jobs, Today = Today });

    static IEnumerable<string> OutOfPlace(Finding finding) =>
        from place in finding.Related.Select(related => related.Location).Concat(finding.Fix?.Edits.Select(edit => edit.Location) ?? []).Append(finding.Location)
        let span = place.Span
        where span.Start < 0 || span.Length < 0 || span.End > place.Source.Content.Length
        select $"{finding.Rule.Id} is at {span.Start}..{span.End} of the {place.Source.Content.Length} characters of `{place.Path}`";

    /// <summary>All formats tell of as many.</summary>
    static IEnumerable<string> Counts(Report report, string json)
    {
        var active = report.Active.Count();
        using var told = JsonDocument.Parse(json);
        using var sarif = JsonDocument.Parse(SarifReport.Render(report, Rules));
        if (told.RootElement.GetProperty("findings").GetArrayLength() != report.Findings.Length) yield return "JSON tells another number of findings";
        if (sarif.RootElement.GetProperty("runs")[0].GetProperty("results").GetArrayLength() != report.Findings.Length) yield return "SARIF tells another number of findings";
        if (XDocument.Parse(JUnitReport.Render(report)).Descendants("failure").Count() != active) yield return "JUnit tells another number of findings";
        if (Lines(MSBuildReport.Render(report, path => path)) != active) yield return "MSBuild's lines tell another number of findings";
        using var gitlab = JsonDocument.Parse(GitLabReport.Render(report));
        if (gitlab.RootElement.GetArrayLength() != active) yield return "GitLab's report tells another number of findings";
        _ = TextReport.Render(report, TextStyle.Default) + TextReport.Render(report, TextStyle.Default with { IsFull = true });
        _ = MarkdownReport.Summary(new(report, report.Verdict) { Budget = 60_000 }) + GitHubReport.Render(report);
    }

    static int Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;

    /// <summary>Whether another reader of YAML sees an object in a file of which the report says nothing at all.</summary>
    static bool IsSilent(Report report, string path, string text) =>
        path.EndsWith(".yaml", StringComparison.Ordinal) && !path.Contains('/', StringComparison.Ordinal) && path is not ("Chart.yaml" or "values.yaml") && !FileKinds.IsPartOfChart(path)
        && !report.Files.Any(file => file.Path == path) && !report.Findings.Any(finding => finding.Location.Path == path) && !report.LeftOut.Any(omission => omission.Paths.Contains(path))
        && HoldsObject(text);

    static bool HoldsObject(string text)
    {
        try
        {
            var stream = new YamlStream();
            using var reader = new StringReader(text);
            stream.Load(reader);
            return stream.Documents.Any(document => document.RootNode is YamlMappingNode root && IsText(root, "apiVersion") && IsText(root, "kind"));
        }
        // The library tells of some faults in other ways.
        catch (Exception exception) when (exception is YamlException or InvalidOperationException or ArgumentException)
        {
            return false;
        }

        static bool IsText(YamlMappingNode root, string key) => root.Children.TryGetValue(new YamlScalarNode(key), out var value) && value is YamlScalarNode { Value: { Length: > 0 } word } && word is not ("null" or "~");
    }
}
