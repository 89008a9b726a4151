using System.Text.Json;

namespace ShiftLeft.EndToEnd;

/// <summary>This repository passes its own check, by the strictest of the profiles that are meant for use.</summary>
public sealed class OwnRepositoryTests
{
    [Fact]
    public void The_only_finding_is_the_root_user_that_GitHub_asks_for_and_it_says_why()
    {
        var scan = CommandLine.Portable([], Repository.Root, "scan", ".", "--profile", "strict", "--fail-on", "info", "--format", "json");
        Assert.Equal((0, ""), (scan.ExitCode, scan.Error));
        using var report = JsonDocument.Parse(scan.Output);
        Assert.Contains("action/Dockerfile", report.RootElement.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("path").GetString()));
        var finding = Assert.Single(report.RootElement.GetProperty("findings").EnumerateArray());
        Assert.Equal(("SL2001", "action/Dockerfile"), (finding.GetProperty("rule").GetString(), finding.GetProperty("path").GetString()));
        Assert.Equal("comment", finding.GetProperty("suppression").GetProperty("kind").GetString());
        Assert.Contains("GitHub", finding.GetProperty("suppression").GetProperty("reason").GetString(), StringComparison.Ordinal);
    }
}
