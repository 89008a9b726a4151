using System.Diagnostics.CodeAnalysis;
using ShiftLeft.Cli;

return CrashGuard.Run(() =>
{
    using var standardOutput = new StandardStream(Console.OpenStandardOutput());
    using var standardError = new StandardStream(Console.OpenStandardError());
    using var output = standardOutput.Writer(autoFlush: false);
    using var error = standardError.Writer(autoFlush: true);
    if (!Directory.Exists("."))
    {
        error.WriteLine("shiftleft: error: the current folder is gone");
        return ExitCode.Failed;
    }
    return standardOutput.ExitCodeAfter(output, error, CommandTree.Run(args, Terminal.OfProcess(output, error)));
});

/// <summary>The one place that catches whatever the rest did not foresee.</summary>
static class CrashGuard
{
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A crash must end with exit code 2 and one line, not with a core dump and a runtime's own code.")]
    public static int Run(Func<int> program)
    {
        try
        {
            return program();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // What the disk refuses where nothing else expected it.
            Console.Error.WriteLine($"shiftleft: error: {ShiftLeft.Reporting.VisibleText.Of(problem.Message)}");
            return ExitCode.Failed;
        }
        catch (Exception crash)
        {
            Console.Error.WriteLine($"shiftleft: error: this is a bug, please report it at {ShiftLeft.Product.RepositoryUrl}/issues: {crash.GetType().Name}: {crash.Message.ReplaceLineEndings(" ")}");
            return ExitCode.Failed;
        }
    }
}
