using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ShiftLeft.Fixes;
using ShiftLeft.Policy;
using ShiftLeft.Rules;
using ShiftLeft.Text;

namespace ShiftLeft.Reporting;

/// <summary>
/// The report as one page for a browser, which needs nothing besides: no script, no other file, no network. It is told file by file, the worst first; where there
/// is more than a person reads, the files are folded, and the worst of each is told in full and the rest in a line each.
/// </summary>
sealed class HtmlReport
{
    /// <summary>So many blocks are all told in full, with every file unfolded.</summary>
    const int MostUnfolded = 60;
    const int MostInFullOfFile = 10;
    const int MostInFull = 400;
    const int MostRelated = 5;

    readonly Report report;
    readonly StringBuilder page = new();
    readonly List<List<FindingBlock>> files;
    readonly Dictionary<FindingBlock, string> anchors = new(ReferenceEqualityComparer.Instance);
    readonly bool isLarge;

    HtmlReport(Report report)
    {
        this.report = report;
        files =
        [
            .. FindingBlock.Of(report.Active).GroupBy(block => block.Location.Path).OrderByDescending(file => file.Max(TextReport.Weight)).ThenByDescending(file => file.Count())
                .Select(file => file.OrderByDescending(TextReport.Weight).ToList()),
        ];
        foreach (var block in files.SelectMany(file => file)) anchors[block] = string.Create(CultureInfo.InvariantCulture, $"f{anchors.Count + 1}");
        isLarge = anchors.Count > MostUnfolded;
    }

    public static string Render(Report report) => new HtmlReport(report).Page();

    string Page()
    {
        Line("<!DOCTYPE html>");
        Line("<html lang=\"en\">");
        Line("<head>");
        Line("<meta charset=\"utf-8\" />");
        Line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />");
        Line("<meta name=\"color-scheme\" content=\"light dark\" />");
        // Whatever a file managed to say, nothing is run and nothing is fetched.
        Line("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\" />");
        Line($"<title>ShiftLeft: {HtmlText.Of(TextReport.Sentence(report))}</title>");
        Line($"<style>\n{HtmlStyle.Sheet}</style>");
        Line("</head>");
        Line("<body>");
        AddHead();
        Line("<main>");
        AddScore();
        if (anchors.Count > 1) AddAdvice();
        if (files.Count > 0) AddFiles();
        AddSuppressed();
        AddLeftOut();
        Line("</main>");
        Line($"<footer>ShiftLeft {HtmlText.Of(Product.Version)}</footer>");
        Line("</body>");
        Line("</html>");
        return page.ToString();
    }

    void AddHead()
    {
        var (mark, word) = report.Verdict.Outcome switch
        {
            Outcome.Failed => ("failed", "Not everything could be checked"),
            Outcome.Over => ("over", "Over the thresholds"),
            _ => ("within", "Within the thresholds"),
        };
        Line($"<header class=\"{mark}\">");
        Line("<p class=\"product\">ShiftLeft</p>");
        Line($"<h1>{word}</h1>");
        Line($"<p>{HtmlText.Of(TextReport.Sentence(report))}</p>");
        if (TextReport.SinceSentence(report) is { } unjudged) Line($"<p class=\"quiet\">{HtmlText.Of(unjudged)}</p>");
        if (!report.Verdict.Reasons.IsEmpty) Line($"<ul>{string.Concat(report.Verdict.Reasons.Select(reason => $"<li>{HtmlText.Prose(reason)}</li>"))}</ul>");
        Line("</header>");
    }

    /// <summary>The practices with their numbers.</summary>
    void AddScore()
    {
        var practices = report.Active.GroupBy(finding => finding.Rule.Practice).OrderBy(practice => practice.Key).ToList();
        if (practices.Count == 0) return;
        Line("<section>");
        Line("<h2>By practice</h2>");
        Line("<table>");
        Line("<thead><tr><th scope=\"col\">Practice</th><th scope=\"col\" class=\"number\">Errors</th><th scope=\"col\" class=\"number\">Warnings</th><th scope=\"col\" class=\"number\">Notes</th></tr></thead>");
        Line("<tbody>");
        foreach (var practice in practices) Line(Row($"{HtmlText.Of(Capital(PracticeName.Of(practice.Key)))}<small>{HtmlText.Of(PracticeName.QuestionOf(practice.Key))}</small>", [.. practice]));
        Line("</tbody>");
        if (practices.Count > 1) Line($"<tfoot>{Row("All", [.. report.Active])}</tfoot>");
        Line("</table>");
        Line("</section>");

        static string Row(string name, List<Finding> findings) => $"<tr><th scope=\"row\">{name}</th>{string.Concat(Levels.Select(level => Cell(level, findings.Count(finding => finding.Level == level))))}</tr>";

        static string Cell(Level level, int count) => count == 0 ? "<td class=\"number none\">0</td>" : string.Create(CultureInfo.InvariantCulture, $"<td class=\"number {LevelName.Of(level)}\">{count}</td>");
    }

