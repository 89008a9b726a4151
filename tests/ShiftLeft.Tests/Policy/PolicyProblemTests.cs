using System.Globalization;
using System.Text;

namespace ShiftLeft.Tests.Policy;

/// <summary>What is wrong is said with its line and column, what was expected, and what was probably meant.</summary>
public sealed class PolicyProblemTests
{
    [Theory]
    [InlineData("profile: strict", "(1,1) `version` is missing: version of this format")]
    [InlineData("version: 2", "(1,10) expected `1`, found `2`")]
    [InlineData("version: 1\nprofiles: strict", "(2,1) unknown key `profiles`; expected `profile`")]
    [InlineData("version: 1\nprofile: stict", "(2,10) expected `baseline`, `recommended`, `strict` or `all`, found `stict`. Did you mean `strict`?")]
    [InlineData("version: 1\nprofile: [strict]", "(2,10) expected `baseline`, `recommended`, `strict` or `all`, found a list")]
    [InlineData("version: 1\nprofile:", "(2,9) expected `baseline`, `recommended`, `strict` or `all`, found nothing")]
    [InlineData("version: 1\nlimits: {}", "(2,1) unknown key `limits`; expected one of `version`, `extends`, `profile`, `thresholds`, `rules`, `images`, `kubernetes`, `paths`, `suppressions`, `helm`")]
    [InlineData("version: 1\nthresholds: 3", "(2,13) expected a mapping of `error`, `warning`, `info`, `practices`, found `3`")]
    [InlineData("version: 1\nthresholds:\n  error: many", "(3,10) expected a whole number from 0, found `many`")]
    [InlineData("version: 1\nthresholds: { error: -1 }", "(2,22) expected a whole number from 0, found `-1`")]
    [InlineData("version: 1\nthresholds: { practices: { secret: { error: 0 } } }", "(2,28) unknown key `secret`; expected `secrets`")]
    [InlineData("version: 1\nrules: { unused-supression: info }", "(2,10) there is no rule `unused-supression`. Did you mean `unused-suppression`?")]
    [InlineData("version: 1\nrules:\n  SL0905: warn", "(3,11) expected a level, `off`, `info`, `warning` or `error`, found `warn`")]
    [InlineData("version: 1\nrules:\n  SL0905: Error", "(3,11) expected a level, `off`, `info`, `warning` or `error`, found `Error`. Did you mean `error`?")]
    [InlineData("version: 1\nrules:\n  SL0905: { lvl: info }", "(3,13) the rule `unused-suppression` has no options, only a `level`")]
    [InlineData("version: 1\nrules: { unreadable-file: off }", "(2,27) `unreadable-file` says that something was not checked and cannot be off; lower it to a warning, or exclude the file under `paths`")]
    [InlineData("version: 1\nrules: [SL0905]", "(2,8) expected a mapping, found a list")]
    [InlineData("version: 1\nimages: { trusted: ghcr.io }", "(2,20) expected a list, found `ghcr.io`. Write `[a, b]`, or one item a line behind `- `")]
    [InlineData("version: 1\nimages: { trusted: ['https://ghcr.io/acme'] }", "(2,21) `https://ghcr.io/acme` is an address; write `ghcr.io/acme`")]
    [InlineData("version: 1\nimages: { require-digest: maybe }", "(2,27) expected `true` or `false`, found `maybe`")]
    [InlineData("version: 1\nimages: { repositories: { acme/shop: src/Dockerfile } }", "(2,38) there is no Dockerfile at `src/Dockerfile`")]
    [InlineData("version: 1\nkubernetes: { version: latest }", "(2,24) `latest` is no version of Kubernetes; write the minor version in quotes, such as \"1.34\"")]
    [InlineData("version: 1\npaths: { exclude: [/vendor] }", "(2,20) `/vendor` is an absolute path; write one relative to this file")]
    [InlineData("version: 1\npaths: { exclude: ['a[b'] }", "(2,20) `a[b` opens `[` and never closes it")]
    [InlineData("version: 1\npaths: { exclude: ['a\\b'] }", "(2,20) `a\\b` has a backslash; paths are written with `/`")]
    [InlineData("version: 1\npaths: { exclude: [a/../../b] }", "(2,20) `a/../../b` has `..` behind a folder; write the path that is meant")]
    [InlineData("version: 1\npaths: { exclude: [../b] }", "(2,20) `../b` leads out of the repository")]
    [InlineData("version: 1\nsuppressions: [{ rule: SL0905 }]", "(2,18) `reason` is missing: why it is accepted")]
    [InlineData("version: 1\nsuppressions: [{ rule: SL0905, reason: '' }]", "(2,40) expected a text, found ``")]
    [InlineData("version: 1\nsuppressions: [{ rule: SL9999, reason: x }]", "(2,24) there is no rule `SL9999`")]
    [InlineData("version: 1\nsuppressions: [{ rule: SL0905, reason: x, expires: 30.6.2027 }]", "(2,52) `30.6.2027` is no day; write year, month and day, such as 2027-06-30")]
    [InlineData("version: 1\nsuppressions: [{ rule: SL0905, reason: x, expires: 2027-02-30 }]", "(2,52) `2027-02-30` is no day; write year, month and day, such as 2027-06-30")]
    [InlineData("version: 1\nhelm: { engine: helm }", "(2,17) expected `auto`, `builtin` or `cli`, found `helm`")]
    [InlineData("version: 1\nhelm: { charts: [{ path: shop }] }", "(2,26) there is no chart at `shop`: it has no `Chart.yaml`")]
    [InlineData("version: 1\nhelm: { charts: [{ path: ../shop }] }", "(2,26) there is no chart at `../shop`: it has no `Chart.yaml`")]
    [InlineData("version: 1\nextends: [base.yml]", "(2,11) the policy `base.yml` does not exist")]
    [InlineData("version: 1\nextends: [../base.yml]", "(2,11) `../base.yml` is no file of this repository; a policy extends files beside it")]
    [InlineData("version: 1\nextends: ['https://example.com/base.yml']", "(2,11) `https://example.com/base.yml` is no file of this repository; a policy extends files beside it")]
    [InlineData("version: 1\nextends: [shiftleft.yml]", "(2,11) `shiftleft.yml` extends itself")]
    [InlineData("version: 1\nversion: 1", "(2,1) the key `version` is given twice in this mapping; the last one wins")]
    [InlineData("version: 1\n---\nprofile: strict", "(3,1) a policy is one document; what follows `---` is not read")]
    [InlineData("- version: 1", "(1,1) expected a mapping of `version`, `extends`, `profile`, `thresholds`, `rules`, `images`, `kubernetes`, `paths`, `suppressions`, `helm`, found a list")]
    [InlineData("", "(1,1) the policy is empty. Start with `version: 1`")]
    [InlineData("\uFEFF# nothing", "(1,1) the policy is empty. Start with `version: 1`")]
    [InlineData("\uFEFFversion: 2\r\n", "(1,10) expected `1`, found `2`")]
    public void A_mistake_is_said(string policy, string problem) => Assert.Equal([problem], PolicyText.Problems(policy));

