using System.Text;
using System.Text.Json;
using ShiftLeft.Cli;

namespace ShiftLeft.Tests.Cli;

/// <summary>
/// <c>shiftleft accept</c> on files: what is written, to the byte; that what was asked is silenced and all else is as it was; that a second run writes nothing.
/// </summary>
public sealed class AcceptTests : IDisposable
{
    const string Privileged = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\nspec:\n  containers:\n    - name: a\n      image: a:1\n      securityContext:\n        privileged: true\n";

    readonly TemporaryFolder disk = new TemporaryFolder().WithFolder(".git");

    [Theory]
    [InlineData("FROM debian\n", "# shiftleft:ignore SL1001 -- why\nFROM debian\n")]
    [InlineData("FROM debian", "# shiftleft:ignore SL1001 -- why\nFROM debian")]
    [InlineData("\uFEFFFROM debian\r\nRUN x\r\n", "\uFEFF# shiftleft:ignore SL1001 -- why\r\nFROM debian\r\nRUN x\r\n")]
    [InlineData("# syntax=docker/dockerfile:1.7@sha256:aaaa\n# escape=`\nFROM debian\n", "# syntax=docker/dockerfile:1.7@sha256:aaaa\n# escape=`\n# shiftleft:ignore SL1001 -- why\nFROM debian\n")]
    [InlineData("# check=skip=StageNameCasing\nFROM debian\n", "# check=skip=StageNameCasing\n# shiftleft:ignore SL1001 -- why\nFROM debian\n")]
    [InlineData("#!/usr/bin/env docker build -f\nFROM debian\n", "#!/usr/bin/env docker build -f\n# shiftleft:ignore SL1001 -- why\nFROM debian\n")]
    [InlineData("# what it is\n\tFROM debian\n", "# what it is\n\t# shiftleft:ignore SL1001 -- why\n\tFROM debian\n")]
    [InlineData("# hadolint ignore=DL3059\nFROM debian\n", "# shiftleft:ignore SL1001 -- why\n# hadolint ignore=DL3059\nFROM debian\n")]
    [InlineData("# renovate: datasource=docker\nFROM debian\n", "# shiftleft:ignore SL1001 -- why\n# renovate: datasource=docker\nFROM debian\n")]
    [InlineData("FROM --platform=linux/amd64 \\\n  # the base\n  debian\n", "# shiftleft:ignore SL1001 -- why\nFROM --platform=linux/amd64 \\\n  # the base\n  debian\n")]
    [InlineData("ARG A=debian\nFROM $A\n", "ARG A=debian\n# shiftleft:ignore SL1001 -- why\nFROM $A\n")]
    [InlineData("FROM debian AS a\nFROM debian AS b\nCOPY --from=a /x /x\n", "# shiftleft:ignore SL1001 -- why\nFROM debian AS a\n# shiftleft:ignore SL1001 -- why\nFROM debian AS b\nCOPY --from=a /x /x\n")]
    [InlineData("# shiftleft:ignore SL2002 -- why\nFROM debian\n", "# shiftleft:ignore SL2002, SL1001 -- why\nFROM debian\n")]
    [InlineData("# shiftleft:ignore missing-user -- another reason\nFROM debian\n", "# shiftleft:ignore missing-user -- another reason\n# shiftleft:ignore SL1001 -- why\nFROM debian\n")]
    public void An_instruction_is_accepted_above_it(string before, string after) => Writes("Dockerfile", before, after, "SL1001", "--reason", "why");

    [Theory]
    [InlineData("FROM debian:13.1\nRUN a && \\\n    sudo b\n", "FROM debian:13.1\n# shiftleft:ignore SL2004 -- why\nRUN a && \\\n    sudo b\n")]
    [InlineData("FROM debian:13.1\nRUN <<E\n# words\nsudo b\nE\nUSER 1\n", "FROM debian:13.1\n# shiftleft:ignore SL2004 -- why\nRUN <<E\n# words\nsudo b\nE\nUSER 1\n")]
    [InlineData("FROM debian:13.1\nRUN <<E\n# hadolint ignore=DL3004\nE\nRUN sudo b\n", "FROM debian:13.1\nRUN <<E\n# hadolint ignore=DL3004\nE\n# shiftleft:ignore SL2004 -- why\nRUN sudo b\n")]
    public void A_joined_line_and_a_heredoc_are_accepted_above_the_instruction(string before, string after) => Writes("Dockerfile", before, after, "sudo-in-run", "--reason", "why");

