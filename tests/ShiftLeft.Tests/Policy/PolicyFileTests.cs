using ShiftLeft.Files;
using ShiftLeft.Policy;
using ShiftLeft.Rules;

namespace ShiftLeft.Tests.Policy;

public sealed class PolicyFileTests
{
    [Fact]
    public void Every_key_is_read()
    {
        var policy = PolicyText.Valid("""
            version: 1
            profile: strict
            thresholds: { error: 0, warning: 25, practices: { network-segmentation: { warning: 0 } } }
            rules:
              unreadable-file: warning
              SL0905: { level: off }
            images: { trusted: [mcr.microsoft.com, ghcr.io/acme/*], require-digest: true, repositories: { ghcr.io/acme/shop: src/Shop/Dockerfile } }
            kubernetes: { version: "1.31", workloads: { MyApp: spec.podTemplate } }
            paths: { exclude: [vendor/**] }
            suppressions:
              - { rule: unused-suppression, path: deploy/agent/**, object: DaemonSet/agent, container: agent, reason: reads node metrics, expires: 2027-06-30 }
            helm:
              engine: builtin
              charts:
                - path: deploy/shop
                  environments:
                    dev:  { values: [values.dev.yaml] }
                    prod: { values: [values.prod.yaml, envs/prod.yaml], namespace: shop, release: shop-1, kube-version: "1.32", set: { image.tag: "1.4.2", replicas: 3 } }
            """,
            ("src/Shop/Dockerfile", "FROM scratch"), ("deploy/shop/Chart.yaml", "name: shop"), ("deploy/shop/values.dev.yaml", ""), ("deploy/shop/values.prod.yaml", ""), ("envs/prod.yaml", ""));

        Assert.Equal(Profile.Strict, policy.Profile);
        Assert.Equal([new(Level.Error, null, 0), new(Level.Warning, null, 25), new(Level.Warning, Practice.NetworkSegmentation, 0)], policy.Thresholds);
        Assert.Equal(Level.Warning, policy.Levels["SL0901"]);
        Assert.Equal(Level.Off, policy.Levels["SL0905"]);
        Assert.Equal(["mcr.microsoft.com", "ghcr.io/acme/*"], policy.TrustedImages);
        Assert.True(policy.RequireDigest);
        Assert.Equal("src/Shop/Dockerfile", policy.Repositories["ghcr.io/acme/shop"]);
        Assert.Equal(new KubernetesVersion(1, 31), policy.Kubernetes);
        Assert.Equal("spec.podTemplate", policy.Workloads["MyApp"]);
        Assert.True(policy.Excludes("vendor") && policy.Excludes("vendor/a/b") && !policy.Excludes("vendors"));
        var suppression = Assert.Single(policy.Suppressions);
        Assert.Equal(("SL0905", "DaemonSet/agent", "agent", "reads node metrics", new DateOnly(2027, 6, 30)), (suppression.Rule.Id, suppression.Object, suppression.Container, suppression.Reason, suppression.Expires));
        Assert.Equal(HelmEngine.Builtin, policy.HelmEngine);
        var chart = Assert.Single(policy.Charts);
        Assert.Equal("deploy/shop", chart.Path);
        Assert.Equal(["dev", "prod"], chart.Environments.Select(environment => environment.Name));
        var prod = chart.Environments[1];
        Assert.Equal(["deploy/shop/values.prod.yaml", "envs/prod.yaml"], prod.Values);
        Assert.Equal(("shop-1", "shop", "1.32"), (prod.Release, prod.Namespace, prod.KubeVersion));
        Assert.Equal(["image.tag=1.4.2", "replicas=3"], prod.Set.Select(argument => argument.Text));
    }

    [Fact]
    public void A_policy_may_say_nothing_but_its_version()
    {
        var policy = PolicyText.Valid("version: 1\n");
        Assert.Equal(Profile.Recommended, policy.Profile);
        Assert.Equal(Settings.Default.Kubernetes, policy.Kubernetes);
        Assert.True(policy.Thresholds.IsEmpty && policy.Levels.IsEmpty && policy.Suppressions.IsEmpty && policy.Charts.IsEmpty && !policy.Excludes("a"));
    }

    [Theory]
    [InlineData("version: 1\r\nprofile: strict\r\n")]
    [InlineData("\uFEFFversion: 1\nprofile: strict\n")]
    [InlineData("# policy\n---\nversion: 1\nprofile: strict")]
    [InlineData("""{ "version": 1, "profile": "strict" }""")]
    public void Line_ends_marks_and_JSON_are_all_the_same(string text) => Assert.Equal(Profile.Strict, PolicyText.Valid(text).Profile);

    [Fact]
    public void Sections_whose_entries_are_commented_out_are_empty() => PolicyText.Valid("""
        version: 1
        extends:
        thresholds:
          # error: 0
        rules:
        images:
          trusted:
        kubernetes:
        paths:
          exclude:
        suppressions:
        helm:
          charts:
        """);

