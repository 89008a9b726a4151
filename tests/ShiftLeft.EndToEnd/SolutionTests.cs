using System.Text.RegularExpressions;

namespace ShiftLeft.EndToEnd;

/// <summary>A solution as people have it: two projects that are built with one Dockerfile, and beside it manifests and a chart that belong to none of them.</summary>
[Collection(nameof(Builds))]
public sealed partial class SolutionTests(PackedTask package) : IClassFixture<PackedTask>
{
    static readonly string[] Expected =
    [
        "Dockerfile error SL2001", "Dockerfile warning SL1001", "chart/templates/role.yaml error SL2111", "k8s/role.yaml error SL2111", "src/Worker/k8s/role.yaml error SL2111",
    ];

    [Fact]
    public void Each_finding_fails_the_build_and_is_told_once_however_it_is_built()
    {
        var folder = Solution("solution", "App.slnx", "<Solution><Project Path=\"src/Api/Api.csproj\" /><Project Path=\"src/Worker/Worker.csproj\" /></Solution>");
        foreach (var how in (string[])["-m", "-graph", "-mt"])
        {
            var build = Build(folder, "App.slnx", how);
            Assert.Equal(1, build.ExitCode);
            Assert.Equal(Expected, Told(folder, build));
        }
        var strict = Build(folder, "App.slnx", "-m", "-p:TreatWarningsAsErrors=true");
        Assert.Equal(Expected.Select(told => told.Replace("warning", "error", StringComparison.Ordinal)).Order(StringComparer.Ordinal), Told(folder, strict));
        Assert.Contains("ShiftLeftTreatWarningsAsErrors", strict.Output, StringComparison.Ordinal);
        Assert.Equal(Expected.Where(told => !told.Contains("warning", StringComparison.Ordinal)), Told(folder, Build(folder, "App.slnx", "-p:ShiftLeftLevel=error")));
        Assert.Equal(Expected.Where(told => !told.StartsWith("chart", StringComparison.Ordinal) && !told.StartsWith("k8s", StringComparison.Ordinal)), Told(folder, Build(folder, "App.slnx", "-p:ShiftLeftSolution=false")));
    }

    [Fact]
    public void What_items_accept_is_not_told()
    {
        var folder = Solution("accepting", "App.sln", """
            Microsoft Visual Studio Solution File, Format Version 12.00
            Project("{9A19103F-16F7-4668-BE54-9A1E7A4F7556}") = "Api", "src\Api\Api.csproj", "{11111111-1111-1111-1111-111111111111}"
            EndProject
            Project("{9A19103F-16F7-4668-BE54-9A1E7A4F7556}") = "Worker", "src\Worker\Worker.csproj", "{22222222-2222-2222-2222-222222222222}"
            EndProject
            Global
            GlobalSection(SolutionConfigurationPlatforms) = preSolution
            Debug|Any CPU = Debug|Any CPU
            EndGlobalSection
            GlobalSection(ProjectConfigurationPlatforms) = postSolution
            {11111111-1111-1111-1111-111111111111}.Debug|Any CPU.ActiveCfg = Debug|Any CPU
            {11111111-1111-1111-1111-111111111111}.Debug|Any CPU.Build.0 = Debug|Any CPU
            {22222222-2222-2222-2222-222222222222}.Debug|Any CPU.ActiveCfg = Debug|Any CPU
            {22222222-2222-2222-2222-222222222222}.Debug|Any CPU.Build.0 = Debug|Any CPU
            EndGlobalSection
            EndGlobal
            """, """
            <ShiftLeftSuppress Include="SL2111" Path="$(MSBuildThisFileDirectory)**" Reason="an operator; it needs this" />
            <ShiftLeftSuppress Include="root-user" Reason="soon; 100% sure" Expires="2999-01-01" />
            """);
        var build = Build(folder, "App.sln");
        Assert.Equal(["Dockerfile warning SL1001"], Told(folder, build));
        Assert.Equal(0, build.ExitCode);
    }

    static ProgramRun Build(string folder, string solution, params string[] arguments) => ProgramRun.Of(folder, "dotnet", ["build", solution, "-nologo", "-tl:off", .. arguments]);

    string Solution(string name, string file, string text, string items = "")
    {
        var folder = Path.Combine(Path.GetTempPath(), "shiftleft-e2e", name);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(Path.Combine(folder, ".git"));
        Write(file, text);
        Write("nuget.config", $"<configuration><packageSources><clear /><add key=\"feed\" value=\"{package.Feed}\" /></packageSources></configuration>");
        Write("Directory.Build.props", $"""
            <Project>
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><NuGetAudit>false</NuGetAudit><RestorePackagesPath>{Path.Combine(Path.GetTempPath(), "shiftleft-e2e", "packages")}</RestorePackagesPath></PropertyGroup>
              <ItemGroup><PackageReference Include="ShiftLeft.MSBuild" Version="{package.Version}" PrivateAssets="all" />{items}</ItemGroup>
            </Project>
            """);
        foreach (var project in (string[])["Api", "Worker"])
        {
            Write($"src/{project}/{project}.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><DockerfileFile>..\\..\\Dockerfile</DockerfileFile><DockerfileContext>..\\..</DockerfileContext></PropertyGroup></Project>");
            Write($"src/{project}/Class.cs", $"public static class {project}Class;");
        }
        Write("Dockerfile", "FROM debian:latest\nUSER root\n");
        Write("k8s/role.yaml", Role);
        Write("src/Worker/k8s/role.yaml", Role);
        Write("chart/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n");
        Write("chart/templates/role.yaml", Role);
        return folder;

        void Write(string path, string content)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, path))!);
            File.WriteAllText(Path.Combine(folder, path), content);
        }
    }

    const string Role = "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: all}\nrules:\n- {apiGroups: ['*'], resources: ['*'], verbs: ['*']}\n";

    /// <summary>What is told while the build goes on; the summary behind it tells it again.</summary>
    static List<string> Told(string folder, ProgramRun build) =>
    [
        .. build.Output.Split("\nBuild ")[0].Split('\n').Select(line => Finding().Match(line)).Where(match => match.Success)
            .Select(match => $"{Path.GetRelativePath(folder, match.Groups["file"].Value).Replace('\\', '/')} {match.Groups["level"].Value} {match.Groups["id"].Value}").Order(StringComparer.Ordinal),
    ];

    [GeneratedRegex(@"^\s*(?<file>.+?)\(\d+,\d+,\d+,\d+\): (?<level>error|warning) (?<id>SL\d{4}): .*\(https://\S+\)( \[|$)")]
    private static partial Regex Finding();
}
