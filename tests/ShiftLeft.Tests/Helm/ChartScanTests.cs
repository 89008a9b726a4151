using ShiftLeft.Policy;
using ShiftLeft.Tests.Policy;

namespace ShiftLeft.Tests.Helm;

/// <summary>Charts in a scan: what keeps one from being rendered is said with its place, and the others go on.</summary>
public sealed class ChartScanTests
{
    const string Pod = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n    - name: a\n      securityContext:\n        privileged: {{ .Values.privileged }}\n";

    [Fact]
    public void No_helm_is_needed_and_the_place_is_the_values_key()
    {
        var report = Scan("version: 1", ("shop/values.yaml", "privileged: true\n"), ("shop/templates/pod.yaml", Pod));
        var finding = Assert.Single(report.Active, finding => finding.Rule.Id == "SL2101");
        Assert.Equal(("shop/values.yaml", 1, "true"), (finding.Location.Path, finding.Location.Start.Line + 1, finding.Location.Text));
        Assert.Equal(["{{ .Values.privileged }}"], finding.Related.Select(related => related.Location.Text));
    }

    [Theory]
    [InlineData("{{ .Values.a.b.c }}", "nil pointer evaluating interface {}.c", 1)]
    [InlineData("x: {{ nosuch }}", "function \"nosuch\" not defined", 1)]
    [InlineData("a: 1\nb: {{ if }}", "missing value for if", 2)]
    [InlineData("a: [\n", "cannot be read", 1)]
    public void A_chart_that_cannot_be_rendered_is_a_failure_with_its_place(string template, string words, int line)
    {
        var report = Scan("version: 1", ("shop/values.yaml", "a: {}\n"), ("shop/templates/x.yaml", template),
            ("other/Chart.yaml", "apiVersion: v2\nname: other\nversion: 1.0.0\n"), ("other/values.yaml", "privileged: true\n"), ("other/templates/pod.yaml", Pod));
        var failure = Assert.Single(report.Active, finding => finding.Rule.Id == "SL0102");
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.Equal(("shop/templates/x.yaml", line), (failure.Location.Path, failure.Location.Start.Line + 1));
        Assert.Equal(Outcome.Failed, report.Verdict.Outcome);
        Assert.Contains(report.Active, finding => finding.Rule.Id == "SL2101" && finding.Location.Path == "other/values.yaml");
    }

    [Fact]
    public void What_a_chart_demands_and_nobody_gives_is_said_and_the_rest_is_checked()
    {
        var report = Scan("version: 1", ("shop/values.yaml", "privileged: true\n"), ("shop/templates/pod.yaml", Pod), ("shop/templates/x.yaml", "a: {{ required \"name the host\" .Values.host }}\n"));
        Assert.Contains("name the host", Assert.Single(report.Active, finding => finding.Rule.Id == "SL0103").Message, StringComparison.Ordinal);
        Assert.Contains(report.Active, finding => finding.Rule.Id == "SL2101");
        Assert.NotEqual(Outcome.Failed, report.Verdict.Outcome);
    }

    /// <summary>What the lost template would have made may be what the others look for; what is wrong with themselves is told.</summary>
    [Theory]
    [InlineData("a: {{ .Values.b.c }}", "SL0102")]
    [InlineData("a: {{ required \"set a\" .Values.a }}", "SL0103")]
    [InlineData("a: [\n", "SL0102")]
    [InlineData("a: {{ if }}", "SL0102")]
    public void Nothing_is_missed_that_a_lost_template_may_have_made(string template, string rule)
    {
        var report = Scan("version: 1", ("shop/values.yaml", "privileged: true\n"), ("shop/templates/pod.yaml", Pod), ("shop/templates/lost.yaml", template),
            ("shop/templates/service.yaml", "apiVersion: v1\nkind: Service\nmetadata:\n  name: a\nspec:\n  selector:\n    app: a\n"));
        Assert.Equal([rule], report.Active.Select(finding => finding.Rule.Id).Where(id => id.StartsWith("SL0", StringComparison.Ordinal)));
        Assert.Contains(report.Active, finding => finding.Rule.Id == "SL2101");
        Assert.DoesNotContain(report.Active, finding => finding.Rule.IsOfAbsence);
    }

