using ShiftLeft.Files;
using ShiftLeft.Policy;

namespace ShiftLeft.Tests.Policy;

/// <summary>What was there before counts for nothing, whatever moves around it; what is new counts.</summary>
public sealed class BaselineTests
{
    static readonly (string Path, string Text)[] Before =
    [
        ("Dockerfile", "FROM debian:latest\nRUN apt-get install curl\n"),
        ("web/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\n"),
        ("web/values.yaml", "tag: latest\nnames: [one, two]\n"),
        ("web/templates/pods.yaml", "{{- range .Values.names }}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: {{ . }}}\nspec:\n  containers:\n    - name: {{ . }}\n      image: nginx:{{ $.Values.tag }}\n      securityContext: {privileged: true}\n{{- end }}\n"),
    ];

    [Fact]
    public void Nothing_of_what_is_known_counts()
    {
        var report = Scan([.. Before, Written]);
        Assert.Equal(Outcome.Within, report.Verdict.Outcome);
        Assert.Empty(report.Active);
        Assert.Equal(Scan(Before).Active.Count(), report.Suppressed.Count());
        Assert.All(report.Suppressed, finding => Assert.True(Baseline.IsKnown(finding)));
    }

    [Theory]
    [InlineData("Dockerfile", "FROM debian:latest\nRUN apt-get install curl\n", "# a\n\nFROM debian:latest\nENV A=b\nRUN apt-get install curl\n")]
    [InlineData("web/values.yaml", "[one, two]", "[zero, one, two, eleven]")]
    [InlineData("web/templates/pods.yaml", "{{- range", "{{- /* pods */}}\n{{- range")]
    public void Moved_lines_and_one_more_container_stay_quiet(string path, string old, string changed) =>
        Assert.Empty(Scan([.. Before.Select(file => file.Path == path ? (path, file.Text.Replace(old, changed, StringComparison.Ordinal)) : file), Written]).Active);

    /// <summary>What lists hold is known by its name; its place moves.</summary>
    [Theory]
    [InlineData("containers:\n    - {name: a,", "containers:\n    - {name: z, image: 'nginx:1.29', resources: {limits: {memory: 1Gi}}}\n    - {name: a,")]
    [InlineData("env: [", "env: [{name: FIRST, value: x}, ")]
    [InlineData("add: [", "add: [CHOWN, ")]
    [InlineData("volumes: [", "volumes: [{name: tmp, emptyDir: {}}, ")]
    public void What_is_put_before_something_in_a_list_makes_nothing_new(string old, string changed)
    {
        (string, string) before = ("pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  volumes: [{name: host, hostPath: {path: /etc}}]\n  containers:\n    - {name: a, image: 'nginx:latest', env: [{name: DB_PASSWORD, value: hunter2-and-more}], securityContext: {privileged: true, capabilities: {add: [SYS_ADMIN, NET_ADMIN]}}}\n");
        var written = (Baseline.FileName, Baseline.Render(Scan(before)));
        var after = (before.Item1, before.Item2.Replace(old, changed, StringComparison.Ordinal));
        Assert.NotEqual(before, after);
        var known = Scan(before).Active.Select(finding => finding.Rule.Id).Distinct();
        Assert.DoesNotContain(Scan(after, written).Active, finding => known.Contains(finding.Rule.Id) && finding.Subject?.Container != "z");
    }

    /// <summary>Of many that are alike the one that moves changes the order of all.</summary>
    [Fact]
    public void One_of_many_that_are_alike_may_move()
    {
        (string Path, string Text)[] Alike(params string[] folders) => [.. folders.Select(folder => ($"{folder}/Dockerfile", "FROM debian:13.1\nRUN sudo true\n"))];
        var written = (Baseline.FileName, Baseline.Render(Scan(Alike("a", "b", "c", "d"))));
        Assert.Empty(Scan([.. Alike("b", "c", "d", "z"), written]).Active);
        Assert.Empty(Scan([.. Alike("b", "d", "y", "z"), written]).Active);
        Assert.All(Scan([.. Alike("b", "c", "d", "y", "z"), written]).Active, finding => Assert.Equal("z/Dockerfile", finding.Location.Path));
        Assert.NotEmpty(Scan([.. Alike("b", "c", "d", "y", "z"), written]).Active);
    }

