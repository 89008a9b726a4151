using ShiftLeft.Text;

namespace ShiftLeft.Files;

/// <summary>
/// The patterns of the <c>.gitignore</c> files from the tree's root down to one folder; the last that matches decides, as in git.
/// An ignored folder is never entered, so nothing below it can be included again.
/// </summary>
sealed class GitIgnore
{
    /// <summary>So many patterns with wildcards count, those of the folders above included: each is tried on each name.</summary>
    const int MostPatterns = 2_000;
    /// <summary>Names without wildcards are looked up.</summary>
    const int MostNames = 50_000;
    const int LongestPattern = 1_000;

    public static GitIgnore None { get; } = new(null, "");

    readonly GitIgnore? above;
    readonly string folder;
    readonly List<Pattern> patterns = [];
    /// <summary>Names and paths without wildcards; of equal ones the last counts, for folders and for all.</summary>
    readonly Dictionary<(string Name, bool IsAnchored, bool FoldersOnly), Pattern> names = [];
    int patternsLeft = MostPatterns;
    int namesLeft = MostNames;

    GitIgnore(GitIgnore? above, string folder) => (this.above, this.folder, patternsLeft, namesLeft) = (above, folder, above?.patternsLeft ?? MostPatterns, above?.namesLeft ?? MostNames);

    /// <summary>The file of the folder, or of one above it, that holds more than is read; null where there is none.</summary>
    public string? TooLarge { get; private set; }

    /// <summary>What a file is told of that holds more than is read, in words that follow its path.</summary>
    public static string WhyTooLarge => $"holds a pattern of more than {LongestPattern:N0} characters, or with those above it more than {MostPatterns:N0} patterns with wildcards or {MostNames:N0} names";

    /// <summary>These patterns followed by those of one more file, which lies in <paramref name="folder"/>.</summary>
    public GitIgnore With(string folder, string text)
    {
        var own = new GitIgnore(this, folder) { TooLarge = TooLarge };
        var order = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.IsWhiteSpace() || line[0] == '#') continue;
            if (line.Length <= LongestPattern && (Pattern.Read(line.ToString(), order++) is not { } pattern || own.Add(pattern))) continue;
            own.TooLarge ??= TreePath.Join(folder, ".gitignore");
            break;
        }
        return own;
    }

    /// <summary>False where there are too many.</summary>
    bool Add(Pattern pattern)
    {
        if ((pattern.Glob.IsLiteral ? namesLeft-- : patternsLeft--) <= 0) return false;
        if (pattern.Glob.IsLiteral) names[(pattern.Glob.Literal, pattern.IsAnchored, pattern.FoldersOnly)] = pattern;
        else patterns.Add(pattern);
        return true;
    }

    public bool Ignores(string path, bool isFolder)
    {
        var name = TreePath.NameOf(path);
        for (var file = this; file is not null; file = file.above)
        {
            if (file.LastFor(path[(file.folder.Length == 0 ? 0 : file.folder.Length + 1)..], name, isFolder) is { } decides) return !decides.IsNegated;
        }
        return false;
    }

    /// <summary>The last pattern of this file that matches.</summary>
    Pattern? LastFor(string relative, string name, bool isFolder)
    {
        Pattern? last = null;
        Consider(name, isAnchored: false);
        Consider(relative, isAnchored: true);
        for (var i = patterns.Count - 1; i >= 0 && patterns[i].Order > (last?.Order ?? -1); i--)
        {
            if (patterns[i].Matches(relative, name, isFolder)) return patterns[i];
        }
        return last;

        void Consider(string text, bool isAnchored)
        {
            if (names.TryGetValue((text, isAnchored, false), out var of) && of.Order > (last?.Order ?? -1)) last = of;
            if (isFolder && names.TryGetValue((text, isAnchored, true), out of) && of.Order > (last?.Order ?? -1)) last = of;
        }
    }

    sealed record Pattern(Glob Glob, int Order, bool IsNegated, bool FoldersOnly, bool IsAnchored)
    {
        public static Pattern? Read(string line, int order)
        {
            while (line.EndsWith(' ') && !line.EndsWith("\\ ", StringComparison.Ordinal)) line = line[..^1];
            if (line.Length == 0 || line[0] == '#') return null;
            var isNegated = line[0] == '!';
            if (isNegated) line = line[1..];
            var foldersOnly = line.EndsWith('/');
            line = line.TrimEnd('/');
            var isAnchored = line.Contains('/', StringComparison.Ordinal);
            line = line.TrimStart('/');
            return line.Length == 0 ? null : new(new(line), order, isNegated, foldersOnly, isAnchored);
        }

        public bool Matches(string relative, string name, bool isFolder) => (isFolder || !FoldersOnly) && Glob.IsMatch(IsAnchored ? relative : name);
    }
}
