using ShiftLeft.Files;
using ShiftLeft.Hosting;
using ShiftLeft.Policy;
using ShiftLeft.Tests.Policy;

namespace ShiftLeft.Tests.Files;

/// <summary>What a scan does not judge although it may have been meant: counted by reason, and never silent.</summary>
public sealed class LeftOutTests
{
    const string Pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n";
    const string Chart = "apiVersion: v2\nname: shop\nversion: 1.0.0\n";

    [Theory]
    [InlineData("build/app", "FROM alpine:3.20\n", "looks-like-dockerfile")]
    [InlineData("MyDockerfile", "# syntax=docker/dockerfile:1\nARG V=1\n\nfrom --platform=$BUILDPLATFORM alpine:$V as base\n", "looks-like-dockerfile")]
    [InlineData("app.docker", "FROM alpine:3.20\n", "looks-like-dockerfile")]
    [InlineData("Dockerfile.j2", "FROM {{ base }}\n", "template-of-other-tool")]
    [InlineData("api.Dockerfile.tmpl", "", "template-of-other-tool")]
    [InlineData("empty.yaml", "", "empty")]
    [InlineData("assets/shop-1.0.0.tgz", "", "packaged-chart")]
    [InlineData("node_modules/a/Dockerfile", "", "packages")]
    [InlineData("old/Dockerfile", "", "excluded")]
    [InlineData("out/Dockerfile", "", "ignored")]
    [InlineData("a/testdata/b/Dockerfile", "FROM a\n", "fixture")]
    [InlineData("tests/pod.yaml", Pod, "fixture")]
    [InlineData("Third_Party/x/Dockerfile", "FROM a\n", "fixture")]
    [InlineData("src/Orders.Tests/Dockerfile", "FROM a\n", "fixture")]
    [InlineData("shop/extra/a.yaml", Pod, "beside-templates")]
    public void Files_are_counted_by_reason(string path, string text, string reason)
    {
        var leftOut = Assert.Single(Scan((path, text), ("shop/Chart.yaml", Chart), (".gitignore", "out\n")).LeftOut);
        Assert.Equal((reason, 1), (leftOut.Key, leftOut.Count));
    }

    [Theory]
    [InlineData("script", "#!/usr/bin/env python\nfrom a import b\n")]
    [InlineData("script", "from a import b\n")]
    [InlineData("letter", "From a@example.org Mon Sep 17 00:00:00 2001\nFrom: a\n")]
    [InlineData("Modelfile", "FROM llama3\n")]
    [InlineData("Makefile", "FROM = a b\n")]
    [InlineData("Dockerfile.md", "FROM alpine:3.20\n")]
    [InlineData("docker.go", "package docker\n")]
    [InlineData("query.sql", "FROM a\n")]
    [InlineData("other.yaml", "a: 1\n")]
    [InlineData("shop/values-prod.yaml", "apiVersion: kind\n")]
    [InlineData("shop/dashboard.json", "{}")]
    [InlineData("shop/other.yaml", "a: 1\n")]
    [InlineData(".git/x", "FROM a\n")]
    public void Nobody_meant_these(string path, string text) => Assert.Empty(Scan((path, text), ("shop/Chart.yaml", Chart)).LeftOut);

    [Theory]
    [InlineData("latest/Dockerfile")]
    [InlineData("contest/Dockerfile")]
    [InlineData("shop/templates/tests/pod.yaml")]
    public void These_are_no_fixtures(string path) => Assert.DoesNotContain(Scan((path, path.EndsWith("yaml", StringComparison.Ordinal) ? Pod : "FROM a:1\n"), ("shop/Chart.yaml", Chart)).LeftOut, leftOut => leftOut.Key == "fixture");

