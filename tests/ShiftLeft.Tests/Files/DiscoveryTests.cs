using ShiftLeft.Files;

namespace ShiftLeft.Tests.Files;

public sealed class DiscoveryTests
{
    [Theory]
    [InlineData("Dockerfile")]
    [InlineData("dockerfile")]
    [InlineData("api.Dockerfile")]
    [InlineData("Dockerfile.prod")]
    [InlineData("Containerfile")]
    [InlineData("Dockerfile-debug")]
    [InlineData("Dockerfile_alpine")]
    [InlineData("api-Dockerfile")]
    [InlineData("api_containerfile")]
    public void A_Dockerfile_goes_by_these_names(string name) => Assert.True(FileKinds.IsDockerfile(name));

    [Theory]
    [InlineData("Dockerfile.dockerignore")]
    [InlineData("Dockerfile.md")]
    [InlineData("Dockerfile.j2")]
    [InlineData("Dockerfiles")]
    [InlineData("MyDockerfile")]
    [InlineData("Dockerfile-lint.json")]
    [InlineData("Dockerfile_test.go")]
    [InlineData("Dockerfile.php")]
    [InlineData("dockerfile-lint.test.tsx")]
    public void A_companion_or_a_template_is_not_one(string name) => Assert.False(FileKinds.IsDockerfile(name));

    [Fact]
    public void What_is_called_like_a_program_is_a_Dockerfile_if_it_begins_like_one()
    {
        var tree = Tree(("Dockerfile.php", "# the app\n\nfrom php:8.4\n"), ("Dockerfile.go", "package docker\n"), ("Dockerfile-1.2", "FROM debian:13\n"), ("dockerfile-lint.tsx", "import x\n"), ("Dockerfile.py", ""));
        Assert.Equal(["Dockerfile-1.2", "Dockerfile.php"], Discovery.Find(tree, [""], _ => false).Dockerfiles.Select(source => source.Path));
    }

    [Fact]
    public void Ignored_and_excluded_files_are_left_out_unless_named()
    {
        var tree = Tree(
            (".gitignore", "out/\n*.gen.yaml\n!keep.gen.yaml\n/top.yaml\n"), ("out/Dockerfile", ""), ("a/x.gen.yaml", Pod),
            ("a/keep.gen.yaml", Pod), ("a/top.yaml", Pod), ("top.yaml", Pod), ("vendor/Dockerfile", ""), ("a/Dockerfile", ""));

        var found = Discovery.Find(tree, [""], path => path == "vendor");
        Assert.Equal(["a/Dockerfile"], found.Dockerfiles.Select(source => source.Path));
        Assert.Equal(["a/keep.gen.yaml", "a/top.yaml"], found.Manifests.Select(source => source.Path));

        Assert.Equal(["out/Dockerfile"], Discovery.Find(tree, ["out/Dockerfile"], _ => false).Dockerfiles.Select(source => source.Path));
        Assert.Equal(["a/keep.gen.yaml", "a/top.yaml"], Discovery.Find(tree, ["a"], _ => false).Manifests.Select(source => source.Path));
    }

    [Fact]
    public void A_chart_is_one_thing_and_its_templates_are_not_read_as_YAML()
    {
        var found = Discovery.Find(
            Tree(
                ("shop/Chart.yaml", "apiVersion: v2\nkind: x"), ("shop/values.yaml", "apiVersion: kind"), ("shop/templates/a.yaml", Pod),
                ("shop/crds/crd.yaml", Pod), ("shop/charts/sub/Chart.yaml", ""), ("shop/files/x.yaml", Pod), ("shop/Dockerfile", ""), ("plain.yaml", Pod)),
            [""], _ => false);

        Assert.Equal(["shop"], found.Charts);
        Assert.Equal(["plain.yaml", "shop/crds/crd.yaml"], found.Manifests.Select(source => source.Path));
        Assert.Equal(["shop/Dockerfile"], found.Dockerfiles.Select(source => source.Path));
    }

    [Fact]
    public void Other_YAML_is_not_a_manifest() =>
        Assert.Empty(Discovery.Find(Tree(("mkdocs.yml", "site: x"), (".github/workflows/ci.yml", "on: push")), [""], _ => false).Manifests);

    [Fact]
    public void A_path_that_does_not_exist_is_said()
    {
        var problem = Assert.Single(Discovery.Find(Tree(("a", "")), ["nowhere"], _ => false).Problems);
        Assert.Equal("`nowhere` does not exist", problem.Message);
    }

    [Theory]
    [InlineData("a/b", "../c", "a/c")]
    [InlineData("a", "./b/../c", "a/c")]
    [InlineData("a", "/b", "b")]
    [InlineData("a", "../../b", null)]
    public void A_relative_path_stays_in_the_tree(string folder, string relative, string? expected) =>
        Assert.Equal(expected, TreePath.Resolve(folder, relative));

    const string Pod = "apiVersion: v1\nkind: Pod\n";

    static MemoryTree Tree(params (string Path, string Text)[] files) => new(files.Select(file => KeyValuePair.Create(file.Path, file.Text)));
}
