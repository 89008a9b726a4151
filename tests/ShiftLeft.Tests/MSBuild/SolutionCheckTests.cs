extern alias task;

using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using task::ShiftLeft.MSBuild;

namespace ShiftLeft.Tests.MSBuild;

/// <summary>Several checks of one build: who tells of what, and that it is told once.</summary>
public sealed class SolutionCheckTests : IDisposable
{
    const string Careless = "FROM debian:12\nUSER root\n";
    const string Package = "<Import Project=\"ShiftLeft.MSBuild.targets\" />";

    readonly TemporaryFolder disk = new TemporaryFolder().WithFolder("repo/.git")
        .With("repo/App.slnx", "<Solution><Project Path=\"src/Api/Api.csproj\" /><Project Path=\"src/Lib/Lib.csproj\" /></Solution>")
        .With("repo/src/Api/Api.csproj", "<Project><PropertyGroup>\n  <DockerfileFile>../../Dockerfile</DockerfileFile>\n</PropertyGroup></Project>")
        .With("repo/src/Api/obj/Api.csproj.nuget.g.targets", Package)
        .With("repo/src/Lib/Lib.csproj", "<Project />");

    [Fact]
    public void A_Dockerfile_that_two_projects_name_is_told_once()
    {
        disk.With("repo/Dockerfile", Careless);
        var told = disk["told"];
        var first = Run(check => (check.Dockerfile, check.ToldFile, check.Instance) = (disk["repo/Dockerfile"], told, "Api"));
        Assert.Equal(["SL2001"], first.Errors.Select(error => error.Code));
        Assert.Empty(Run(check => (check.Dockerfile, check.ToldFile, check.Instance) = (disk["repo/Dockerfile"], told, "Worker")).Errors);
        // The same project in another build that has the same name for itself says it again: nothing may vanish.
        Assert.NotEmpty(Run(check => (check.Dockerfile, check.ToldFile, check.Instance) = (disk["repo/Dockerfile"], told, "Api")).Errors);
    }

