using System.Text.RegularExpressions;

namespace ShiftLeft.EndToEnd;

/// <summary>The package as users get it: packed, put into a feed, consumed by a project that knows nothing of this repository.</summary>
[Collection(nameof(Builds))]
public sealed partial class PackageTests(PackedTask package) : IClassFixture<PackedTask>
{
    [Fact]
    public void A_build_shows_findings_at_their_place_and_shows_them_again_when_nothing_changed()
    {
        var project = Project("again");
        var first = project.Build();
        Assert.Equal(1, first.ExitCode);
        Assert.Matches(@"Dockerfile\(1,6,1,19\): warning SL1001: .*latest", first.Output);
        Assert.Matches(@"Dockerfile\(2,6,2,10\): error SL2001: ", first.Output);
        Assert.Equal(Ids(first.Output), Ids(project.Build().Output));
    }

    [Theory]
    [InlineData("-p:NoWarn=SL2001", "warning SL1001")]
    [InlineData("-p:NoWarn=\"SL2001;SL1001\"", "")]
    [InlineData("-p:WarningsAsErrors=SL1001", "error SL1001|error SL2001")]
    [InlineData("-p:TreatWarningsAsErrors=true", "error SL1001|error SL2001")]
    [InlineData("-p:TreatWarningsAsErrors=true -p:WarningsNotAsErrors=SL1001", "warning SL1001|error SL2001")]
    [InlineData("-p:ShiftLeftEnabled=false", "")]
    [InlineData("-p:DesignTimeBuild=true", "")]
    [InlineData("-p:ShiftLeftProfile=baseline", "")]
    [InlineData("-p:TreatWarningsAsErrors=true -p:CodeAnalysisTreatWarningsAsErrors=false -p:NoWarn=\"root-user;CS1591\"", "warning SL1001")]
    public void Levels_are_set_as_for_the_compiler(string arguments, string expected)
    {
        var build = Project("levels").Build(arguments.Replace("\"", "", StringComparison.Ordinal).Split(' ').Select(argument => argument.Replace(";", "%3B", StringComparison.Ordinal)).ToArray());
        Assert.Equal(expected, string.Join('|', Ids(build.Output).Distinct().OrderBy(id => id[^6..], StringComparer.Ordinal)));
        Assert.Equal(expected.Contains("error", StringComparison.Ordinal) ? 1 : 0, build.ExitCode);
    }

    [Theory]
    [InlineData(".editorconfig", "root = true\n[Dockerfile]\ndotnet_diagnostic.SL2001.severity = warning\ndotnet_diagnostic.SL1001.severity = none\n", "warning SL2001")]
    [InlineData(".editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.SL2001.severity = none\n", "warning SL1001|error SL2001")]
    [InlineData(".globalconfig", "is_global = true\ndotnet_diagnostic.SL2001.severity = none\n", "warning SL1001")]
    [InlineData("shiftleft.yml", "version: 1\nrules: { root-user: warning }\n", "warning SL1001|warning SL2001")]
    [InlineData("shiftleft.yml", "version: 1\nrules: { root-user: warning }\nthresholds: { warning: 1 }\n", "error SL0002|warning SL1001|warning SL2001")]
    [InlineData("shiftleft.yml", "version: 1\nrules: { root-user: warning }\nthresholds: { warning: 1 }\n", "warning SL1001", "-p:NoWarn=SL2001")]
    [InlineData("shiftleft.yml", "version: 1\nruels: {}\n", "error SL0902|warning SL1001", "-p:NoWarn=SL2001%3BSL0902")]
    [InlineData("shiftleft.yml", "version: 1\nruels: {}\n", "error SL0902|warning SL1001|error SL2001")]
    public void Configuration_files_are_honoured(string file, string text, string expected, string arguments = "")
    {
        var project = Project("files");
        project.Write(file, text);
        Assert.Equal(expected, string.Join('|', Ids(project.Build(arguments.Length == 0 ? [] : [arguments]).Output).Distinct().OrderBy(id => id[^6..], StringComparer.Ordinal)));
    }

    [Fact]
    public void SARIF_is_written_once_and_cleaned()
    {
        var project = Project("sarif", "FROM debian:12\nUSER 10001\n");
        project.Build().Succeeded();
        var sarif = Path.Combine(project.Folder, "obj", "Debug", "net10.0", "shiftleft.sarif");
        Assert.StartsWith("{", File.ReadAllText(sarif), StringComparison.Ordinal);
        var written = File.GetLastWriteTimeUtc(sarif);
        project.Build().Succeeded();
        Assert.Equal(written, File.GetLastWriteTimeUtc(sarif));
        project.Run("clean").Succeeded();
        Assert.False(File.Exists(sarif));
    }

