using ShiftLeft.Files;
using ShiftLeft.Policy;
using ShiftLeft.Rules;
using ShiftLeft.Tests.Rules;

namespace ShiftLeft.Tests.Kubernetes;

/// <summary>Every manifest is judged, or it is said that it is not; what is no manifest is left alone.</summary>
public sealed class ManifestFileTests
{
    const string Privileged = "SL2101";
    const string Unreadable = "SL0101";

    [Theory]
    [InlineData("apiVersion: v1\nkind: Pod\nspec: {containers: [{name: a, image: 'a:1', securityContext: {privileged: true}}]}\n")]
    [InlineData("  apiVersion: v1\n  kind: Pod\n  spec: {containers: [{name: a, securityContext: {privileged: true}}]}\n")]
    [InlineData("apiVersion: v1\rkind: Pod\rspec: {containers: [{name: a, securityContext: {privileged: true}}]}\r")]
    [InlineData("{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"spec\": {\"containers\": [{\"name\": \"a\", \"securityContext\": {\"privileged\": true}}]}}")]
    [InlineData("\"\\x61piVersion\": v1\n\"k\\x69nd\": Pod\nspec: {containers: [{name: a, securityContext: {privileged: true}}]}\n")]
    [InlineData("{\"apiVersion\": \"v1\", \"\\u006bind\": \"Pod\", \"spec\": {\"containers\": [{\"name\": \"a\", \"securityContext\": {\"privileged\": true}}]}}")]
    [InlineData("apiVersion: v1\n? \"ki\\\n  nd\"\n: Pod\nspec: {containers: [{name: a, securityContext: {privileged: true}}]}\n")]
    [InlineData("apiVersion: v1\nkind: Pod\nspec: {containers: [{name: a, securityContext: {privileged: !!bool \"true\"}}]}\n")]
    [InlineData("apiVersion: v1\nkind: Pod\nspec: {containers: [{name: &n a, securityContext: {privileged: yes}}]}\n")]
    [InlineData("apiVersion: v1\nkind: PodList\nitems:\n- spec: {containers: [{name: a, securityContext: {privileged: true}}]}\n")]
    [InlineData("apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: PodList\n  items: [{spec: {containers: [{name: a, securityContext: {privileged: true}}]}}]\n")]
    [InlineData("apiVersion: v1\nkind: Pod\nmetadata:\n  annotations:\n    a: |\n     \n      \n      b\nspec: {containers: [{name: a, securityContext: {privileged: true}}]}\n")]
    public void A_manifest_is_judged_however_it_is_written(string text)
    {
        var report = Scan("m.yaml", text);
        Assert.DoesNotContain(report.Findings, finding => finding.Rule.IsFailure);
        Assert.Single(report.Findings, finding => finding.Rule.Id == Privileged);
        Assert.Equal(["m.yaml"], report.Files.Select(file => file.Path));
    }

    [Theory]
    [InlineData("{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"spec\": {}")]
    [InlineData("{\n  \"kind\": \"Pod\"\n  \"apiVersion\": \"v1\"\n}\n")]
    [InlineData("{\n  \"spec\": {\"a\": \"b},\n  \"kind\": \"Pod\",\n  \"apiVersion\": \"v1\"\n}\n")]
    [InlineData("{apiVersion: v1, kind: Pod, spec: [}")]
    [InlineData("  apiVersion: v1\n  kind: Pod\n  spec: a: b\n")]
    [InlineData("  spec: a: b\n  apiVersion: v1\n  kind: Pod\n")]
    [InlineData("apiVersion: v1\rkind: Pod\rspec: a: b\r")]
    [InlineData("apiVersion: v1\n  kind: Pod\n  metadata:\n    name: a\n")]
    [InlineData("\"apiVersion\": v1\n'kind': Pod\nspec: a: b\n")]
    [InlineData("\"apiVersion\": v1\n\"k\\x69nd\": Pod\nspec: a: b\n")]
    [InlineData("apiVersion: v1\nkind: Pod\nspec: \u007F\n")]
    [InlineData("apiVersion: v1\nkind: Pod\nspec:\n  image: {{ .Values.x }}\n")]
    [InlineData("apiVersion: v1\nkind: {{ .Values.kind }}\nmetadata: {name: a}\n")]
    [InlineData("a: 1\n---\napiVersion: v1\nkind: Pod\nspec: *nope\n")]
    public void A_manifest_that_cannot_be_read_is_told_of(string text)
    {
        foreach (var name in (string[])["m.yaml", "m.json"])
        {
            var report = Scan(name, text);
            Assert.Contains(report.Findings, finding => finding.Rule.Id == Unreadable);
            Assert.Equal(Outcome.Failed, report.Verdict.Outcome);
        }
    }

