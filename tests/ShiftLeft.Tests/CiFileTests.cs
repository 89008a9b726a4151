using System.CommandLine;
using System.Text.RegularExpressions;
using ShiftLeft.Cli;
using ShiftLeft.Yaml;

namespace ShiftLeft.Tests;

/// <summary>What others copy or include to run the program names this version, and options that there are.</summary>
public sealed partial class CiFileTests
{
    static readonly string[] Files = ["templates/shiftleft.yml", "templates/azure-pipelines/shiftleft.yml", ".pre-commit-hooks.yaml", "pyproject.toml", "docs/ci.md"];

    [Theory]
    [MemberData(nameof(AllFiles))]
    public void It_names_this_version(string file) =>
        Assert.All(Versions().Matches(Text(file)).Select(match => match.Value), version => Assert.Equal(Product.Version, version));

    [Fact]
    public void The_hook_asks_for_the_wheel_of_this_version() =>
        Assert.Contains($"dependencies = [\"shiftleft=={Product.Version}\"]", Text("pyproject.toml"), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(AllFiles))]
    public void Its_options_and_formats_are_the_commands(string file)
    {
        var scan = Scan;
        var commands = Commands().Matches(Text(file).Replace("\\\n", " ", StringComparison.Ordinal).Replace("\n      --", " --", StringComparison.Ordinal)).Select(match => match.Value).ToList();
        Assert.All(commands.SelectMany(command => Options().Matches(command)).Select(option => option.Value), option => Assert.Contains(option, scan.Options.Select(known => known.Name)));
        Assert.All(commands.SelectMany(command => Formats().Matches(command)).Select(format => format.Groups[1].Value), format => Assert.Contains(format, ScanCommand.Formats.Select(known => known.Word)));
        if (file != "pyproject.toml") Assert.NotEmpty(commands);
    }

    [Fact]
    public void Its_choices_are_the_commands()
    {
        var component = YamlFile.Parse(new("x", Text("templates/shiftleft.yml"))).Documents[0].At("spec", "inputs")!;
        var azure = YamlFile.Parse(new("x", Text("templates/azure-pipelines/shiftleft.yml"))).Documents[0]["parameters"]!.Items.ToDictionary(item => item["name"]!.Text!, StringComparer.Ordinal);
        foreach (var (input, parameter) in new[] { ("profile", "profile"), ("fail-on", "failOn") })
        {
            string[] choices = ["", .. Scan.Options.Single(option => option.Name == $"--{input}").HelpName!.Split('|')];
            Assert.Equal(choices, component[input]!["options"]!.Items.Select(item => item.Text));
            Assert.Equal(choices, azure[parameter]["values"]!.Items.Select(item => item.Text));
        }
    }

    [Theory]
    [InlineData("Dockerfile", true)]
    [InlineData("build/prod.Dockerfile", true)]
    [InlineData("Dockerfile.dev", true)]
    [InlineData("src/containerfile", true)]
    [InlineData("deploy/web.yaml", true)]
    [InlineData("deploy/list.json", true)]
    [InlineData("kustomization.yml", true)]
    [InlineData("base/Kustomization", true)]
    [InlineData("chart/templates/_helpers.tpl", true)]
    [InlineData("chart/templates/NOTES.txt", true)]
    [InlineData("chart/values.schema.json", true)]
    [InlineData("src/Program.cs", false)]
    [InlineData("README.md", false)]
    [InlineData(".dockerignore", false)]
    [InlineData("docker/entrypoint.sh", false)]
    public void The_hooks_are_handed_what_may_be_read(string path, bool isHanded)
    {
        var hooks = YamlFile.Parse(new("x", Text(".pre-commit-hooks.yaml"))).Documents[0].Items;
        var pattern = Assert.Single(hooks.Select(hook => hook["files"]!.Text!).Distinct());
        Assert.Equal(isHanded, Regex.IsMatch(path, pattern));
    }

    public static TheoryData<string> AllFiles => new(Files);

    static Command Scan => CommandTree.Build(new(TextWriter.Null, TextWriter.Null, "/", default)).Subcommands.Single(command => command.Name == "scan");

    static string Text(string file) => File.ReadAllText(Path.Combine(TidyTests.Root, file));

    /// <summary>Versions of the program, wherever a file has one: behind its name, a tag's <c>v</c> or the word.</summary>
    [GeneratedRegex(@"(?<=shiftleft==|shiftleft@v?|shiftleft-action:|rev: v|tags/v|ref: v|Version: |version\n    type: string\n    default: |version:\n      default: )\d+\.\d+\.\d+")]
    private static partial Regex Versions();

    [GeneratedRegex(@"(shiftleft|shiftleft@\S+|shiftleft-action:\S+) scan\b.*")]
    private static partial Regex Commands();

    [GeneratedRegex(@"(?<=[ +])--[a-z-]+")]
    private static partial Regex Options();

    [GeneratedRegex("--format ([a-z]+)")]
    private static partial Regex Formats();
}