    static ImmutableArray<Level> Levels => [Level.Error, Level.Warning, Level.Info];

    static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    void AddAdvice()
    {
        var advice = Advice.Of([.. files.SelectMany(file => file)]);
        Line("<section>");
        Line("<h2>What to do first</h2>");
        Line("<div class=\"columns\">");
        Line("<div><h3>Places whose repair removes most</h3><ol>");
        foreach (var (worst, weight) in advice.Places) Line($"<li><a href=\"#{anchors[worst]}\">{Place(worst.Location)}</a> <span class=\"count\">{Plural(weight, "finding")}</span></li>");
        Line("</ol></div>");
        Line("<div><h3>Rules with most findings</h3><ol>");
        foreach (var (rule, count) in advice.Rules) Line($"<li>{Link(rule)} {HtmlText.Of(rule.Title)} <span class=\"count\">{Plural(count, "finding")}</span></li>");
        Line("</ol></div>");
        Line("</div>");
        if (report.InFixtures > 0) Line($"<p class=\"quiet\">{Plural(report.InFixtures, "finding")} of {report.Active.Count()} lie in folders of tests and copies.</p>");
        Line("</section>");
    }

    void AddFiles()
    {
        Line("<section>");
        Line("<h2>Findings</h2>");
        var room = MostInFull;
        foreach (var file in files)
        {
            var inFull = Math.Min(isLarge ? MostInFullOfFile : file.Count, room);
            room -= Math.Min(inFull, file.Count);
            AddFile(file, inFull);
        }
        Line("</section>");
    }