    [Fact]
    public void Fixtures_are_read_where_they_are_named_or_wanted()
    {
        var tree = new MemoryTree([KeyValuePair.Create("tests/a/Dockerfile", "FROM a:1\n"), KeyValuePair.Create("tests/shop/Chart.yaml", Chart)]);
        Assert.Equal("2 files in folders of tests or copies (`--fixtures` reads them)", Assert.Single(Run(new(tree, [""]) { Today = default }).LeftOut).Words);
        Assert.Equal(2, Run(new(tree, ["tests"]) { Today = default }).Files.Length);
        Assert.Equal(2, Run(new(tree, [""]) { Today = default, Fixtures = true }).Files.Length);
        var wanted = new MemoryTree([KeyValuePair.Create("tests/a/Dockerfile", "FROM a:1\n"), KeyValuePair.Create("shiftleft.yml", "paths: { fixtures: true }\n")]);
        Assert.Single(Run(new(wanted, [""]) { Today = default }).Files);
        var named = new MemoryTree([KeyValuePair.Create("tests/shop/Chart.yaml", Chart), KeyValuePair.Create("shiftleft.yml", "helm: { charts: [{ path: tests/shop }] }\n")]);
        Assert.Single(Run(new(named, [""]) { Today = default }).Files);

        static Report Run(ScanRequest request) => ShiftLeft.Scan.Run(request);
    }

    [Fact]
    public void What_a_template_reads_is_judged_in_its_output() =>
        Assert.Empty(Scan(("shop/Chart.yaml", Chart), ("shop/files/a.yaml", Pod), ("shop/templates/a.yaml", "{{ .Files.Get \"files/a.yaml\" }}")).LeftOut);

    [Fact]
    public void A_chart_that_stands_in_for_a_dependency_is_said()
    {
        var leftOut = Assert.Single(Scan(("a/Chart.yaml", Chart + "dependencies: [{name: db, version: 1.x.x, repository: 'https://example.org'}]\n"), ("db/Chart.yaml", Chart.Replace("shop", "db", StringComparison.Ordinal))).LeftOut);
        Assert.Equal(("borrowed-dependency", "a/Chart.yaml"), (leftOut.Key, Assert.Single(leftOut.Paths)));
    }

    [Fact]
    public void A_named_path_without_anything_to_check_is_said()
    {
        var tree = PolicyText.Tree("version: 1", ("a.yaml", "a: 1\n"), ("b/c.txt", ""), ("Dockerfile", "FROM alpine:3.20\n"));
        var report = ShiftLeft.Scan.Run(new(tree, ["a.yaml", "b", "Dockerfile"]) { Today = new(2026, 7, 1) });
        Assert.Equal(["a.yaml", "b"], Assert.Single(report.LeftOut).Paths);
    }

    [Fact]
    public void A_named_file_that_cannot_be_read_is_a_failure_whatever_it_holds()
    {
        var report = ShiftLeft.Scan.Run(new(PolicyText.Tree("version: 1", ("a.json", "{\"a\": {\"b\": 1}")), ["a.json"]) { Today = new(2026, 7, 1) });
        Assert.Equal("SL0101", Assert.Single(report.Findings).Rule.Id);
        Assert.Equal(Outcome.Failed, report.Verdict.Outcome);
    }

    [Theory]
    [InlineData("shop/templates/a.yaml")]
    [InlineData("shop/templates")]
    [InlineData("shop/values.yaml")]
    [InlineData("shop/charts/db/templates/b.yaml")]
    public void A_part_of_a_chart_is_judged_with_its_chart(string path)
    {
        var found = Discovery.Find(Tree(("shop/Chart.yaml", ""), ("shop/values.yaml", ""), ("shop/templates/a.yaml", ""), ("shop/charts/db/Chart.yaml", ""), ("shop/charts/db/templates/b.yaml", "")), [path], _ => false);
        Assert.Equal(["shop"], found.Charts);
        Assert.Empty(found.Manifests);
    }

