using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using ShiftLeft.Files;

namespace ShiftLeft.Hosting;

/// <summary>
/// The tree of a commit, read from git's objects; nothing is checked out. It answers as the same files on disk would, links included: one is
/// followed only to something in the tree that is not already on the way to it.
/// </summary>
sealed class GitTree : FileTree, IDisposable
{
    const long MaximumBytes = 10 * 1024 * 1024;
    const int MaximumLinks = 40;
    const int LongestTarget = 4_096;
    const string Link = "120000";
    const string Submodule = "160000";

    readonly Dictionary<string, Entry> entries;
    readonly Dictionary<string, ImmutableArray<string>> children;
    readonly Process reader;
    readonly FileTree? outside;
    readonly ConcurrentDictionary<string, string?> resolved = new(StringComparer.Ordinal);
    /// <summary>Paths that are not resolved because a link on the way leads out of the tree.</summary>
    readonly ConcurrentDictionary<string, bool> leaving = new(StringComparer.Ordinal);
    readonly Lock gate = new();

    GitTree(Dictionary<string, Entry> entries, Process reader, FileTree? outside)
    {
        (this.entries, this.reader, this.outside) = (entries, reader, outside);
        children = ChildrenOf(entries.Keys);
    }

    /// <param name="git">The repository.</param>
    /// <param name="commit">A full id.</param>
    /// <param name="outside">Reads what is named by a full path: a policy that lies beside the repository.</param>
    /// <returns>Null where the repository does not hold all of it.</returns>
    public static GitTree? Open(GitCommand git, string commit, FileTree? outside)
    {
        if (git.Run("ls-tree", "-r", "-z", "-l", "--full-tree", commit) is not { } listing) return null;
        var entries = EntriesOf(listing);
        if (entries.Values.Any(entry => entry.Size < 0) || git.Start("cat-file", "--batch") is not { } reader) return null;
        return new(entries, reader, outside);
    }

    /// <summary>The paths of the submodules, and the commits of theirs.</summary>
    public IEnumerable<(string Path, string Commit)> Submodules => entries.Where(entry => entry.Value.Mode == Submodule).Select(entry => (entry.Key, entry.Value.Id)).OrderBy(module => module.Key, StringComparer.Ordinal);

    public override ImmutableArray<TreeEntry> List(string folder)
    {
        if (Resolve(folder) is not { } real || !children.TryGetValue(real, out var names)) return [];
        return [.. names.Where(name => !LeadsBack(folder, TreePath.Join(real, name))).Select(name => new TreeEntry(name, IsFolder(TreePath.Join(real, name))))];
    }

    public override ImmutableArray<BrokenLink> BrokenLinks(string folder)
    {
        if (Resolve(folder) is not { } real || !children.TryGetValue(real, out var names)) return [];
        var broken = ImmutableArray.CreateBuilder<BrokenLink>();
        foreach (var name in names)
        {
            var link = TreePath.Join(real, name);
            if (!entries.TryGetValue(link, out var entry) || entry.Mode != Link) continue;
            if (Resolve(link) is not { } target) broken.Add(new(name, EndOf(link)));
            else if (!entries.ContainsKey(target) && !children.ContainsKey(target)) broken.Add(new(name, LinkEnd.Nowhere));
            else if (LeadsBack(folder, link)) broken.Add(new(name, LinkEnd.Back));
        }
        return broken.ToImmutable();
    }

    public override string? WhyClosed(string folder) => entries.ContainsKey(folder) && Resolve(folder) is null ? RefusalOf(folder) : null;

    public override string RealPathOf(string path) => Resolve(path) ?? path;

    public override TrackedFiles TrackedIn(string folder) => TrackedFiles.All;

    public override bool FileExists(string path)
    {
        if (Path.IsPathFullyQualified(path)) return outside?.FileExists(path) == true;
        return Resolve(path) is { } real ? entries.TryGetValue(real, out var entry) && entry.Mode is not Submodule : entries.ContainsKey(path);
    }

    public override FileRead Read(string path)
    {
        if (Path.IsPathFullyQualified(path)) return outside?.Read(path) ?? FileRead.Failed("does not exist");
        if (Resolve(path) is not { } real) return FileRead.Failed(entries.ContainsKey(path) ? RefusalOf(path) : "does not exist");
        if (!entries.TryGetValue(real, out var entry) || entry.Mode == Submodule) return FileRead.Failed("does not exist");
        if (entry.Size > MaximumBytes) return FileRead.Failed(FileRead.TooLarge);
        return ReadObject(entry) is { } bytes ? FileRead.Of(bytes) : FileRead.Failed("cannot be read");
    }

