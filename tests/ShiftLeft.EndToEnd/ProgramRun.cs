using System.ComponentModel;
using System.Diagnostics;

namespace ShiftLeft.EndToEnd;

/// <summary>A program that ran to its end.</summary>
sealed record ProgramRun(int ExitCode, string Output, string Error)
{
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <param name="folder">The current folder of the program.</param>
    /// <param name="program">Its name on the path or its full path.</param>
    /// <param name="arguments">Each as the program gets it.</param>
    public static ProgramRun Of(string folder, string program, params IEnumerable<string> arguments) => With([], folder, program, arguments);

    public static ProgramRun With(IEnumerable<(string Name, string Value)> variables, string folder, string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        // A build that starts these tests has variables of its own, which are not for the builds that the tests start.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList()) start.Environment.Remove(name);
        foreach (var name in (string[])["NO_COLOR", "FORCE_COLOR", "DOTNET_CLI_USE_MSBUILD_SERVER"]) start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        foreach (var (name, value) in variables) start.Environment[name] = value;

        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} took more than {Limit}");
        }
        return new(process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }

    /// <summary>Whether a program of this name can be started.</summary>
    public static bool CanStart(string program, string argument)
    {
        try
        {
            return Of(Path.GetTempPath(), program, argument).ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    public ProgramRun Succeeded()
    {
        Assert.True(ExitCode == 0, Output + Error);
        return this;
    }
}