    [Fact]
    public void What_NOTES_asks_for_hides_nothing()
    {
        var report = Scan("version: 1", ("shop/values.yaml", "privileged: true\n"), ("shop/templates/pod.yaml", Pod), ("shop/templates/NOTES.txt", "{{ fail \"set a\" }}"));
        Assert.Contains(report.Active, finding => finding.Rule.Id == "SL0103");
        Assert.Contains(report.Active, finding => finding.Rule.IsOfAbsence);
    }

    [Fact]
    public void The_hole_that_required_leaves_is_found_once()
    {
        var report = Scan("version: 1", ("shop/values.yaml", "privileged: false\n"), ("shop/templates/pod.yaml", Pod + "      image: nginx:{{ required \"set the tag\" .Values.tag }}\n"), ("shop/ci/tag-values.yaml", "tag: '1.27'\n"));
        var finding = Assert.Single(report.Active, finding => finding.Location.Text.Contains("tag", StringComparison.Ordinal));
        Assert.Equal(("SL0103", "the chart `shop` asks for values that nobody gives: set the tag; `shop/ci/tag-values.yaml` may have them"), (finding.Rule.Id, finding.Message));
    }

    [Fact]
    public void A_chart_is_called_by_its_name_before_it_is_loaded()
    {
        var report = ShiftLeft.Scan.Run(new(PolicyText.Tree("version: 1", ("Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n"), ("values.yaml", "a: [\n")), [""]) { Today = new(2026, 7, 1) });
        Assert.StartsWith("the chart `shop` cannot be rendered: ", Assert.Single(report.Active).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Manifests_beside_one_that_cannot_be_read_miss_nothing()
    {
        const string Service = "apiVersion: v1\nkind: Service\nmetadata:\n  name: a\nspec:\n  selector:\n    app: a\n---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: b\nspec:\n  containers:\n    - name: b\n";
        var report = Scan("version: 1", ("a/service.yaml", Service), ("a/pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {\n"), ("b/service.yaml", Service));
        Assert.Equal("b/service.yaml", Assert.Single(report.Active, finding => finding.Rule.Id == "SL8102").Location.Path);
    }

    [Fact]
    public void A_dependency_that_is_not_there_is_said_with_the_command_that_brings_it()
    {
        var report = Scan("version: 1", ("shop/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies:\n  - name: db\n    version: 1.x.x\n    repository: https://charts.example.org\n"), ("shop/templates/x.yaml", "a: 1\n"));
        var failure = Assert.Single(report.Active, finding => finding.Rule.IsFailure);
        Assert.Equal("SL0104", failure.Rule.Id);
        Assert.Contains("helm dependency build shop", failure.Message, StringComparison.Ordinal);
        Assert.Equal(("shop/Chart.yaml", 5), (failure.Location.Path, failure.Location.Start.Line + 1));
    }

    [Fact]
    public void A_local_dependency_is_read_where_it_lies()
    {
        var report = Scan("version: 1",
            ("shop/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies:\n  - name: db\n    version: 1.x.x\n    repository: file://../db\n"),
            ("db/Chart.yaml", "apiVersion: v2\nname: db\nversion: 1.2.3\ntype: application\n"), ("db/values.yaml", "privileged: true\n"), ("db/templates/pod.yaml", Pod));
        Assert.Equal("db/values.yaml", Assert.Single(report.Active, finding => finding.Rule.Id == "SL2101").Location.Path);
        Assert.DoesNotContain(report.Findings, finding => finding.Rule.Id == "SL0102");
    }

    [Theory]
    [InlineData("version: 1", false)]
    [InlineData("version: 1\nhelm: { schema: true }", true)]
    public void Values_are_checked_against_the_schema_where_the_policy_asks_for_it(string policy, bool isAsked)
    {
        var report = Scan(policy, ("shop/values.yaml", "replicas: many\n"), ("shop/values.schema.json", """{ "properties": { "replicas": { "type": "integer" } } }"""), ("shop/templates/x.yaml", "a: 1\n"));
        var failures = report.Active.Where(finding => finding.Rule.Id == "SL0102").ToList();
        Assert.Equal(isAsked ? ["shop/values.yaml(1,1) got string, want integer"] : [], failures.Select(finding => $"{finding.Location} {finding.Message[(finding.Message.LastIndexOf("': ", StringComparison.Ordinal) + 3)..]}"));
    }

    static Report Scan(string policy, params (string, string)[] files) =>
        ShiftLeft.Scan.Run(new(PolicyText.Tree(policy, files.Any(file => file.Item1 == "shop/Chart.yaml") ? files : [("shop/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n"), .. files]), [""]) { Today = new(2026, 7, 1) });
}
