using System.Collections.Immutable;
using ShiftLeft.Reporting;
using ShiftLeft.Rules;

namespace ShiftLeft.Actions;

/// <summary>The findings that the runner shows beside their lines. It takes ten of each kind from a step and drops the rest without a word.</summary>
static class Annotations
{
    const int MaximumPerLevel = 10;

    /// <returns>The worst ones, and how many there are besides.</returns>
    public static (ImmutableArray<Annotation> Shown, int More) Of(IReadOnlyCollection<Finding> findings)
    {
        ImmutableArray<Annotation> shown =
        [
            .. MarkdownView.WorstFirst(findings.Where(finding => finding.Location.Path.Length > 0)).GroupBy(finding => finding.Level).SelectMany(level => level.Take(MaximumPerLevel)).Select(AnnotationOf),
        ];
        return (shown, findings.Count - shown.Length);
    }

    static Annotation AnnotationOf(Finding finding)
    {
        var (start, end) = (finding.Location.Start, finding.Location.End);
        return new(
            finding.Level switch { Level.Error => "error", Level.Warning => "warning", _ => "notice" },
            finding.Location.Path, start.Line + 1, end.Line + 1, start.Column + 1, Math.Max(end.Column, start.Column + 1),
            $"{finding.Rule.Id} {finding.Rule.Name}", $"{finding.Message}. Fix: {finding.Fix?.Title ?? TextReport.FirstParagraph(finding.Rule.Fix)}");
    }
}
