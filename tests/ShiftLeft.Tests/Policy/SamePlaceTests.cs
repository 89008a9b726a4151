using ShiftLeft.Policy;
using ShiftLeft.Tests.Rules;

namespace ShiftLeft.Tests.Policy;

/// <summary>One line to edit is one finding, whatever it writes; what it is about is all kept.</summary>
public sealed class SamePlaceTests
{
    const string Chart = "apiVersion: v2\nname: web\nversion: 1.0.0\n";
    const string Values = "names: [one, two, three]\n";
    const string Template = """
        {{- range .Values.names }}
        ---
        apiVersion: v1
        kind: Pod
        metadata:
          name: {{ . }}
        spec:
          containers:
            - name: {{ . }}
              image: nginx:1.27.3
              securityContext:
                privileged: true
        {{- end }}
        """;

    [Fact]
    public void A_line_that_writes_many_containers_has_one_finding_of_a_rule()
    {
        var finding = Assert.Single(Scan(Values, Template).Active, finding => finding.Rule.Id == "SL2101");
        Assert.Equal("container `one` is privileged; likewise 2 more containers", finding.Message);
        Assert.Equal(["Pod/one", "Pod/two", "Pod/three"], finding.Occurrences.Select(one => one.Subject.Object));
        Assert.Equal(["container `one` is privileged", "container `two` is privileged", "container `three` is privileged"], finding.Occurrences.Select(one => one.Message));
    }

    [Theory]
    [InlineData("names: [one, two, three, eleven]\n")]
    [InlineData("names: [eleven, one, two, three]\n")]
    [InlineData("names: [one]\n")]
    public void One_more_or_one_less_changes_no_fingerprint(string values) =>
        Assert.Equal(Fingerprints(Scan(Values, Template)), Fingerprints(Scan(values, Template)));

    [Fact]
    public void Moved_lines_change_no_fingerprint_and_another_line_has_its_own()
    {
        Assert.Equal(Fingerprints(Scan(Values, Template)), Fingerprints(Scan("# names of pods\n" + Values, "{{- /* pods */}}\n" + Template)));
        var two = Scan(Values, Template.Replace("{{- end }}", "    - name: side\n      image: busybox:1.37.0\n      securityContext: { privileged: true }\n{{- end }}", StringComparison.Ordinal));
        Assert.Equal(2, two.Active.Count(finding => finding.Rule.Id == "SL2101"));
        Assert.Equal(two.Findings.Length, Fingerprints(two).Distinct().Count());
    }

    [Fact]
    public void What_is_accepted_for_one_leaves_the_others()
    {
        var report = Scan(Values, Template, "suppressions:\n  - rule: privileged-container\n    object: Pod/two\n    reason: it owns the node\n");
        Assert.Equal(["Pod/one", "Pod/three"], Assert.Single(report.Active, finding => finding.Rule.Id == "SL2101").Occurrences.Select(one => one.Subject.Object));
        Assert.Equal("Pod/two", Assert.Single(report.Suppressed, finding => finding.Rule.Id == "SL2101").Subject!.Object);
    }

    [Fact]
    public void Different_facts_about_one_object_stay_apart() =>
        Assert.Equal(2, Expect.Scan([KeyValuePair.Create("Dockerfile", "FROM debian:13.1\nRUN apt-get install -y a=1 && curl -o /x https://a.example/x && curl -o /y https://a.example/y && sh /x && sh /y\n")]).Active.Count(finding => finding.Rule.Id == "SL1007"));

    static IEnumerable<string> Fingerprints(Report report) => Fingerprint.Of(report.Findings).Select(print => print.Key).Order();

    static Report Scan(string values, string template, string? policy = null) => Expect.Scan(
    [
        KeyValuePair.Create("web/Chart.yaml", Chart), KeyValuePair.Create("web/values.yaml", values), KeyValuePair.Create("web/templates/pods.yaml", template),
        .. policy is null ? [] : new[] { KeyValuePair.Create("shiftleft.yml", policy) },
    ]);
}
