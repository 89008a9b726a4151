using System.Globalization;
using System.Text;
using System.Xml;
using ShiftLeft.Policy;
using ShiftLeft.Rules;

namespace ShiftLeft.Reporting;

/// <summary>
/// The report as JUnit's XML, which most build servers show: a suite for each file, a failed test for each finding, and one that passed for a file
/// without any.
/// </summary>
static class JUnitReport
{
    public static string Render(Report report)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new() { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true })) Write(xml, report);
        return $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{text}\n";
    }

    static void Write(XmlWriter xml, Report report)
    {
        var findings = report.Active.GroupBy(finding => finding.Location.Path).ToDictionary(file => file.Key, file => file.ToList(), StringComparer.Ordinal);
        var paths = findings.Keys.Concat(report.Files.Select(file => file.Path)).Distinct().Order(StringComparer.Ordinal).ToList();
        xml.WriteStartElement("testsuites");
        xml.WriteAttributeString("name", "ShiftLeft");
        WriteCounts(xml, paths.Sum(path => Math.Max(1, findings.GetValueOrDefault(path)?.Count ?? 0)), report.Active.Count());
        foreach (var path in paths) WriteFile(xml, path, findings.GetValueOrDefault(path) ?? []);
        xml.WriteEndElement();
    }

    static void WriteFile(XmlWriter xml, string path, List<Finding> findings)
    {
        var name = VisibleText.Of(path.Length == 0 ? "." : path);
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", name);
        WriteCounts(xml, Math.Max(1, findings.Count), findings.Count);
        if (findings.Count == 0) WriteTest(xml, name, "no findings");
        foreach (var finding in findings)
        {
            var line = (finding.Location.Start.Line + 1).ToString(CultureInfo.InvariantCulture);
            WriteTest(xml, name, $"{finding.Rule.Id} {finding.Rule.Name}, line {line}", () =>
            {
                xml.WriteAttributeString("file", name);
                xml.WriteAttributeString("line", line);
                xml.WriteStartElement("failure");
                xml.WriteAttributeString("type", LevelName.Of(finding.Level));
                xml.WriteAttributeString("message", VisibleText.Of(VisibleText.Shorten(finding.Message, VisibleText.LongestMessage)));
                xml.WriteString($"{name}:{line}\nFix: {VisibleText.Of(finding.Fix?.Title ?? TextReport.FirstParagraph(finding.Rule.Fix))}\n{RulePage.Address(finding.Rule)}");
                xml.WriteEndElement();
            });
        }
        xml.WriteEndElement();
    }

    static void WriteCounts(XmlWriter xml, int tests, int failures)
    {
        xml.WriteAttributeString("tests", tests.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("failures", failures.ToString(CultureInfo.InvariantCulture));
    }

    static void WriteTest(XmlWriter xml, string file, string name, Action? content = null)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", file);
        xml.WriteAttributeString("name", name);
        content?.Invoke();
        xml.WriteEndElement();
    }
}
