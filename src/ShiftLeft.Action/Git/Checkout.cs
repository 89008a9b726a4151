using System.Text;
using ShiftLeft.Files;
using ShiftLeft.Hosting;

namespace ShiftLeft.Actions;

/// <summary>What the workspace holds of the repository's history.</summary>
/// <param name="Git">The command; null where there is no repository.</param>
sealed record Checkout(GitCommand? Git)
{
    /// <summary>The commit that is checked out.</summary>
    public string? Head { get; } = Git?.Line("rev-parse", "--verify", "--quiet", "HEAD^{commit}") is { } head && Payloads.IsCommit(head) ? head : null;

    /// <summary>
    /// The commit to compare with: of the merge that GitHub makes for a pull request the first parent, which is what the base branch really
    /// was; of a pull request's own commit the point where it left the base; else the commit that was there before. Null where it is not in
    /// the checkout.
    /// </summary>
    public string? BaseOf(Trigger trigger, PullRequest? pull)
    {
        if (Git is null || Head is null) return null;
        var start = pull is null ? trigger.Before
            : Parents() is [var first, var second] && second == pull.HeadSha ? first
            : Head == pull.HeadSha && pull.BaseSha is { } tip ? Git.Line("merge-base", tip, Head)
            : null;
        return start is not null && Payloads.IsCommit(start) && Git.Run("cat-file", "-e", start + "^{tree}") is not null ? start : null;
    }

    /// <summary>As the commit names them; a shallow checkout may lack them.</summary>
    string[] Parents() => (Git!.Line("cat-file", "commit", Head!) ?? "").Split("\n\n", 2)[0].Split('\n')
        .Where(line => line.StartsWith("parent ", StringComparison.Ordinal)).Select(line => line[7..]).ToArray();

    public GitTree? TreeOf(string commit, FileTree? outside) => GitTree.Open(Git!, commit, outside);

    /// <summary>The lines that the checked-out commit has and the other has not. A file that was renamed is compared with what it was.</summary>
    public DiffLines? ChangesSince(string commit)
    {
        string[] diff = ["diff", "--no-ext-diff", "--no-textconv", "--no-color", "-M", "--diff-filter=d"];
        if (Git!.Run([.. diff, "-z", "--name-only", commit, Head!]) is not { } names || Git.Run([.. diff, "-U0", commit, Head!]) is not { } patch) return null;
        return DiffLines.OfGit(Encoding.UTF8.GetString(names).Split('\0', StringSplitOptions.RemoveEmptyEntries), Encoding.UTF8.GetString(patch));
    }
}
