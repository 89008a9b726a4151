using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace ShiftLeft.Tests.MSBuild;

public sealed class ShiftLeftCheckTests : IDisposable
{
    readonly CheckedProject project = new();

    [Fact]
    public void A_finding_has_its_code_its_place_and_the_address_of_its_page()
    {
        var (succeeded, log) = project.With("Dockerfile", "FROM debian:12\n  USER root\n").Build();
        Assert.False(succeeded);
        var error = Assert.Single(log.Errors);
        Assert.Equal(("SL2001", project.Disk["repo/app/Dockerfile"]), (error.Code, error.File));
        Assert.Equal((2, 8, 2, 12), (error.LineNumber, error.ColumnNumber, error.EndLineNumber, error.EndColumnNumber));
        Assert.EndsWith("/docs/rules/SL2001.md", error.HelpLink, StringComparison.Ordinal);
        Assert.Null(error.Subcategory);
    }

    [Fact]
    public void Warnings_and_messages_have_their_places_too()
    {
        var (succeeded, log) = project.With("Dockerfile", "FROM debian:latest\nUSER 1\n").Build();
        Assert.True(succeeded);
        var warning = log.Warnings.Single(warning => warning.Code == "SL1001");
        Assert.Equal((1, 6, 1, 19), (warning.LineNumber, warning.ColumnNumber, warning.EndLineNumber, warning.EndColumnNumber));
        Assert.EndsWith("SL1001.md", warning.HelpLink, StringComparison.Ordinal);

        project.With(".editorconfig", "root = true\n[*]\ndotnet_diagnostic.SL1001.severity = suggestion\n");
        var message = project.Build().Log.Events.OfType<BuildMessageEventArgs>().Single(message => message.Code == "SL1001");
        Assert.Equal(MessageImportance.Normal, message.Importance);
        Assert.Equal((1, 6, 1, 19), (message.LineNumber, message.ColumnNumber, message.EndLineNumber, message.EndColumnNumber));
    }

    [Fact]
    public void Braces_of_a_file_are_no_format()
    {
        var (_, log) = project.With("Dockerfile", "FROM debian:12 AS {0}{x}\nFROM debian:12 AS {0}{x}\nUSER 1\n").Build();
        Assert.Contains(log.Events, said => said.Message!.Contains("{0}{x}", StringComparison.Ordinal));
    }

    [Fact]
    public void Passed_thresholds_are_an_error_only_where_there_is_no_other()
    {
        project.With("Dockerfile", "FROM debian:latest\nUSER 1\n").With("shiftleft.yml", "version: 1\nthresholds: { warning: 0 }\n");
        Assert.Equal(["SL0002"], project.Build().Log.Errors.Select(error => error.Code));
        Assert.Equal(["SL0002"], project.Repeat().Errors.Select(error => error.Code));
        Assert.Equal(["SL1001"], project.Build(check => check.WarningsAsErrors = "SL1001").Log.Errors.Select(error => error.Code));
    }

    [Fact]
    public void What_is_accepted_counts_when_that_is_asked()
    {
        project.With("Dockerfile", "# shiftleft:ignore SL1001 -- on purpose\nFROM debian:latest\nUSER 1\n").With("shiftleft.yml", "version: 1\nrules: { SL1001: error }\n");
        Assert.Empty(project.Build().Log.Errors);
        Assert.Equal(["SL1001"], project.Scan(check => check.NoIgnores = "true").Errors.Select(error => error.Code));
        Assert.Contains("ShiftLeftNoIgnores is 'yes'", Assert.Single(project.Build(check => check.NoIgnores = "yes").Log.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_carried_out_is_said_and_not_kept()
    {
        project.With("Dockerfile", "FROM debian:12\nUSER 1\n");
        Assert.Equal("SL0003", Assert.Single(project.Build(check => check.Profile = "everything").Log.Errors).Code);
        Assert.Contains("'/nowhere/policy.yml'", Assert.Single(project.Build(check => check.Config = "/nowhere/policy.yml").Log.Errors).Message, StringComparison.Ordinal);
        Assert.Contains("ShiftLeftPath", Assert.Single(project.Build(check => check.Paths = [new TaskItem("/nowhere/k8s")]).Log.Errors).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(project.Memory));
    }

    [Fact]
    public void Only_a_build_that_succeeds_touches_the_stamp()
    {
        project.With("Dockerfile", "FROM debian:12\nUSER root\n").Build();
        Assert.False(File.Exists(project.Stamp));
        project.With("Dockerfile", "FROM debian:12\nUSER 1\n").Build();
        File.SetLastWriteTimeUtc(project.Stamp, new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        project.Repeat();
        Assert.NotEqual(2020, File.GetLastWriteTimeUtc(project.Stamp).Year);
    }

    [Fact]
    public void The_inputs_of_the_next_build_are_the_files_that_were_read()
    {
        project.With("Dockerfile", "FROM debian:12\nUSER 1\n").With("k8s/a.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n").With("bin/b.yaml", "apiVersion: v1\nkind: Service\n").Build();
        var inputs = File.ReadAllLines(project.Inputs);
        Assert.Contains(project.Disk["repo/app/Dockerfile"], inputs);
        Assert.Contains(project.Disk["repo/app/k8s/a.yaml"], inputs);
        Assert.All(inputs, input => Assert.True(File.Exists(input)));
        Assert.DoesNotContain(inputs, input => input.Contains("/obj/", StringComparison.Ordinal) || input.Contains("/bin/", StringComparison.Ordinal));
    }

    public void Dispose() => project.Dispose();
}
