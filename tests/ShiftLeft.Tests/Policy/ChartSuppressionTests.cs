using ShiftLeft.Helm;
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
        Assert.Equal(13, Assert.Single(report.Active, finding => finding.Rule.Id == "SL2101").Location.Start.Line + 1);
        Assert.DoesNotContain(report.Findings, finding => finding.Rule.Id is "SL0903" or "SL0904" or "SL0905");
    }

    [Fact]
    public void A_comment_of_a_template_that_is_not_needed_is_said_once() =>
        Assert.Equal("nothing here breaks `host-namespace`", Assert.Single(Scan(Template.Replace("# other words", "# shiftleft:ignore host-namespace -- was needed", StringComparison.Ordinal)).Findings, finding => finding.Rule.Id == "SL0905").Message);

    [Fact]
    public void An_annotation_speaks_of_its_object_wherever_it_is_rendered()
    {
        var report = Scan(Template.Replace("spec:", "  annotations:\n    checkov.io/skip1: CKV_K8S_16=devices\nspec:", StringComparison.Ordinal));
        Assert.DoesNotContain(report.Active, finding => finding.Rule.Id == "SL2101");
        Assert.Contains(report.Active, finding => finding.Rule.Id == "SL2104");
    }

    static Report Scan(string template)
    {
        var text = template.ReplaceLineEndings("\n");
        var tree = PolicyText.Tree(
            "version: 1\nhelm: { charts: [{ path: shop, environments: { dev: { values: [values.dev.yaml] }, prod: {} } }] }",
            ("shop/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n"), ("shop/values.yaml", "privileged: true\n"), ("shop/values.dev.yaml", "privileged: true\n"), ("shop/templates/pod.yaml", text));
        // What helm prints: the templates' comments are gone.
        var rendered = string.Join('\n', text.Split('\n').Where(line => !line.Contains("/*", StringComparison.Ordinal))).Replace("{{ .Release.Name }}", "shop", StringComparison.Ordinal).Replace("{{ .Values.privileged }}", "true", StringComparison.Ordinal);
        HelmCommand helm = _ => new(0, $"---\n# Source: shop/templates/pod.yaml\n{rendered}\n", "");
        return ShiftLeft.Scan.Run(new(tree, [""]) { Today = new(2026, 7, 1), Helm = helm });
    }
}
