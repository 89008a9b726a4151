using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ShiftLeft.Fixes;
using ShiftLeft.Policy;
using ShiftLeft.Rules;

namespace ShiftLeft.Reporting;

/// <summary>
/// The report as GitHub shows it, in a comment or a job's summary: the verdict, the score of each practice, the findings with the worst first.
/// Its size has a limit, beyond which GitHub drops all of it; what does not fit is counted.
/// </summary>
sealed class MarkdownReport
{
    readonly MarkdownView view;
    readonly StringBuilder page = new();
    readonly HashSet<string> explained = [];
    int room;

    MarkdownReport(MarkdownView view) => (this.view, room) = (view, view.Budget);

    /// <summary>What a pull request is told: what it brings in, and no more than the number of what was there before.</summary>
    public static string Comment(MarkdownView view) => new MarkdownReport(view).Render(3, withKnown: !view.CountsOnlyNew, suppressed: view.Comparison?.NewlySuppressed ?? [.. view.Report.Suppressed]);

    /// <summary>Everything, for a job's summary.</summary>
    public static string Summary(MarkdownView view) => new MarkdownReport(view).Render(2, withKnown: true, suppressed: [.. view.Report.Suppressed]);

    /// <summary>One line for a pull request that has nothing left to fix.</summary>
    public static string CleanComment(MarkdownView view) => $"✅ **ShiftLeft**: {string.Join(" · ", Facts(view).Prepend(view.Comparison is null ? "no findings" : "nothing new to fix"))}\n";

    /// <summary>Kept for what says how much there is besides.</summary>
    const int RoomForCounts = 500;

    string Render(int heading, bool withKnown, ImmutableArray<Finding> suppressed)
    {
        // What comes last is small and always fits; the findings share what is left.
        var tail = Tail();
        room -= Encoding.UTF8.GetByteCount(tail) + RoomForCounts;
        Add($"{new string('#', heading)} {Headline(view)}\n\n");
        if (view.Verdict is { Outcome: not Outcome.Within } verdict)
            Add($"> [!{(verdict.Outcome == Outcome.Failed ? "WARNING" : "CAUTION")}]\n> {string.Join("; ", verdict.Reasons)}{(view.CountsOnlyNew && verdict.Outcome == Outcome.Over ? ". Only what is new counts" : "")}.\n\n");
        if (Facts(view).ToList() is { Count: > 0 } facts) Add(string.Join(" · ", facts) + "\n\n");
        Add(Scoreboard.Render(view.Report, view.Comparison));
        var hidden = Sections(withKnown).Sum(section => AddSection(new string('#', heading + 1), section));
        if (hidden > 0) page.Append(CultureInfo.InvariantCulture, $"**{MarkdownText.Plural(hidden, "more finding")}** {view.Elsewhere}.\n\n");
        AddSuppressed(suppressed);
        return page.Append(tail).ToString();
    }

    static string Headline(MarkdownView view)
    {
        var counted = view.Comparison?.New ?? [.. view.Report.Active];
        var what = counted.IsEmpty ? view.Comparison is null ? "no findings" : "nothing new to fix" : Counts(counted, view.Comparison is null ? "" : "new ");
        return view.Verdict.Outcome switch
        {
            Outcome.Failed => $"⚠️ ShiftLeft: not everything could be checked{(counted.IsEmpty ? "" : $"; {what}")}",
            Outcome.Over => $"❌ ShiftLeft: {what}",
            _ => $"{(counted.IsEmpty ? "✅" : "🟡")} ShiftLeft: {what}",
        };
    }

    /// <summary><c>2 new errors, 1 new warning</c>.</summary>
    static string Counts(IEnumerable<Finding> findings, string adjective) => string.Join(", ", findings.GroupBy(finding => finding.Level).OrderByDescending(level => level.Key)
        .Select(level => MarkdownText.Plural(level.Total(), adjective + (level.Key == Level.Info ? "note" : LevelName.Of(level.Key)))));

    static IEnumerable<string> Facts(MarkdownView view)
    {
        if (view.Comparison is { } comparison)
        {
            if (!comparison.Gone.IsEmpty) yield return $"{comparison.Gone.Length} fixed";
            if (view.Report.Active.Total() - comparison.New.Total() is var known and > 0) yield return $"{known} known before";
        }
        if (view.Report.Since is { } since) yield return MarkdownText.Html(TextReport.Older(since));
        if (view.Report.Suppressed.Total() is var suppressed and > 0) yield return $"{suppressed} suppressed";
        yield return $"{MarkdownText.Plural(view.Report.Files.Length, "file")} checked";
    }

