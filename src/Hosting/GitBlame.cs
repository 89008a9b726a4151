using System.ComponentModel;
using System.Diagnostics;

namespace ShiftLeft.Hosting;

/// <summary>
/// Who wrote a line, as <c>git blame</c> knows of the last commit. Git is found on the path and nowhere else, and nothing that a repository could have
/// it start is started: the commit is asked and not the files, so no filter runs, and no text is converted, no object fetched, no pager opened.
/// </summary>
/// <param name="folder">A full path in a working tree.</param>
sealed class GitBlame(string folder)
{
    const int MostFiles = 500;
    const int LargestOutput = 50 * 1024 * 1024;

    static readonly TimeSpan Budget = TimeSpan.FromSeconds(30);

    readonly string? git = ProgramOnPath.Find("git", Environment.GetEnvironmentVariable("PATH"));
    readonly Dictionary<string, List<BlamedLine>> files = new(StringComparer.Ordinal);
    readonly Stopwatch spent = new();

    /// <summary>Why not all could be asked; null where all was.</summary>
    public string? Failure { get; private set; }

    /// <summary>The author of a line; null where it is in no commit.</summary>
    /// <param name="path">Below the folder.</param>
    /// <param name="line">From zero, as it is now.</param>
    /// <param name="text">The line.</param>
    public string? AuthorOf(string path, int line, string text)
    {
        if (Path.IsPathRooted(path)) return null;
        if (!files.TryGetValue(path, out var lines)) files[path] = lines = Ask(path);
        // Lines above it may have come and gone since the commit.
        return lines.Where(known => known.Text.TrimEnd('\r') == text).OrderBy(known => Math.Abs(known.Line - line)).FirstOrDefault()?.Author;
    }

    List<BlamedLine> Ask(string path)
    {
        if (Failure is not null) return [];
        if (git is null) Failure = "git is not on the path";
        else if (files.Count >= MostFiles) Failure = $"git was asked about {MostFiles} files, which is enough";
        else if (spent.Elapsed > Budget) Failure = $"git took longer than {Budget.TotalSeconds:0} seconds";
        else
        {
            spent.Start();
            var output = Run(path);
            spent.Stop();
            return output is null ? [] : Read(output);
        }
        return [];
    }

    string? Run(string path)
    {
        var start = new ProcessStartInfo(git!, ["--no-pager", "--literal-pathspecs", "-c", "core.fsmonitor=false", "-c", "blame.ignoreRevsFile=", "-c", "protocol.allow=never", "blame", "--porcelain", "--no-textconv", "HEAD", "--", path])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["GIT_NO_LAZY_FETCH"] = "1";
        start.Environment["GIT_OPTIONAL_LOCKS"] = "0";
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        // Hooks of git's own set these, and they would lead elsewhere.
        foreach (var variable in (string[])["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"]) start.Environment.Remove(variable);
        try
        {
            using var process = Process.Start(start);
            if (process is null) return null;
            process.StandardInput.Close();
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            var output = ReadAll(process);
            if (process.WaitForExit(Budget) && output is not null) return process.ExitCode == 0 ? output : null;
            process.Kill(entireProcessTree: true);
            Failure = $"git took longer than {Budget.TotalSeconds:0} seconds, or had too much to say";
            return null;
        }
        catch (Win32Exception)
        {
            Failure = "git cannot be started";
            return null;
        }
    }

    /// <summary>Null where it takes too long or is too long.</summary>
    static string? ReadAll(Process process)
    {
        var reading = Task.Run(async () =>
        {
            var text = new System.Text.StringBuilder();
            var buffer = new char[64 * 1024];
            while (await process.StandardOutput.ReadAsync(buffer) is var length and > 0)
            {
                text.Append(buffer, 0, length);
                if (text.Length > LargestOutput) return null;
            }
            return text.ToString();
        });
        return reading.Wait(Budget) ? reading.Result : null;
    }

    /// <summary>A head of a commit and its numbers, its facts when it is named first, then the line behind a tab.</summary>
    static List<BlamedLine> Read(string output)
    {
        var lines = new List<BlamedLine>();
        var authors = new Dictionary<string, string>(StringComparer.Ordinal);
        var (commit, line) = ("", 0);
        foreach (var text in output.Split('\n'))
        {
            if (text.StartsWith('\t')) lines.Add(new(line, text[1..], authors.GetValueOrDefault(commit)));
            else if (text.StartsWith("author ", StringComparison.Ordinal)) authors.TryAdd(commit, text["author ".Length..].Trim());
            else if (text.Split(' ') is [{ Length: >= 40 } hash, _, var number, ..] && hash.All(char.IsAsciiHexDigitLower) && int.TryParse(number, out var final)) (commit, line) = (hash, final - 1);
        }
        return lines;
    }

    sealed record BlamedLine(int Line, string Text, string? Author);
}
