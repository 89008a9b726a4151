using System.Collections.Immutable;

namespace ShiftLeft.Files;

/// <summary>
/// A tree of files that a face hands to the engine: a folder on disk, a commit, or texts in memory. Paths are relative to the tree's
/// root, with forward slashes, never with <c>..</c>; the root itself is the empty string. Nothing outside the root can be reached.
/// </summary>
abstract class FileTree
{
    /// <summary>What lies directly in a folder, in ordinal order of names; empty where there is no such folder.</summary>
    public abstract ImmutableArray<TreeEntry> List(string folder);

    /// <summary>Why a folder's content cannot be had, in words that follow the path; null when it can.</summary>
    public virtual string? WhyClosed(string folder) => null;

    /// <summary>Links directly in a folder that lead to nothing in the tree, in ordinal order of names. Who must have all of a folder cannot do without them.</summary>
    public virtual ImmutableArray<BrokenLink> BrokenLinks(string folder) => [];

    /// <summary>The path by which a file or folder is known without the symbolic links that may lead to it.</summary>
    public virtual string RealPath(string path) => path;

    /// <summary>The file's bytes, or why they cannot be had.</summary>
    public abstract FileRead Read(string path);

    public abstract bool FileExists(string path);

    /// <summary>The first bytes of a file, some thousands, of whatever size it is.</summary>
    public virtual FileRead ReadHead(string path) => Read(path);

    /// <summary>What git tracks below a folder that is the top of a working tree.</summary>
    public virtual TrackedFiles TrackedIn(string folder) => TrackedFiles.Unknown;
}

/// <summary>A child of a folder: its name, and whether it is a folder.</summary>
readonly record struct TreeEntry(string Name, bool IsFolder);

/// <summary>A symbolic link that cannot be followed.</summary>
readonly record struct BrokenLink(string Name, LinkEnd End)
{
    /// <summary>In words that follow the path.</summary>
    public string Why => End switch
    {
        LinkEnd.Outside => "is a symbolic link that leads out of the scanned tree",
        LinkEnd.Back => "is a symbolic link that leads back to a folder on the way to it",
        _ => "is a symbolic link that leads nowhere",
    };
}

/// <summary>Where a broken link leads: to what is not there or round in circles, to a folder that it lies in, out of the tree.</summary>
enum LinkEnd { Nowhere, Back, Outside }

/// <summary>The outcome of reading a file: bytes, or an error in words that follow the path: "is larger than 10 MiB".</summary>
readonly record struct FileRead(ReadOnlyMemory<byte> Bytes, string? Error)
{
    public static FileRead Of(ReadOnlyMemory<byte> bytes) => new(bytes, null);
    public static FileRead Failed(string error) => new(default, error);

    /// <summary>The error of a file that is not read for its size.</summary>
    public const string TooLarge = "is larger than 10 MiB";
}
