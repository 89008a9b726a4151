using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using ShiftLeft.Files;

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
    const int MaximumHead = 8 * 1024;

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

    /// <summary>The beginning of a file, of whatever size it is.</summary>
    public DiskFile ReadHead(string path)
    {
        var file = HeadOf(path);
        trace?.Add(DiskQuestion.Head, path, "", AnswerOf(file));
        return file;
    }

    /// <summary>What git tracks below the top of a working tree.</summary>
    public DiskNames Tracked(string top)
    {
        var names = TrackedBelow(top);
        trace?.Add(DiskQuestion.Tracked, top, "", AnswerOf(names));
        return names;
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
        if (question == DiskQuestion.Head)
        {
            work += MaximumHead;
            return AnswerOf(HeadOf(path));
        }
        if (question == DiskQuestion.Tracked)
        {
            var tracked = TrackedBelow(path);
            work += 64L * (tracked.Names?.Count ?? 0);
            return AnswerOf(tracked);
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

    static DiskFile HeadOf(string path) => ContentOf(path, long.MaxValue, MaximumHead);

    static DiskNames TrackedBelow(string top)
    {
        var names = GitFolder.TrackedBelow(top, out var isThere);
        return new(names, isThere);
    }

    /// <param name="path">The file.</param>
    /// <param name="largest">A larger one is not read.</param>
    /// <param name="most">No more than this is read of it.</param>
    internal static DiskFile ContentOf(string path, long largest = MaximumBytes, int most = int.MaxValue)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists) return new(default, path.Contains('\uFFFD', StringComparison.Ordinal) ? "cannot be opened: its name is not UTF-8" : Missing);
            if (file.Length > largest) return new(default, FileRead.TooLarge);
            // A pipe or a device has no length, and to open it could wait for ever.
            if (file.Length == 0) return new(default, null);

            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            var bytes = new byte[Math.Min(file.Length, most)];
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

    static string AnswerOf(DiskNames names)
    {
        if (names.Names is null) return names.IsThere ? "unreadable" : "";
        // In a name of git there is no zero.
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in names.Names) hash.AppendData(MemoryMarshal.AsBytes((name + "\0").AsSpan()));
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    static string AnswerOf(DiskFolder folder)
    {
        if (folder.Error is not null) return folder.Error;
        var names = new StringBuilder();
        // No system allows a slash in a name.
        foreach (var child in folder.Children) names.Append(child.Name).Append(DiskFolder.IsFolder(child) ? "/d" : "/f").Append(DiskFolder.IsLink(child) ? "l/" : "/");
        return Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(names.ToString().AsSpan())));
    }
}

enum DiskQuestion : byte { Kind, Link, Content, Children, Head, Tracked }

/// <param name="Bytes">The content.</param>
/// <param name="Error">Why it cannot be had, in words that follow the path; null when it can.</param>
readonly record struct DiskFile(ReadOnlyMemory<byte> Bytes, string? Error);

/// <param name="Names">Paths below the top; null where they cannot be had.</param>
/// <param name="IsThere">Whether there is git.</param>
readonly record struct DiskNames(List<string>? Names, bool IsThere);

/// <param name="Children">In ordinal order of names.</param>
/// <param name="Error">Why they cannot be had, in words that follow the path; null when they can.</param>
readonly record struct DiskFolder(FileSystemInfo[] Children, string? Error)
{
    /// <summary>Whether it is a folder, or a link to one. What is not found under the name that it is listed by has all attributes at once: a name that is not UTF-8.</summary>
    public static bool IsFolder(FileSystemInfo child) => (int)child.Attributes != -1 && (child.Attributes & FileAttributes.Directory) != 0;

    public static bool IsLink(FileSystemInfo child) => (child.Attributes & FileAttributes.ReparsePoint) != 0 && child.LinkTarget is not null;
}
