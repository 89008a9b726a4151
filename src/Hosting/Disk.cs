using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace ShiftLeft.Hosting;

/// <summary>
/// The questions that the hosts ask the disk. Whatever a scan learns of the disk it learns here, so a trace that is kept of questions and answers
/// is all that its outcome depends on there. Nothing here needs the engine, which takes long to load.
/// </summary>
sealed class Disk(DiskTrace? trace = null)
{
    /// <summary>The error of a file that there is not.</summary>
    public const string Missing = "does not exist";

    const int MaximumBytes = 10 * 1024 * 1024;

    public bool IsFile(string path) => Kind(path) == "file";

    public bool IsFolder(string path) => Kind(path) == "folder";

    public bool Exists(string path) => Kind(path).Length > 0;

    /// <summary>Where a symbolic link or a junction leads, as it says itself; null where there is none.</summary>
    public string? LinkTarget(string path)
    {
        var target = TargetOf(path);
        trace?.Add(DiskQuestion.Link, path, "", target ?? "");
        return target;
    }

    /// <summary>A file's content, at most 10 MiB; that of a pipe or a device is empty.</summary>
    public DiskFile Read(string path)
    {
        var file = ContentOf(path);
        trace?.Add(DiskQuestion.Content, path, "", AnswerOf(file));
        return file;
    }

    /// <summary>What lies in a folder, in ordinal order; nothing where there is no such folder.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="without">Names that are passed over, separated by slashes.</param>
    public DiskFolder List(string path, string without = "")
    {
        var folder = ChildrenOf(path, without);
        trace?.Add(DiskQuestion.Children, path, without, AnswerOf(folder));
        return folder;
    }

    /// <summary>The answer to a question, in the form that a trace keeps.</summary>
    /// <param name="work">Grows by about the number of bytes that had to be looked at.</param>
    public static string Answer(DiskQuestion question, string path, string without, ref long work)
    {
        work += 256;
        if (question == DiskQuestion.Kind) return KindOf(path);
        if (question == DiskQuestion.Link) return TargetOf(path) ?? "";
        if (question == DiskQuestion.Content)
        {
            var file = ContentOf(path);
            work += file.Bytes.Length;
            return AnswerOf(file);
        }
        var folder = ChildrenOf(path, without);
        work += 256L * folder.Children.Length;
        return AnswerOf(folder);
    }

    string Kind(string path)
    {
        var kind = KindOf(path);
        trace?.Add(DiskQuestion.Kind, path, "", kind);
        return kind;
    }

    static string KindOf(string path) => File.Exists(path) ? "file" : Directory.Exists(path) ? "folder" : "";

    static string? TargetOf(string path) => new FileInfo(path).LinkTarget;

    static DiskFile ContentOf(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists) return new(default, Missing);
            if (file.Length > MaximumBytes) return new(default, "is larger than 10 MiB");
            // A pipe or a device has no length, and to open it could wait for ever.
            if (file.Length == 0) return new(default, null);

            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            var bytes = new byte[file.Length];
            var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return new(bytes.AsMemory(0, length), null);
        }
        catch (UnauthorizedAccessException)
        {
            return new(default, "may not be read: permission denied");
        }
        catch (IOException)
        {
            return new(default, "cannot be read");
        }
    }

    static DiskFolder ChildrenOf(string path, string without)
    {
        if (!Directory.Exists(path)) return new([], null);
        try
        {
            var children = new DirectoryInfo(path).GetFileSystemInfos();
            Array.Sort(children, static (one, other) => string.CompareOrdinal(one.Name, other.Name));
            if (without.Length > 0)
            {
                var passedOver = without.Split('/');
                children = Array.FindAll(children, child => Array.IndexOf(passedOver, child.Name) < 0);
            }
            return new(children, null);
        }
        catch (UnauthorizedAccessException)
        {
            return new([], "may not be listed: permission denied");
        }
        catch (IOException)
        {
            return new([], "cannot be listed");
        }
    }

    static string AnswerOf(DiskFile file) => file.Error ?? Convert.ToHexString(SHA256.HashData(file.Bytes.Span));

    static string AnswerOf(DiskFolder folder)
    {
        if (folder.Error is not null) return folder.Error;
        var names = new StringBuilder();
        // No system allows a slash in a name.
        foreach (var child in folder.Children) names.Append(child.Name).Append(DiskFolder.IsFolder(child) ? "/d" : "/f").Append(DiskFolder.IsLink(child) ? "l/" : "/");
        return Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(names.ToString().AsSpan())));
    }
}

enum DiskQuestion : byte { Kind, Link, Content, Children }

/// <param name="Bytes">The content.</param>
/// <param name="Error">Why it cannot be had, in words that follow the path; null when it can.</param>
readonly record struct DiskFile(ReadOnlyMemory<byte> Bytes, string? Error);

/// <param name="Children">In ordinal order of names.</param>
/// <param name="Error">Why they cannot be had, in words that follow the path; null when they can.</param>
readonly record struct DiskFolder(FileSystemInfo[] Children, string? Error)
{
    /// <summary>Whether it is a folder, or a link to one.</summary>
    public static bool IsFolder(FileSystemInfo child) => (child.Attributes & FileAttributes.Directory) != 0;

    public static bool IsLink(FileSystemInfo child) => (child.Attributes & FileAttributes.ReparsePoint) != 0 && child.LinkTarget is not null;
}
