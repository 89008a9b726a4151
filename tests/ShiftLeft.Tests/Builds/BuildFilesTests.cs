using ShiftLeft.Builds;
using ShiftLeft.Files;
using ShiftLeft.Policy;
using ShiftLeft.Tests.Rules;

namespace ShiftLeft.Tests.Builds;

public sealed class BuildFilesTests
{
    [Theory]
    [InlineData("target \"a\" { contexts = { b = \"c\" } }", "b")]
    [InlineData("target \"a\" {\n  contexts = {\n    b = \"c\" # x = {\n    d = \"e\" // y\n    /* f = \"g\" */\n  }\n}", "b d")]
    [InlineData("variable \"V\" { default = <<EOT\ntarget \"x\" { contexts = { no = 1 } }\nEOT\n}\ntarget \"a\" { contexts = { b = \"c\" } }", "b")]
    [InlineData("target \"a\" { args = { X = \"${y == \"}\" ? \"{\" : \"\"}\" }\n contexts = { b = \"${V}/c\" } }", "b")]
    [InlineData("target \"a\" { contexts = { \"b-${v}\" = \".\", c = \".\" } }", "* c")]
    [InlineData("target \"a\" { contexts = { (v) = \".\" } }", "*")]
    [InlineData("target \"a\" { contexts = merge(x, { b = \".\" }) }", "*")]
    [InlineData("target \"a\" { contexts : { \"b:1\" : \".\" } }", "b:1")]
    [InlineData("group \"a\" { contexts = { b = \".\" } }", "")]
    [InlineData("target \"a\" { contexts = { b = \"", "b")]
    [InlineData("target \"a\" { contexts = {", "")]
    [InlineData("target \"a", "")]
    [InlineData("<<", "")]
    [InlineData("\"\\", "")]
    public void The_names_of_a_bake_file_are_read(string hcl, string names) => Assert.Equal(names, string.Join(' ', NamesIn("docker-bake.hcl", hcl)));

    [Theory]
    [InlineData("{")]
    [InlineData("target \"a\" { ")]
    [InlineData("\"${")]
    [InlineData("<<A\n")]
    [InlineData("a = ")]
    public void A_long_bake_file_is_read_in_the_time_of_its_length(string piece) => Assert.True(NamesIn("docker-bake.hcl", string.Concat(Enumerable.Repeat(piece, 200_000))).Count() < 10);

    [Fact]
    public void Of_too_many_names_any_may_be_one()
    {
        var builds = BuildFiles.Of([BuildFile.Read(new("docker-bake.hcl", $"target \"a\" {{ contexts = {{\n{string.Concat(Enumerable.Range(0, 2_000).Select(i => $"c{i} = 1\n"))}}} }}"))], _ => true);
        Assert.Equal(["*"], builds.ContextsOf("Dockerfile"));
    }

    [Fact]
    public void What_lies_above_the_scanned_folder_builds_it_too()
    {
        var tree = new MemoryTree(new Dictionary<string, string>
        {
            ["docker-bake.hcl"] = "target \"web\" {\n  dockerfile = \"services/web/Dockerfile\"\n  contexts = { assets = \"assets\" }\n}\n",
            [".github/workflows/build.yml"] = "jobs:\n  build:\n    steps:\n      - run: docker buildx build --build-context=tools=./tools .\n",
            ["services/web/Dockerfile"] = "FROM debian:13\nCOPY --from=assets /a /a\nCOPY --from=tools /a /a\nCOPY --from=other /a /a\n",
        });
        foreach (var path in (string[])["services", "services/web", "services/web/Dockerfile", ""])
        {
            var report = ShiftLeft.Scan.Run(new(tree, [path]) { Profile = ShiftLeft.Rules.Profile.All, Today = Expect.Today });
            Assert.Equal(["other"], report.Findings.Where(finding => finding.Rule.Id == "SL1010").Select(finding => finding.Location.Text));
        }
    }

    [Fact]
    public void A_template_changes_no_exit_code()
    {
        var report = Expect.Scan([KeyValuePair.Create("m.yaml", "apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ name }}\n"), KeyValuePair.Create("Dockerfile", "FROM {{ base }}\n")]);
        Assert.Equal(["SL0908", "SL0908"], report.Findings.Select(finding => finding.Rule.Id));
        Assert.Equal(Outcome.Within, report.Verdict.Outcome);
    }

    static IEnumerable<string> NamesIn(string path, string text) => BuildFile.Read(new(path, text)).Contexts.Select(context => context.Name);
}