    [Fact]
    public void What_git_tracks_is_read_whatever_is_ignored()
    {
        var tree = new GitTree("vendor/a/Dockerfile", "b.gen.yaml", "sub");
        var found = Discovery.Find(tree.With(
            (".gitignore", "vendor/\n*.gen.yaml\nsub\n"), (".git/index", ""), ("vendor/a/Dockerfile", ""), ("vendor/a/Containerfile", ""), ("vendor/c/Dockerfile", ""),
            ("a.gen.yaml", Pod), ("b.gen.yaml", Pod), ("sub/.git", "gitdir: ../.git/modules/sub"), ("sub/Dockerfile", ""), ("sub/d.gen.yaml", Pod)), [""], _ => false);
        Assert.Equal(["sub/Dockerfile", "vendor/a/Dockerfile"], found.Dockerfiles.Select(source => source.Path));
        Assert.Equal(["b.gen.yaml", "sub/d.gen.yaml"], found.Manifests.Select(source => source.Path));
        Assert.Empty(found.LeftOut);
    }

    [Fact]
    public void A_broken_index_is_said_and_the_ignored_left_out()
    {
        using var disk = new TemporaryFolder();
        disk.With(".git/index", "DIRC?").With(".gitignore", "out/\n").With("out/Dockerfile", "").With("Dockerfile", "FROM alpine:3.20\n");
        var found = Discovery.Find(new DiskTree(disk.Path), [""], _ => false);
        Assert.Equal(["Dockerfile"], found.Dockerfiles.Select(source => source.Path));
        Assert.Equal(new Omission(LeftOutReason.IgnoredUnreadably, "out"), Assert.Single(found.LeftOut));
    }

    [Fact]
    public void A_large_file_counts_unless_it_begins_like_a_manifest()
    {
        using var disk = new TemporaryFolder();
        var rest = new string(' ', 10 * 1024 * 1024);
        disk.With("data.json", "{\"a\": 1" + rest + "}").With("pod.yaml", Pod + rest);
        var found = Discovery.Find(new DiskTree(disk.Path), [""], _ => false);
        Assert.Equal(new Omission(LeftOutReason.TooLarge, "data.json"), Assert.Single(found.LeftOut));
        Assert.Equal("`pod.yaml` is larger than 10 MiB", Assert.Single(found.Problems).Message);
    }

    [Fact]
    public void Only_the_first_paths_are_kept_and_all_are_counted()
    {
        var leftOut = Assert.Single(LeftOut.Of(Enumerable.Range(0, 100).Reverse().Select(i => new Omission(LeftOutReason.Empty, $"{i:00}.yaml"))));
        Assert.Equal((100, LeftOut.MostPaths, "00.yaml"), (leftOut.Count, leftOut.Paths.Length, leftOut.Paths[0]));
        Assert.Equal("100 empty files", leftOut.Words);
    }

    static Report Scan(params (string, string)[] files) =>
        ShiftLeft.Scan.Run(new(PolicyText.Tree("version: 1\npaths: { exclude: [old] }", files), [""]) { Today = new(2026, 7, 1) });

    static MemoryTree Tree(params (string Path, string Text)[] files) => new(files.Select(file => KeyValuePair.Create(file.Path, file.Text)));

    /// <summary>Files of which git tracks some; a folder with another <c>.git</c> is another repository, where nothing is ignored.</summary>
    sealed class GitTree(params string[] tracked) : FileTree
    {
        MemoryTree files = Tree();

        public GitTree With(params (string, string)[] all)
        {
            files = Tree(all);
            return this;
        }

        public override System.Collections.Immutable.ImmutableArray<TreeEntry> List(string folder) => files.List(folder);
        public override FileRead Read(string path) => files.Read(path);
        public override bool FileExists(string path) => files.FileExists(path);
        public override TrackedFiles TrackedIn(string folder) => folder.Length == 0 ? TrackedFiles.Of(tracked) : TrackedFiles.Of([]);
    }
}
