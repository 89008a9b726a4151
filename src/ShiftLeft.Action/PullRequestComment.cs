using System.Security.Cryptography;
using System.Text;

namespace ShiftLeft.Actions;

/// <summary>
/// The one comment of a category on a pull request: written when there is something to say, changed in place when that changes, left alone
/// when it does not, and one line when nothing is left to fix.
/// </summary>
static class PullRequestComment
{
    /// <param name="api">GitHub.</param>
    /// <param name="number">The pull request's.</param>
    /// <param name="category">The comment's.</param>
    /// <param name="text">What it is to say.</param>
    /// <param name="isNews">Whether it is worth a comment of its own; otherwise it only takes the place of an earlier one.</param>
    /// <returns>Its address, and what could not be done.</returns>
    public static async Task<(string? Address, Refusal? Refusal)> Keep(GitHubApi api, int number, string category, CommentText text, bool isNews)
    {
        var marker = new Marker("comment", category);
        var (comments, refusal) = await api.CommentsOn(number);
        if (comments is null) return (null, refusal);
        var marked = comments.Where(comment => marker.KeyOf(comment.Body) is not null).ToList();
        var self = marked.Count > 0 ? await api.Self() : null;
        var ours = marked.Where(comment => comment.User?.Login == self).OrderBy(comment => comment.Id).ToList();
        foreach (var duplicate in ours.Skip(1)) await api.RemoveComment(duplicate.Id);

        if (ours is not [var first, ..])
        {
            if (!isNews) return default;
            var (added, whyNot) = await api.AddComment(number, marker.Line(text.State) + text.Body);
            return (added?.HtmlUrl, whyNot);
        }
        if (marker.KeyOf(first.Body) == text.State) return (first.HtmlUrl, null);
        var (changed, why) = await api.ChangeComment(first.Id, marker.Line(text.State) + text.Body);
        return (changed?.HtmlUrl ?? first.HtmlUrl, why);
    }
}

/// <param name="Body">Markdown.</param>
/// <param name="State">The same for texts that say the same; the commit and the run that links lead to make no difference.</param>
sealed record CommentText(string Body, string State)
{
    /// <param name="body">As it is shown.</param>
    /// <param name="canonical">With links that do not depend on the commit or the run.</param>
    public static CommentText Of(string body, string canonical) => new(body, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))[..16]);
}
