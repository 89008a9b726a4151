using System.Globalization;
using ShiftLeft.Rules;
using ShiftLeft.Text;

namespace ShiftLeft.Reporting;

/// <summary>A rule explained to a person at a terminal.</summary>
static class RuleExplanation
{
    public static string Render(RuleInfo rule, TextStyle style)
    {
        var ink = new Ink(style.Colour);
        ink.Write($"{rule.Id} ", Ink.ToneOf(rule.Level)).Write(rule.Name, Tone.Strong).Line($": {rule.Title}");
        ink.Write($"{LevelName.Of(rule.Level)}", Ink.ToneOf(rule.Level))
            .Line($" · profile {ProfileName.Of(rule.Profile)} · {PracticeName.Of(rule.Practice)} · since {rule.Since}{(rule.RefusedBy is { } program ? $" · {ProgramName.Of(program)} refuses it" : "")}", Tone.Quiet);
        Section(ink, "Why", rule.Why, style.Width);
        Section(ink, "Fix", rule.Fix, style.Width);
        Examples(ink, "Found", rule.Bad, rule.Input, Tone.Removed);
        Examples(ink, "Not found", rule.Good, rule.Input, Tone.Added);
        if (!rule.Options.IsEmpty) ink.Line().Line("Options", Tone.Strong);
        foreach (var option in rule.Options)
            ink.Write($"  {option.Name}: ").Wrap($"{option.Description} {(option.Values.IsEmpty ? "" : $"One of {string.Join(", ", option.Values)}; {option.Values[0]} unless set.")}", "    ", style.Width, option.Name.Length + 4);
        if (!rule.Equivalents.IsEmpty) Section(ink, "Same question elsewhere", string.Join(", ", rule.Equivalents), style.Width);
        if (!rule.Similar.IsEmpty) Section(ink, "Near, but another question", string.Join(", ", rule.Similar), style.Width);
        ink.Line().Line("Read more", Tone.Strong);
        foreach (var reference in rule.References) ink.Line($"  {reference}");
        foreach (var cwe in rule.Cwe) ink.Line(string.Create(CultureInfo.InvariantCulture, $"  https://cwe.mitre.org/data/definitions/{cwe}.html"));
        return ink.Line($"  {RulePage.Address(rule)}").ToString();
    }

    static void Section(Ink ink, string heading, string markdown, int width)
    {
        ink.Line().Line(heading, Tone.Strong);
        foreach (var paragraph in markdown.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
            ink.Write("  ").Wrap(paragraph, "  ", width, 2);
    }

    static void Examples(Ink ink, string heading, IEnumerable<string> examples, InputKind input, Tone tone)
    {
        foreach (var (i, file) in examples.SelectMany(example => ExampleFile.Split(example, input).Index()))
        {
            ink.Line().Write(i == 0 ? heading : "  with", Tone.Strong).Line(file.Path is null ? "" : i == 0 ? $" in {file.Path}" : $" {file.Path}");
            var source = new SourceText("", file.Text.TrimEnd('\n'));
            for (var line = 0; line < source.LineCount; line++)
            {
                ink.Write("  │ ", tone).Line(source[source.LineSpan(line)]);
                foreach (var mark in file.Marks.Found.Where(mark => source.LineOf(mark.Start) == line)) Underline(ink, source, line, mark, '^', tone);
                foreach (var (_, mark) in file.Marks.Related.Where(related => source.LineOf(related.Span.Start) == line)) Underline(ink, source, line, mark, '-', tone);
            }
        }
    }

    static void Underline(Ink ink, SourceText source, int line, Span mark, char with, Tone tone)
    {
        var text = source.LineSpan(line);
        var before = VisibleText.WidthOf(source[Span.FromBounds(text.Start, mark.Start)]);
        var width = VisibleText.WidthOf(source[Span.FromBounds(mark.Start, Math.Min(mark.End, text.End))]);
        ink.Write("  │ ", tone).Write(new(' ', before)).Line(new(with, Math.Max(1, width)), tone);
    }
}
