using System.Text.Json;
using ShiftLeft.Reporting;

namespace ShiftLeft.Tests.Reporting;

/// <summary>The same report in every format, as it is kept in Golden/.</summary>
public sealed class ReportTests
{
    [Fact]
    public void Text_for_a_pipe() => Golden.Matches(TextReport.Render(Sample.Report, TextStyle.Default), "Reporting/Golden/report.txt");

    [Fact]
    public void Text_for_a_terminal() =>
        Golden.Matches(TextReport.Render(Sample.Report, new(true, 60, path => "../" + path)), "Reporting/Golden/report.ansi.txt");

    [Fact]
    public void Text_of_a_clean_scan_is_one_line() =>
        Assert.Equal("no findings in 1 file\n", TextReport.Render(Sample.Clean, TextStyle.Default));

    [Fact]
    public void Lines_for_msbuild() => Golden.Matches(MSBuildReport.Render(Sample.Report, path => path), "Reporting/Golden/report.msbuild.txt");

    [Fact]
    public void Commands_for_the_runner_of_GitHub() => Golden.Matches(GitHubReport.Render(Sample.Report), "Reporting/Golden/report.github.txt");

    [Fact]
    public void Xml_of_JUnit() => Golden.Matches(JUnitReport.Render(Sample.Report), "Reporting/Golden/report.junit.xml");

    [Fact]
    public void Code_quality_of_GitLab() => Golden.Matches(GitLabReport.Render(Sample.Report), "Reporting/Golden/report.gitlab.json");

    [Fact]
    public void Json() => Golden.Matches(JsonReport.Render(Sample.Report), "Reporting/Golden/report.json");

    [Fact]
    public void Sarif() => Golden.Matches(SarifReport.Render(Sample.Report, Sample.Rules), "Reporting/Golden/report.sarif");

    [Fact]
    public void Sarif_of_a_clean_scan_still_lists_the_rules() => Golden.Matches(SarifReport.Render(Sample.Clean, Sample.Rules), "Reporting/Golden/clean.sarif");

    [Fact]
    public void Markdown_for_a_comment() => Golden.Matches(MarkdownReport.Comment(MarkdownTests.View), "Reporting/Golden/comment.md");

    [Fact]
    public void Markdown_for_a_summary() => Golden.Matches(MarkdownReport.Summary(MarkdownTests.View with { Comparison = null }), "Reporting/Golden/summary.md");

    [Fact]
    public void The_rule_table() => Golden.Matches(RuleTable.RenderMarkdown(Sample.Rules), "Reporting/Golden/rules.md");

    [Fact]
    public void The_rule_list() => Golden.Matches(RuleTable.RenderText(Sample.Rules, TextStyle.Default), "Reporting/Golden/rules.txt");

    [Fact]
    public void A_page_of_a_rule() => Golden.Matches(
        string.Concat(Sample.Rules.Select(RulePage.Render)), "Reporting/Golden/pages.md");

    [Fact]
    public void An_explanation_of_a_rule() => Golden.Matches(
        string.Concat(Sample.Rules.Select(rule => RuleExplanation.Render(rule, TextStyle.Default))), "Reporting/Golden/explanations.txt");
}
