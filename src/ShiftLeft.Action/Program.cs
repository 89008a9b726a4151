using ShiftLeft.Actions;
using ShiftLeft.Cli;

// With arguments, or away from a runner, the program is the command line.
return CrashGuard.Run(() =>
{
    using var output = Terminal.WriterTo(Console.OpenStandardOutput(), autoFlush: true);
    using var error = Terminal.WriterTo(Console.OpenStandardError(), autoFlush: true);
    return args.Length > 0 || Environment.GetEnvironmentVariable("GITHUB_ACTIONS") != "true"
        ? CommandTree.Run(args, Terminal.OfProcess(output, error))
        : ActionRun.RunAsync(Runner.OfProcess(output)).GetAwaiter().GetResult();
});