    IEnumerable<(string Title, string? Note, IEnumerable<Finding> Findings)> Sections(bool withKnown)
    {
        if (view.Comparison is not { } comparison)
        {
            yield return ("Findings", null, view.Report.Active);
            yield break;
        }
        if (view.IsInDiff is not { } isInDiff) yield return ("New", null, comparison.New);
        else
        {
            yield return ("New on changed lines", null, comparison.New.Where(finding => isInDiff(finding.Location)));
            yield return ("New outside the changed lines", "The change causes these where the diff does not show them.", comparison.New.Where(finding => !isInDiff(finding.Location)));
        }
        var isNew = comparison.New.ToHashSet(ReferenceEqualityComparer.Instance);
        if (withKnown) yield return ("Known before", null, view.Report.Active.Where(finding => !isNew.Contains(finding)));
    }

    /// <returns>How many did not fit.</returns>
    int AddSection(string heading, (string Title, string? Note, IEnumerable<Finding> Findings) section)
    {
        var blocks = FindingBlock.Of(MarkdownView.WorstFirst(section.Findings));
        if (blocks.IsEmpty) return 0;
        if (!Add($"{heading} {section.Title}\n\n{(section.Note is null ? "" : section.Note + "\n\n")}")) return blocks.Sum(block => block.Findings.Length);
        var shown = 0;
        while (shown < blocks.Length && (Add(Item(blocks[shown])) || Add($"<p>{Line(blocks[shown])}</p>\n\n"))) shown++;
        return blocks.Skip(shown).Sum(block => block.Findings.Length);
    }

    string Item(FindingBlock block) => block.IsOne ? Item(block.First) : Together(block);

    /// <summary>What one container lacks, folded: the findings, and inside all that it must say.</summary>
    string Together(FindingBlock block)
    {
        var item = new StringBuilder($"<details>\n<summary>{Line(block)}</summary>\n\n<ul>\n");
        foreach (var finding in block.Findings)
            item.Append(CultureInfo.InvariantCulture, $"<li><a href=\"{RulePage.Address(finding.Rule)}\">{finding.Rule.Id}</a> {MarkdownText.Message(finding.Message)}</li>\n");
        item.Append("</ul>\n\n");
        AddBesides(item, block.First);
        item.Append("**Fix:** set\n\n").Append(MarkdownText.Fenced("yaml", block.Settings)).Append("\n</details>\n\n");
        return item.ToString();
    }

    /// <summary>The other places, and where it holds.</summary>
    void AddBesides(StringBuilder item, Finding finding)
    {
        foreach (var related in finding.Related.Take(3)) item.Append(CultureInfo.InvariantCulture, $"<p>See {Place(related.Location)}: {MarkdownText.Message(related.Message)}</p>\n\n");
        if (finding.Environments.Length > 0) item.Append(CultureInfo.InvariantCulture, $"<p>In {string.Join(", ", finding.Environments.Take(10).Select(MarkdownText.Code))}</p>\n\n");
    }

    /// <summary>One finding, folded: the fact and the place; inside, the code, the reason and the fix.</summary>
    string Item(Finding finding)
    {
        var isFirst = explained.Add(finding.Rule.Id);
        var item = new StringBuilder($"<details>\n<summary>{Line(finding)}</summary>\n\n");
        // What is secret is not said again where it would be mailed to everybody.
        var lines = finding.Rule.Practice != Practice.Secrets && finding.Fix is not null ? FixedLines.Of(finding.Fix) : null;
        if (lines is not null) item.Append(MarkdownText.Fenced("diff", lines.Removed.Select(line => "-" + line).Concat(lines.Added.Select(line => "+" + line)))).Append('\n');
        else if (finding.Rule.Practice != Practice.Secrets && finding.Location.Source.Content.Length > 0) item.Append(MarkdownText.Fenced(LanguageOf(finding), ExcerptOf(finding))).Append('\n');
        AddBesides(item, finding);
        if (isFirst) item.Append(CultureInfo.InvariantCulture, $"{TextReport.FirstParagraph(finding.Rule.Why)}\n\n");
        if (finding.Fix is { } fix) item.Append(CultureInfo.InvariantCulture, $"<p><b>Fix:</b> {MarkdownText.Message(fix.Title)}</p>\n\n");
        else item.Append(CultureInfo.InvariantCulture, $"**Fix:** {TextReport.FirstParagraph(finding.Rule.Fix)}\n\n");
        item.Append(CultureInfo.InvariantCulture, $"[{finding.Rule.Id}]({RulePage.Address(finding.Rule)}) `{finding.Rule.Name}` · {PracticeName.Of(finding.Rule.Practice)}\n\n</details>\n\n");
        return item.ToString();
    }

    string Line(FindingBlock block) => $"{Mark(block.Level)} {Place(block.Location)} {MarkdownText.Message(block.Message)}";

