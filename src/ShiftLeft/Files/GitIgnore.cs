using System.Collections.Immutable;
using ShiftLeft.Text;

namespace ShiftLeft.Files;

/// <summary>
/// The patterns of the <c>.gitignore</c> files from the tree's root down to one folder; the last that matches decides, as in git.
/// An ignored folder is never entered, so nothing below it can be included again.
/// </summary>
sealed class GitIgnore
{
    public static GitIgnore None { get; } = new([]);

    readonly ImmutableArray<Pattern> patterns;

    GitIgnore(ImmutableArray<Pattern> patterns) => this.patterns = patterns;

    /// <summary>These patterns followed by those of one more file, which lies in <paramref name="folder"/>.</summary>
    public GitIgnore With(string folder, string text) => new(
    [
        .. patterns,
        .. text.Split('\n').Select(line => Pattern.Read(folder, line.TrimEnd('\r'))).OfType<Pattern>(),
    ]);

    public bool Ignores(string path, bool isFolder)
    {
        for (var i = patterns.Length - 1; i >= 0; i--)
        {
            if (patterns[i].Matches(path, isFolder)) return !patterns[i].Negated;
        }
        return false;
    }

    sealed record Pattern(string Folder, string Text, bool Negated, bool FoldersOnly, bool Anchored)
    {
        public static Pattern? Read(string folder, string line)
        {
            while (line.EndsWith(' ') && !line.EndsWith("\\ ", StringComparison.Ordinal)) line = line[..^1];
            if (line.Length == 0 || line[0] == '#') return null;
            var negated = line[0] == '!';
            if (negated) line = line[1..];
            var foldersOnly = line.EndsWith('/');
            line = line.TrimEnd('/');
            var anchored = line.Contains('/', StringComparison.Ordinal);
            line = line.TrimStart('/');
            return line.Length == 0 ? null : new(folder, line, negated, foldersOnly, anchored);
        }

        public bool Matches(string path, bool isFolder)
        {
            if ((FoldersOnly && !isFolder) || !TreePath.IsWithin(path, Folder) || path.Length == Folder.Length) return false;
            return Glob.IsMatch(Text, Anchored ? path[(Folder.Length == 0 ? 0 : Folder.Length + 1)..] : TreePath.NameOf(path));
        }
    }
}
