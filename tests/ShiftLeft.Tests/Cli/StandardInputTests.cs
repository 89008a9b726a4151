using System.Text;
using System.Text.Json;

namespace ShiftLeft.Tests.Cli;

/// <summary><c>shiftleft scan -</c>.</summary>
public sealed class StandardInputTests : IDisposable
{
    const string Dockerfile = "FROM debian:latest\nUSER 1\n";
    const string Pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: nginx, securityContext: {privileged: true}}]}\n";

    readonly TemporaryFolder disk = new TemporaryFolder().WithFolder(".git");

    [Theory]
    [InlineData(Dockerfile, "SL1001 <stdin>")]
    [InlineData("\uFEFF# syntax=docker/dockerfile:1\n\nARG V=1\nFROM debian:latest\nUSER 1\n", "SL1001 <stdin>")]
    [InlineData(Pod, "SL2101 <stdin>")]
    [InlineData("---\n" + Pod + "---\n" + Pod, "SL2101 <stdin>")]
    [InlineData("{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"a\"},\"spec\":{\"containers\":[{\"name\":\"a\",\"image\":\"nginx\",\"securityContext\":{\"privileged\":true}}]}}", "SL2101 <stdin>")]
    public void Without_a_name_the_text_tells_what_it_is(string text, string expected) => Assert.Contains(expected, Findings(text, "", "-"));

    [Fact]
    public void A_name_decides_what_it_is_and_where_it_lies()
    {
        Assert.Contains("SL2101 deploy/x.yaml", Findings(Pod, "", "-", "--stdin-name", "deploy/x.yaml"));
        Assert.Contains("SL2101 a/deploy/x.yaml", Findings(Pod, "a", "-", "--stdin-name", "deploy/x.yaml"));
        Assert.Contains("SL1001 a/api.Dockerfile", Findings(Dockerfile, "a", "-", "--stdin-name", "api.Dockerfile"));
        Assert.Contains("--> deploy/x.yaml:4", Ran.With(Pod, disk, "a", "scan", "-", "--stdin-name", "deploy/x.yaml").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_decides_the_policy_and_the_rest_of_it_holds_as_for_files()
    {
        disk.With("shiftleft.yml", "version: 1\nrules: {privileged-container: off}\n").With("a/shiftleft.yml", "version: 1\n");
        Assert.DoesNotContain("SL2101 x.yaml", Findings(Pod, "", "-", "--stdin-name", "x.yaml"));
        Assert.DoesNotContain("SL2101 <stdin>", Findings(Pod, "", "-"));
        Assert.Contains("SL2101 a/x.yaml", Findings(Pod, "", "-", "--stdin-name", "a/x.yaml"));
    }

    [Theory]
    [InlineData("gen")]
    [InlineData("gen/**")]
    [InlineData("**/x.yaml")]
    public void What_the_policy_excludes_by_its_name_is_not_checked(string pattern)
    {
        disk.With("shiftleft.yml", $"version: 1\npaths: {{exclude: ['{pattern}']}}\n");
        var run = Ran.With(Pod, disk, "", "scan", "-", "--stdin-name", "gen/x.yaml");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("1 path excluded by `paths.exclude` (gen/x.yaml)", run.Output, StringComparison.Ordinal);
        Assert.Contains("SL2101 gen/<stdin>", Findings(Pod, "gen", "-"));
    }

    [Fact]
    public void What_the_policy_excludes_is_read_by_its_name_unless_that_is_forced()
    {
        disk.With("shiftleft.yml", "version: 1\npaths: {exclude: [gen]}\n").With("gen/x.yaml", Pod).With("y.yaml", Pod);
        Assert.Contains("SL2101 gen/x.yaml", Findings("", "", "gen/x.yaml", "y.yaml"));
        var forced = Findings("", "", "gen/x.yaml", "y.yaml", "--force-exclude");
        Assert.Contains("SL2101 y.yaml", forced);
        Assert.DoesNotContain("SL2101 gen/x.yaml", forced);
        Assert.Equal(3, Ran.In(disk, "", "scan", "gen/x.yaml", "--force-exclude").ExitCode);
        Assert.Equal(0, Ran.In(disk, "", "scan", "gen", "--force-exclude", "--allow-empty").ExitCode);
    }

    [Fact]
    public void It_stands_in_for_the_file_of_its_name_among_other_paths()
    {
        disk.With("deploy/x.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\n").With("Dockerfile", Dockerfile);
        string[] expected = ["SL1001 Dockerfile", "SL2101 deploy/x.yaml"];
        Assert.Superset(expected.ToHashSet(), Findings(Pod, "", ".", "-", "--stdin-name", "deploy/x.yaml").ToHashSet());
        Assert.Superset(expected.ToHashSet(), Findings(Pod, "", "-", "-", "Dockerfile", "--stdin-name", "deploy/x.yaml").ToHashSet());
        Assert.Superset(new[] { "SL1001 Dockerfile", "SL2101 <stdin>" }.ToHashSet(), Findings(Pod, "", ".", "-").ToHashSet());
    }

    [Fact]
    public void A_chart_is_rendered_with_what_is_not_saved_yet()
    {
        disk.With("shop/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n").With("shop/values.yaml", "privileged: false\n")
            .With("shop/templates/pod.yaml", Pod.Replace("true", "{{ .Values.privileged }}", StringComparison.Ordinal));
        Assert.DoesNotContain(Findings("", "", "shop"), finding => finding.StartsWith("SL2101", StringComparison.Ordinal));
        Assert.Contains("SL2101 shop/values.yaml", Findings("privileged: true\n", "", "-", "--stdin-name", "shop/values.yaml"));
        Assert.Contains("SL2101 shop/templates/new.yaml", Findings(Pod, "", "-", "--stdin-name", "shop/templates/new.yaml"));
    }

    [Theory]
    [InlineData("", "standard input is empty")]
    [InlineData(" \n\n", "standard input is empty")]
    [InlineData("\uFEFF", "standard input is empty")]
    [InlineData("a: b\n", "standard input is neither a Dockerfile nor a Kubernetes manifest; --stdin-name says which file it stands for")]
    [InlineData("Error: chart not found\n", "standard input is neither a Dockerfile nor a Kubernetes manifest; --stdin-name says which file it stands for")]
    public void What_is_nothing_to_check_is_one_line_and_exit_code_2(string text, string expected)
    {
        var run = Ran.With(text, disk, "", "scan", "-");
        Assert.Equal(new(2, "", $"shiftleft: error: {expected}\n"), run);
    }

    [Theory]
    [InlineData("", "--stdin-name takes the path of a file, such as deploy/web.yaml")]
    [InlineData("-", "--stdin-name takes the path of a file, such as deploy/web.yaml")]
    [InlineData("a/", "--stdin-name takes the path of a file, and 'a/' is a folder")]
    [InlineData(".git", "--stdin-name takes the path of a file, and '.git' is a folder")]
    public void A_name_that_is_none_is_refused(string name, string expected) =>
        Assert.Equal(new(2, "", $"shiftleft: error: {expected}\n"), Ran.With(Pod, disk, "", "scan", "-", "--stdin-name", name));

    [Fact]
    public void Text_that_nobody_reads_is_told_of()
    {
        foreach (var (bytes, says) in ((byte[], string)[])[
            ([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Pod)], "UTF-16"),
            ([.. Encoding.UTF8.GetBytes(Pod), .. "# \xFF"u8, 0xFF], "UTF-8"),
            (Encoding.UTF8.GetBytes(Pod + new string('#', 11 * 1024 * 1024)), "larger than 10 MiB")])
        {
            var run = Ran.With(bytes, disk, "", "scan", "-");
            Assert.Equal(2, run.ExitCode);
            Assert.Contains(says, run.Output, StringComparison.Ordinal);
            Assert.Contains("<stdin>", run.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Many_documents_are_judged_together()
    {
        var text = string.Concat(Enumerable.Range(0, 2_000).Select(i => $"---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: c{i}}}\n")) + "---\n" + Pod;
        Assert.Contains("SL2101 <stdin>", Findings(text, "", "-"));
    }

    [Fact]
    public void What_render_prints_can_be_checked()
    {
        disk.With("shop/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n").With("shop/templates/pod.yaml", Pod);
        Assert.Contains("SL2101 <stdin>", Findings(Ran.In(disk, "", "render", "shop").Output, "", "-"));
    }

    List<string> Findings(string text, string folder, params string[] arguments)
    {
        disk.WithFolder(folder);
        var run = Ran.With(text, disk, folder, ["scan", .. arguments, "--format", "json"]);
        Assert.True(run.ExitCode is 0 or 1, run.Error);
        using var json = JsonDocument.Parse(run.Output);
        return [.. json.RootElement.GetProperty("findings").EnumerateArray().Select(finding => $"{finding.GetProperty("rule").GetString()} {finding.GetProperty("path").GetString()}")];
    }

    public void Dispose() => disk.Dispose();
}
