using ShiftLeft.Policy;

namespace ShiftLeft.Tests.Hostile;

/// <summary>A manifest is one however it is written: it is judged, or it is said that it cannot be read.</summary>
public sealed class DisguisedManifestTests
{
    const string Json = """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"spec":{"hostNetwork":true,"containers":[{"name":"a","image":"b"}]}}""";

    [Theory]
    [InlineData("kind:", "\"k\\x69nd\":")]
    [InlineData("kind:", "\"k\\u0069nd\":")]
    [InlineData("apiVersion:", "\"\\U00000061piVersion\":")]
    [InlineData("kind: Pod", "!!str kind: !!str Pod")]
    [InlineData("kind: Pod", "&k kind: &p Pod")]
    [InlineData("kind: Pod", "? kind\n: Pod")]
    [InlineData("kind: Pod", "kind: !!binary UG9k")]
    [InlineData("hostNetwork: true", "hostNetwork: !!bool \"true\"")]
    [InlineData("apiVersion: v1", "<<: {apiVersion: v1}")]
    [InlineData("apiVersion: v1", "x: {a: &x b, c: d}\napiVersion: v1")]
    [InlineData("apiVersion: v1", "x: !<:> b\napiVersion: v1")]
    [InlineData("apiVersion: v1", "x: !<a:b:> b\napiVersion: v1")]
    [InlineData("\n", "\r")]
    [InlineData("\n", "\r\n")]
    [InlineData("\n", "\u2028")]
    public void It_is_judged(string plain, string disguised)
    {
        var report = Scan("p.yaml", HostileText.Pod.Replace(plain, disguised, StringComparison.Ordinal));
        Assert.Single(report.Of("SL2102"));
        Assert.Equal(Outcome.Over, report.Verdict.Outcome);
    }

    [Theory]
    [InlineData("apiVersion: v1", "x: !<> b\napiVersion: v1")]
    [InlineData("apiVersion: v1", "x: [\napiVersion: v1")]
    [InlineData("apiVersion: v1", "\tapiVersion: v1")]
    [InlineData("kind: Pod", "? kind\n: Pod\nx: [")]
    [InlineData("kind: Pod", "&k kind: &p Pod\nx: ]")]
    [InlineData("\n", "\n\t")]
    [InlineData("spec:", "  spec:")]
    public void A_fault_in_it_is_said(string plain, string broken) => AssertUnreadable(Scan("p.yaml", HostileText.Pod.Replace(plain, broken, StringComparison.Ordinal)));

    [Fact]
    public void A_fault_in_JSON_is_said()
    {
        AssertUnreadable(Scan("p.json", Json[..^1]));
        AssertUnreadable(Scan("p.json", Json.Replace("\"spec\"", ",\"spec\"", StringComparison.Ordinal)));
        AssertUnreadable(Scan("p.json", Json.Replace("\"spec\"", $"\"x\":{new string('[', 210)}{new string(']', 210)},\"spec\"", StringComparison.Ordinal)));
        AssertUnreadable(Scan("p.json", Json.Replace("\"spec\"", $"\"x\":{new string('[', 100_000)}{new string(']', 100_000)},\"spec\"", StringComparison.Ordinal)));
        AssertUnreadable(Scan("p.json", Json.Replace("\"kind\"", "\"\\u006bind\"", StringComparison.Ordinal)[..^1]));
        Assert.Single(Scan("p.json", Json.Replace("\"kind\"", "\"\\u006bind\"", StringComparison.Ordinal)).Of("SL2102"));
        AssertUnreadable(Scan("p.yaml", "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {hostNetwork: true, containers: [{name: a]}}\n"));
    }

    [Fact]
    public void Aliases_that_make_a_document_too_large_are_said()
    {
        var bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range(1, 11).Select(i => $"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 9))}]\n"));
        AssertUnreadable(Scan("p.yaml", HostileText.Pod + bomb));
    }

    [Fact]
    public void Other_files_are_let_be()
    {
        foreach (var text in (string[])["a: [", "\tx: y", "{\"a\": 1", "- apiVersion", "kind: of\nx: ["])
        {
            var report = Scan("p.yaml", text);
            Assert.Empty(report.Findings);
        }
    }

    static Report Scan(string path, string text) => HostileText.Scan(new KeyValuePair<string, string>(path, text));

    static void AssertUnreadable(Report report)
    {
        Assert.Single(report.Of("SL0101"));
        Assert.Equal(Outcome.Failed, report.Verdict.Outcome);
    }
}
