using System.Text;
using ShiftLeft.Files;

namespace ShiftLeft.Cli;

/// <summary>The text behind <c>-</c>, and the name under which it is checked.</summary>
/// <param name="Path">The full path of the file that it stands for; in the current folder where it has no name.</param>
/// <param name="Text">What came in, or why there is too much of it.</param>
sealed record StandardInput(string Path, FileRead Text)
{
    public const string Mark = "-";

    const int MaximumBytes = 10 * 1024 * 1024;

    /// <summary>Whether somebody said what it is called: the name decides what it is then, and whether the policy wants it checked.</summary>
    public bool HasName => System.IO.Path.GetFileName(Path) != FileKinds.Nameless;

    /// <summary>The text with its name, or why it cannot be checked.</summary>
    public static (StandardInput? Input, string? Error) Read(Func<Stream> open, string? name, string currentFolder)
    {
        if (name is not null && WhyNoName(name, currentFolder) is { } problem) return (null, problem);
        var path = System.IO.Path.GetFullPath(name ?? FileKinds.Nameless, currentFolder);
        var (text, error) = ReadAll(open);
        if (error is not null) return (null, error);
        if (text.Error is null && name is null && !TellsWhatItIs(text.Bytes.Span)) return (null, "standard input is neither a Dockerfile nor a Kubernetes manifest; --stdin-name says which file it stands for");
        return (new(path, text), null);
    }

    static string? WhyNoName(string name, string currentFolder)
    {
        if (name.Length == 0 || name == Mark) return "--stdin-name takes the path of a file, such as deploy/web.yaml";
        return System.IO.Path.EndsInDirectorySeparator(name) || Directory.Exists(System.IO.Path.GetFullPath(name, currentFolder)) ? $"--stdin-name takes the path of a file, and '{name}' is a folder" : null;
    }

    /// <summary>No more is read than of a file. Nothing at all is what a command before the pipe leaves that failed.</summary>
    static (FileRead Text, string? Error) ReadAll(Func<Stream> open)
    {
        try
        {
            using var stream = open();
            using var text = new MemoryStream();
            var buffer = new byte[64 * 1024];
            while (stream.Read(buffer) is var length and > 0)
            {
                text.Write(buffer, 0, length);
                if (text.Length > MaximumBytes) return (FileRead.Failed(FileRead.TooLarge), null);
            }
            var bytes = text.ToArray();
            return IsBlank(bytes) ? (default, "standard input is empty") : (FileRead.Of(bytes), null);
        }
        catch (IOException)
        {
            return (default, "standard input cannot be read");
        }
        catch (UnauthorizedAccessException)
        {
            return (default, "standard input cannot be read");
        }
    }

    static bool IsBlank(ReadOnlySpan<byte> bytes) => bytes.TrimStart("\uFEFF"u8).Trim(" \t\r\n"u8).IsEmpty;

    /// <summary>Text in UTF-16 is let through: whoever reads it says what is wrong.</summary>
    static bool TellsWhatItIs(ReadOnlySpan<byte> bytes) =>
        bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] || (Encoding.UTF8.GetString(bytes) is var text && (FileKinds.LooksLikeDockerfile(text) || FileSight.LooksLikeManifest(text)));
}
