using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using ShiftLeft.Helm;

namespace ShiftLeft.Hosting;

/// <summary>The <c>helm</c> command, found on the path and nowhere else: a program of that name in a scanned folder is never started.</summary>
static class HelmProcess
{
    /// <summary>A character more than the engine takes.</summary>
    const int LargestOutput = 50 * 1024 * 1024;

    static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Helm run in a folder.</summary>
    public static HelmCommand In(string folder) => arguments =>
        Find(Environment.GetEnvironmentVariable("PATH")) is { } helm ? Run(helm, folder, arguments) : null;

    internal static string? Find(string? path) => ProgramOnPath.Find("helm", path);

    internal static HelmOutput? Run(string helm, string folder, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(helm, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HELM_NO_PLUGINS"] = "1";
        using var process = Start(start);
        if (process is null) return null;
        process.StandardInput.Close();
        var output = ReadFrom(process.StandardOutput, Stop);
        var error = ReadFrom(process.StandardError, Stop);
        if (!process.WaitForExit(Limit))
        {
            Stop();
            return new(-1, "", $"helm took longer than {Limit.TotalSeconds:0} seconds");
        }
        return new(process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());

        void Stop() => process.Kill(entireProcessTree: true);
    }

    /// <summary>A chart may print without end; the reader of the output sees that there is more than it takes.</summary>
    static async Task<string> ReadFrom(StreamReader reader, Action stop)
    {
        var text = new StringBuilder();
        var buffer = new char[64 * 1024];
        while (await reader.ReadAsync(buffer) is var length and > 0)
        {
            text.Append(buffer, 0, length);
            if (text.Length <= LargestOutput) continue;
            stop();
            break;
        }
        return text.ToString();
    }

    static Process? Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
