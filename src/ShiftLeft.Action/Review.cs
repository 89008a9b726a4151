using System.Collections.Immutable;
using System.Globalization;
using ShiftLeft.Fixes;
using ShiftLeft.Policy;
using ShiftLeft.Reporting;
using ShiftLeft.Rules;

namespace ShiftLeft.Actions;

/// <summary>
/// Fixes as suggestions on the changed lines of a pull request, which a click commits. Each is known again by its finding's fingerprint, so it
/// is made once, whatever happens to the lines; when the finding is gone, so is the suggestion, unless somebody answered it.
/// </summary>
sealed class Review(GitHubApi api, PullRequest pull, string category)
{
    /// <summary>More in one run are a wall that nobody reads; the comment lists all findings.</summary>
    const int MaximumNew = 20;

    /// <summary>The key of one whose finding is gone.</summary>
    const string Done = "done";

    readonly Marker marker = new("suggestion", category);
    IReadOnlyList<ReviewThread>? threads;

    /// <param name="counted">The findings that count, in the order of the report.</param>
    /// <returns>Why suggestions could not be made or taken away.</returns>
    public async Task<Refusal?> Update(ImmutableArray<Finding> counted)
    {
        var (comments, refusal) = await api.LineCommentsOn(pull.Number);
        if (comments is null) return refusal;
        var fixable = counted.Zip(Fingerprint.Of(counted), (finding, fingerprint) => (finding, fingerprint.Key)).Where(one => one.finding.Fix is not null).ToList();
        var marked = comments.Where(comment => comment.InReplyToId is null && marker.KeyOf(comment.Body) is not (null or Done)).ToList();
        if (fixable.Count == 0 && marked.Count == 0) return null;
        var ours = marked.Count > 0 && await api.Self() is var self ? marked.Where(comment => comment.User?.Login == self).ToList() : [];
        var (diff, whyNot) = await Diff(fixable.Select(one => one.finding.Location.Path).ToHashSet(StringComparer.Ordinal));
        if (diff is null) return whyNot;

        var wanted = fixable.Select(one => (one.Key, Comment: CommentOn(one.finding, one.Key, diff))).Where(one => one.Comment is not null).ToDictionary(one => one.Key, one => one.Comment!, StringComparer.Ordinal);
        var answered = comments.Select(comment => comment.InReplyToId).OfType<long>().ToHashSet();
        var problem = await Tidy(ours, wanted, answered);
        var missing = wanted.Values.Take(MaximumNew).ToList();
        return missing.Count == 0 ? problem : await Add(missing) ?? problem;
    }

    /// <summary>Takes out of what is wanted what is there already, and away what is wanted no more.</summary>
    async Task<Refusal?> Tidy(List<LineComment> ours, Dictionary<string, NewLineComment> wanted, HashSet<long> answered)
    {
        Refusal? problem = null;
        foreach (var comment in ours)
        {
            var key = marker.KeyOf(comment.Body)!;
            var isAnswered = answered.Contains(comment.Id);
            if (wanted.TryGetValue(key, out var want) && (comment.Line is not null || isAnswered))
            {
                wanted.Remove(key);
                if (comment.Line is not null && comment.Body != want.Body) problem = (await api.ChangeLineComment(comment.Id, want.Body)).Refusal ?? problem;
            }
            else problem = (isAnswered ? await Finish(comment, key) : (await api.RemoveLineComment(comment.Id)).Refusal) ?? problem;
        }
        return problem;
    }

    /// <summary>
    /// Says that it is done with, and resolves the thread if the token may: that takes the right to write contents, which nobody should give
    /// a checker, so it is no loss worth telling.
    /// </summary>
    async Task<Refusal?> Finish(LineComment comment, string key)
    {
        var (_, refusal) = await api.ChangeLineComment(comment.Id, $"{marker.Line(Done)}✅ **No longer found.**\n\n{comment.Body![marker.Line(key).Length..]}");
        if (refusal is not null) return refusal;
        threads ??= (await api.OpenThreadsOf(pull.Number)).Value ?? [];
        if (threads.FirstOrDefault(thread => thread.Comment == comment.Id) is { } open) await api.Resolve(open);
        return null;
    }