    [Fact]
    public void A_values_file_that_is_missing_is_said() => Assert.Equal(
        ["(2,64) the values file `values.dev.yaml` is neither beside the chart nor beside this policy"],
        PolicyText.Problems("version: 1\nhelm: { charts: [{ path: shop, environments: { dev: { values: [values.dev.yaml] } } }] }", ("shop/Chart.yaml", "")));

    [Fact]
    public void A_chart_that_is_declared_twice_is_said() => Assert.Equal(
        ["(2,42) the chart `./shop` is declared twice; the first declaration counts"],
        PolicyText.Problems("version: 1\nhelm: { charts: [{ path: shop }, { path: ./shop }] }", ("shop/Chart.yaml", "")));

    [Fact]
    public void A_mistake_in_an_extended_policy_is_said_there() => Assert.Equal(
        ["base/b.yml(2,1) unknown key `rulez`; expected `rules`"],
        PolicyText.Problems("version: 1\nextends: [base/b.yml]", ("base/b.yml", "version: 1\nrulez: {}")));

    [Fact]
    public void A_circle_is_said_and_a_diamond_is_none()
    {
        Assert.Equal(
            ["b.yml(2,11) `shiftleft.yml` extends itself through `b.yml`"],
            PolicyText.Problems("version: 1\nextends: [a.yml]", ("a.yml", "version: 1\nextends: [b.yml]"), ("b.yml", "version: 1\nextends: [shiftleft.yml]")));
        PolicyText.Valid("version: 1\nextends: [a.yml, b.yml]", ("a.yml", "version: 1\nextends: [c.yml]"), ("b.yml", "version: 1\nextends: [c.yml]"), ("c.yml", "version: 1"));
    }

