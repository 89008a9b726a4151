using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace ShiftLeft.Hosting;

/// <summary>
/// The <c>git</c> command in one repository. It reads objects and nothing else: no hook, no filter, no pager and no program that a
/// repository's configuration names is started, and nothing is fetched.
/// </summary>
/// <param name="Program">Its full path.</param>
/// <param name="Folder">The top of the working tree.</param>
sealed record GitCommand(string Program, string Folder)
{
    /// <summary>More of an answer is not read.</summary>
    const int LargestAnswer = 128 * 1024 * 1024;

    static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <returns>Null where there is no repository or no <c>git</c>.</returns>
    public static GitCommand? In(string folder, string? path) =>
        Path.Exists(Path.Combine(folder, ".git")) && ProgramOnPath.Find("git", path) is { } program ? new(program, folder) : null;

    /// <returns>What it said; null where it failed, said too much or took too long.</returns>
    public byte[]? Run(params IEnumerable<string> arguments)
    {
        using var process = Start(arguments);
        if (process is null) return null;
        process.StandardInput.Close();
        using var timer = new Timer(_ => Stop(process), null, Limit, Timeout.InfiniteTimeSpan);
        var answer = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (process.StandardOutput.BaseStream.Read(buffer) is var length and > 0)
        {
            answer.Write(buffer, 0, length);
            if (answer.Length <= LargestAnswer) continue;
            Stop(process);
            return null;
        }
        process.WaitForExit();
        return process.ExitCode == 0 ? answer.ToArray() : null;
    }

    public string? Line(params IEnumerable<string> arguments) => Run(arguments) is { } answer ? Encoding.UTF8.GetString(answer).TrimEnd('\n') : null;

    /// <summary>A process whose input and output are open; what it says against something goes nowhere.</summary>
    public Process? Start(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Program,
        [
            // GitHub mounts the workspace as somebody else's; what the caller named is what the caller trusts.
            "-c", $"safe.directory={Folder}", "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false", "-c", "protocol.allow=never",
            "--no-pager", "--no-optional-locks", "--no-replace-objects", "--literal-pathspecs", "-C", Folder, .. arguments,
        ])
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Settings)
        {
            if (value is null) start.Environment.Remove(name);
            else start.Environment[name] = value;
        }
        try
        {
            var process = Process.Start(start);
            process?.BeginErrorReadLine();
            return process;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    static readonly (string, string?)[] Settings =
    [
        ("GIT_TERMINAL_PROMPT", "0"), ("GIT_NO_LAZY_FETCH", "1"), ("LC_ALL", "C"),
        // Where these are set, they lead git elsewhere than to the folder that is named.
        ("GIT_DIR", null), ("GIT_WORK_TREE", null), ("GIT_INDEX_FILE", null), ("GIT_OBJECT_DIRECTORY", null), ("GIT_EXTERNAL_DIFF", null),
    ];

    static void Stop(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }
}