    [Fact]
    public void A_build_in_which_nothing_has_changed_scans_nothing_and_shows_the_same()
    {
        var project = Project("repeats");
        var first = project.Build("-v:d");
        Assert.Contains("ShiftLeft scans: ", first.Output, StringComparison.Ordinal);
        var second = project.Build("-v:d");
        Assert.Contains("ShiftLeft repeats ", second.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("ShiftLeft scans: ", second.Output, StringComparison.Ordinal);
        Assert.Equal(first.ExitCode, second.ExitCode);
        Assert.Equal(Ids(first.Output), Ids(second.Output));
        Assert.DoesNotContain("ShiftLeft repeats ", project.Build("-v:d", "-p:NoWarn=SL1001").Output, StringComparison.Ordinal);
        project.Write("Dockerfile", "FROM debian:12\nUSER 10001\n");
        Assert.Empty(Ids(project.Build().Succeeded().Output));
        // The first build that succeeds makes the folder of the binaries, and that is no reason to scan.
        Assert.Contains("ShiftLeft repeats ", project.Build("-v:d").Succeeded().Output, StringComparison.Ordinal);
    }

    /// <summary>What a repeated check costs is what has to be compiled for it; unlike time, that is the same on every machine.</summary>
    [Fact]
    public void A_repeated_check_compiles_next_to_nothing()
    {
        var project = Project("compiles");
        project.Build();
        var list = Path.Combine(project.Folder, "obj", "compiled.txt");
        // What is compiled ahead of time does not show; the assemblies for all systems do.
        var everywhere = Path.Combine(Path.GetTempPath(), "shiftleft-e2e", "packages", "shiftleft.msbuild", package.Version, "tasks", "net10.0") + Path.DirectorySeparatorChar;
        string[] build = ["build", "--no-restore", "-nologo", "-tl:off", $"-p:ShiftLeftTaskFolder={everywhere}"];
        ProgramRun.Of(project.Folder, "dotnet", build);
        ProgramRun.With([("DOTNET_JitStdOutFile", list), ("DOTNET_JitDisasmSummary", "1")], project.Folder, "dotnet", build);
        var compiled = File.ReadAllLines(list).Where(line => line.Contains("JIT compiled ", StringComparison.Ordinal)).Select(line => line.Split("JIT compiled ")[1]).ToList();
        Assert.Contains(compiled, method => method.StartsWith("ShiftLeft.MSBuild.ScanMemory:Recall", StringComparison.Ordinal));
        Assert.DoesNotContain(compiled, method => method.Contains("YamlDotNet", StringComparison.Ordinal) || (method.Contains("ShiftLeft.", StringComparison.Ordinal) && !method.StartsWith("ShiftLeft.MSBuild.", StringComparison.Ordinal) && !method.StartsWith("ShiftLeft.Hosting.", StringComparison.Ordinal)));
        // Each input of the task is a setter, which is compiled where nothing is ahead of time.
        Assert.InRange(compiled.Count(method => method.StartsWith("ShiftLeft.", StringComparison.Ordinal)), 1, 160);
    }

    [Fact]
    public void A_clean_takes_away_what_a_failed_first_build_has_left()
    {
        var project = Project("clean");
        Assert.Equal(1, project.Build().ExitCode);
        Assert.NotEmpty(Left());
        project.Run("clean").Succeeded();
        Assert.Empty(Left());

        IEnumerable<string> Left() => Directory.EnumerateFiles(project.Folder, "shiftleft.*", SearchOption.AllDirectories);
    }

    [Fact]
    public void An_editor_is_told_of_the_files_that_the_check_has_read()
    {
        var project = Project("inputs");
        Directory.CreateDirectory(Path.Combine(project.Folder, "k8s"));
        foreach (var name in (string[])["app", "gone"]) project.Write($"k8s/{name}.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n");
        project.Build();
        File.Delete(Path.Combine(project.Folder, "k8s", "gone.yaml"));
        var asked = project.Run("msbuild", "-t:_ShiftLeftUpToDateCheckInputs", "-getItem:UpToDateCheckInput", "-p:DesignTimeBuild=true").Succeeded().Output;
        Assert.Contains("app.yaml\"", asked, StringComparison.Ordinal);
        Assert.DoesNotContain("gone.yaml\"", asked, StringComparison.Ordinal);
    }

    [Fact]
    public void Publishing_without_a_build_checks_too()
    {
        var project = Project("publish", "FROM debian:12\nUSER 10001\n");
        project.Build().Succeeded();
        project.Write("Dockerfile", "FROM debian:12\nUSER root\n");
        var publish = project.Run("publish", "--no-build", "-c", "Debug");
        Assert.Equal(["error SL2001"], Ids(publish.Output).Distinct());
        Assert.Equal(1, publish.ExitCode);
    }

    [Fact]
    public void A_project_for_several_frameworks_is_checked_once()
    {
        var project = Project("frameworks", targets: "<TargetFrameworks>net10.0;netstandard2.0</TargetFrameworks>");
        var built = project.Build().Output;
        Assert.Single(Ids(built[..built.IndexOf("Build FAILED", StringComparison.Ordinal)]), "error SL2001");
        Assert.Equal(["net10.0"], Directory.EnumerateFiles(project.Folder, "shiftleft.sarif", SearchOption.AllDirectories).Select(file => Path.GetFileName(Path.GetDirectoryName(file)!)));
        foreach (var framework in (string[][])[[], ["-f", "netstandard2.0"]]) Assert.Contains("error SL2001", Ids(project.Run(["build", "--no-restore", "-t:ShiftLeftCheck", .. framework]).Output));
    }

    [Fact]
    public void A_check_without_a_build_can_be_asserted()
    {
        var project = Project("asserts", "FROM debian:latest\nUSER 10001\n");
        project.Run("restore").Succeeded();
        var asked = project.Run("msbuild", "-t:ShiftLeftCheck", "-getItem:ShiftLeftCheckedFiles", "-getProperty:ShiftLeftWarningCount").Succeeded().Output;
        Assert.Contains("\"ShiftLeftWarningCount\": \"1\"", asked, StringComparison.Ordinal);
        Assert.Contains("\"Kind\": \"Dockerfile\"", asked, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(project.Folder, "bin")));
    }