    [Fact]
    public void What_was_told_as_a_warning_and_is_an_error_here_fails_with_one_line()
    {
        disk.With("repo/Dockerfile", "FROM debian:latest\nUSER 1\n");
        Run(check => (check.Dockerfile, check.ToldFile, check.Instance) = (disk["repo/Dockerfile"], disk["told"], "Api"));
        var second = Run(check => (check.Dockerfile, check.ToldFile, check.Instance, check.TreatWarningsAsErrors) = (disk["repo/Dockerfile"], disk["told"], "Worker", "true"));
        var error = Assert.Single(second.Errors);
        Assert.Equal("SL0004", error.Code);
        Assert.Contains("SL1001 at " + disk["repo/Dockerfile"] + "(1,6)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_check_of_a_solution_tells_of_what_belongs_to_no_project()
    {
        disk.With("repo/Dockerfile", Careless).With("repo/src/Dockerfile", Careless).With("repo/src/Api/Dockerfile", Careless).With("repo/src/Lib/docker/Dockerfile", Careless);
        var log = RunSolution();
        Assert.Equal([disk["repo/Dockerfile"], disk["repo/src/Dockerfile"]], log.Errors.Select(error => error.File));
        Assert.Contains(log.Events, said => said.Message!.Contains(disk["repo/src/Lib/Lib.csproj"], StringComparison.Ordinal) && said.Message.Contains("without the package", StringComparison.Ordinal));
        Assert.Equal([disk["repo/src/Api/Dockerfile"]], Run(_ => { }).Errors.Select(error => error.File));
    }

    [Fact]
    public void A_policy_above_the_solution_names_the_folder_that_is_looked_at()
    {
        disk.With("repo/sub/App.sln", "").With("repo/Dockerfile", Careless);
        Assert.Empty(RunSolution(check => (check.Solution, check.ProjectDirectory) = (disk["repo/sub/App.sln"], disk["repo/sub"])).Errors);
        disk.With("repo/shiftleft.yml", "version: 1\n");
        var log = RunSolution(check => (check.Solution, check.ProjectDirectory) = (disk["repo/sub/App.sln"], disk["repo/sub"]));
        Assert.Equal([disk["repo/Dockerfile"]], log.Errors.Select(error => error.File));
        Assert.Contains(log.Events, said => said.Message == $"ShiftLeft: the policy is '{disk["repo/shiftleft.yml"]}', which governs '{disk["repo"]}'" || said.Message == $"ShiftLeft: the policy is '{disk["repo/shiftleft.yml"]}', which governs '{disk["repo"]}/'");
    }

    [Fact]
    public void What_lies_outside_the_project_is_left_to_the_check_of_the_solution()
    {
        disk.With("repo/shiftleft.yml", "version: 1\nruels: {}\n").With("repo/src/Api/Dockerfile", "FROM debian:12\nUSER 1\n");
        Assert.Contains("SL0902", Run(_ => { }).Events.Select(CodeOf));
        Assert.DoesNotContain("SL0902", Run(check => check.Solution = disk["repo/App.slnx"]).Events.Select(CodeOf));
        Assert.Contains("SL0902", RunSolution().Events.Select(CodeOf));
    }

    [Fact]
    public void What_a_project_and_the_rest_of_the_solution_contradict_each_other_in_is_told_by_the_check_of_the_solution()
    {
        disk.With("repo/src/Api/Dockerfile", "FROM debian:12\nUSER root\n").With("repo/shiftleft.yml", "version: 1\nimages: { repositories: { example.com/api: src/Api/Dockerfile } }\n")
            .With("repo/k8s/pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  securityContext: { runAsNonRoot: true }\n  containers: [{name: a, image: 'example.com/api:1'}]\n");
        Assert.Contains("SL2901", RunSolution().Events.Select(CodeOf));
    }

    [Fact]
    public void A_folder_of_another_project_that_checks_is_left_to_it()
    {
        disk.With("repo/src/Api/tests/Tests.csproj", "<Project />").With("repo/src/Api/tests/docker/Dockerfile", Careless).With("repo/shiftleft.yml", "version: 1\npaths: { fixtures: true }\n");
        Assert.Single(Run(_ => { }).Errors);
        disk.With("repo/src/Api/tests/obj/Tests.csproj.nuget.g.targets", Package);
        Assert.Empty(Run(_ => { }).Errors);
    }

    [Fact]
    public void A_Compose_project_leads_to_its_Dockerfiles()
    {
        disk.With("repo/docker-compose.dcproj", "<Project />").With("repo/docker-compose.yml", "services:\n  api: { build: { context: ., dockerfile: build/api.image } }\n  db: { image: 'postgres:18' }\n").With("repo/build/api.image", Careless);
        Assert.Equal([disk["repo/build/api.image"]], Run(check => check.ComposeProject = disk["repo/docker-compose.dcproj"]).Errors.Select(error => error.File));
    }

    [Fact]
    public void A_property_that_names_nothing_is_told_of_at_its_line()
    {
        var warning = Assert.Single(Run(check => check.Dockerfile = disk["repo/Dockerfile"]).Warnings);
        Assert.Equal(("SL0921", disk["repo/src/Api/Api.csproj"], 2, 4), (warning.Code, warning.File, warning.LineNumber, warning.ColumnNumber));
        Assert.Contains("`../../Dockerfile`", warning.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SL2001\t\t\t\t\tbecause\t\t", "")]
    [InlineData("root-user\t\t\t\t\tbecause\t2999-12-31\t", "")]
    [InlineData("SL2001\t{project}\tDockerfile\t\t\tbecause\t\t", "")]
    [InlineData("SL2001\t{project}\t../*/Dock*\t\t\tbecause\t\t", "")]
    [InlineData("SL2001\t\t{project}/**\t\t\tbecause\t\t", "")]
    [InlineData("SL2001\t{project}\tk8s/**\t\t\tbecause\t\t", "SL2001")]
    [InlineData("SL2001\t\t\t\t\tbecause\t2020-01-01\t", "SL0906|SL2001")]
    [InlineData("SL2001\t\t\t\t\tbecause\tsoon\t", "SL0902|SL2001")]
    [InlineData("SL2001\t\t\t\t\t \t\t", "SL0903|SL2001")]
    [InlineData("SL9999\t\t\t\t\tbecause\t\t", "SL0904|SL2001")]
    [InlineData("DL3002\t\t\t\t\tbecause\t\t", "SL0904|SL2001")]
    public void Items_accept_findings(string line, string expected)
    {
        disk.With("repo/src/Api/Dockerfile", Careless);
        var log = Run(check => check.Suppressions = line.Replace("{project}", disk["repo/src/Api"], StringComparison.Ordinal));
        Assert.Equal(expected, string.Join('|', log.Errors.Select(error => error.Code).Concat(log.Warnings.Select(warning => warning.Code)).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Only_an_item_of_the_project_itself_must_be_needed()
    {
        disk.With("repo/src/Api/Dockerfile", "FROM debian:12\nUSER 1\n");
        Assert.Empty(Run(check => check.Suppressions = Line(disk["repo/Directory.Build.props"])).Warnings);
        Assert.Equal(["SL0905"], Run(check => check.Suppressions = Line(disk["repo/src/Api/Api.csproj"])).Warnings.Select(warning => warning.Code));
    }

    string Line(string file) => $"SL2001\t{disk["repo/src/Api"]}\tDockerfile\t\t\tbecause\t\t{file}";

    [Fact]
    public void What_was_checked_can_be_asserted()
    {
        disk.With("repo/src/Api/Dockerfile", "FROM debian:latest\n# shiftleft:ignore SL2001 -- because\nUSER root\n").With("repo/src/Api/k8s/a.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n: [\n");
        ShiftLeftCheck? asked = null;
        Run(check => asked = check);
        Assert.Equal([(disk["repo/src/Api/Dockerfile"], "Dockerfile"), (disk["repo/src/Api/k8s/a.yaml"], "manifest")], asked!.CheckedFiles.Select(file => (file.ItemSpec, file.GetMetadata("Kind"))));
        Assert.Equal((1, 1, 1, 1), (asked.ErrorCount, asked.WarningCount, asked.SuppressedCount, asked.UnjudgedCount));
    }

    [Fact]
    public void Where_there_is_nothing_to_check_no_SARIF_is_left()
    {
        disk.With("repo/src/Api/Dockerfile", Careless);
        void Adjust(ShiftLeftCheck check) => check.SarifFile = disk["repo/src/Api/obj/shiftleft.sarif"];
        Run(Adjust);
        Assert.True(File.Exists(disk["repo/src/Api/obj/shiftleft.sarif"]));
        File.Delete(disk["repo/src/Api/Dockerfile"]);
        Run(Adjust);
        Assert.False(File.Exists(disk["repo/src/Api/obj/shiftleft.sarif"]));
    }

    [Fact]
    public void A_build_may_repeat_errors_only()
    {
        disk.With("repo/src/Api/Dockerfile", "FROM debian:latest\nUSER root\n");
        void Adjust(ShiftLeftCheck check) => (check.MemoryFile, check.Repeat) = (disk["memory"], false);
        Assert.Equal(["SL1001"], Run(Adjust).Warnings.Select(warning => warning.Code));
        var again = Run(Adjust);
        Assert.Empty(again.Warnings);
        Assert.Equal(["SL2001"], again.Errors.Select(error => error.Code));
    }

    [Fact]
    public void An_exceeded_threshold_is_told_where_it_is_written()
    {
        disk.With("repo/src/Api/Dockerfile", "FROM debian:latest\nUSER 1\n").With("repo/shiftleft.yml", "version: 1\nthresholds:\n  warning: 0\n");
        var error = Assert.Single(Run(_ => { }).Errors);
        Assert.Equal(("SL0002", disk["repo/shiftleft.yml"], 3, 12), (error.Code, error.File, error.LineNumber, error.ColumnNumber));
        Assert.Equal("a threshold of the policy is exceeded: 1 warning, allowed: 0", error.Message);
    }

    [Fact]
    public void A_message_ends_with_what_to_do_and_where_to_read_on()
    {
        disk.With("repo/src/Api/Dockerfile", Careless);
        Assert.Matches(@"^the final image runs as `root`\. End the final stage with a numeric user, .* \(https://.*/SL2001\.md\)$", Assert.Single(Run(_ => { }).Errors).Message);
    }

    static string? CodeOf(BuildEventArgs said) => (said as BuildMessageEventArgs)?.Code ?? (said as BuildWarningEventArgs)?.Code ?? (said as BuildErrorEventArgs)?.Code;

    BuildLog Run(Action<ShiftLeftCheck> adjust)
    {
        var log = new BuildLog();
        var check = new ShiftLeftCheck
        {
            BuildEngine = log,
            ProjectDirectory = disk["repo/src/Api"],
            ProjectFile = disk["repo/src/Api/Api.csproj"],
            ExtensionsFolder = disk["repo/src/Api/obj/"],
            Exclude = [new TaskItem(disk["repo/src/Api/obj/"])],
        };
        adjust(check);
        Assert.Equal(check.Execute(), log.Errors.Count == 0);
        return log;
    }

    BuildLog RunSolution(Action<ShiftLeftCheck>? adjust = null) => Run(check =>
    {
        (check.IsSolutionCheck, check.Solution, check.ProjectFile, check.ProjectDirectory, check.ExtensionsFolder) = (true, disk["repo/App.slnx"], disk["repo/App.slnx"], disk["repo"], "");
        adjust?.Invoke(check);
    });

    public void Dispose() => disk.Dispose();
}