    [Fact]
    public void The_nearest_policy_above_is_taken()
    {
        var tree = new MemoryTree(
        [
            new("shiftleft.yml", "version: 1\nprofile: baseline"),
            new("a/b/shiftleft.yaml", "version: 1\nprofile: strict"),
        ]);
        Assert.Equal(Profile.Strict, PolicyFile.Find(tree, "a/b/c/d").Policy.Profile);
        Assert.Equal(Profile.Strict, PolicyFile.Find(tree, "a/b").Policy.Profile);
        Assert.Equal(Profile.Baseline, PolicyFile.Find(tree, "a").Policy.Profile);
        Assert.Equal(Profile.Baseline, PolicyFile.Find(tree, "").Policy.Profile);
        Assert.Same(PolicyFile.Default, PolicyFile.Find(new MemoryTree([]), "a/b").Policy);
    }

    [Fact]
    public void Two_policies_in_one_folder_are_one_too_many()
    {
        var (policy, problems) = PolicyFile.Find(new MemoryTree([new("a/shiftleft.yml", "version: 1\nprofile: strict"), new("a/shiftleft.yaml", "version: 1")]), "a");
        Assert.Equal("a/shiftleft.yaml(1,1) `a/shiftleft.yml` lies beside it; only one of them can be the policy", PolicyText.Show(Assert.Single(problems)));
        Assert.Equal(Profile.Strict, policy.Profile);
    }

    [Fact]
    public void A_policy_starts_from_those_it_extends_and_the_later_wins()
    {
        var policy = PolicyText.Valid("""
            version: 1
            extends: [policy/base.yml, policy/team.yml]
            rules: { unused-suppression: info }
            suppressions: [{ rule: SL0903, reason: own }]
            helm: { charts: [{ path: shop, environments: { prod: {} } }] }
            """,
            ("policy/base.yml", """
                version: 1
                profile: strict
                thresholds: { warning: 10 }
                rules: { unused-suppression: off, unreadable-file: info, SL0903: info }
                images: { trusted: [docker.io] }
                paths: { exclude: [generated, ../dist] }
                suppressions: [{ rule: SL0904, path: tools/**, reason: inherited }]
                helm: { charts: [{ path: ../shop, environments: { base: {} } }] }
                """),
            ("policy/team.yml", """
                version: 1
                extends: [base.yml]
                profile: baseline
                rules: { SL0903: off }
                images: { trusted: [ghcr.io/team] }
                """),
            ("shop/Chart.yaml", "name: shop"));

        Assert.Equal(Profile.Baseline, policy.Profile);
        Assert.Equal((Level.Info, Level.Info, Level.Off), (policy.Levels["SL0905"], policy.Levels["SL0901"], policy.Levels["SL0903"]));
        Assert.Equal(["ghcr.io/team"], policy.TrustedImages);
        Assert.True(policy.Excludes("policy/generated/x") && !policy.Excludes("generated/x") && policy.Excludes("dist/x"));
        Assert.Equal("policy/tools", policy.Suppressions[0].Path!.Glob);
        Assert.Equal(["inherited", "own"], policy.Suppressions.Select(suppression => suppression.Reason).Distinct());
        Assert.Equal("prod", Assert.Single(Assert.Single(policy.Charts).Environments).Name);
        Assert.Equal("shiftleft.yml", policy.Source!.Path);
    }

    [Fact]
    public void Patterns_are_relative_to_the_file_that_names_them()
    {
        var tree = new MemoryTree([new("a[1]/shiftleft.yml", "version: 1\npaths: { exclude: [./x, '*.yaml', '**/y/**'] }")]);
        var policy = PolicyFile.Find(tree, "a[1]").Policy;
        Assert.True(policy.Excludes("a[1]/x/deep") && policy.Excludes("a[1]/m.yaml") && policy.Excludes("a[1]/b/y") && policy.Excludes("a[1]/y/z"));
        Assert.False(policy.Excludes("x") || policy.Excludes("a[1]/b/m.yaml") || policy.Excludes("a1/x") || policy.Excludes("y/z"));
    }

    [Fact]
    public void Levels_of_the_caller_the_policy_and_the_rule()
    {
        var rule = Catalogue.Find("unused-suppression")!.Info;
        Assert.Equal(Level.Warning, PolicyFile.Default.LevelOf(rule, null));
        Assert.Equal(Level.Info, PolicyText.Valid("version: 1\nrules: { SL0905: info }").LevelOf(rule, Profile.Strict));
        Assert.All(Catalogue.Rules.Where(known => known.Info.IsFailure), failure => Assert.All(Enum.GetValues<Profile>(), profile => Assert.Equal(Level.Error, PolicyFile.Default.LevelOf(failure.Info, profile))));
    }
}
