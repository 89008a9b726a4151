using System.Text;
using ShiftLeft.Cli;

namespace ShiftLeft.Tests.Cli;

/// <summary>The command line, run in process in a folder of a test.</summary>
sealed record Ran(int ExitCode, string Output, string Error)
{
    public static Ran In(TemporaryFolder disk, string folder, params string[] arguments) => With([], disk, folder, arguments);

    /// <param name="input">What comes in on standard input.</param>
    public static Ran With(string input, TemporaryFolder disk, string folder, params string[] arguments) => With(Encoding.UTF8.GetBytes(input), disk, folder, arguments);

    public static Ran With(byte[] input, TemporaryFolder disk, string folder, params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        using var given = new MemoryStream(input);
        var exitCode = CommandTree.Run(arguments, new(output, error, disk[folder].TrimEnd('/'), new(2026, 1, 1)) { OpenIn = () => given });
        return new(exitCode, output.ToString(), error.ToString());
    }
}
