using System.Collections.Immutable;
using System.Globalization;
using ShiftLeft.Reporting;
using ShiftLeft.Text;

namespace ShiftLeft.Actions;

/// <summary>What people read on GitHub: the comment and the job's summary, with links to the lines.</summary>
sealed class Pages(Runner runner, Trigger trigger, string category, Judged judged, PullRequest? pull)
{
    /// <summary>GitHub takes 65,536 characters of a comment; bytes are never fewer, and the marker is to fit too.</summary>
    const int CommentBudget = 65_000;
    /// <summary>GitHub takes 1 MiB of a summary and drops all of a larger one.</summary>
    const int SummaryBudget = 900_000;

    /// <summary>Whether the pull request has to hear of it: there is something to fix, or not everything could be checked.</summary>
    public bool HasNews => !judged.Counted.IsEmpty || judged.Verdict.Outcome != Policy.Outcome.Within;

    public CommentText Comment()
    {
        var view = View(CommentBudget) with { Elsewhere = RunAddress is { } run ? $"in the [job's summary]({run})" : "in the job's summary", Footer = Footer(RunAddress) };
        var canonical = view with { LinkTo = location => location.Path, Footer = Footer(null), Elsewhere = "" };
        return HasNews
            ? CommentText.Of(MarkdownReport.Comment(view), MarkdownReport.Comment(canonical))
            : CommentText.Of(MarkdownReport.CleanComment(view), MarkdownReport.CleanComment(canonical));
    }

    public string Summary(ImmutableArray<string> notices) =>
        MarkdownReport.Summary(View(SummaryBudget) with { Notices = [.. notices.Select(MarkdownText.Message)], Footer = Footer(null) });

    MarkdownView View(int budget) => new(judged.Report, judged.Verdict)
    {
        Comparison = judged.Comparison,
        CountsOnlyNew = judged.CountsOnlyNew,
        IsInDiff = judged.Changes is { } changes ? location => changes.Has(location.Path, location.Start.Line) : null,
        LinkTo = LinkTo,
        Budget = budget,
    };

    string Footer(string? run) =>
        $"[ShiftLeft]({Product.RepositoryUrl}) {Product.Version} · `{category}`" + (run is null ? "" : $" · [all that was found]({run})");

    string Server => (runner["GITHUB_SERVER_URL"] ?? "https://github.com").TrimEnd('/');

    string? RunAddress => runner["GITHUB_RUN_ID"] is { } run && run.All(char.IsAsciiDigit) ? $"{Server}/{trigger.Repository}/actions/runs/{run}" : null;

    /// <summary>The lines as they are in this commit; of a pull request its own, since GitHub forgets the merge that was checked.</summary>
    string? LinkTo(Location location)
    {
        var commit = pull?.HeadSha ?? trigger.Sha;
        if (!Payloads.IsCommit(commit) || Path.IsPathFullyQualified(location.Path)) return null;
        var file = $"{Server}/{trigger.Repository}/blob/{commit}/{string.Join('/', location.Path.Split('/').Select(Escaped))}";
        if (location.Source.Content.Length == 0) return file;
        var (first, last) = (location.Start.Line + 1, location.End.Line + 1);
        return string.Create(CultureInfo.InvariantCulture, $"{file}#L{first}") + (first == last ? "" : string.Create(CultureInfo.InvariantCulture, $"-L{last}"));
    }

    /// <summary>A path may be of any length and hold what is no text at all; neither makes an address.</summary>
    static string Escaped(string part) => Uri.EscapeDataString(part.Length > 300 ? part[..300] : part);
}
