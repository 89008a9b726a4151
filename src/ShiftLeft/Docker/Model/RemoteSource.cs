using System.Collections.Frozen;

namespace ShiftLeft.Docker;

/// <summary>What a source of <c>ADD</c> or <c>COPY</c> is to BuildKit: a file of the context, something to fetch, or a repository to clone (<c>dfgitutil.ParseGitRef</c>).</summary>
enum SourceKind { Local, Http, Git }

/// <param name="Kind">What it is.</param>
/// <param name="Fault">What BuildKit does not take in a repository's address; null when it takes it.</param>
readonly record struct RemoteSource(SourceKind Kind, string? Fault)
{
    static RemoteSource Local { get; } = new(SourceKind.Local, null);
    static RemoteSource Http { get; } = new(SourceKind.Http, null);

    public static RemoteSource Of(string text)
    {
        var end = text.IndexOf("://", StringComparison.Ordinal);
        var scheme = end > 0 && text[..end].All(char.IsAsciiLetterOrDigit) ? text[..end].ToLowerInvariant() : null;
        if (scheme is null) return IsScp(text, out var query) ? Git(query) : Local;
        var isHttp = text.StartsWith("http://", StringComparison.Ordinal) || text.StartsWith("https://", StringComparison.Ordinal);
        if (scheme is not ("http" or "https" or "ssh" or "git") || !IsAddress(text, end + 3)) return isHttp ? Http : Local;
        var hash = text.IndexOf('#', StringComparison.Ordinal);
        var address = hash < 0 ? text : text[..hash];
        var mark = address.IndexOf('?', StringComparison.Ordinal);
        var path = mark < 0 ? address : address[..mark];
        // By HTTP, only what ends so is a repository.
        if (scheme is "http" or "https" && !(path.IndexOf('/', end + 3) > 0 && path.EndsWith(".git", StringComparison.Ordinal))) return isHttp ? Http : Local;
        return Git(mark < 0 ? "" : address[(mark + 1)..]);
    }

    /// <summary>Whether Go's <c>url.Parse</c> takes it: no control characters, whole escapes, a port of digits.</summary>
    static bool IsAddress(string text, int start)
    {
        if (text.Any(char.IsControl)) return false;
        var end = text.AsSpan(start).IndexOfAny('/', '?', '#') is var at and >= 0 ? start + at : text.Length;
        var host = text[(text.LastIndexOf('@', end - 1, end - start) + 1 is var behind && behind > start ? behind : start)..end];
        var colon = host.LastIndexOf(':');
        if (host.AsSpan().IndexOfAny(" <>\"\\^`{|}") >= 0 || (colon >= 0 && !host.EndsWith(']') && !host[(colon + 1)..].All(char.IsAsciiDigit))) return false;
        var path = text.IndexOf('?', StringComparison.Ordinal) is var query and >= 0 ? query : text.Length;
        for (var percent = text.IndexOf('%', StringComparison.Ordinal); percent >= 0 && percent < path; percent = text.IndexOf('%', percent + 1))
        {
            if (percent + 2 >= text.Length || !char.IsAsciiHexDigit(text[percent + 1]) || !char.IsAsciiHexDigit(text[percent + 2])) return false;
        }
        return true;
    }

    /// <summary><c>user@host:path</c>.</summary>
    static bool IsScp(string text, out string query)
    {
        query = "";
        var at = text.IndexOf('@', StringComparison.Ordinal);
        if (at <= 0 || !text.AsSpan(0, at).ToString().All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')) return false;
        var colon = text.IndexOf(':', at);
        if (colon <= at + 1 || !text[(at + 1)..colon].All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.')) return false;
        if (text.Contains('\n', StringComparison.Ordinal)) return false;
        var rest = text[(colon + 1)..];
        var hash = rest.IndexOf('#', StringComparison.Ordinal);
        var mark = rest.IndexOf('?', StringComparison.Ordinal);
        if (mark >= 0 && (hash < 0 || mark < hash)) query = hash < 0 ? rest[(mark + 1)..] : rest[(mark + 1)..hash];
        return true;
    }

    static RemoteSource Git(string query)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var (key, value) = equals < 0 ? (pair, "") : (pair[..equals], pair[(equals + 1)..]);
            if (!seen.Add(key)) return Bad($"`{key}` is given twice");
            if (!Parameters.Contains(key)) return Bad($"a repository's address has no parameter `{key}`");
            var isSwitch = key is "submodules" or "keep-git-dir" or "fetch-by-commit";
            if (value.Length == 0 && !isSwitch) return Bad($"`{key}` has no value");
            if (value.Length > 0 && isSwitch && GoNumber.Boolean(value) is null) return Bad($"`{key}` is `true` or `false`, not `{value}`");
            if (key == "mtime" && value is not ("checkout" or "commit")) return Bad($"`mtime` is `checkout` or `commit`, not `{value}`");
        }
        return seen.Contains("tag") && seen.Contains("branch") ? Bad("it names both a branch and a tag") : new(SourceKind.Git, null);

        static RemoteSource Bad(string fault) => new(SourceKind.Git, fault);
    }

    static readonly FrozenSet<string> Parameters = FrozenSet.ToFrozenSet(
        ["ref", "tag", "branch", "subdir", "checksum", "commit", "keep-git-dir", "submodules", "mtime", "fetch-by-commit"], StringComparer.Ordinal);
}