    [Fact]
    public void What_is_right_beside_a_mistake_is_in_force()
    {
        var (policy, problems) = ShiftLeft.Policy.PolicyFile.Load(PolicyText.Tree("version: 1\nprofil: strict\nimages: { require-digest: true }"), "shiftleft.yml");
        Assert.Single(problems);
        Assert.True(policy.RequireDigest);
    }

    [Fact]
    public void A_suppression_that_is_not_understood_accepts_nothing()
    {
        var (policy, _) = ShiftLeft.Policy.PolicyFile.Load(PolicyText.Tree("""
            version: 1
            suppressions:
              - { rule: SL0905, reason: x, expires: tomorrow }
              - { rule: SL0905, reason: x, path: ../y }
              - { rule: SL0905, reason: ' ' }
            """), "shiftleft.yml");
        Assert.Empty(policy.Suppressions);
    }

    [Fact]
    public void Policies_that_multiply_are_cut_short()
    {
        // Each extends both others of the next step: without a budget two to the power of thirty would be read.
        var files = Enumerable.Range(0, 30).SelectMany(i => new[] { ($"a{i}.yml", Both(i + 1)), ($"b{i}.yml", Both(i + 1)) }).ToArray();
        var problems = PolicyText.Problems(Both(0), files);
        Assert.Contains(problems, problem => problem.EndsWith("more than 20 policies extend each other; this and the rest are not read", StringComparison.Ordinal));
        Assert.True(problems.Length < 100);

        static string Both(int i) => $"version: 1\nextends: [a{i}.yml, b{i}.yml]";
    }

    [Fact]
    public void Aliases_that_multiply_are_refused()
    {
        var bomb = new StringBuilder("version: 1\nx0: &x0 [a]\n");
        for (var i = 1; i < 30; i++) bomb.Append(CultureInfo.InvariantCulture, $"x{i}: &x{i} [*x{i - 1}, *x{i - 1}, *x{i - 1}, *x{i - 1}]\n");
        bomb.Append("suppressions: *x29\n");
        Assert.NotEmpty(PolicyText.Problems(bomb.ToString()));

        var charts = new StringBuilder("version: 1\nhelm:\n  charts:\n    - &c { path: shop, environments: { ");
        for (var i = 0; i < 500; i++) charts.Append(CultureInfo.InvariantCulture, $"e{i}: {(i == 0 ? "&e { values: [a, a, a, a, a, a, a, a, a, a] }" : "*e")}, ");
        charts.Append("} }\n");
        for (var i = 0; i < 50; i++) charts.Append("    - *c\n");
        Assert.Equal(["(1,1) the policy has more than 100000 nodes, aliases counted as often as they are used"], PolicyText.Problems(charts.ToString(), ("shop/Chart.yaml", "")));
    }

    [Fact]
    public void A_policy_that_is_too_large_too_deep_or_too_wrong_is_cut_short()
    {
        Assert.Equal(["(1,1) the policy `shiftleft.yml` is larger than 256 KiB"], PolicyText.Problems("version: 1\n" + new string('#', 300_000)));
        Assert.NotEmpty(PolicyText.Problems("version: 1\nrules: " + new string('[', 100_000)));
        Assert.Equal(["(2,2020) more than 1000 items; this and the rest are not in force"], PolicyText.Problems("version: 1\npaths: { exclude: [" + string.Concat(Enumerable.Repeat("a,", 1001)) + "] }"));
        Assert.Equal(100, PolicyText.Problems("version: 1\n" + string.Concat(Enumerable.Range(0, 500).Select(i => $"k{i}: 1\n"))).Length);
    }
}
