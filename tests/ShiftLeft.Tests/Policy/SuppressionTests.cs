using ShiftLeft.Files;
using ShiftLeft.Policy;
using ShiftLeft.Rules;

namespace ShiftLeft.Tests.Policy;

/// <summary>What is accepted, by whom, and what is wrong with accepting it.</summary>
public sealed class SuppressionTests
{
    const string Floating = "SL1001";

    [Theory]
    [InlineData("# shiftleft:ignore SL1001 -- the newest is wanted\nFROM debian\n", "the newest is wanted")]
    [InlineData("# shiftleft:ignore floating-base-image -- the newest is wanted\r\nFROM debian\r\n", "the newest is wanted")]
    [InlineData("# shiftleft:ignore missing-user, SL1001 -- two -- at once\nFROM debian\n", "two -- at once")]
    [InlineData("# ShiftLeft:Ignore sl1001 missing-user --two\nFROM debian\n", "two")]
    [InlineData("# shiftleft:ignore: DL3007 -- by another's id\nFROM debian\n", "by another's id")]
    [InlineData("# why\n# shiftleft:ignore SL1001 -- first\n# and more\n\nFROM debian\n", "first")]
    [InlineData("FROM \\\n  # shiftleft:ignore SL1001 -- inside\n  debian\n", "inside")]
    [InlineData("# hadolint ignore=DL3006,DL3008\nFROM debian\n", "accepted by `hadolint ignore=DL3006,DL3008`")]
    [InlineData("#  hadolint  ignore = DL3008 , DL3007\nFROM debian\n", "accepted by `hadolint  ignore = DL3008 , DL3007`")]
    [InlineData("FROM debian\n# hadolint global ignore=DL3007\nRUN x\n", "accepted by `hadolint global ignore=DL3007`")]
    [InlineData("FROM debian\n# checkov:skip=CKV_DOCKER_7:the newest is wanted\n", "accepted by `checkov:skip=CKV_DOCKER_7:the newest is wanted`")]
    [InlineData("#checkov:skip=CKV_DOCKER_7: why\nFROM debian\n", "accepted by `checkov:skip=CKV_DOCKER_7: why`")]
    [InlineData("# trivy:ignore:AVD-DS-0001\nFROM debian\n", "accepted by `trivy:ignore:AVD-DS-0001`")]
    [InlineData("#trivy:ignore:DS001\nFROM debian\n", "accepted by `trivy:ignore:DS001`")]
    [InlineData("#trivy:ignore:DS-0002 trivy:ignore:ds-0001:exp:2099-01-01\nFROM debian\n", "accepted by `trivy:ignore:DS-0002 trivy:ignore:ds-0001:exp:2099-01-01`")]
    public void A_comment_accepts_what_it_speaks_of(string dockerfile, string reason)
    {
        var report = Scan("version: 1", ("Dockerfile", dockerfile));
        Assert.Equal([reason], report.Suppressed.Where(finding => finding.Rule.Id == Floating).Select(finding => finding.Suppression!.Reason));
        Assert.DoesNotContain(report.Active, finding => finding.Rule.Id is "SL1001" or "SL0903" or "SL0904");
    }

    [Theory]
    [InlineData("# shiftleft:ignore SL1001 -- only the first\nFROM debian AS a\nFROM debian AS b\nCOPY --from=a /x /x\n")]
    [InlineData("FROM debian\n# shiftleft:ignore SL1001 -- below\nRUN x\n")]
    [InlineData("# shiftleft:ignored SL1001 -- another word\nFROM debian\n")]
    [InlineData("# hadolint ignore=DL3008\nFROM debian\n")]
    [InlineData("FROM debian\n# hadolint ignore=DL3007\nRUN x\n")]
    [InlineData("# trivy:ignore:DS001:exp:2020-01-01\nFROM debian\n")]
    [InlineData("FROM debian\nRUN echo '# shiftleft:ignore SL1001 -- text'\n")]
    public void A_comment_accepts_nothing_else(string dockerfile) =>
        Assert.Contains(Scan("version: 1", ("Dockerfile", dockerfile)).Active, finding => finding.Rule.Id == Floating);

