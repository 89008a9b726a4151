using System.Buffers;
using ShiftLeft.Files;
using ShiftLeft.Text;

namespace ShiftLeft.Policy;

/// <summary>A pattern of paths of the tree. It covers what it matches, and what lies below a folder that it matches.</summary>
sealed record PathPattern
{
    static readonly SearchValues<char> Special = SearchValues.Create("*?[\\");

    readonly Glob matcher;

    PathPattern(string glob)
    {
        Glob = glob;
        var special = glob.AsSpan().IndexOfAny(Special);
        Folder = special < 0 ? glob : TreePath.FolderOf(glob[..special]);
        matcher = new(glob);
    }

    public string Glob { get; }

    /// <summary>The folder that everything lies in or is that it can cover.</summary>
    public string Folder { get; }

    /// <summary>Reads a pattern as written in a policy of this folder; null when it leads out of the tree.</summary>
    public static PathPattern? Read(string folder, string written)
    {
        var rest = written;
        while (true)
        {
            if (rest.StartsWith("./", StringComparison.Ordinal)) rest = rest[2..];
            else if (rest.StartsWith("../", StringComparison.Ordinal))
            {
                if (folder.Length == 0) return null;
                (folder, rest) = (TreePath.FolderOf(folder), rest[3..]);
            }
            else break;
        }
        if (rest is ".") rest = "";
        rest = rest.TrimEnd('/');
        // All that is in a folder is the folder, which then need not be entered.
        if (rest.EndsWith("/**", StringComparison.Ordinal) && TreePath.NameOf(rest[..^3]).AsSpan().IndexOfAny(Special) < 0) rest = rest[..^3];
        return new(TreePath.Join(Escape(folder), rest));
    }

    /// <summary>One path, and what lies below it.</summary>
    public static PathPattern Of(string path) => new(Escape(path));

    public bool Covers(string path) => Glob.Length == 0 || matcher.Covers(path);

    public override string ToString() => Glob;

    /// <summary>A folder is a name, whatever it is called.</summary>
    static string Escape(string folder) =>
        folder.AsSpan().IndexOfAny(Special) < 0 ? folder : string.Concat(folder.Select(c => Special.Contains(c) ? $"\\{c}" : $"{c}"));
}