    [Fact]
    public void Several_findings_of_a_line_are_accepted_by_one_comment() =>
        Writes("Dockerfile", "FROM debian\n", "# shiftleft:ignore SL1001, SL2002 -- why: it's \"ours\", really\nFROM debian\n", "DL3006", "missing-user", "floating-base-image", "--reason", "  why:  it's \"ours\", really ");

    [Fact]
    public void A_comment_that_says_the_same_is_extended_and_one_with_another_day_is_not()
    {
        Writes("Dockerfile", "# shiftleft:ignore SL2002 expires=2026-12-31 -- why\nFROM debian\n", "# shiftleft:ignore SL2002, SL1001 expires=2026-12-31 -- why\nFROM debian\n", "SL1001", "--reason", "why", "--expires", "2026-12-31");
        Writes("Dockerfile", "# shiftleft:ignore SL2002 -- why\nFROM debian\n", "# shiftleft:ignore SL2002 -- why\n# shiftleft:ignore SL1001 expires=2026-12-31 -- why\nFROM debian\n", "SL1001", "--reason", "why", "--expires", "2026-12-31");
    }

    [Theory]
    [InlineData("# shiftleft:ignore SL1001 expires=2025-12-31 -- until then\nFROM debian\n", "# shiftleft:ignore SL1001 expires=2026-12-31 -- why\nFROM debian\n")]
    [InlineData("#shiftleft:ignore floating-base-image\nFROM debian\n", "#shiftleft:ignore SL1001 expires=2026-12-31 -- why\nFROM debian\n")]
    [InlineData("# shiftleft:ignore SL1001, SL2004 expires=soon -- then\nFROM debian\n", "# shiftleft:ignore SL1001, SL2004 expires=soon -- then\n# shiftleft:ignore SL1001 expires=2026-12-31 -- why\nFROM debian\n")]
    public void A_comment_that_does_not_hold_is_written_anew_if_it_is_about_nothing_else(string before, string after)
    {
        disk.With("Dockerfile", before);
        Assert.Equal(0, Run("accept", "SL1001", "--reason", "why", "--expires", "2026-12-31").ExitCode);
        Assert.Equal(after, Text("Dockerfile"));
        Assert.Contains(Findings(), finding => finding is { Rule: "SL1001", IsSuppressed: true });
    }

