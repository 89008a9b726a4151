using System.Diagnostics;
using System.Text.Json;
using ShiftLeft.Cli;
using ShiftLeft.Hosting;

namespace ShiftLeft.Tests.Cli;

/// <summary><c>shiftleft accepted</c>: what is accepted, why, until when and by whom.</summary>
public sealed class AcceptedTests : IDisposable
{
    const string Dockerfile = """
        # shiftleft:ignore SL1001, missing-user -- the newest is wanted
        FROM debian
        # shiftleft:ignore SL2004 expires=2026-01-20 -- until the base is changed
        RUN sudo a
        # shiftleft:ignore SL2004 expires=2025-12-31 -- until then
        RUN sudo b
        # shiftleft:ignore SL2004 -- nothing is wrong here
        RUN c
        # shiftleft:ignore SL2004
        RUN sudo d
        # shiftleft:ignore SL9999 -- which
        RUN e
        # hadolint ignore=DL3004,SC2086
        RUN sudo f
        # hadolint ignore=SC2086
        RUN g
        # trivy:ignore:DS-0010:exp:2025-06-30
        RUN sudo h
        # nosemgrep: dockerfile.security.no-sudo-in-dockerfile.no-sudo-in-dockerfile
        RUN sudo i

        """;

    const string Policy = "version: 1\nsuppressions:\n  - { rule: SL2107, path: deploy/**, object: Pod/*, reason: is measured, expires: 2027-01-01 }\n  - { rule: SL1003, reason: was once }\n";

    const string Pod = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\n  annotations:\n    checkov.io/skip1: CKV_K8S_16=needs the devices\nspec:\n  containers:\n    - name: a\n      image: a:1\n      securityContext:\n        privileged: true\n";

    readonly TemporaryFolder disk = new TemporaryFolder().WithFolder("r/.git").With("r/Dockerfile", Dockerfile).With("r/shiftleft.yml", Policy).With("r/deploy/pod.yaml", Pod);

    [Fact]
    public void Each_is_told_with_what_it_is_for() => Assert.Equal("""
        Dockerfile:1: SL1001, missing-user: 2 findings
            the newest is wanted
        Dockerfile:3: SL2004: 1 finding, expires soon
            until the base is changed; until 2026-01-20
        Dockerfile:5: SL2004: expired, and 1 finding count again
            until then; until 2025-12-31
        Dockerfile:7: SL2004: silences nothing
            nothing is wrong here
        Dockerfile:9: SL2004: does not hold, for it gives no reason
        Dockerfile:11: SL9999: no rule has that name
            which
        Dockerfile:13: DL3004, SC2086, for hadolint: 1 finding
            accepted by `hadolint ignore=DL3004,SC2086`
        Dockerfile:15: SC2086, for hadolint: no rule here asks the same question
            accepted by `hadolint ignore=SC2086`
        Dockerfile:17: DS-0010, for trivy: expired, and 1 finding count again
            accepted by `trivy:ignore:DS-0010:exp:2025-06-30`; until 2025-06-30
        Dockerfile:19: semgrep/no-sudo-in-dockerfile, for semgrep: 1 finding
            accepted by `nosemgrep: dockerfile.security.no-sudo-in-dockerfile.no-sudo-in-dockerfile`
        deploy/pod.yaml:6: CKV_K8S_16, for checkov: 1 finding
            accepted by `checkov.io/skip1: CKV_K8S_16=needs the devices`
        shiftleft.yml:3: SL2107 in deploy Pod/*: 1 finding
            is measured; until 2027-01-01
        shiftleft.yml:4: SL1003: silences nothing
            was once
        13 acceptances, 1 expire soon, 2 expired, 3 do not hold, 2 silence nothing

        """, Run("accepted").Output);

    [Fact]
    public void What_is_over_is_asked_alone_and_a_part_of_the_tree()
    {
        Assert.Contains("2 acceptances, 2 expired\n", Run("accepted", "--expired").Output, StringComparison.Ordinal);
        Assert.StartsWith("deploy/pod.yaml:6:", Run("accepted", "deploy").Output, StringComparison.Ordinal);
        Assert.Equal((2, "shiftleft: error: 'nosuch' does not exist\n"), (Run("accepted", "nosuch").ExitCode, Run("accepted", "nosuch").Error));
    }

    [Fact]
    public void Programs_read_it()
    {
        using var json = JsonDocument.Parse(Run("accepted", "--format", "json").Output);
        Assert.Equal(["in-force", "expiring", "expired", "unused", "void", "void", "in-force", "void", "expired", "in-force", "in-force", "in-force", "unused"],
            json.RootElement.GetProperty("accepted").EnumerateArray().Select(one => one.GetProperty("state").GetString()));
        Assert.Contains("| <code>SL2107</code> | <code>shiftleft.yml:3</code> | 1 | is measured | 2027-01-01 |  |\n", Run("accepted", "--format", "markdown").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_said_to_be_nothing()
    {
        disk.With("n/.git/x").With("n/Dockerfile", "FROM debian\n");
        Assert.Equal("nothing is accepted\n", Run("accepted", "../n").Output);
    }

    [Fact]
    public void What_could_not_be_judged_is_said()
    {
        disk.With("r/bad.yaml", "apiVersion: v1\nkind: [\n");
        var run = Run("accepted");
        Assert.Equal((2, "shiftleft: 1 place could not be judged; `shiftleft scan` tells which\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public void Git_knows_who_wrote_it_wherever_the_line_has_gone()
    {
        Assert.SkipWhen(ProgramOnPath.Find("git", Environment.GetEnvironmentVariable("PATH")) is null, "there is no git");
        Directory.Delete(disk["r/.git"]);
        Git("init", "-q");
        // A filter of the repository's own would be started for the files as they are.
        Git("config", "filter.x.clean", $"touch {disk["started"]}; cat");
        Git("config", "core.fsmonitor", $"touch {disk["started"]}");
        Git("-c", "core.fsmonitor=false", "add", ".");
        File.WriteAllText(disk["r/.gitattributes"], "* filter=x\n");
        Git("-c", "core.fsmonitor=false", "-c", "user.name=Ada L", "-c", "user.email=a@example.org", "commit", "-qm", "x");
        File.Delete(disk["started"]);
        disk.With("r/Dockerfile", "# one more line\n" + Dockerfile + "# shiftleft:ignore SL2004 -- not committed\nRUN sudo x\n");
        var run = Run("accepted", "--authors");
        Assert.Contains("Dockerfile:2: SL1001, missing-user: 2 findings\n    the newest is wanted; by Ada L\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("    not committed\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("    is measured; until 2027-01-01; by Ada L\n", run.Output, StringComparison.Ordinal);
        Assert.Equal("", run.Error);
        Assert.False(File.Exists(disk["started"]));
    }

    [Fact]
    public void Without_a_commit_nobody_is_known()
    {
        var run = Run("accepted", "--authors");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.DoesNotContain("; by ", run.Output, StringComparison.Ordinal);
    }

    void Git(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = disk["r"] })!;
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
    }

    Ran Run(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var exitCode = CommandTree.Run(arguments, new(output, error, disk["r"], new(2026, 1, 1)));
        return new(exitCode, output.ToString(), error.ToString());
    }

    sealed record Ran(int ExitCode, string Output, string Error);

    public void Dispose()
    {
        // Git writes its objects so that they cannot be written again.
        foreach (var file in Directory.EnumerateFiles(disk.Path, "*", SearchOption.AllDirectories)) File.SetAttributes(file, FileAttributes.Normal);
        disk.Dispose();
    }
}