    string Line(Finding finding) => $"{Mark(finding.Level)} {Place(finding.Location)} {MarkdownText.Message(finding.Message)}";

    string Place(Text.Location location)
    {
        var place = MarkdownText.Code(location.Source.Content.Length == 0 ? location.Path.Length == 0 ? "." : location.Path
            : string.Create(CultureInfo.InvariantCulture, $"{VisibleText.Shorten(location.Path, 180)}:{location.Start.Line + 1}"));
        return view.LinkTo(location) is { Length: < 1_000 } address ? $"<a href=\"{MarkdownText.Html(address)}\">{place}</a>" : place;
    }

    /// <summary>The lines of the place without the blanks that all of them begin with.</summary>
    static IEnumerable<string> ExcerptOf(Finding finding)
    {
        const int MaximumLines = 4;
        var source = finding.Location.Source;
        var (first, last) = (finding.Location.Start.Line, finding.Location.End.Line);
        // A place that ends where a line begins has nothing of that line.
        if (last > first && finding.Location.End.Column == 0) last--;
        var lines = Enumerable.Range(first, Math.Min(last - first + 1, MaximumLines)).Select(line => source[source.LineSpan(line)]).ToList();
        var indent = lines.Where(line => !string.IsNullOrWhiteSpace(line)).Select(line => line.Length - line.TrimStart(' ').Length).DefaultIfEmpty().Min();
        return lines.Select(line => line[Math.Min(indent, line.Length)..]).Concat(last - first < MaximumLines ? [] : ["…"]);
    }

    static string LanguageOf(Finding finding) =>
        finding.Location.Path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || finding.Location.Path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase) ? "yaml"
        : finding.Rule.Input == InputKind.Dockerfile ? "dockerfile" : "";

    public static string Mark(Level level) => level switch { Level.Error => "🔴", Level.Warning => "🟡", _ => "🔵" };

    void AddSuppressed(ImmutableArray<Finding> suppressed)
    {
        if (suppressed.IsEmpty) return;
        const string End = "</ul>\n</details>\n\n";
        if (!Add($"<details>\n<summary>{MarkdownText.Plural(suppressed.Length, "finding")} suppressed{(view.Comparison is null || suppressed.Length == view.Report.Suppressed.Count() ? "" : " by this change")}</summary>\n<ul>\n")) return;
        var shown = 0;
        while (shown < suppressed.Length && Add($"<li>{Line(suppressed[shown])} - {MarkdownText.Message(suppressed[shown].Suppression!.Reason)} ({Place(suppressed[shown].Suppression!.Location)})</li>\n")) shown++;
        page.Append(shown < suppressed.Length ? $"<li>{suppressed.Length - shown} more</li>\n{End}" : End);
    }

    string Tail()
    {
        var tail = new StringBuilder();
        if (!view.Report.LeftOut.IsEmpty) tail.Append(LeftOutSection(view.Report.LeftOut));
        foreach (var notice in view.Notices.Take(10)) tail.Append(CultureInfo.InvariantCulture, $"> [!NOTE]\n> {notice}\n\n");
        var first = (view.Comparison?.New ?? [.. view.Report.Active]).FirstOrDefault(finding => !finding.Rule.IsFailure);
        if (first is not null)
        {
            tail.Append(CultureInfo.InvariantCulture, $"<details>\n<summary>When a finding is meant</summary>\n\nSay why in a comment above it, or under `suppressions` in `shiftleft.yml`. It then counts for nothing and stays in the report.\n\n");
            tail.Append(MarkdownText.Fenced("yaml", [$"# shiftleft:ignore {first.Rule.Id} -- the reason"])).Append("\n</details>\n\n");
        }
        if (view.Footer is not null) tail.Append(CultureInfo.InvariantCulture, $"<sub>{view.Footer}</sub>\n");
        return tail.ToString();
    }

    static string LeftOutSection(ImmutableArray<LeftOut> all)
    {
        const int MostShown = 3;
        var items = all.Select(leftOut => $"<li>{MarkdownText.Message(leftOut.Words)}: {string.Join(", ", leftOut.Paths.Take(MostShown).Select(path => MarkdownText.Code(VisibleText.Shorten(path, 180))))}{(leftOut.Count > MostShown ? ", …" : "")}</li>\n");
        return $"<details>\n<summary>{MarkdownText.Plural(all.Sum(leftOut => leftOut.Count), "path")} left out</summary>\n<ul>\n{string.Concat(items)}</ul>\n</details>\n\n";
    }

    /// <returns>Whether it fitted.</returns>
    bool Add(string text)
    {
        var size = Encoding.UTF8.GetByteCount(text);
        if (size > room) return false;
        room -= size;
        page.Append(text);
        return true;
    }
}
