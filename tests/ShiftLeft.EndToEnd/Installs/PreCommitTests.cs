namespace ShiftLeft.EndToEnd.Installs;

/// <summary>The real pre-commit installs the hook from this repository and hands it what is committed.</summary>
[Collection(nameof(Natives))]
public sealed class PreCommitTests(NativeProgram native)
{
    readonly BuiltPackages packages = native.Packages;

    const string Web = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\nspec: {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {hostPID: true, containers: [{name: web, image: nginx}]}}}\n";
    const string NetworkPolicy = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: all, namespace: shop}\nspec: {podSelector: {}, policyTypes: [Ingress, Egress]}\n";

    [Fact]
    public void It_is_told_what_concerns_the_commit()
    {
        packages.SkipWithoutNative();
        Assert.SkipUnless(ProgramRun.CanStart("pre-commit", "--version"), "pre-commit is not there");
        Assert.SkipUnless(Python.HasBuildTools, "the wheels of setuptools, by which pip installs a repository without a network, are not there");
        var hooks = Hooks();
        using var work = new TemporaryFolder().With("Dockerfile", "FROM debian:latest\nUSER root\n").With("k8s/web.yaml", Web).With("k8s/policy.yaml", NetworkPolicy)
            .With("README.md", "FROM here on\n").With("tests/Dockerfile", "FROM debian:latest\nUSER root\n").With("clean/Dockerfile", "FROM scratch\n");
        Git(work.Path, "init", "--quiet");
        Git(work.Path, "add", "--all");

        var dockerfile = Run("Dockerfile", "README.md");
        Assert.Equal(1, dockerfile.ExitCode);
        Assert.Contains("error[SL2001]", dockerfile.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("SL2102", dockerfile.Output, StringComparison.Ordinal);
        var manifest = Run("k8s/web.yaml");
        Assert.Equal(1, manifest.ExitCode);
        Assert.Contains("error[SL2102]", manifest.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("SL4101", manifest.Output, StringComparison.Ordinal);
        Assert.Matches(@"ShiftLeft\.+Passed", Run("clean/Dockerfile", "tests/Dockerfile", "k8s/policy.yaml").Succeeded().Output);
        Assert.Matches(@"ShiftLeft\.+\(no files to check\)Skipped", Run("README.md").Succeeded().Output);

        ProgramRun Run(params string[] files) => ProgramRun.With(
            [.. Python.Offline(packages.Folder), ("PRE_COMMIT_HOME", Repository.Scratch("pre-commit")), ("PRE_COMMIT_COLOR", "never")],
            work.Path, "pre-commit", ["try-repo", hooks, "shiftleft", "--files", .. files]);
    }

    /// <summary>What a clone of this repository offers pre-commit, and nothing else of it: that is what is installed, and quickly.</summary>
    static string Hooks()
    {
        var folder = BuiltPackages.Empty("pre-commit-hooks");
        foreach (var file in (string[])[".pre-commit-hooks.yaml", "pyproject.toml", "README.md"]) File.Copy(Path.Combine(Repository.Root, file), Path.Combine(folder, file));
        Git(folder, "init", "--quiet");
        Git(folder, "add", "--all");
        Git(folder, "-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false", "commit", "--quiet", "--message=hooks");
        return folder;
    }

    static void Git(string folder, params string[] arguments) => ProgramRun.Of(folder, "git", arguments).Succeeded();
}