    [Fact]
    public void BuildKits_directive_is_about_the_whole_file_and_its_own_checks()
    {
        const string Secret = "FROM debian\nENV API_TOKEN=a8f5f167f44f4964e6c998dee827110c\n";
        Assert.Contains("SL7001", Active("Dockerfile", Secret));
        Assert.DoesNotContain("SL7001", Active("Dockerfile", "# check=skip=JSONArgsRecommended,SecretsUsedInArgOrEnv;error=true\n" + Secret));
        Assert.DoesNotContain("SL7001", Active("Dockerfile", "# check=skip=all\n" + Secret));
        Assert.Contains("SL1001", Active("Dockerfile", "# check=skip=all\n" + Secret));
        Assert.Contains("SL7001", Active("Dockerfile", "# check=error=true\n" + Secret));
    }

    [Theory]
    [InlineData("# shiftleft:ignore SL1001\nFROM debian\n", "SL0903 (1,1) the suppression gives no reason behind `--`, so it does not hold")]
    [InlineData("# shiftleft:ignore SL1001 because we want to\nFROM debian\n", "SL0903 (1,1) the suppression gives no reason behind `--`, so it does not hold")]
    [InlineData("# shiftleft:ignore SL1001 --\nFROM debian\n", "SL0903 (1,1) the suppression gives no reason behind `--`, so it does not hold")]
    [InlineData("# shiftleft:ignore -- all of it\nFROM debian\n", "SL0904 (1,1) the suppression names no rule")]
    [InlineData("# shiftleft:ignore floating-base-imag -- why\nFROM debian\n", "SL0904 (1,1) there is no rule `floating-base-imag`. Did you mean `floating-base-image`?")]
    [InlineData("# shiftleft:ignore SL1001, SL9999 -- why\nFROM debian\n", "SL0904 (1,1) there is no rule `SL9999`")]
    [InlineData("# shiftleft:ignore SL1001, sudo-in-run -- why\nFROM debian\n", "SL0905 (1,1) nothing here breaks `sudo-in-run`")]
    [InlineData("FROM debian:12.5\n  # shiftleft:ignore SL1001 -- why\nRUN x\n", "SL0905 (2,3) nothing here breaks `SL1001`")]
    [InlineData("# shiftleft:ignore CIS-DI-0001 -- by an id of several rules\nFROM debian\n", "")]
    public void A_comment_that_is_no_good_is_a_finding(string dockerfile, string expected)
    {
        var report = Scan("version: 1", ("Dockerfile", dockerfile));
        Assert.Equal(expected.Length == 0 ? [] : [expected], AboutSuppressions(report));
        Assert.NotEqual(Outcome.Failed, report.Verdict.Outcome);
    }

    [Fact]
    public void Other_tools_comments_are_never_found_wanting() => Assert.Empty(AboutSuppressions(Scan("version: 1", ("Dockerfile", """
        # hadolint ignore=DL9999,SC2086
        # check=skip=Nonsense
        # checkov:skip=CKV_X
        FROM debian:12.5
        """))));

    [Fact]
    public void A_rule_that_does_not_run_needs_no_suppression_but_has_no_unused_one_either() => Assert.Empty(AboutSuppressions(Scan(
        "version: 1\nrules: { floating-base-image: off }\nsuppressions: [{ rule: SL1001, reason: was needed once }]",
        ("Dockerfile", "# shiftleft:ignore SL1001 -- was needed once\nFROM debian\n"))));

    [Fact]
    public void Comments_of_manifests_speak_of_the_entry_or_the_document()
    {
        const string Pod = """
            apiVersion: v1
            kind: Pod
            metadata:
              name: p
            spec:
              containers:
                - name: a
                  image: a:1
                  securityContext:
                    privileged: true # shiftleft:ignore privileged-container -- on purpose
                # shiftleft:ignore privileged-container -- as well
                - name: b
                  image: b:1
                  securityContext:
                    privileged: true
                - name: c
                  image: c:1
                  securityContext:
                    privileged: true
            """;
        var report = Scan("version: 1", ("pod.yaml", Pod));
        Assert.Equal(["c"], report.Active.Where(finding => finding.Rule.Name == "privileged-container").Select(finding => finding.Subject!.Container));
        Assert.Empty(AboutSuppressions(report));
        Assert.DoesNotContain(Scan("version: 1", ("pod.yaml", "# shiftleft:ignore privileged-container -- all of it\n" + Pod)).Active, finding => finding.Rule.Name == "privileged-container");
    }