    bool IsFolder(string path) =>
        entries.TryGetValue(path, out var entry)
            ? entry.Mode == Submodule || (entry.Mode == Link && Resolve(path) is { } real && (real.Length == 0 || children.ContainsKey(real)))
            : children.ContainsKey(path);

    /// <summary>Whether the child is a link to a folder on the way to it.</summary>
    bool LeadsBack(string folder, string child)
    {
        if (!entries.TryGetValue(child, out var entry) || entry.Mode != Link || Resolve(child) is not { } target) return false;
        for (var at = folder; ; at = TreePath.FolderOf(at))
        {
            if (Resolve(at) == target) return true;
            if (at.Length == 0) return false;
        }
    }

    /// <summary>Why a path was not resolved.</summary>
    string RefusalOf(string path) => new BrokenLink(path, EndOf(path)).Why;

    LinkEnd EndOf(string path) => leaving.ContainsKey(path) ? LinkEnd.Outside : LinkEnd.Nowhere;

    /// <summary>The path with its links followed, whether anything is there or not; null where one leads out of the tree or goes round in circles.</summary>
    string? Resolve(string path)
    {
        if (path.Length == 0) return "";
        if (resolved.TryGetValue(path, out var known)) return known;
        return resolved[path] = Follow(path);
    }

    string? Follow(string path)
    {
        var (real, links) = ("", 0);
        var rest = new Stack<string>(path.Split('/').Reverse());
        while (rest.TryPop(out var name))
        {
            if (name is "" or "." or "..") return null;
            var here = TreePath.Join(real, name);
            if (!entries.TryGetValue(here, out var entry) || entry.Mode != Link)
            {
                real = here;
                continue;
            }
            if (++links > MaximumLinks || TargetOf(entry) is not { } target) return null;
            if (TargetPath(real, target) is not { } full)
            {
                leaving[path] = true;
                return null;
            }
            foreach (var part in full.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse()) rest.Push(part);
            real = "";
        }
        return real;
    }

    static string? TargetPath(string folder, string target) => target.StartsWith('/') ? null : TreePath.Resolve(folder, target);

    string? TargetOf(Entry entry) => entry.Mode == Link && entry.Size <= LongestTarget && ReadObject(entry) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    /// <summary><c>cat-file --batch</c> answers an id with <c>id blob size</c>, the bytes and the end of a line.</summary>
    byte[]? ReadObject(Entry entry)
    {
        lock (gate)
        {
            try
            {
                reader.StandardInput.BaseStream.Write(Encoding.ASCII.GetBytes(entry.Id + "\n"));
                reader.StandardInput.BaseStream.Flush();
                var output = reader.StandardOutput.BaseStream;
                if (HeaderFrom(output).Split(' ') is not [_, "blob", var size] || !int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length != entry.Size) return null;
                var bytes = new byte[length + 1];
                output.ReadExactly(bytes);
                return bytes[..length];
            }
            catch (IOException)
            {
                return null;
            }
        }
    }

    static string HeaderFrom(Stream output)
    {
        const int Longest = 200;
        var header = new StringBuilder();
        while (header.Length < Longest && output.ReadByte() is var value and >= 0 && value != '\n') header.Append((char)value);
        return header.ToString();
    }

    /// <summary>Each is <c>mode type id size TAB path NUL</c>.</summary>
    static Dictionary<string, Entry> EntriesOf(byte[] listing)
    {
        var entries = new Dictionary<string, Entry>(StringComparer.Ordinal);
        foreach (var line in Encoding.UTF8.GetString(listing).Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            if (tab < 0 || line[..tab].Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var mode, _, var id, var size]) continue;
            // Of a blob that a partial clone lacks there is no size.
            entries[line[(tab + 1)..]] = new(mode, id, long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : size == "-" ? 0 : -1);
        }
        return entries;
    }

    static Dictionary<string, ImmutableArray<string>> ChildrenOf(IEnumerable<string> paths)
    {
        var found = new Dictionary<string, SortedSet<string>>(StringComparer.Ordinal) { [""] = new(StringComparer.Ordinal) };
        foreach (var path in paths)
        {
            for (var at = path; at.Length > 0; at = TreePath.FolderOf(at))
            {
                var folder = TreePath.FolderOf(at);
                if (!found.TryGetValue(folder, out var names)) found[folder] = names = new(StringComparer.Ordinal);
                if (!names.Add(TreePath.NameOf(at))) break;
            }
        }
        return found.ToDictionary(folder => folder.Key, folder => folder.Value.ToImmutableArray(), StringComparer.Ordinal);
    }

    public void Dispose()
    {
        // At the end of its input it ends.
        reader.StandardInput.Close();
        if (!reader.WaitForExit(TimeSpan.FromSeconds(5))) reader.Kill(entireProcessTree: true);
        reader.Dispose();
    }

    readonly record struct Entry(string Mode, string Id, long Size);
}
