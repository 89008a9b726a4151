namespace ShiftLeft.Tests.Rules;

public sealed class RunsAsRootTests
{
    [Fact]
    public void A_user_above_root_lowers_the_finding_to_a_note()
    {
        var finding = Assert.Single(Expect.Findings("runs-as-root", """
            apiVersion: v1
            kind: Pod
            metadata: {name: p}
            spec:
              containers:
                - name: a
                  [|securityContext|]: {runAsUser: 1000}
            """));
        Assert.Equal(ShiftLeft.Rules.Level.Info, finding.Level);
        Assert.Equal("container `a` runs as user 1000, but without `runAsNonRoot: true` nothing would keep it from root", finding.Message);
    }
}
