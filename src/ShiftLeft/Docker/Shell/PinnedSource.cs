namespace ShiftLeft.Docker.Shell;

/// <summary>Whether a source names what it gives: one notion for the packages of all installers, for repositories and for downloads.</summary>
static class PinnedSource
{
    /// <summary>An address that holds the hash of its content: a full commit id or a digest.</summary>
    public static bool NamesContent(string address)
    {
        for (var at = 0; at < address.Length;)
        {
            if (!char.IsAsciiLetterOrDigit(address[at])) { at++; continue; }
            var start = at;
            var isHex = true;
            for (; at < address.Length && char.IsAsciiLetterOrDigit(address[at]); at++) isHex &= char.IsAsciiHexDigit(address[at]);
            if (isHex && at - start is 40 or 64) return true;
        }
        return false;
    }

    /// <summary>Names that move: branches and the tags that mean "the newest".</summary>
    public static bool IsFloating(string reference) => reference.ToLowerInvariant() is
        "" or "main" or "master" or "develop" or "development" or "dev" or "devel" or "trunk" or "head" or "latest" or "next" or "lts" or "beta" or "alpha" or "canary" or "nightly" or "edge" or "stable" or "experimental" or "none" or "upgrade" or "*";

    /// <summary>A source with an address: a repository needs a reference, an archive an address that is not a branch's.</summary>
    /// <param name="address">With its scheme.</param>
    /// <param name="mark">What stands before a repository's reference: <c>@</c> for pip, <c>#</c> for npm.</param>
    public static bool IsPinned(string address, char mark) => IsRepository(address) ? ReferenceOf(address, mark) is { } reference && !IsFloating(reference) : !IsBranch(address);

    static bool IsRepository(string address) =>
        address.StartsWith("git+", StringComparison.Ordinal) || address.StartsWith("git:", StringComparison.Ordinal) || address.StartsWith("git@", StringComparison.Ordinal) || address.StartsWith("ssh:", StringComparison.Ordinal) ||
        address.StartsWith("hg+", StringComparison.Ordinal) || address.StartsWith("svn+", StringComparison.Ordinal) || address.StartsWith("bzr+", StringComparison.Ordinal) || address.Split('#', '?', '@')[0].EndsWith(".git", StringComparison.Ordinal);

    /// <summary>What stands behind the mark, in the path: before it an at sign parts the user from the host.</summary>
    static string? ReferenceOf(string address, char mark)
    {
        var host = address.IndexOf("://", StringComparison.Ordinal);
        var path = address.IndexOf('/', host < 0 ? 0 : host + 3);
        if (path < 0) return null;
        var at = mark == '#' ? address.IndexOf('#', path) : address.LastIndexOf('@');
        return at < path ? null : address[(at + 1)..].Split('#', '?', '&')[0].Replace("semver:", "", StringComparison.Ordinal);
    }

    /// <summary>An archive of what a branch holds on the day.</summary>
    static bool IsBranch(string address)
    {
        if (address.Contains("/refs/heads/", StringComparison.Ordinal) || address.Contains("/releases/latest/", StringComparison.Ordinal)) return true;
        foreach (var part in address.Split('/', '?', '#'))
        {
            var name = part.EndsWith(".zip", StringComparison.Ordinal) ? part[..^4] : part.EndsWith(".tar.gz", StringComparison.Ordinal) ? part[..^7] : part.EndsWith(".tgz", StringComparison.Ordinal) ? part[..^4] : part;
            if (name is "main" or "master" or "HEAD" or "develop" or "trunk") return true;
        }
        return false;
    }
}
