using ShiftLeft.Policy;

namespace ShiftLeft.Tests.Policy;

/// <summary>What is accepted in charts: beside the template, and by annotations that the template writes.</summary>
public sealed class ChartSuppressionTests
{
    const string Template = """
        apiVersion: v1
        kind: Pod
        metadata:
          name: {{ .Release.Name }}
        spec:
          containers:
            {{- /* shiftleft:ignore privileged-container -- needs the devices */}}
            - name: a
              securityContext:
                privileged: true
            - name: b
              securityContext:
                privileged: {{ .Values.privileged }} # other words
        """;

    [Fact]
    public void A_comment_of_a_template_accepts_in_every_environment()
    {
        var report = Scan(Template);
        var accepted = Assert.Single(report.Suppressed, finding => finding.Rule.Id == "SL2101");
        Assert.Equal(("templates/pod.yaml", 10, "needs the devices"), (accepted.Location.Path["shop/".Length..], accepted.Location.Start.Line + 1, accepted.Suppression!.Reason));
        Assert.Equal(["dev", "prod"], accepted.Environments);
        Assert.Equal(["shop/values.dev.yaml dev", "shop/values.yaml prod"], report.Active.Where(finding => finding.Rule.Id == "SL2101").Select(finding => $"{finding.Location.Path} {Assert.Single(finding.Environments)}"));
        Assert.DoesNotContain(report.Findings, finding => finding.Rule.Id is "SL0903" or "SL0904" or "SL0905");
    }

    [Theory]
    [InlineData("shop/values.yaml", "privileged: true # shiftleft:ignore privileged-container -- needs the devices")]
    [InlineData("shop/templates/pod.yaml", "privileged: {{ .Values.privileged }} # shiftleft:ignore privileged-container -- needs the devices")]
    public void A_comment_counts_beside_the_value_and_beside_what_uses_it(string file, string line)
    {
        var report = ShiftLeft.Scan.Run(new(PolicyText.Tree("version: 1",
            ("shop/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n"),
            ("shop/values.yaml", file == "shop/values.yaml" ? line : "privileged: true"),
            ("shop/templates/pod.yaml", $"apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n    - name: a\n      securityContext:\n        {(file == "shop/values.yaml" ? "privileged: {{ .Values.privileged }}" : line)}\n")), [""]) { Today = new(2026, 7, 1) });
        Assert.Equal("needs the devices", Assert.Single(report.Findings, finding => finding.Rule.Id == "SL2101").Suppression?.Reason);
    }

    [Fact]
    public void A_comment_of_a_template_that_is_not_needed_is_said_once() =>
        Assert.Equal("nothing here breaks `host-namespace`", Assert.Single(Scan(Template.Replace("# other words", "# shiftleft:ignore host-namespace -- was needed", StringComparison.Ordinal)).Findings, finding => finding.Rule.Id == "SL0905").Message);

    [Fact]
    public void An_annotation_speaks_of_its_object_wherever_it_is_rendered()
    {
        var report = Scan(Template.Replace("spec:", "  annotations:\n    checkov.io/skip1: CKV_K8S_16=devices\nspec:", StringComparison.Ordinal));
        Assert.DoesNotContain(report.Active, finding => finding.Rule.Id == "SL2101");
        Assert.Contains(report.Active, finding => finding.Rule.Id == "SL2107");
    }

    static Report Scan(string template)
    {
        var text = template.ReplaceLineEndings("\n");
        var tree = PolicyText.Tree(
            "version: 1\nhelm: { charts: [{ path: shop, environments: { dev: { values: [values.dev.yaml] }, prod: {} } }] }",
            ("shop/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n"), ("shop/values.yaml", "privileged: true\n"), ("shop/values.dev.yaml", "privileged: true\n"), ("shop/templates/pod.yaml", text));
        return ShiftLeft.Scan.Run(new(tree, [""]) { Today = new(2026, 7, 1) });
    }
}