    /// <summary>All at once; where GitHub finds one of them wrong, one by one.</summary>
    async Task<Refusal?> Add(List<NewLineComment> comments)
    {
        var body = $"ShiftLeft suggests {(comments.Count == 1 ? "a fix" : string.Create(CultureInfo.InvariantCulture, $"{comments.Count} fixes"))}.";
        var (_, refusal) = await api.AddReview(pull.Number, pull.HeadSha, body, comments);
        if (refusal is not { Status: 422 }) return refusal;
        foreach (var comment in comments)
        {
            refusal = (await api.AddLineComment(pull.Number, pull.HeadSha, comment)).Refusal;
            if (refusal is { Status: not 422 }) return refusal;
        }
        return null;
    }

    /// <summary>The patches of these files as GitHub sees them, which is what it takes comments on; a file of too large a patch has none.</summary>
    async Task<(DiffLines? Diff, Refusal? Refusal)> Diff(HashSet<string> paths)
    {
        var files = ImmutableDictionary.CreateBuilder<string, ImmutableArray<AddedLine>>(StringComparer.Ordinal);
        const int MaximumPages = 30;
        for (var page = 1; page <= MaximumPages && files.Count < paths.Count; page++)
        {
            var (found, refusal) = await api.FilesOf(pull.Number, page);
            if (found is null) return (null, refusal);
            foreach (var file in found.Where(file => paths.Contains(file.FileName)))
                files[file.FileName] = DiffLines.Added((file.Patch ?? "").Split('\n'));
            if (found.Count < 100) break;
        }
        return (new(files.ToImmutable()), null);
    }

    NewLineComment? CommentOn(Finding finding, string key, DiffLines diff)
    {
        if (FixedLines.Of(finding.Fix!) is not { } lines || lines.Source.Path != finding.Location.Path) return null;
        var (first, removed, added) = (lines.First, lines.Removed, lines.Added);
        if (removed.IsEmpty)
        {
            // A suggestion takes the place of lines, so what is only added goes with the line before it.
            if (first == 0 || first > lines.Source.LineCount) return null;
            var before = lines.Source[lines.Source.LineSpan(first - 1)];
            (first, removed, added) = (first - 1, [before], [before, .. added]);
        }
        // What a person commits is what a person sees.
        if (added.Concat(removed).Any(line => VisibleText.Of(line.Replace('\t', ' ')) != line.Replace('\t', ' '))) return null;
        if (PlaceIn(diff, finding.Location.Path, first, removed) is not { } place) return null;
        var fence = MarkdownText.Fence(added);
        var body = $"{marker.Line(key)}<p>{MarkdownReport.Mark(finding.Level)} {MarkdownText.Message(finding.Message)}</p>\n\n" +
            $"{fence}suggestion\n{string.Concat(added.Select(line => line + "\n"))}{fence}\n\n" +
            $"[{finding.Rule.Id}]({RulePage.Address(finding.Rule)}) `{finding.Rule.Name}`\n";
        return body.Length > 20_000 ? null : new(finding.Location.Path, place + 1, place + removed.Length, body);
    }

    /// <summary>
    /// Where these lines are added in the pull request's own version. What was checked may be its merge into the base, where lines have other
    /// numbers; so their texts have to be there too, at the same number or at one other place only.
    /// </summary>
    static int? PlaceIn(DiffLines diff, string path, int first, ImmutableArray<string> lines)
    {
        if (!diff.Files.TryGetValue(path, out var added)) return null;
        var places = new List<int>();
        for (var i = 0; i + lines.Length <= added.Length; i++)
        {
            if (Enumerable.Range(0, lines.Length).All(k => added[i + k].Line == added[i].Line + k && added[i + k].Text == lines[k])) places.Add(added[i].Line);
        }
        return places.Contains(first) ? first : places is [var only] ? only : null;
    }
}