    void AddFile(List<FindingBlock> blocks, int inFull)
    {
        var findings = blocks.SelectMany(block => block.Findings).ToList();
        Line($"<details class=\"file\"{(isLarge ? "" : " open=\"open\"")}>");
        Line($"<summary><code>{PathOf(blocks[0].Location)}</code> {string.Join(' ', Levels.Select(level => (Level: level, Count: findings.Count(finding => finding.Level == level))).Where(level => level.Count > 0).Select(level => Badge(level.Level, Plural(level.Count, level.Level == Level.Info ? "note" : LevelName.Of(level.Level)))))}</summary>");
        var explained = new HashSet<string>();
        foreach (var block in blocks.Take(inFull)) AddBlock(block, explained);
        if (blocks.Count > inFull)
        {
            Line("<ul class=\"lines\">");
            foreach (var block in blocks.Skip(inFull)) Line($"<li id=\"{anchors[block]}\">{Badge(block.Level)} {string.Join(", ", block.Findings.Select(finding => Link(finding.Rule)))} {Place(block.Location)} {HtmlText.Prose(VisibleText.Shorten(block.Message, VisibleText.LongestMessage))}</li>");
            Line("</ul>");
        }
        Line("</details>");
    }

    /// <summary>The fact, the place, the reason once in each file, and the fix.</summary>
    void AddBlock(FindingBlock block, HashSet<string> explained)
    {
        Line($"<article id=\"{anchors[block]}\" class=\"{LevelName.Of(block.Level)}\">");
        Line($"<h3>{Badge(block.Level)} {HtmlText.Prose(VisibleText.Shorten(block.Message, VisibleText.LongestMessage))}</h3>");
        Line($"<p class=\"place\">{Place(block.Location)}{string.Concat(block.IsOne ? [$" · {Link(block.First.Rule)} {HtmlText.Of(block.First.Rule.Name)} · {HtmlText.Of(PracticeName.Of(block.First.Rule.Practice))}"] : Array.Empty<string>())}</p>");
        // What is secret is not said again in a page that is passed on.
        var isSecret = block.Findings.Any(finding => finding.Rule.Practice == Practice.Secrets);
        if (!isSecret) Line(HtmlText.Excerpt(block.Location));
        if (!block.IsOne) Line($"<ul>{string.Concat(block.Findings.Select(finding => $"<li>{Link(finding.Rule)} {HtmlText.Prose(finding.Message)}</li>"))}</ul>");
        if (block.CertainlyFails) Line($"<p><b>Fails:</b> {HtmlText.Of(ProgramName.Of(block.Findings.First(finding => finding.CertainlyFails).Rule.RefusedBy!))} refuses it.</p>");
        AddRelated(block.First, isSecret);
        if (block.First.Environments.Length > 0) Line($"<p class=\"quiet\">In {string.Join(", ", block.First.Environments.Select(name => $"<code>{HtmlText.Name(name)}</code>"))}</p>");
        if (block.IsOne && explained.Add(block.First.Rule.Id)) Line($"<p>{HtmlText.Prose(TextReport.FirstParagraph(block.First.Rule.Why))}</p>");
        AddFix(block, isSecret);
        Line("</article>");
    }

    void AddRelated(Finding finding, bool isSecret)
    {
        if (finding.Related.IsEmpty) return;
        Line("<ul class=\"related\">");
        foreach (var related in finding.Related.Take(MostRelated)) Line($"<li>{Place(related.Location)} {HtmlText.Prose(related.Message)}{(isSecret ? "" : HtmlText.Excerpt(related.Location))}</li>");
        foreach (var related in finding.Related.Skip(MostRelated)) Line($"<li>{Place(related.Location)} {HtmlText.Prose(related.Message)}</li>");
        Line("</ul>");
    }

    void AddFix(FindingBlock block, bool isSecret)
    {
        if (!block.IsOne)
        {
            Line($"<p><b>Fix:</b> set</p>\n<pre class=\"code\">{string.Concat(block.Settings.Select(line => $"<ins>{HtmlText.Line(line)}</ins>\n"))}</pre>");
            return;
        }
        var fix = block.First.Fix;
        Line($"<p><b>Fix:</b> {HtmlText.Prose(fix?.Title ?? TextReport.FirstParagraph(block.First.Rule.Fix))}</p>");
        if (!isSecret && fix is not null && FixedLines.Of(fix) is { } lines)
            Line($"<pre class=\"code\">{string.Concat(lines.Removed.Select(line => $"<del>{HtmlText.Line(line)}</del>\n"))}{string.Concat(lines.Added.Select(line => $"<ins>{HtmlText.Line(line)}</ins>\n"))}</pre>");
    }

    void AddSuppressed()
    {
        var suppressed = report.Suppressed.ToList();
        if (suppressed.Count == 0) return;
        Line("<section>");
        Line($"<details>\n<summary>{Plural(suppressed.Count, "finding")} suppressed</summary>");
        Line("<ul class=\"lines\">");
        foreach (var finding in suppressed) Line($"<li>{Link(finding.Rule)} {Place(finding.Location)} {HtmlText.Prose(VisibleText.Shorten(finding.Message, VisibleText.LongestMessage))} <span class=\"quiet\">{HtmlText.Of(VisibleText.Shorten(finding.Suppression!.Reason, VisibleText.LongestMessage))} ({Place(finding.Suppression.Location)})</span></li>");
        Line("</ul>\n</details>\n</section>");
    }

    void AddLeftOut()
    {
        if (report.LeftOut.IsEmpty) return;
        Line("<section>");
        Line($"<details>\n<summary>{Plural(report.LeftOut.Sum(leftOut => leftOut.Count), "path")} left out</summary>");
        Line("<ul class=\"lines\">");
        foreach (var leftOut in report.LeftOut) Line($"<li>{HtmlText.Prose(leftOut.Words)}: {string.Join(", ", leftOut.Paths.Select(path => $"<code>{HtmlText.Name(path)}</code>"))}{(leftOut.Count > leftOut.Paths.Length ? ", …" : "")}</li>");
        Line("</ul>\n</details>\n</section>");
    }

    static string Badge(Level level, string? text = null) => $"<span class=\"badge {LevelName.Of(level)}\">{text ?? LevelName.Of(level)}</span>";

    static string Link(RuleInfo rule) => $"<a href=\"{HtmlText.Of(RulePage.Address(rule))}\" rel=\"noreferrer\">{HtmlText.Of(rule.Id)}</a>";

    static string PathOf(Location location) => location.Path.Length == 0 ? "." : HtmlText.Name(location.Path);

    static string Place(Location location) => $"<code>{PathOf(location)}{(location.Source.Content.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $":{location.Start.Line + 1}:{location.Start.Column + 1}"))}</code>";

    static string Plural(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    void Line(string html)
    {
        if (html.Length > 0) page.Append(html).Append('\n');
    }
}
