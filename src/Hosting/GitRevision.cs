namespace ShiftLeft.Hosting;

/// <summary>
/// A commit by any name that git knows it by: a branch, a tag, a hash or the beginning of one, <c>HEAD~3</c>. <c>main...</c> is the commit at which
/// the current one left <c>main</c>, as in <c>git diff main...</c>.
/// </summary>
/// <param name="Git">The repository.</param>
/// <param name="Name">The name, as given.</param>
/// <param name="Commit">The full hash.</param>
sealed record GitRevision(GitCommand Git, string Name, string Commit)
{
    const string SinceTheyParted = "...";

    /// <param name="folder">The top of a working tree.</param>
    /// <param name="name">What somebody calls the commit.</param>
    /// <param name="path">Where programs are looked for.</param>
    /// <param name="problem">Why there is none, in words that follow what asked for it.</param>
    public static GitRevision? Find(string folder, string name, string? path, out string problem)
    {
        problem = "";
        if (name.Trim().Length == 0) problem = "names no revision; name a branch, a tag or a commit";
        else if (!Path.Exists(Path.Combine(folder, ".git"))) problem = $"needs git's history, and '{folder}' is no working tree of git";
        else if (GitCommand.In(folder, path) is not { } git) problem = "needs `git`, which is not on the path";
        else if (git.Line("rev-parse", "--git-dir") is null) problem = $"needs git's history, and git cannot read the repository of '{folder}'";
        else if (CommitOf(git, name, ref problem) is { } commit) return new(git, name, commit);
        return null;
    }

    static string? CommitOf(GitCommand git, string name, ref string problem)
    {
        if (name.IndexOf(SinceTheyParted, StringComparison.Ordinal) is not (>= 0 and var at)) return Resolve(git, name, ref problem);
        var (one, other) = (name[..at], name[(at + SinceTheyParted.Length)..]);
        if (Resolve(git, one.Length == 0 ? "HEAD" : one, ref problem) is not { } start || Resolve(git, other.Length == 0 ? "HEAD" : other, ref problem) is not { } end) return null;
        if (git.Line("merge-base", start, end)?.Split('\n')[0] is { Length: > 0 } common) return common;
        problem = IsShallow(git) ? $"names '{name}', and this shallow clone does not reach back to where the two parted; {Deepen}" : $"names '{name}', and the two have no commit in common";
        return null;
    }

    static string? Resolve(GitCommand git, string name, ref string problem)
    {
        // Behind a search for a message, as in `:/words`, what asks for the commit would be searched for as well.
        if (git.Line("rev-parse", "--verify", "--quiet", "--end-of-options", name.StartsWith(":/", StringComparison.Ordinal) ? name : name + "^{commit}") is { Length: 40 or 64 } commit) return commit;
        problem = name.Contains("..", StringComparison.Ordinal) ? $"names the range '{name}'; name one revision, or `{name.Split("..")[0]}...` for the commit at which this branch left it"
            : IsAmbiguous(git, name) ? $"names '{name}', with which more than one hash begins; write more of it"
            : IsShallow(git) ? $"names '{name}', which this shallow clone does not hold; {Deepen}"
            : $"names '{name}', and there is no such revision here; name a branch, a tag or a commit, or `origin/main...` for the commit at which this branch left another";
        return null;
    }

    const string Deepen = "fetch it, with `git fetch --unshallow` or, in a workflow, with `fetch-depth: 0` for `actions/checkout`";

    static bool IsAmbiguous(GitCommand git, string name) =>
        name.Length is >= 4 and < 40 && name.All(char.IsAsciiHexDigit) && git.Line("rev-parse", "--disambiguate=" + name)?.Contains('\n', StringComparison.Ordinal) == true;

    static bool IsShallow(GitCommand git) => git.Line("rev-parse", "--is-shallow-repository") == "true";

    /// <summary>All files of the commit, those of submodules that are checked out included.</summary>
    /// <param name="outside">Reads what is named by a full path: a policy that lies beside the repository.</param>
    /// <param name="problem">What is not there, in words that follow what asked for it.</param>
    public CommitTree? Open(Files.FileTree? outside, out string problem)
    {
        var tree = CommitTree.Open(Git, Commit, outside, out var missing);
        problem = tree is null ? $"names '{Name}', and this clone lacks {missing}" : "";
        return tree;
    }
}
