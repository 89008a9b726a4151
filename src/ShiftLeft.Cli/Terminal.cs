using System.Text;
using ShiftLeft.Reporting;

namespace ShiftLeft.Cli;

/// <summary>What the program knows of the world around it.</summary>
/// <param name="Out">Standard output: what was asked for, and nothing else.</param>
/// <param name="Error">Standard error: what a person has to know besides.</param>
/// <param name="CurrentFolder">The folder that relative paths start from.</param>
/// <param name="Today">The day.</param>
sealed record Terminal(TextWriter Out, TextWriter Error, string CurrentFolder, DateOnly Today)
{
    /// <summary>Opens standard input, which is done only where it is asked for: a terminal is told of it.</summary>
    public Func<Stream> OpenIn { get; init; } = () => Stream.Null;
    /// <summary>Whether standard output takes colours.</summary>
    public bool HasColour { get; init; }
    /// <summary>Columns of a page on standard output.</summary>
    public int Width { get; init; } = TextStyle.DefaultWidth;
    /// <summary>Whether a person watches standard error.</summary>
    public bool IsWatched { get; init; }
    /// <summary>Columns of the line on standard error that tells how far the work is; 0 where there is none.</summary>
    public int ProgressWidth { get; init; }

    /// <summary>The world of this process; what is written to it is UTF-8 without a byte order mark everywhere.</summary>
    public static Terminal OfProcess(TextWriter output, TextWriter error)
    {
        var isWatching = !Console.IsOutputRedirected;
        if (OperatingSystem.IsWindows() && isWatching) Console.OutputEncoding = Encoding.UTF8;
        return new(output, error, Directory.GetCurrentDirectory(), DateOnly.FromDateTime(DateTime.UtcNow))
        {
            HasColour = Colours.AreWanted(Environment.GetEnvironmentVariable, isWatching && Colours.AreUnderstood(Environment.GetEnvironmentVariable)),
            Width = isWatching ? Math.Clamp(Console.WindowWidth, 60, 140) : TextStyle.DefaultWidth,
            IsWatched = !Console.IsErrorRedirected,
            OpenIn = Console.OpenStandardInput,
            ProgressWidth = ProgressLine.IsWanted(Environment.GetEnvironmentVariable, !Console.IsErrorRedirected) ? Math.Clamp(isWatching ? Console.WindowWidth : ProgressLine.UsualWidth, 0, 140) : 0,
        };
    }

    public TextStyle Style => new(HasColour, Width, path => path);

    /// <summary>One line about why the work could not be done; the exit code for that.</summary>
    public int Fail(string message)
    {
        Error.WriteLine($"shiftleft: error: {VisibleText.Of(message)}");
        return ExitCode.Failed;
    }
}

/// <summary>The agreements by which programs tell whether to use colours.</summary>
static class Colours
{
    /// <summary>NO_COLOR (no-color.org) forbids, FORCE_COLOR (force-color.org) demands; both count when they are not empty.</summary>
    public static bool AreWanted(Func<string, string?> variable, bool isTerminal) =>
        string.IsNullOrEmpty(variable("NO_COLOR")) && (!string.IsNullOrEmpty(variable("FORCE_COLOR")) ? variable("FORCE_COLOR") != "0" : isTerminal);

    /// <summary>Elsewhere than on Windows every terminal but a dumb one knows the escape sequences; there, the new one does.</summary>
    public static bool AreUnderstood(Func<string, string?> variable) =>
        OperatingSystem.IsWindows() ? !string.IsNullOrEmpty(variable("WT_SESSION")) : variable("TERM") is { Length: > 0 } and not "dumb";
}