    [Theory]
    [InlineData("checkov.io/skip1: CKV_K8S_16=needs the devices")]
    [InlineData("ignore-check.kube-linter.io/privileged-container: needs the devices")]
    public void Annotations_accept_findings_of_their_object(string annotation)
    {
        static string Pod(string name, string annotations) =>
            $"apiVersion: v1\nkind: Pod\nmetadata:\n  name: {name}\n  annotations:\n    {annotations}\nspec:\n  containers:\n    - name: c\n      image: a:1\n      securityContext:\n        privileged: true\n";
        var report = Scan("version: 1", ("pods.yaml", Pod("a", annotation) + "---\n" + Pod("b", "x: y")));
        Assert.Equal(["Pod/b"], report.Active.Where(finding => finding.Rule.Name == "privileged-container").Select(finding => finding.Subject!.Object));
        Assert.Equal($"accepted by `{annotation}`", Assert.Single(report.Suppressed, finding => finding.Rule.Name == "privileged-container").Suppression!.Reason);
    }

    [Fact]
    public void An_entry_accepts_by_rule_path_object_and_container()
    {
        (string, string)[] files = [("a/Dockerfile", "FROM debian AS x\n"), ("b/Dockerfile", "FROM debian AS y\n")];
        Assert.Equal(["a/Dockerfile", "b/Dockerfile"], Suppressed("{ rule: SL1001, reason: r }"));
        Assert.Equal(["a/Dockerfile"], Suppressed("{ rule: SL1001, path: a/**, reason: r }"));
        Assert.Equal(["b/Dockerfile"], Suppressed("{ rule: SL1001, path: b, reason: r }"));
        Assert.Equal(["b/Dockerfile"], Suppressed("{ rule: floating-base-image, object: stage/y, reason: r }"));
        Assert.Equal(["a/Dockerfile", "b/Dockerfile"], Suppressed("{ rule: floating-base-image, object: stage/*, reason: r }"));
        Assert.Empty(Suppressed("{ rule: SL1001, container: c, reason: r }"));
        Assert.Empty(Suppressed("{ rule: SL1002, reason: r }"));

        IEnumerable<string> Suppressed(string entry) => Scan($"version: 1\nsuppressions: [{entry}]", files).Suppressed.Where(finding => finding.Rule.Id == Floating).Select(finding => finding.Location.Path);
    }

    [Fact]
    public void An_entry_holds_to_its_last_day()
    {
        var report = Scan("version: 1\nsuppressions: [{ rule: SL1001, reason: r, expires: 2026-07-01 }]", ("Dockerfile", "FROM debian\n"));
        Assert.Single(report.Suppressed);
        Assert.Empty(AboutSuppressions(report));

        var over = Scan("version: 1\nsuppressions: [{ rule: SL1001, reason: r, expires: 2026-06-30 }]", ("Dockerfile", "FROM debian\n"));
        Assert.Empty(over.Suppressed);
        Assert.Equal(["SL0906 (2,16) the suppression of `floating-base-image` expired on 2026-06-30"], AboutSuppressions(over));
    }

    [Fact]
    public void An_entry_that_is_not_needed_is_said_where_all_was_looked_at()
    {
        const string Policy = "version: 1\nsuppressions:\n  - { rule: SL1001, path: a/**, object: stage/x, reason: r }";
        (string, string)[] files = [("a/Dockerfile", "FROM debian:12.5\n"), ("b/Dockerfile", "FROM debian:12.5\n")];
        const string Unused = "SL0905 (3,5) nothing in `a` breaks `floating-base-image` in `stage/x`";
        Assert.Equal([Unused], AboutSuppressions(Scan(Policy, files)));
        Assert.Equal([Unused], AboutSuppressions(Scan(Policy, files, ["a"])));
        Assert.Empty(AboutSuppressions(Scan(Policy, files, ["b"])));
        Assert.Empty(AboutSuppressions(Scan(Policy, files, ["a/Dockerfile"])));
        Assert.Empty(AboutSuppressions(Scan(Policy, [.. files, ("a/x.yaml", "apiVersion: v1\nkind: [\n")])));
    }

