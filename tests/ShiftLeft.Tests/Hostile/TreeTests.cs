using System.Text;
using ShiftLeft.Hosting;
using ShiftLeft.Policy;

namespace ShiftLeft.Tests.Hostile;

/// <summary>Trees that are larger than they look, and files that are no files.</summary>
public sealed class TreeTests : IDisposable
{
    readonly TemporaryFolder disk = new();

    public void Dispose() => disk.Dispose();

    Report Scan(params string[] paths) => ShiftLeft.Scan.Run(new(new DiskTree(disk.Path), [.. paths.DefaultIfEmpty("")]) { Today = new(2026, 7, 1) });

    [Fact]
    public void A_folder_is_entered_once_whatever_links_lead_to_it()
    {
        if (OperatingSystem.IsWindows()) return;
        for (var i = 0; i < 20; i++) disk.With($"d{i:00}/p.yaml", HostileText.Pod).WithLink($"d{i:00}/x", $"../d{(i + 1) % 20:00}").WithLink($"d{i:00}/y", $"../d{(i + 7) % 20:00}");
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"d{i:00}/p.yaml"), Scan().Of("SL2102").Select(finding => finding.Location.Path));
    }

    [Fact]
    public void What_is_found_through_a_link_is_told_where_it_lies()
    {
        if (OperatingSystem.IsWindows()) return;
        disk.With("real/p.yaml", HostileText.Pod).WithLink("a", "real").WithLink("real/b.yaml", "p.yaml").WithLink("c.yaml", "real/p.yaml");
        Assert.Equal("real/p.yaml", Assert.Single(Scan().Of("SL2102")).Location.Path);
        Assert.Equal("a/p.yaml", Assert.Single(Scan("a").Of("SL2102")).Location.Path);
        Assert.Equal("c.yaml", Assert.Single(Scan("c.yaml").Of("SL2102")).Location.Path);
        Assert.Empty(Scan("a", "real").LeftOut);
    }

    [Fact]
    public void What_only_a_link_leads_to_is_judged()
    {
        if (OperatingSystem.IsWindows()) return;
        disk.With("node_modules/x/p.yaml", HostileText.Pod).WithLink("k8s", "node_modules/x");
        Assert.Equal("k8s/p.yaml", Assert.Single(Scan().Of("SL2102")).Location.Path);
    }

    [Fact]
    public void What_is_no_UTF_8_is_said()
    {
        var utf16 = Encoding.Unicode.GetBytes(HostileText.Pod);
        File.WriteAllBytes(disk["a.yaml"], utf16);
        File.WriteAllBytes(disk["b.yaml"], [0xFF, 0xFE, .. utf16]);
        File.WriteAllBytes(disk["d.yaml"], [0xFF, 0xFE, 0, 0, .. Encoding.UTF32.GetBytes(HostileText.Pod)]);
        File.WriteAllBytes(disk["c.json"], [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("{}")]);
        Assert.Equal(["a.yaml", "b.yaml", "d.yaml"], Scan().Of("SL0901").Select(finding => finding.Location.Path));
    }

    [Fact]
    public void A_large_file_is_said_to_be_left_out_or_unreadable()
    {
        disk.With("a.yaml", HostileText.Pod + "#" + new string('x', 10 * 1024 * 1024)).With("b.yaml", "#" + new string('x', 10 * 1024 * 1024) + "\n" + HostileText.Pod);
        var report = Scan();
        Assert.Equal("a.yaml", Assert.Single(report.Of("SL0901")).Location.Path);
        Assert.Equal(("too-large", "b.yaml"), (report.LeftOut[0].Key, report.LeftOut[0].Paths[0]));
    }

    [Fact]
    public void An_empty_template_is_counted_because_a_pipe_looks_so()
    {
        disk.With("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n").With("c/templates/p.yaml");
        Assert.Equal(("empty", "c/templates/p.yaml"), (Scan().LeftOut[0].Key, Scan().LeftOut[0].Paths[0]));
    }

    [Fact]
    public void Ignore_files_of_more_patterns_than_are_read_ignore_nothing_beyond_and_that_is_said()
    {
        disk.With("p.yaml", HostileText.Pod).With("q.yaml", HostileText.Pod);
        disk.With(".gitignore", string.Concat(Enumerable.Range(0, 2_000).Select(i => $"a*{i}\n")) + "q.*\n");
        var report = Scan();
        Assert.Equal(2, report.Of("SL2102").Count());
        var failure = Assert.Single(report.Of("SL0901"));
        Assert.Equal(".gitignore", failure.Location.Path);
        Assert.Equal("`.gitignore` holds a pattern of more than 1,000 characters, or with those above it more than 2,000 patterns with wildcards or 50,000 names; this and the rest ignore nothing", failure.Message);
        disk.With(".gitignore", "q.*\n" + HostileText.Repeat("*a", 501) + "\n");
        Assert.Equal("p.yaml", Assert.Single(Scan().Of("SL2102")).Location.Path);
        Assert.Single(Scan().Of("SL0901"));
    }

    [Theory]
    [InlineData("*.yaml\n!p.yaml\n", "p.yaml")]
    [InlineData("p.yaml\n!p.yaml\np.yaml\n", "")]
    [InlineData("!p.yaml\np.yaml/\n", "d/p.yaml p.yaml")]
    [InlineData("/p.yaml\n", "d/p.yaml")]
    [InlineData("d/\n!/d\n", "d/p.yaml p.yaml")]
    [InlineData("!/d\nd/\n", "p.yaml")]
    [InlineData("d/*\n", "p.yaml")]
    [InlineData("**/p.yaml\n!d/p.yaml\n", "d/p.yaml")]
    [InlineData("p.yaml\n!d/p.yaml\n", "d/p.yaml")]
    public void The_last_pattern_decides(string ignore, string judged)
    {
        disk.With("p.yaml", HostileText.Pod).With("d/p.yaml", HostileText.Pod).With(".gitignore", ignore);
        if (ignore.StartsWith("*.yaml", StringComparison.Ordinal)) disk.With("d/.gitignore", "p.yaml\n");
        Assert.Equal(judged.Split(' ', StringSplitOptions.RemoveEmptyEntries), Scan().Of("SL2102").Select(finding => finding.Location.Path));
    }
}