    [Theory]
    [InlineData(Privileged, "        privileged: true\n", "        # shiftleft:ignore SL2101 -- why\n        privileged: true\n")]
    [InlineData("# Copyright\n---\n" + Privileged, "        privileged: true\n", "        # shiftleft:ignore SL2101 -- why\n        privileged: true\n")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\ndata:\n  a: |\n    # words\n    x: 1\n---\n" + Privileged, "        privileged: true\n", "        # shiftleft:ignore SL2101 -- why\n        privileged: true\n")]
    [InlineData(Privileged + "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\n", "        privileged: true\n", "        # shiftleft:ignore SL2101 -- why\n        privileged: true\n")]
    [InlineData("apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: a, image: a:1, securityContext: {privileged: true}}]}", "spec: {", "# shiftleft:ignore SL2101 -- why\nspec: {")]
    [InlineData("apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers: [\n    {name: a, image: a:1,\n     securityContext: {privileged: true}}\n  ]\n", "     securityContext: {", "     # shiftleft:ignore SL2101 -- why\n     securityContext: {")]
    [InlineData("{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: a, image: a:1, securityContext: {privileged: true}}]}}\n", "{apiVersion", "# shiftleft:ignore SL2101 -- why\n{apiVersion")]
    [InlineData("#!/usr/bin/env kubectl apply -f\n{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: a, image: a:1, securityContext: {privileged: true}}]}}\n", "{apiVersion", "# shiftleft:ignore SL2101 -- why\n{apiVersion")]
    public void An_entry_is_accepted_above_it(string before, string place, string added) => Writes("pod.yaml", before, before.Replace(place, added, StringComparison.Ordinal), "privileged-container", "--reason", "why");

    [Fact]
    public void Windows_lines_and_a_byte_order_mark_stay()
    {
        var before = "\uFEFF" + Privileged.Replace("\n", "\r\n", StringComparison.Ordinal);
        Writes("pod.yaml", before, before.Replace("        privileged", "        # shiftleft:ignore SL2101 -- why\r\n        privileged", StringComparison.Ordinal), "SL2101", "--reason", "why");
    }

    [Fact]
    public void A_text_of_several_lines_is_accepted_above_its_key()
    {
        const string Token = "ghp_Zk3JqL0vX9sTqY7wR2bNcD5fHgU8mPeA1iQo";
        foreach (var (before, after) in new[]
        {
            ($"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: m\ndata:\n  b: c\n  a.sh: |\n    # words\n\n    export GITHUB_TOKEN={Token}\n  z: y\n", "  # shiftleft:ignore SL7102 -- why\n  a.sh: |"),
            ($"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: m\ndata:\n  b: c\n  a.sh: \"x\n    export GITHUB_TOKEN={Token}\"\n", "  # shiftleft:ignore SL7102 -- why\n  a.sh: \"x"),
        })
        {
            disk.With("m.yaml", before);
            var rule = Findings().Single(finding => finding.Rule.StartsWith("SL7", StringComparison.Ordinal)).Rule;
            var line = after.Replace("SL7102", rule, StringComparison.Ordinal);
            Writes("m.yaml", before, before.Replace(line[(line.IndexOf('\n', StringComparison.Ordinal) + 1)..], line, StringComparison.Ordinal), rule, "--reason", "why");
        }
    }

    [Theory]
    [InlineData("      containers:\n        - name: a\n          image: a:1\n          securityContext:\n            privileged: true\n", "privileged")]
    [InlineData("      containers:\n        - name: a\n          image: a:1\n          securityContext:\n\n            {{- if true }}\n            privileged: true\n            {{- end }}\n", "privileged")]
    [InlineData("      containers:\n        - name: a\n          image: a:1\n          {{- with dict \"privileged\" true }}\n          securityContext:\n            {{- toYaml . | nindent 12 }}\n          {{- end }}\n", "{{- with")]
    [InlineData("      containers:\n        - name: a\n          image: a:1\n          securityContext: {{ dict \"privileged\"\n            true | toJson }}\n", "securityContext: {{")]
    public void A_line_of_a_template_is_accepted_above_it_and_renders_the_same(string spec, string line)
    {
        const string Head = "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: d\nspec:\n  selector: {matchLabels: {a: b}}\n  template:\n    metadata: {labels: {a: b}}\n    spec:\n";
        foreach (var end in new[] { "\n", "\r\n" })
        {
            disk.With("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n").With("c/values.yaml");
            var before = (Head + spec).Replace("\n", end, StringComparison.Ordinal);
            var at = before.IndexOf(line, StringComparison.Ordinal);
            var indent = before[(before.LastIndexOf('\n', at) + 1)..at];
            var after = before.Insert(at, $"{{{{{(line.StartsWith("{{-", StringComparison.Ordinal) ? "-" : "")}{(line.StartsWith("{{-", StringComparison.Ordinal) ? " " : "")}/* shiftleft:ignore SL2101 -- why */ -}}}}{end}{indent}");
            disk.With("c/templates/d.yaml", before);
            var rendered = Run("render", "c").Output;
            Writes("c/templates/d.yaml", before, after, "SL2101", "--reason", "why");
            Assert.Equal(rendered, Run("render", "c").Output);
        }
    }

    [Fact]
    public void A_key_of_a_values_file_is_accepted_there_and_its_description_stays_its_own()
    {
        const string Values = "# -- how it runs\nsecurityContext:\n  # -- all of it\n  # and more\n  privileged: true\n";
        disk.With("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n")
            .With("c/templates/p.yaml", "apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\nspec:\n  containers:\n    - name: a\n      image: a:1\n      securityContext: {{ toYaml .Values.securityContext | nindent 8 }}\n");
        Writes("c/values.yaml", Values, Values.Replace("  # -- all", "  # shiftleft:ignore SL2101 -- why\n  # -- all", StringComparison.Ordinal), "SL2101", "--reason", "why");
    }

    [Fact]
    public void Only_what_is_asked_for_is_accepted()
    {
        disk.With("a/Dockerfile", "FROM debian\n").With("b/Dockerfile", "FROM debian\n").With("b/c/Dockerfile", "FROM debian AS x\nFROM debian AS y\nCOPY --from=x /x /x\n");
        Assert.Equal("b/c/Dockerfile:2: SL1001 (1 finding)\naccepted 1 finding in 1 file: 1 comment\n", Run("accept", "SL1001", "--path", "b/c", "--object", "stage/y", "--reason", "r").Output);
        Assert.Equal("../a/Dockerfile:1: SL1001 (1 finding)\naccepted 1 finding in 1 file: 1 comment\n", RunIn("b", "accept", "SL1001", "--path", "../a/Dockerfile", "--reason", "r").Output);
        Assert.Equal("b/Dockerfile:1: SL1001 (1 finding)\nb/c/Dockerfile:1: SL1001 (1 finding)\naccepted 2 findings in 2 files: 2 comments\n", Run("accept", "SL1001", "--path", "b/**", "--reason", "r").Output);
    }

    [Fact]
    public void One_object_of_a_line_that_writes_several_is_accepted_in_the_policy()
    {
        disk.With("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n").With("c/values.yaml")
            .With("c/templates/p.yaml", "{{- range list \"a\" \"b\" }}\n---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ . }}\nspec:\n  containers:\n    - name: x\n      image: a:1\n      securityContext:\n        privileged: true\n{{- end }}\n");
        var run = Run("accept", "SL2101", "--object", "Pod/b", "--reason", "r");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal("version: 1\nsuppressions:\n  - rule: SL2101\n    path: c/templates/p.yaml\n    object: Pod/b\n    reason: r\n", Text("shiftleft.yml"));
        Assert.Equal(["Pod/a"], Findings().Where(finding => finding.Rule == "SL2101" && !finding.IsSuppressed).Select(finding => finding.Object));
    }

    [Fact]
    public void Where_no_comment_can_stand_the_policy_says_it()
    {
        disk.With("pod.json", """{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"containers": [{"name": "a", "image": "a:1", "securityContext": {"privileged": true}}]}}""")
            .With("made.yaml", "# Code generated by make. DO NOT EDIT.\n" + Privileged).With("real.yaml", Privileged.Replace("name: p", "name: q", StringComparison.Ordinal)).WithLink("link.yaml", "real.yaml");
        var run = Run("accept", "SL2101", "--reason", "it's needed: yes", "--expires", "2027-06-30");
        Assert.Equal("""
            real.yaml:10: SL2101 (1 finding)
            shiftleft.yml:3: SL2101 in made.yaml (1 finding; the file is generated, and a comment would not last)
            shiftleft.yml:7: SL2101 in pod.json (1 finding; JSON has no comments)
            accepted 3 findings in 2 files: 1 comment and 2 entries of the policy

            """, run.Output);
        Assert.Equal("""
            version: 1
            suppressions:
              - rule: SL2101
                path: made.yaml
                reason: 'it''s needed: yes'
                expires: 2027-06-30
              - rule: SL2101
                path: pod.json
                reason: 'it''s needed: yes'
                expires: 2027-06-30

            """, Text("shiftleft.yml"));
        Assert.NotNull(new FileInfo(disk["link.yaml"]).LinkTarget);
        Assert.Equal("nothing to accept: 3 findings are accepted already\n", Run("accept", "SL2101", "--reason", "x").Output);
    }

    [Theory]
    [InlineData("version: 1\n", "version: 1\nsuppressions:\n  - rule: SL1001\n    path: Dockerfile\n    reason: why\n")]
    [InlineData("version: 1", "version: 1\nsuppressions:\n  - rule: SL1001\n    path: Dockerfile\n    reason: why\n")]
    [InlineData("# words\nversion: 1\n\nprofile: strict\n# more\n", "# words\nversion: 1\n\nprofile: strict\n# more\n\nsuppressions:\n  - rule: SL1001\n    path: Dockerfile\n    reason: why\n")]
    [InlineData("\uFEFFversion: 1\r\nprofile: strict # all\r\n", "\uFEFFversion: 1\r\nprofile: strict # all\r\nsuppressions:\r\n  - rule: SL1001\r\n    path: Dockerfile\r\n    reason: why\r\n")]
    [InlineData("version: 1\nsuppressions:\nprofile: strict\n", "version: 1\nsuppressions:\n  - rule: SL1001\n    path: Dockerfile\n    reason: why\nprofile: strict\n")]
    [InlineData("version: 1\nsuppressions: [] # none yet\nprofile: strict\n", "version: 1\nsuppressions: # none yet\n  - rule: SL1001\n    path: Dockerfile\n    reason: why\nprofile: strict\n")]
    [InlineData("version: 1\nsuppressions: []", "version: 1\nsuppressions:\n  - rule: SL1001\n    path: Dockerfile\n    reason: why")]
    [InlineData("version: 1\nsuppressions: ~\n# - rule: SL1001\n", "version: 1\nsuppressions:\n  - rule: SL1001\n    path: Dockerfile\n    reason: why\n# - rule: SL1001\n")]
    [InlineData("version: 1\nsuppressions:\n- reason: |\n    two\n    lines\n  rule: SL2004 # a\n# b\n\nprofile: strict\n", "version: 1\nsuppressions:\n- reason: |\n    two\n    lines\n  rule: SL2004 # a\n- rule: SL1001\n  path: Dockerfile\n  reason: why\n# b\n\nprofile: strict\n")]
    [InlineData("version: 1\nsuppressions:\n  - { rule: SL2004, reason: r } # a\n  - {rule: SL2005, reason: r}\n", "version: 1\nsuppressions:\n  - { rule: SL2004, reason: r } # a\n  - {rule: SL2005, reason: r}\n  - { rule: SL1001, path: Dockerfile, reason: why }\n")]
    [InlineData("version: 1\nsuppressions: [{ rule: SL2004, reason: r }]\n", "version: 1\nsuppressions: [{ rule: SL2004, reason: r }, { rule: SL1001, path: Dockerfile, reason: why }]\n")]
    [InlineData("version: 1\nsuppressions: [\n  { rule: SL2004, reason: r },\n]\n", "version: 1\nsuppressions: [\n  { rule: SL2004, reason: r },\n  { rule: SL1001, path: Dockerfile, reason: why },\n]\n")]
    [InlineData("{version: 1, profile: strict}\n", "{version: 1, profile: strict, suppressions: [{ rule: SL1001, path: Dockerfile, reason: why }]}\n")]
    [InlineData("version: 1\n...\n", "version: 1\nsuppressions:\n  - rule: SL1001\n    path: Dockerfile\n    reason: why\n...\n")]
    public void The_policy_keeps_its_comments_order_and_style(string before, string after)
    {
        disk.With("Dockerfile", "FROM debian\nRUN sudo x\n");
        Writes("shiftleft.yml", before, after, "SL1001", "--in-policy", "--reason", "why");
    }

    [Theory]
    [InlineData("version: 1\nrules: {}\nsuppressions: &x\n  - { rule: SL2004, reason: r }\n", "version: 1\nrules: {}\nsuppressions: &x\n  - { rule: SL2004, reason: r }\n  - { rule: SL1001, path: Dockerfile, reason: why }\n")]
    [InlineData("version: 1\nsuppressions:\n  - &a { rule: SL2004, reason: r }\n  - *a\n", "version: 1\nsuppressions:\n  - &a { rule: SL2004, reason: r }\n  - *a\n  - rule: SL1001\n    path: Dockerfile\n    reason: why\n")]
    public void Anchors_of_the_policy_stay(string before, string after)
    {
        disk.With("Dockerfile", "FROM debian\n");
        Writes("shiftleft.yml", before, after, "SL1001", "--in-policy", "--reason", "why");
    }

    [Fact]
    public void A_policy_that_is_wrong_or_is_not_to_be_written_accepts_nothing()
    {
        disk.With("Dockerfile", "FROM debian\n").With("shiftleft.yml", "version: 1\nrules: [\n");
        var run = Run("accept", "SL2002", "--reason", "why");
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("shiftleft: error: shiftleft.yml:", run.Error, StringComparison.Ordinal);

        File.Delete(disk["shiftleft.yml"]);
        disk.With("policy/real.yml", "version: 1\n").WithLink("shiftleft.yml", "policy/real.yml");
        run = Run("accept", "SL1001", "--in-policy", "--reason", "why");
        Assert.Equal((2, "nothing was accepted\n"), (run.ExitCode, run.Output));
        Assert.StartsWith("shiftleft: error: Dockerfile:1: SL1001 is not accepted: no entry of the policy can be written", run.Error, StringComparison.Ordinal);
        Assert.Equal("version: 1\n", Text("policy/real.yml"));

        File.Delete(disk["shiftleft.yml"]);
        const string Aliased = "version: 1\nsuppressions: [&a { rule: SL2004, reason: r }, *a]\n";
        disk.With("shiftleft.yml", Aliased);
        run = Run("accept", "SL1001", "--in-policy", "--reason", "why");
        Assert.Equal("shiftleft: error: Dockerfile:1: SL1001 is not accepted: nothing can be added to the `suppressions` of `shiftleft.yml` as they are written there; write them as a list\n", run.Error);
        Assert.Equal((2, Aliased), (run.ExitCode, Text("shiftleft.yml")));
    }

    [Fact]
    public void The_nearest_policy_is_written_with_paths_of_its_own()
    {
        disk.With("a/[b]/Dockerfile", "FROM debian\n").With("a/shiftleft.yml", "version: 1\n").With("shiftleft.yml", "version: 1\n");
        Assert.Equal("shiftleft.yml:3: SL1001 in a/[b]/Dockerfile (1 finding)\naccepted 1 finding in 1 file: 1 entry of the policy\n", RunIn("a", "accept", "SL1001", "--in-policy", "--reason", "why").Output);
        Assert.Equal("version: 1\nsuppressions:\n  - rule: SL1001\n    path: '[[]b]/Dockerfile'\n    reason: why\n", Text("a/shiftleft.yml"));
        Assert.Equal("version: 1\n", Text("shiftleft.yml"));
    }

    [Fact]
    public void A_description_stays_the_last_comment_above_what_it_describes() =>
        Writes("Dockerfile", "# check=experimental=InvalidDefinitionDescription\n# base is where all begins\nFROM debian AS base\n",
            "# check=experimental=InvalidDefinitionDescription\n# shiftleft:ignore SL1001 -- why\n# base is where all begins\nFROM debian AS base\n", "SL1001", "--reason", "why");

    [Fact]
    public void A_folder_of_tests_is_read_when_it_is_named()
    {
        disk.With("tests/Dockerfile", "FROM debian\n");
        Assert.Equal("nothing to accept: nothing of the kind is found there\n", Run("accept", "SL1001", "--reason", "why").Output);
        Assert.Equal("tests/Dockerfile:1: SL1001 (1 finding)\naccepted 1 finding in 1 file: 1 comment\n", Run("accept", "SL1001", "--path", "tests", "--reason", "why").Output);
    }

    [Fact]
    public void More_than_a_file_can_hold_is_accepted_in_the_policy()
    {
        disk.With("Dockerfile", string.Concat(Enumerable.Range(0, 1_001).Select(i => $"FROM debian AS s{i}\n")));
        var run = Run("accept", "SL1001", "--reason", "why");
        Assert.Equal("shiftleft.yml:3: SL1001 in Dockerfile (1001 findings; one file cannot hold so many comments about a rule)\naccepted 1001 findings in 1 file: 1 entry of the policy\n", run.Output);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    [Fact]
    public void A_reason_that_would_end_the_comment_of_a_template_stands_in_the_policy()
    {
        disk.With("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n").With("c/values.yaml").With("c/templates/p.yaml", Privileged);
        Assert.Contains("(1 finding; no comment can stand there)", Run("accept", "SL2101", "--reason", "a */ b").Output, StringComparison.Ordinal);
        Assert.Equal(Privileged, Text("c/templates/p.yaml"));
    }

    [Fact]
    public void A_dry_run_says_it_and_writes_nothing()
    {
        disk.With("Dockerfile", "FROM debian\n");
        Assert.Equal("Dockerfile:1: SL1001 (1 finding)\nwould accept 1 finding in 1 file: 1 comment\n", Run("accept", "SL1001", "--reason", "why", "--dry-run").Output);
        Assert.Equal("FROM debian\n", Text("Dockerfile"));
    }

    [Fact]
    public void Another_tools_id_accepts_only_the_part_that_it_asks()
    {
        disk.With("p.yaml", "apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\nspec:\n  hostNetwork: true\n  hostPID: true\n  containers: []\n");
        var run = Run("accept", "CKV_K8S_19", "--reason", "why");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("  # shiftleft:ignore CKV_K8S_19 -- why\n  hostNetwork: true\n  hostPID: true\n", Text("p.yaml"), StringComparison.Ordinal);
        Assert.Single(Findings(), finding => finding is { Rule: "SL2102", IsSuppressed: true });
        Assert.Single(Findings(), finding => finding is { Rule: "SL2102", IsSuppressed: false });
    }

    [Fact]
    public void What_a_baseline_knows_needs_no_reason()
    {
        disk.With("Dockerfile", "FROM debian\n");
        Run("baseline");
        Assert.Equal("nothing to accept: 1 finding is in the baseline\n", Run("accept", "SL1001", "--reason", "why").Output);

        disk.With("p.yaml", Privileged + "    - name: b\n      image: a:1\n");
        Run("baseline", "--update");
        disk.With("p.yaml", Privileged + "    - name: b\n      image: a:1\n      securityContext:\n        privileged: true\n");
        Assert.Equal("p.yaml:14: SL2101 (1 finding)\naccepted 1 finding in 1 file: 1 comment\n", Run("accept", "SL2101", "--reason", "why").Output);
    }

    [Fact]
    public void A_file_keeps_what_it_is_allowed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no such rights there");
        disk.With("Dockerfile", "FROM debian\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(disk["Dockerfile"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Run("accept", "SL1001", "--reason", "why");
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(disk["Dockerfile"]));
        Assert.Equal(["Dockerfile"], Directory.GetFiles(disk.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_not_lost()
    {
        byte[] before = [.. "FROM debian\nRUN echo "u8, 0xFF, (byte)'\n'];
        File.WriteAllBytes(disk["Dockerfile"], before);
        var run = Run("accept", "SL1001", "--reason", "why");
        Assert.Equal("shiftleft.yml:3: SL1001 in Dockerfile (1 finding; the file is not UTF-8)\naccepted 1 finding in 1 file: 1 entry of the policy\n", run.Output);
        Assert.Equal(before, File.ReadAllBytes(disk["Dockerfile"]));
    }

    [Theory]
    [InlineData("SL9999 --reason r", "no rule is called 'SL9999'")]
    [InlineData("SL0101 --reason r", "SL0101")]
    [InlineData("SL1001 --reason=---", "the reason is empty")]
    [InlineData("SL1001 --reason r --expires 2026-13-01", "'2026-13-01' is no day")]
    [InlineData("SL1001 --reason r --expires 2025-12-31", "2025-12-31 is over")]
    [InlineData("SL1001 --reason r --path nosuch", "'nosuch' does not exist")]
    [InlineData("SL1001 --reason r --config nosuch.yml", "the policy 'nosuch.yml' does not exist")]
    [InlineData("SL1001", "option '--reason' is required")]
    public void What_cannot_be_meant_is_one_line_and_exit_code_2(string arguments, string expected)
    {
        disk.With("Dockerfile", "FROM debian\n");
        var run = Run(["accept", .. arguments.Split(' ')]);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Equal("FROM debian\n", Text("Dockerfile"));
    }

    [Fact]
    public void An_acceptance_that_is_over_or_whose_day_is_none_does_not_hold()
    {
        disk.With("Dockerfile", "# shiftleft:ignore SL1001 expires=2025-12-31 -- why\nFROM debian AS a\n# shiftleft:ignore SL1001 expires=soon -- why\nFROM debian AS b\n# shiftleft:ignore SL1001 expires=2026-01-01 -- why\nFROM debian AS c\n");
        Assert.Equal(["SL1001 2 False", "SL1001 4 False", "SL1001 6 True"], Findings().Where(finding => finding.Rule == "SL1001").Select(finding => $"{finding.Rule} {finding.Line} {finding.IsSuppressed}"));
        Assert.Equal(["SL0906 1", "SL0917 3"], Findings().Where(finding => finding.Rule.StartsWith("SL09", StringComparison.Ordinal)).Select(finding => $"{finding.Rule} {finding.Line}"));
    }

    [Fact]
    public void Nothing_is_ignored_when_that_is_asked()
    {
        disk.With("Dockerfile", "# shiftleft:ignore SL1001 -- why\nFROM debian\nRUN sudo x\n").With("shiftleft.yml", "version: 1\nsuppressions:\n  - { rule: SL2002, reason: r }\n");
        Run("baseline");
        Assert.Equal("no findings in 1 file; 3 suppressed\n", Run("scan").Output);
        using var json = JsonDocument.Parse(Run("scan", "--no-ignores", "--format", "json").Output);
        Assert.Equal(["SL1001", "SL2002", "SL2004"], json.RootElement.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("rule").GetString()));
    }

    /// <summary>Runs the command on a file and expects it to stand like this afterwards, and all findings but those that it was for to be as they were.</summary>
    void Writes(string path, string before, string after, params string[] arguments)
    {
        disk.With(path, before);
        var was = Findings();
        var run = Run(["accept", .. arguments]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(after, Text(path));
        var now = Findings();
        var rules = arguments.TakeWhile(argument => !argument.StartsWith("--", StringComparison.Ordinal)).SelectMany(ShiftLeft.Policy.Accepting.AcceptWish.RulesOf).Select(rule => rule.Id).ToHashSet();
        Assert.Equal(was.Where(finding => !rules.Contains(finding.Rule)).Select(Placeless), now.Where(finding => !rules.Contains(finding.Rule)).Select(Placeless));
        Assert.Equal(was.Count(finding => rules.Contains(finding.Rule)), now.Count(finding => rules.Contains(finding.Rule)));
        Assert.All(now.Where(finding => rules.Contains(finding.Rule)), finding => Assert.True(finding.IsSuppressed));
        Assert.StartsWith("nothing to accept", Run(["accept", .. arguments]).Output, StringComparison.Ordinal);
        Assert.Equal(after, Text(path));

        static (string, string, bool) Placeless(Found finding) => (finding.Rule, finding.Message, finding.IsSuppressed);
    }

    List<Found> Findings()
    {
        using var json = JsonDocument.Parse(Run("scan", "--format", "json").Output);
        return
        [
            .. from finding in json.RootElement.GetProperty("findings").EnumerateArray()
               let subject = finding.GetProperty("subject")
               select new Found(finding.GetProperty("rule").GetString()!, finding.GetProperty("start").GetProperty("line").GetInt32(), finding.GetProperty("message").GetString()!, finding.GetProperty("suppression").ValueKind != JsonValueKind.Null,
                   subject.ValueKind == JsonValueKind.Object ? subject.GetProperty("object").GetString() : null),
        ];
    }

    sealed record Found(string Rule, int Line, string Message, bool IsSuppressed, string? Object);

    string Text(string path) => new UTF8Encoding(false).GetString(File.ReadAllBytes(disk[path]));

    Ran Run(params string[] arguments) => RunIn("", arguments);

    Ran RunIn(string folder, params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var exitCode = CommandTree.Run(arguments, new(output, error, disk[folder].TrimEnd('/'), new(2026, 1, 1)));
        return new(exitCode, output.ToString(), error.ToString());
    }

    sealed record Ran(int ExitCode, string Output, string Error);

    public void Dispose() => disk.Dispose();
}
