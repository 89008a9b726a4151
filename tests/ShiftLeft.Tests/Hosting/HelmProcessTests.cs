using System.Diagnostics;
using System.Runtime.Versioning;
using ShiftLeft.Hosting;

namespace ShiftLeft.Tests.Hosting;

[UnsupportedOSPlatform("windows")]
public sealed class HelmProcessTests : IDisposable
{
    readonly TemporaryFolder disk = new();

    public HelmProcessTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "the programs of these tests are shell scripts");

    [Fact]
    public void The_first_program_on_the_path_is_taken()
    {
        disk.With("no/helm").WithFolder("none");
        WithProgram("one/helm", "");
        WithProgram("two/helm", "");
        Assert.Equal(disk["one/helm"], HelmProcess.Find($"{disk["none"]}:{disk["no"]}:{disk["one"]}:{disk["two"]}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("::")]
    [InlineData("bin:../bin")]
    public void The_current_folder_is_never_searched(string path) => Assert.Null(HelmProcess.Find(path));

    [Fact]
    public void No_path_no_program() => Assert.Null(HelmProcess.Find(null));

    [Fact]
    public void It_runs_in_the_folder_with_the_arguments_as_they_are()
    {
        WithProgram("helm", "pwd; echo \"$2\"; echo oops >&2; exit 3");
        disk.WithFolder("work");
        Assert.Equal(new(3, $"{disk["work"]}\na 'b' $c\n", "oops\n"), HelmProcess.Run(disk["helm"], disk["work"], ["template", "a 'b' $c"]));
    }

    [Fact]
    public void Output_without_end_is_cut_short()
    {
        WithProgram("helm", "exec yes 012345678901234567890123456789");
        Assert.InRange(HelmProcess.Run(disk["helm"], disk.Path, [])!.Output.Length, 50 * 1024 * 1024, 51 * 1024 * 1024);
    }

    [Fact]
    public void What_cannot_be_started_gives_nothing() => Assert.Null(HelmProcess.Run(disk["nothing"], disk.Path, []));

    void WithProgram(string path, string script)
    {
        disk.With($"{path}.text", $"#!/bin/sh\n{script}\n");
        // A file that this process wrote may still be open for writing in a child that another test is just starting, and is then too busy to run;
        // what another process has written is not.
        using var install = Process.Start("install", ["-m", "700", disk[$"{path}.text"], disk[path]]);
        install.WaitForExit();
    }

    public void Dispose() => disk.Dispose();
}