    [Fact]
    public void What_nests_too_deep_is_told_of() =>
        Assert.Contains(Scan("m.json", "{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"spec\": " + new string('[', 210) + new string(']', 210) + "}").Findings, finding => finding.Rule.Id == Unreadable);

    [Theory]
    [InlineData("on: push\njobs:\n  a:\n    run: |\n      apiVersion: v1\n      kind: Pod\n    b: c: d\n")]
    [InlineData("resources:\n- apiVersion: 2021-04-01\n  kind: StorageV2\n  a: b: c\nd: 1\n")]
    [InlineData("{ // a comment\n \"resources\": [{\"apiVersion\": \"2021-04-01\", \"kind\": \"StorageV2\"}]}\n")]
    [InlineData("openapi: 3.0.0\nproperties:\n  apiVersion: {type: string}\n  kind: {type: string}\n  a: b: c\n")]
    public void What_cannot_be_read_and_is_no_manifest_is_left_alone(string text) => Assert.Empty(Scan("x.yaml", text).Findings);

    [Fact]
    public void One_file_that_cannot_be_read_takes_no_other_with_it()
    {
        var report = Expect.Scan([KeyValuePair.Create("a.yaml", "apiVersion: v1\nkind: Pod\na: !<: b\n"), KeyValuePair.Create("b.yaml", "apiVersion: v1\nkind: Pod\nspec: {containers: [{name: a, securityContext: {privileged: true}}]}\n"), KeyValuePair.Create(".github/dependabot.yml", "updates: !<:> b\n")]);
        Assert.Equal(["a.yaml"], report.Findings.Where(finding => finding.Rule.Id == Unreadable).Select(finding => finding.Location.Path));
        Assert.Contains(report.Findings, finding => finding.Rule.Id == Privileged && finding.Location.Path == "b.yaml");
    }

    [Fact]
    public void A_key_that_a_chart_writes_twice_is_told_of_where_it_is_written()
    {
        Expect.Findings("SL8111", """
            === c/Chart.yaml
            apiVersion: v2
            name: c
            version: 1.0.0
            === c/values.yaml
            labels:
              team: [|a|]
            === c/templates/a.yaml
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: a
              labels:
                team: b
                [1|{{- toYaml .Values.labels | nindent 4 }}|]
            data:
              x: "1"
              [|x|]: "2"
            """);
    }

    [Fact]
    public void A_chart_that_writes_a_mapping_as_a_key_is_not_rendered()
    {
        var report = Expect.Scan([KeyValuePair.Create("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n"), KeyValuePair.Create("c/templates/a.yaml", "apiVersion: v1\nkind: Pod\nimage: {{ \"{{ x }}\" }}\n")]);
        Assert.Contains("yaml: invalid map key: map[interface {}]interface {}{\"x\":interface {}(nil)}", Assert.Single(report.Findings, finding => finding.Rule.Id == "SL0102").Message, StringComparison.Ordinal);
    }

    static Report Scan(string name, string text) => ShiftLeft.Scan.Run(new(new MemoryTree([KeyValuePair.Create(name, text)]), [""]) { Profile = Profile.All, Today = Expect.Today });
}
