using ShiftLeft.Actions;
using ShiftLeft.Cli;

// With arguments, or away from a runner, the program is the command line.
return CrashGuard.Run(() =>
{
    using var standardOutput = new StandardStream(Console.OpenStandardOutput());
    using var standardError = new StandardStream(Console.OpenStandardError());
    using var output = standardOutput.Writer(autoFlush: true);
    using var error = standardError.Writer(autoFlush: true);
    return standardOutput.ExitCodeAfter(output, error, args.Length > 0 || Environment.GetEnvironmentVariable("GITHUB_ACTIONS") != "true"
        ? CommandTree.Run(args, Terminal.OfProcess(output, error))
        : ActionRun.RunAsync(Runner.OfProcess(output)).GetAwaiter().GetResult());
});