    [Fact]
    public void A_build_with_several_threads_checks_too() =>
        Assert.Contains("error SL2001", Ids(Project("threads").Build("-mt").Output));

    ConsumerProject Project(string name, string dockerfile = "FROM debian:latest\nUSER root\n", string targets = "<TargetFramework>net10.0</TargetFramework>")
    {
        var project = new ConsumerProject(package, name, targets);
        project.Write("Dockerfile", dockerfile);
        return project;
    }

    static List<string> Ids(string output) => [.. Finding().Matches(output).Select(match => $"{match.Groups["level"].Value} {match.Groups["id"].Value}")];

    [GeneratedRegex(@": (?<level>error|warning) (?<id>SL\d{4}): ")]
    private static partial Regex Finding();
}

/// <summary>The package, packed once under a version that nothing else has.</summary>
public sealed class PackedTask
{
    public PackedTask()
    {
        Feed = Repository.Scratch("feed");
        foreach (var old in Directory.EnumerateFiles(Feed, "*.nupkg")) File.Delete(old);
        Version = $"0.0.{DateTime.UtcNow.Ticks / 10_000_000 % 1_000_000_000}-test";
        ProgramRun.Of(Repository.Root, "dotnet", "pack", "src/ShiftLeft.MSBuild", "-nologo", "-v:q", "-c", "Release", $"-p:PackageVersion={Version}", "-o", Feed).Succeeded();
    }

    public string Feed { get; }
    public string Version { get; }
}

/// <summary>A project outside the repository's own settings, with the package and nothing else.</summary>
sealed class ConsumerProject
{
    readonly PackedTask package;

    public ConsumerProject(PackedTask package, string name, string targets)
    {
        this.package = package;
        Folder = Path.Combine(Path.GetTempPath(), "shiftleft-e2e", name);
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
        Directory.CreateDirectory(Path.Combine(Folder, ".git"));
        Write("nuget.config", $"<configuration><packageSources><clear /><add key=\"feed\" value=\"{package.Feed}\" /></packageSources></configuration>");
        Write("Program.cs", "public static class Program { public static int Main() { return 0; } }\n");
        Write("app.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>{targets}<NuGetAudit>false</NuGetAudit><ImplicitUsings>disable</ImplicitUsings><LangVersion>latest</LangVersion><RestorePackagesPath>{Path.Combine(Path.GetTempPath(), "shiftleft-e2e", "packages")}</RestorePackagesPath></PropertyGroup>
              <ItemGroup><PackageReference Include="ShiftLeft.MSBuild" Version="{package.Version}" PrivateAssets="all" /></ItemGroup>
            </Project>
            """);
        if (targets.Contains("netstandard", StringComparison.Ordinal)) File.Delete(Path.Combine(Folder, "nuget.config"));
        if (targets.Contains("netstandard", StringComparison.Ordinal)) Write("nuget.config", $"<configuration><packageSources><add key=\"feed\" value=\"{package.Feed}\" /></packageSources></configuration>");
    }

    public string Folder { get; }

    public void Write(string file, string text) => File.WriteAllText(Path.Combine(Folder, file), text);

    public ProgramRun Build(params string[] arguments) => Run(["build", .. arguments]);

    public ProgramRun Run(params string[] arguments) => ProgramRun.Of(Folder, "dotnet", [.. arguments, "-nologo", "-tl:off"]);
}
