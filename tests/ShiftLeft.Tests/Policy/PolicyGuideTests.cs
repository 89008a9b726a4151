namespace ShiftLeft.Tests.Policy;

public sealed class PolicyGuideTests
{
    [Fact]
    public void The_policy_that_the_guide_shows_is_valid_and_says_all_that_can_be_said()
    {
        var guide = File.ReadAllText(Path.Combine(TidyTests.Root, "docs", "policy.md")).ReplaceLineEndings("\n");
        var start = guide.IndexOf("```yaml\n", StringComparison.Ordinal) + "```yaml\n".Length;
        var policy = guide[start..guide.IndexOf("```", start, StringComparison.Ordinal)];
        PolicyText.Valid(policy, ("policy/base.yml", "version: 1"), ("src/Shop/Dockerfile", ""), ("deploy/shop/Chart.yaml", ""), ("deploy/shop/values.dev.yaml", ""), ("deploy/shop/values.prod.yaml", ""));
        Assert.All(ShiftLeft.Policy.PolicySchema.Root.Known, field => Assert.Contains($"\n{field.Name}:", "\n" + policy, StringComparison.Ordinal));
    }
}
