using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ShiftLeft.EndToEnd;

/// <summary>The samples, built as a user builds them: the faces agree finding by finding, and the READMEs tell the truth.</summary>
[Collection(nameof(Builds))]
public sealed partial class SamplesTests
{
    [Fact]
    public void The_careless_sample_fails_with_the_findings_that_its_README_lists()
    {
        var build = Build("orders-api");
        Assert.Equal(1, build.ExitCode);
        Assert.DoesNotContain("OrdersApi.dll", build.Output, StringComparison.Ordinal);
        var told = Findings(build.Output);
        Assert.Equal(Readme("orders-api").Where(finding => finding.Level != "info"), told);
        Assert.Superset("123456".ToHashSet(), Readme("orders-api").Select(finding => finding.Rule[2]).ToHashSet());
    }

    [Theory]
    [InlineData("orders-api")]
    [InlineData("orders-api-hardened")]
    public void MSBuild_and_the_command_line_tell_the_same(string sample)
    {
        var scan = CommandLine.Portable([], Repository.Root, "scan", $"samples/{sample}", "--format", "msbuild");
        Assert.Equal(Findings(scan.Output).Where(finding => finding.Level != "info"), Findings(Build(sample).Output));
        Assert.Equal(Readme(sample), Findings(scan.Output));
    }

    [Fact]
    public void The_hardened_sample_is_clean_even_under_strict()
    {
        var build = Build("orders-api-hardened", "-p:ShiftLeftProfile=strict").Succeeded();
        Assert.Empty(Findings(build.Output));
        Assert.Contains("OrdersApi.dll", build.Output, StringComparison.Ordinal);
        Assert.Equal(0, CommandLine.Portable([], Repository.Root, "scan", "samples/orders-api-hardened", "--profile", "strict", "--fail-on", "info").ExitCode);
    }

    [Fact]
    public void The_README_command_finds_all_six_practices()
    {
        var scan = CommandLine.Portable([], Repository.Root, "scan", "samples", "--format", "msbuild");
        Assert.Equal(1, scan.ExitCode);
        Assert.Superset("123456".ToHashSet(), Findings(scan.Output).Select(finding => finding.Rule[2]).ToHashSet());
    }

    /// <summary><c>dotnet run build/build.cs -- picture</c> draws it anew.</summary>
    [Fact]
    public void The_READMEs_picture_shows_what_the_program_says()
    {
        var said = CommandLine.Portable([], Repository.Root, "scan", "samples/orders-api").Output.Split('\n').Select(line => line.TrimEnd()).ToHashSet(StringComparer.Ordinal);
        var drawn = XDocument.Load(Path.Combine(Repository.Root, "docs", "finding.svg")).Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value).ToList();
        Assert.Equal("$ shiftleft scan samples/orders-api", drawn[0]);
        Assert.All(drawn.Skip(1).Where(line => line != "…"), line => Assert.Contains(line.TrimEnd(), said));
    }

    internal sealed record Told(string File, int Line, string Rule, string Level);

    static ProgramRun Build(string sample, params string[] arguments) =>
        ProgramRun.Of(Repository.Root, "dotnet", ["build", $"samples/{sample}", "-nologo", "-tl:off", "-clp:NoSummary", .. arguments]);

    internal static IReadOnlyList<Told> Findings(string output) =>
    [
        .. output.Split('\n').Select(line => Canonical().Match(line)).Where(match => match.Success)
            .Select(match => new Told(Short(match.Groups["file"].Value), int.Parse(match.Groups["line"].ValueSpan), match.Groups["rule"].Value, match.Groups["level"].Value))
            .Distinct().OrderBy(told => told.File, StringComparer.Ordinal).ThenBy(told => told.Line).ThenBy(told => told.Rule, StringComparer.Ordinal).ThenBy(told => told.Level, StringComparer.Ordinal),
    ];

    static IReadOnlyList<Told> Readme(string sample) =>
    [
        .. File.ReadLines(Path.Combine(Repository.Root, "samples", sample, "README.md")).Select(line => Row().Match(line)).Where(match => match.Success)
            .Select(match => new Told(match.Groups["file"].Value, int.Parse(match.Groups["line"].ValueSpan), match.Groups["rule"].Value, match.Groups["level"].Value)),
    ];

    /// <summary>The path below the sample's folder.</summary>
    static string Short(string path) => path.Replace('\\', '/') is var slashes && slashes.LastIndexOf("samples/", StringComparison.Ordinal) is var at and >= 0 ? slashes[(slashes.IndexOf('/', at + 8) + 1)..] : path;

    [GeneratedRegex(@"^\s*(?<file>.+?)\((?<line>\d+),\d+,\d+,\d+\): (?<level>error|warning|info) (?<rule>SL\d{4}): ")]
    private static partial Regex Canonical();

    [GeneratedRegex(@"^\| `(?<file>[^`]+)` \| (?<line>\d+) \| .*(?<rule>SL\d{4}).* \| (?<level>error|warning|info) \|")]
    private static partial Regex Row();
}

/// <summary>Builds run one after the other: they share restore and the task's output.</summary>
[CollectionDefinition(nameof(Builds), DisableParallelization = true)]
public sealed class Builds;