    [Fact]
    public void A_comment_comes_before_an_entry_and_an_entry_that_has_expired_before_nothing()
    {
        var report = Scan("version: 1\nsuppressions: [{ rule: SL1001, reason: entry }]", ("Dockerfile", "# shiftleft:ignore SL1001 -- comment\nFROM debian\n"));
        var suppression = Assert.Single(report.Suppressed).Suppression!;
        Assert.Equal(("comment", true, "Dockerfile"), (suppression.Reason, suppression.InSource, suppression.Location.Path));
        Assert.Empty(AboutSuppressions(report));
    }

    [Fact]
    public void Many_comments_and_many_findings_stay_cheap()
    {
        var dockerfile = string.Concat(Enumerable.Range(0, 5_000).Select(i => $"# shiftleft:ignore SL1001 -- {i}\nFROM debian AS s{i}\n"));
        var report = Scan("version: 1", ("Dockerfile", dockerfile));
        Assert.Equal(1_000, report.Suppressed.Count(finding => finding.Rule.Id == Floating));
        Assert.Equal(4_000, report.Active.Where(finding => finding.Rule.Id == Floating).Total());
        Assert.Equal(["SL0905 (2001,1) more than 1000 comments of this file accept `SL1001`; from here on they do not count"], AboutSuppressions(report));
    }

    [Theory]
    [InlineData("# shiftleft:ignore SL1001 -- reason", true)]
    [InlineData("# ShiftLeft:Ignore", true)]
    [InlineData("# hadolint   ignore=DL3007", true)]
    [InlineData("# checkov:skip=CKV_K8S_1", true)]
    [InlineData("# check=skip=all", true)]
    [InlineData("# check \t = skip=all", true)]
    [InlineData("# check this and check  that, then check=skip=all", true)]
    [InlineData("# trivy:ignore:DS-0002", true)]
    [InlineData("{{/* shiftleft:ignore SL1001 */}}", true)]
    [InlineData("{{/*\n words\n check = skip=all", true)]
    [InlineData("/* a */ # b\n/* c */ # d\r# trivy:ignore:DS-0002", true)]
    [InlineData("# check this", false)]
    [InlineData("a: \"shiftleft:ignore\" # words\n/* a */ shiftleft:ignore /*", false)]
    [InlineData("# healthcheck ", false)]
    [InlineData("# check", false)]
    [InlineData("", false)]
    public void Only_text_with_a_mark_is_read_for_comments(string text, bool may) => Assert.Equal(may, InlineSuppressions.MayBeIn(text));

    [Theory]
    [InlineData("AVD-DS-0002", "DS-0002")]
    [InlineData("DS002", "DS-0002")]
    [InlineData("ds-0002", "DS-0002")]
    [InlineData("KSV-0001", "KSV-0001")]
    [InlineData("KSV001", "KSV-0001")]
    [InlineData("AVD-KSV-0117", "KSV-0117")]
    [InlineData("*", "*")]
    [InlineData("", "")]
    [InlineData("AVD-", "")]
    public void Trivys_ids_have_one_form(string written, string normal) => Assert.Equal(normal, InlineSuppressions.TrivyId(written));

    static IEnumerable<string> Active(string path, string text) => Scan("version: 1", (path, text)).Active.Select(finding => finding.Rule.Id);

    static IEnumerable<string> AboutSuppressions(Report report) =>
        report.Findings.Where(finding => finding.Rule.Id is "SL0903" or "SL0904" or "SL0905" or "SL0906").Select(finding => $"{finding.Rule.Id} {finding.Location.Start} {finding.Message}");

    static Report Scan(string policy, params (string Path, string Text)[] files) => Scan(policy, files, [""]);

    static Report Scan(string policy, (string Path, string Text)[] files, string[] paths) =>
        ShiftLeft.Scan.Run(new(PolicyText.Tree(policy, files), [.. paths]) { Today = new(2026, 7, 1) });
}
