using System.Collections.Immutable;
using System.Text;

namespace ShiftLeft.Files;

/// <summary>Files in memory: tests, examples and editors.</summary>
sealed class MemoryTree(IEnumerable<KeyValuePair<string, string>> files) : FileTree
{
    readonly ImmutableSortedDictionary<string, string> files = files.ToImmutableSortedDictionary(StringComparer.Ordinal);

    public override ImmutableArray<TreeEntry> List(string folder)
    {
        var prefix = folder.Length == 0 ? "" : folder + "/";
        return
        [
            .. files.Keys.Where(path => path.StartsWith(prefix, StringComparison.Ordinal))
                .Select(path => path[prefix.Length..])
                .Select(rest => rest.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 ? new TreeEntry(rest[..slash], true) : new(rest, false))
                .Distinct()
                .OrderBy(entry => entry.Name, StringComparer.Ordinal),
        ];
    }

    public override FileRead Read(string path) =>
        files.TryGetValue(path, out var text) ? FileRead.Of(Encoding.UTF8.GetBytes(text)) : FileRead.Failed("does not exist");

    public override bool FileExists(string path) => files.ContainsKey(path);
}
