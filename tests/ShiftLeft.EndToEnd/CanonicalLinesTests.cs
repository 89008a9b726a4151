namespace ShiftLeft.EndToEnd;

/// <summary>MSBuild itself reads the lines of <c>--format msbuild</c> from a program's output as its own errors.</summary>
public sealed class CanonicalLinesTests
{
    [Fact]
    public void MSBuild_takes_the_lines_for_its_own()
    {
        var folder = Repository.Scratch("canonical-lines");
        var program = Path.Combine(Repository.Root, "artifacts", "bin", "ShiftLeft.Cli", Repository.Configuration, "ShiftLeft.Cli.dll");
        File.WriteAllText(Path.Combine(folder, "check.proj"), $"""
            <Project>
              <Target Name="Check">
                <Exec Command="dotnet &quot;{program}&quot; scan &quot;{HostileFolder.Path}&quot; --format msbuild --fail-on never" IgnoreExitCode="true" />
              </Target>
            </Project>
            """);
        var build = ProgramRun.Of(folder, "dotnet", "msbuild", "check.proj", "-nologo", "-tl:off", "-v:q");
        Assert.Matches(@"(?m)^.*deploy/outside\.yaml\(1,1,1,1\): error SL0901: .* \[.*check\.proj\]$", build.Output);
    }
}
