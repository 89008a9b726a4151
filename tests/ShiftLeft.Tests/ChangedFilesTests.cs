using System.Collections.Immutable;
using ShiftLeft.Cli;

namespace ShiftLeft.Tests;

/// <summary><c>scan --changed</c>: what a commit touches, judged among what it leaves alone.</summary>
public sealed class ChangedFilesTests : IDisposable
{
    const string Deployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
              - {name: web, image: nginx}
        """;
    const string Policy = """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: all, namespace: shop}
        spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
        """;

    readonly TemporaryFolder disk = new TemporaryFolder().WithFolder(".git")
        .With("a/Dockerfile", "FROM debian:latest\nUSER root\n").With("b/Dockerfile", "FROM ubuntu:latest\n")
        .With("k8s/web.yaml", Deployment).With("k8s/policy.yaml", Policy)
        .With("charts/shop/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 0.1.0\n").With("charts/shop/values.yaml", "tag: latest\n")
        .With("charts/shop/templates/_names.tpl", "{{ define \"name\" }}shop{{ end }}")
        .With("charts/shop/templates/pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: {{ include \"name\" . }}}\nspec: {containers: [{name: a, image: \"nginx:{{ .Values.tag }}\"}]}\n")
        .With("charts/broken/Chart.yaml", "apiVersion: v2\nname: broken\nversion: 0.1.0\n").With("charts/broken/templates/x.yaml", "{{ fail \"never\" }}")
        .With("tests/Dockerfile", "FROM debian:latest\n").With("README.md", "FROM here on\n").With("compose.yaml", "services: {}\n");

    [Theory]
    [InlineData("a/Dockerfile", "a/Dockerfile")]
    [InlineData("./a/Dockerfile b/Dockerfile", "a/Dockerfile|b/Dockerfile")]
    [InlineData("charts/shop/values.yaml", "charts/shop/templates/pod.yaml|charts/shop/values.yaml")]
    [InlineData("charts/shop/templates/_names.tpl", "charts/shop/templates/pod.yaml|charts/shop/values.yaml")]
    [InlineData("charts/shop/templates/gone.yaml", "charts/shop/templates/pod.yaml|charts/shop/values.yaml")]
    [InlineData("charts/broken/Chart.yaml", "charts/broken/templates/x.yaml")]
    [InlineData("tests/Dockerfile README.md compose.yaml gone.txt", "")]
    [InlineData("", "")]
    public void Findings_are_told_where_the_change_is(string changed, string expected) =>
        Assert.Equal(expected, string.Join('|', Findings(["--changed", .. Words(changed)]).Select(finding => finding.Path).Distinct()));

    /// <summary>A chart that does not render is no fault of a commit that leaves it alone.</summary>
    [Fact]
    public void Every_file_is_told_what_the_whole_scan_tells_of_it()
    {
        var whole = Findings([]);
        foreach (var file in (string[])["a/Dockerfile", "b/Dockerfile", "k8s/web.yaml", "k8s/policy.yaml"])
            Assert.Equal(whole.Where(finding => finding.Path == file), Findings(["--changed", file]).Where(finding => finding.Path == file));
        Assert.DoesNotContain("SL4101", Findings(["--changed", "k8s/web.yaml"]).Select(finding => finding.Rule));
        Assert.Contains("SL4101", Findings(["k8s/web.yaml"]).Select(finding => finding.Rule));
    }

    [Fact]
    public void The_policy_and_its_own_mistakes_hold()
    {
        disk.With("shiftleft.yml", "version: 1\npaths: { exclude: [a/**] }\nrules: { floating-base-image: error }\n");
        Assert.Empty(Findings(["--changed", "a/Dockerfile"]));
        Assert.Contains("left out: 1 path excluded by `paths.exclude` (a)", Run(["scan", "--changed", "a/Dockerfile"]).Output, StringComparison.Ordinal);
        Assert.Equal(1, Run(["scan", "--changed", "b/Dockerfile"]).ExitCode);
        disk.With("shiftleft.yml", "version: 1\nruels: {}\n");
        Assert.Equal(2, Run(["scan", "--changed", "b/Dockerfile"]).ExitCode);
    }

    [Fact]
    public void What_accepts_a_finding_elsewhere_is_not_called_unused()
    {
        disk.With("b/Dockerfile", "# shiftleft:ignore floating-base-image -- it is meant\nFROM ubuntu:latest\n")
            .With("shiftleft.yml", "version: 1\nsuppressions:\n- { rule: root-user, path: a/**, reason: it is meant }\n");
        Assert.DoesNotContain(Findings(["--changed", "k8s/web.yaml"]), finding => finding.Path != "k8s/web.yaml");
        Assert.DoesNotContain(Findings(["--changed", "b/Dockerfile"]), finding => finding.Path != "b/Dockerfile");
    }

    [Fact]
    public void A_values_file_that_the_policy_gives_a_chart_is_the_charts()
    {
        disk.With("values/prod.yaml", "tag: 1.2.3\n").With("shiftleft.yml", "version: 1\nhelm: { charts: [{ path: charts/shop, environments: { prod: { values: [values/prod.yaml] } } }] }\n");
        Assert.Contains("charts/shop/templates/pod.yaml", Findings(["--changed", "values/prod.yaml"]).Select(finding => finding.Path));
    }

    [Theory]
    [InlineData("--changed ../x", "'../x' lies outside")]
    [InlineData("--changed --nosuch", "there is no option '--nosuch'")]
    public void What_cannot_be_meant_is_an_error(string arguments, string expected)
    {
        var run = Run(["scan", .. Words(arguments)]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    ImmutableArray<(string Path, string Rule, string Message)> Findings(string[] arguments)
    {
        using var report = System.Text.Json.JsonDocument.Parse(Run(["scan", "--format", "json", .. arguments]).Output);
        return [.. report.RootElement.GetProperty("findings").EnumerateArray().Select(finding => (finding.GetProperty("path").GetString()!, finding.GetProperty("rule").GetString()!, finding.GetProperty("message").GetString()!))];
    }

    (int ExitCode, string Output, string Error) Run(string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        return (CommandTree.Run(arguments, new(output, error, disk.Path, new(2026, 11, 28))), output.ToString(), error.ToString());
    }

    public void Dispose() => disk.Dispose();
}
