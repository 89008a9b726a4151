using System.Text.Json;
using ShiftLeft.Policy;
using ShiftLeft.Reporting;
using ShiftLeft.Rules;

namespace ShiftLeft.Tests.Hostile;

/// <summary>What one rule finds in one file is listed up to a limit; the count stays true.</summary>
public sealed class ListingTests
{
    const int Many = 1_500;

    [Fact]
    public void The_last_that_is_listed_tells_how_many_more_there_are()
    {
        var report = HostileText.Scan(new KeyValuePair<string, string>("p.yaml", Pods(Many)), new("q.yaml", HostileText.Pod));
        var listed = report.Of("SL2102").Where(finding => finding.Location.Path == "p.yaml").ToList();
        Assert.Equal(Listing.MostPlaces, listed.Count);
        Assert.All(listed.SkipLast(1), finding => Assert.Equal(0, finding.Unlisted));
        Assert.Equal(500, listed[^1].Unlisted);
        Assert.EndsWith("; 500 more like it in this file are counted and not listed", listed[^1].Message);
        Assert.Single(report.Of("SL2102"), finding => finding.Location.Path == "q.yaml");
        Assert.Equal(Many + 1, report.Of("SL2102").Total());
    }

    [Fact]
    public void Thresholds_and_formats_count_all()
    {
        var report = HostileText.Scan(new KeyValuePair<string, string>("p.yaml", Pods(Many)), new("shiftleft.yml", "version: 1\nthresholds: {error: 1200}\n"));
        Assert.Equal(Many, report.Count(Level.Error));
        Assert.Contains("1500 errors, allowed: 1200", report.Verdict.Reasons);
        Assert.Contains("1500 errors", TextReport.Sentence(report));
        using var json = JsonDocument.Parse(JsonReport.Render(report));
        Assert.Equal(Many, json.RootElement.GetProperty("counts").GetProperty("error").GetInt32());
        Assert.Equal(500, json.RootElement.GetProperty("findings").EnumerateArray().Where(finding => finding.GetProperty("rule").GetString() == "SL2102").Sum(finding => finding.GetProperty("unlisted").GetInt32()));
    }

    [Fact]
    public void What_is_accepted_is_counted_apart()
    {
        var accepted = string.Concat(Enumerable.Range(0, Many).Select(i => $"{HostileText.Pod.Replace("bad", $"ok{i}", StringComparison.Ordinal)}---\n"));
        var report = HostileText.Scan(new KeyValuePair<string, string>("p.yaml", accepted + HostileText.Pod), new("shiftleft.yml", "version: 1\nsuppressions: [{rule: SL2102, object: Pod/ok*, reason: a}]\n"));
        Assert.Equal("Pod/bad", Assert.Single(report.Of("SL2102"), finding => finding.Suppression is null).Subject!.Object);
        Assert.Equal(Many, report.Of("SL2102").Where(finding => finding.Suppression is not null).Total());
    }

    [Fact]
    public void One_line_that_writes_very_many_objects_keeps_some()
    {
        var template = "{{ range until 1500 }}---\napiVersion: v1\nkind: Pod\nmetadata: {name: 'p{{ . }}'}\nspec:\n  hostNetwork: true\n  containers: [{name: a, image: b}]\n{{ end }}";
        var report = HostileText.Scan(new KeyValuePair<string, string>("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n"), new("c/templates/p.yaml", template));
        var finding = Assert.Single(report.Of("SL2102"));
        Assert.Equal((1_000, 0), (finding.Occurrences.Length, finding.Unlisted));
        Assert.EndsWith("; likewise more than 999 more objects", finding.Message);
    }

    static string Pods(int count) => string.Concat(Enumerable.Range(0, count).Select(i => $"---\n{HostileText.Pod.Replace("bad", $"p{i}", StringComparison.Ordinal)}"));
}
