using System.Security.Cryptography;
using System.Text;

namespace ShiftLeft.Cli;

/// <summary>A file that is there as a whole or not at all: it is written beside its place and moved there.</summary>
static class OutputFile
{
    /// <param name="path">A full path.</param>
    /// <param name="text">What is to stand in it.</param>
    /// <param name="overwrite">Whether a file that is there already gives way.</param>
    /// <returns>Why it could not be written; null when it was.</returns>
    public static string? Write(string path, string text, bool overwrite = true) =>
        // A device, such as /dev/stdout, is written to and not replaced.
        path.StartsWith("/dev/", StringComparison.Ordinal) ? Try(() => File.WriteAllText(path, text)) : Put(path, Encoding.UTF8.GetBytes(text), overwrite);

    /// <summary>Puts other bytes into a file that is there, and leaves what it is allowed; the file is as it was until all of them are written.</summary>
    public static string? Replace(string path, ReadOnlyMemory<byte> bytes) => Put(path, bytes, overwrite: true);

    static string? Put(string path, ReadOnlyMemory<byte> bytes, bool overwrite)
    {
        var place = Path.GetDirectoryName(path);
        if (place is null || Directory.Exists(path)) return "it is a folder";
        if (!Directory.Exists(place)) return "its folder does not exist";
        var draft = Path.Combine(place, $".{Path.GetFileName(path)}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}.tmp");
        var problem = Try(() =>
        {
            File.WriteAllBytes(draft, bytes.Span);
            if (!OperatingSystem.IsWindows() && File.Exists(path)) File.SetUnixFileMode(draft, File.GetUnixFileMode(path));
            File.Move(draft, path, overwrite);
        });
        if (problem is not null) Try(() => File.Delete(draft));
        return problem;
    }

    /// <returns>Why it cannot be made; null where it is there.</returns>
    public static string? MakeFolder(string path) => Try(() => Directory.CreateDirectory(path));

    static string? Try(Action write)
    {
        try
        {
            write();
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return "permission denied";
        }
        catch (IOException problem) when (OperatingSystem.IsWindows() || problem.HResult != BrokenPipe)
        {
            return Words(problem);
        }
        catch (IOException)
        {
            // Who reads a pipe and closes it has read enough.
            return null;
        }
    }

    const int BrokenPipe = 32;

    /// <summary>What is wrong, without the path: it may be that of a draft.</summary>
    public static string Words(IOException problem) =>
        problem is FileNotFoundException or DirectoryNotFoundException ? "no file can be made there"
        : problem.Message.LastIndexOf(" : '", StringComparison.Ordinal) is var end and > 0 ? problem.Message[..end] : problem.Message.TrimEnd('.');
}