    [Fact]
    public void A_stage_that_is_put_before_another_makes_nothing_new()
    {
        (string, string) before = ("Dockerfile", "FROM debian:13.1\nCOPY . /srv\nCMD [\"/srv/run\"]\n");
        Assert.NotEmpty(Scan(before).Active);
        Assert.DoesNotContain(Scan((before.Item1, "FROM golang:1.26 AS build\nRUN go build\n\n" + before.Item2), (Baseline.FileName, Baseline.Render(Scan(before)))).Active, finding => finding.Location.Start.Line > 2);
    }

    [Fact]
    public void A_folder_that_moves_stays_quiet() =>
        Assert.Empty(Scan([.. Before.Select(file => (file.Path.Replace("web/", "deploy/web/", StringComparison.Ordinal), file.Text)), Written]).Active);

    [Fact]
    public void What_is_new_is_told() =>
        Assert.Equal("SL2004", Assert.Single(Scan([.. Before, ("other/Dockerfile", "FROM scratch\n"), Written, ("b/Dockerfile", "FROM debian:13.1\nRUN sudo true\nUSER 1000\n")]).Active).Rule.Id);

    [Fact]
    public void What_is_repaired_is_told_and_pruned()
    {
        var repaired = Before.Select(file => (file.Path, file.Text.Replace("privileged: true", "privileged: false", StringComparison.Ordinal))).ToArray();
        var report = Scan([.. repaired, Written]);
        var told = Assert.Single(report.Active, finding => finding.Rule.Id == "SL0910");
        Assert.Contains("`shiftleft baseline --prune`", told.Message, StringComparison.Ordinal);
        var pruned = Scan([.. repaired, (Baseline.FileName, Baseline.RenderKnown(report))]);
        Assert.DoesNotContain(pruned.Active, finding => finding.Rule.Id == "SL0910");
        Assert.DoesNotContain("SL2101", Baseline.RenderKnown(report), StringComparison.Ordinal);
    }

    [Fact]
    public void A_part_of_the_tree_repairs_nothing_elsewhere() =>
        Assert.Empty(ShiftLeft.Scan.Run(new(Tree([.. Before, Written]), ["Dockerfile"]) { Today = new(2026, 7, 1) }).Active);

    [Fact]
    public void What_could_not_be_judged_is_never_known()
    {
        var broken = Before.Append(("bad.yaml", "apiVersion: v1\nkind: Pod\n  metadata: {\n")).ToArray();
        Assert.DoesNotContain("SL0101", Baseline.Render(Scan(broken)), StringComparison.Ordinal);
        Assert.Equal(Outcome.Failed, Scan([.. broken, (Baseline.FileName, Baseline.Render(Scan(broken)))]).Verdict.Outcome);
    }

    [Fact]
    public void A_line_that_is_none_is_told_with_its_place()
    {
        var problem = Assert.Single(Scan([.. Before, (Baseline.FileName, Baseline.Render(Scan(Before)) + "<<<<<<< HEAD\n")]).Active);
        Assert.Equal(("SL0902", Baseline.FileName), (problem.Rule.Id, problem.Location.Path));
    }

    [Fact]
    public void The_file_is_sorted_and_the_same_each_time()
    {
        var lines = Written.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..];
        Assert.Equal(lines.Order(StringComparer.Ordinal), lines);
        Assert.Equal(Written.Text, Baseline.Render(Scan(Before)));
    }

    static (string Path, string Text) Written => (Baseline.FileName, Baseline.Render(Scan(Before)));

    static MemoryTree Tree(params (string Path, string Text)[] files) => new(files.Select(file => KeyValuePair.Create(file.Path, file.Text)));

    static Report Scan(params (string Path, string Text)[] files) => ShiftLeft.Scan.Run(new(Tree(files), [""]) { Today = new(2026, 7, 1) });
}
