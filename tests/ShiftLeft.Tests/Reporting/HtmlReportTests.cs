using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using ShiftLeft.Hosting;
using ShiftLeft.Policy;
using ShiftLeft.Reporting;
using ShiftLeft.Rules;
using ShiftLeft.Text;

namespace ShiftLeft.Tests.Reporting;

/// <summary>The page is complete, well-formed, and nothing that a file says is more than text on it.</summary>
public sealed class HtmlReportTests
{
    [Fact]
    public void The_page() => Golden.Matches(HtmlReport.Render(Sample.Report).Replace(HtmlStyle.Sheet, "…\n", StringComparison.Ordinal), "Reporting/Golden/report.html");

    [Theory]
    [InlineData("samples/orders-api")]
    [InlineData("samples")]
    [InlineData("samples/orders-api-hardened")]
    public void Every_rule_and_place_of_the_json_is_on_the_page(string folder)
    {
        var report = ShiftLeft.Scan.Run(new(new DiskTree(TidyTests.Root), [folder]) { Today = new(2026, 7, 1), Fixtures = true });
        AssertComplete(report);
        AssertComplete(Sample.Report);
    }

    [Fact]
    public void A_large_report_is_folded_and_nothing_is_missing()
    {
        var report = Large();
        var body = AssertComplete(report);
        var files = body.Descendants("details").Where(details => details.Attribute("class")?.Value == "file").ToList();
        Assert.Equal(20, files.Count);
        Assert.All(files, file => Assert.Null(file.Attribute("open")));
        Assert.All(files, file => Assert.True(file.Elements("article").Count() <= 10));
        Assert.Equal(2_000, body.Descendants().Count(element => element.Attribute("id") is not null));
    }

    [Fact]
    public void A_small_report_is_unfolded()
    {
        Assert.All(Parse(HtmlReport.Render(Sample.Report)).Descendants("details").Where(details => details.Attribute("class")?.Value == "file"), file => Assert.NotNull(file.Attribute("open")));
        Assert.Empty(Parse(HtmlReport.Render(Sample.Clean)).Descendants("details"));
    }

    [Theory]
    [InlineData("</script><script>alert(1)</script>")]
    [InlineData("\"><img src=x onerror=alert(1)>")]
    [InlineData("' onclick='x")]
    [InlineData("]]><!-- --!> &lt;b&gt; &#x3c;")]
    [InlineData("</title></style></pre>")]
    [InlineData("`<b>`<i>`")]
    [InlineData("\u202Egnp.exe\u2066 \u200B \u0000 \u001B[31m \uFFFE \uFFFF \uD800")]
    public void What_a_file_says_is_text(string said)
    {
        var source = new SourceText(said + "/Dockerfile", said + "\nUSER " + said + "\n");
        var place = new Location(source, new(0, source.Content.Length));
        var finding = new Finding(Sample.Rules[1], place, said)
        {
            Related = [new(place, said)],
            Subject = new(said, said, said, said),
            Environments = [said],
            Fix = new(said, [new(place, said)]),
        };
        var page = HtmlReport.Render(new([finding, finding with { Suppression = new(said, place, true) }], new(Outcome.Over, [said]), [new(said, said)])
        {
            LeftOut = [new(ShiftLeft.Files.LeftOutReason.Empty, 3, [said])],
            Since = new(said, "0123456789", 3, 2),
        });
        Assert.DoesNotContain(page, c => c is < ' ' and not '\n' or '\u202E' or '\u2066' or '\u200B' or '\uFFFE' or '\uFFFF' || char.IsSurrogate(c));
        var known = Parse(HtmlReport.Render(Sample.Report));
        var names = known.DescendantsAndSelf().Select(element => element.Name.LocalName).Append("mark").ToHashSet();
        var attributes = known.DescendantsAndSelf().Attributes().Select(attribute => attribute.Name.LocalName).ToHashSet();
        foreach (var element in Parse(page).DescendantsAndSelf())
        {
            Assert.Contains(element.Name.LocalName, names);
            Assert.All(element.Attributes(), attribute => Assert.Contains(attribute.Name.LocalName, attributes));
        }
    }

    [Fact]
    public void It_needs_nothing_but_itself()
    {
        var page = Parse(HtmlReport.Render(Sample.Report));
        Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName is "script" or "img" or "link" or "iframe" or "object" or "form");
        Assert.DoesNotContain("url(", HtmlStyle.Sheet, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", HtmlStyle.Sheet, StringComparison.Ordinal);
        Assert.All(page.Descendants("a").Select(link => link.Attribute("href")!.Value), address => Assert.True(address.StartsWith('#') || address.StartsWith(Product.RepositoryUrl, StringComparison.Ordinal), address));
    }

    [Fact]
    public void What_is_secret_is_not_said_again()
    {
        var report = ShiftLeft.Scan.Run(new(new ShiftLeft.Files.MemoryTree([KeyValuePair.Create("Dockerfile", "FROM debian:13.1\nENV DB_PASSWORD=hunter2-and-more\nUSER 1000\n")]), [""]) { Today = new(2026, 7, 1) });
        Assert.Contains(report.Active, finding => finding.Rule.Practice == Practice.Secrets);
        Assert.DoesNotContain("hunter2-and-more", HtmlReport.Render(report), StringComparison.Ordinal);
    }

    static XElement AssertComplete(Report report)
    {
        var page = Parse(HtmlReport.Render(report));
        var ids = page.Descendants().Attributes("id").Select(id => id.Value).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(page.Descendants("a").Select(link => link.Attribute("href")!.Value).Where(address => address.StartsWith('#')), address => Assert.Contains(address[1..], ids));
        var text = page.Element("body")!.Value;
        using var json = JsonDocument.Parse(JsonReport.Render(report));
        foreach (var finding in json.RootElement.GetProperty("findings").EnumerateArray())
        {
            var (path, start) = (finding.GetProperty("path").GetString()!, finding.GetProperty("start"));
            Assert.Contains(finding.GetProperty("rule").GetString()!, text, StringComparison.Ordinal);
            Assert.Contains(path, text, StringComparison.Ordinal);
            if (path != "secret/Dockerfile") Assert.Contains($"{path}:{start.GetProperty("line")}:{start.GetProperty("column")}", text, StringComparison.Ordinal);
        }
        return page;
    }

    static Report Large()
    {
        var text = string.Concat(Enumerable.Range(0, 100).Select(i => $"RUN step {i}\n"));
        var sources = Enumerable.Range(0, 20).Select(i => new SourceText($"part{i}/Dockerfile", text)).ToList();
        return new([.. from source in sources from line in Enumerable.Range(0, 100) select new Finding(Sample.Rules[1 + (line % 3)], new(source, source.LineSpan(line)), $"step {line} is wrong")],
            new(Outcome.Over, ["too many"]), [.. sources.Select(source => new ScannedFile(source.Path, "Dockerfile"))]);
    }

    static XElement Parse(string page)
    {
        using var reader = XmlReader.Create(new StringReader(page), new() { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader).Root!;
    }
}
