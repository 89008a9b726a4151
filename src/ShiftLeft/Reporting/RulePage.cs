using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ShiftLeft.Rules;
using ShiftLeft.Text;

namespace ShiftLeft.Reporting;

/// <summary>The manual's page of a rule, in Markdown, made from what the rule says of itself.</summary>
static class RulePage
{
    /// <summary>Where a reader finds the page.</summary>
    public static string Address(RuleInfo rule) => $"{Product.RepositoryUrl}/blob/main/docs/rules/{rule.Id}.md";

    public static string FileName(RuleInfo rule) => $"{rule.Id}.md";

    /// <summary>Where the rule's edge cases stand, from the repository's root; a test sees to it that each rule that judges an input has them.</summary>
    public static string CaseFile(RuleInfo rule) => $"tests/rules/{rule.Id}-{rule.Name}.md";

    public static string Render(RuleInfo rule)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"# {rule.Id} `{rule.Name}`\n\n{rule.Title}.\n\n");
        page.Append("| level | profile | practice | reads | since |\n|---|---|---|---|---|\n");
        page.Append(CultureInfo.InvariantCulture, $"| {Levels(rule)} | {ProfileName.Of(rule.Profile)} | {PracticeName.Of(rule.Practice)} | {Reads(rule)} | {rule.Since} |\n\n");
        if (rule.RefusedBy is { } program) page.Append(CultureInfo.InvariantCulture, $"{ProgramName.Of(program)} refuses it.\n\n");
        page.Append(CultureInfo.InvariantCulture, $"## Why\n\n{Lines(rule.Why)}\n\n## Fix\n\n{Lines(rule.Fix)}\n");
        AppendExamples(page, "Found", rule.Bad, rule.Input);
        AppendExamples(page, "Not found", rule.Good, rule.Input);
        AppendOptions(page, rule);
        AppendSilence(page, rule);
        AppendList(page, "Same question elsewhere", Equivalents(rule));
        AppendList(page, "Near, but another question", rule.Similar.Select(peer => $"`{peer}`"));
        AppendList(page, "Read more",
            [.. rule.References, .. rule.Cwe.Select(cwe => string.Create(CultureInfo.InvariantCulture, $"[CWE-{cwe}](https://cwe.mitre.org/data/definitions/{cwe}.html)")), .. EdgeCases(rule)]);
        return page.ToString();
    }

    static IEnumerable<string> EdgeCases(RuleInfo rule) =>
        rule.Practice == Practice.Tool ? [] : [$"Edge cases: [{CaseFile(rule)}](../../{CaseFile(rule)})"];

    /// <summary>Ids that ask all of the question one a line, then those of a part in one line for each.</summary>
    static IEnumerable<string> Equivalents(RuleInfo rule) =>
        rule.Equivalents.Except(rule.Parts.SelectMany(part => part.Peers)).Select(peer => $"`{peer}`")
            .Concat(rule.Parts.Select(part => $"only {Codes(part.Of)}: {Codes(part.Peers)}"));

    static string Codes(ImmutableArray<string> words) => string.Join(", ", words.Select(word => $"`{word}`"));

    static string Levels(RuleInfo rule) =>
        LevelName.Of(rule.Level) + (rule.StrictLevel is { } strict && strict != rule.Level ? $", {LevelName.Of(strict)} in `strict`" : "");

    static string Reads(RuleInfo rule) => rule.Practice == Practice.Tool ? "anything" : rule.Input switch
    {
        InputKind.Dockerfile => "Dockerfile",
        InputKind.Kubernetes => "Kubernetes manifest, Helm chart",
        InputKind.Project => ".NET project",
        InputKind.Compose => "Compose file",
        _ => "several files at once",
    };

    static void AppendExamples(StringBuilder page, string heading, ImmutableArray<string> examples, InputKind input)
    {
        if (examples.IsEmpty) return;
        page.Append(CultureInfo.InvariantCulture, $"\n## {heading}\n");
        foreach (var (i, file) in examples.SelectMany(example => ExampleFile.Split(example, input).Index()))
        {
            page.Append('\n');
            if (file.Path is not null) page.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : "with ")}`{file.Path}`:\n\n");
            var fence = file.Text.Contains("```", StringComparison.Ordinal) ? "````" : "```";
            page.Append(CultureInfo.InvariantCulture, $"{fence}{file.Language}\n{file.Text.TrimEnd('\n')}\n{fence}\n");
            AppendMarks(page, file);
        }
    }

    /// <summary>Where the finding is, and what it points to besides: a fence cannot be underlined.</summary>
    static void AppendMarks(StringBuilder page, ExampleFile file)
    {
        var source = new SourceText("", file.Text);
        var places = file.Marks.Found.Select(span => (Span: span, What: "found")).Concat(file.Marks.Related.Select(related => (related.Span, What: "related"))).ToList();
        if (places.Count == 0) return;
        page.Append('\n').AppendJoin("; ", places.Select(place => string.Create(CultureInfo.InvariantCulture, $"{place.What}: line {source.LineOf(place.Span.Start) + 1}, `{FirstLine(source[place.Span])}`"))).Append('\n');
    }

    static string FirstLine(string text) => text.IndexOf('\n', StringComparison.Ordinal) is var end and >= 0 ? text[..end].TrimEnd('\r') + " …" : text;

    static void AppendOptions(StringBuilder page, RuleInfo rule)
    {
        if (rule.Options.IsEmpty) return;
        page.Append("\n## Options\n\n| option | takes | meaning |\n|---|---|---|\n");
        foreach (var option in rule.Options)
        {
            var takes = option.Values.IsEmpty ? "text" : string.Join(", ", option.Values.Select((value, i) => i == 0 ? $"`{value}` (default)" : $"`{value}`"));
            page.Append(CultureInfo.InvariantCulture, $"| `{option.Name}` | {takes} | {Cell(option.Description)} |\n");
        }
        page.Append(CultureInfo.InvariantCulture, $"\n```yaml\n# shiftleft.yml\nrules:\n  {rule.Name}:\n    {rule.Options[0].Name}: {(rule.Options[0].Values is [var first, ..] ? first : "…")}\n```\n");
    }

    static void AppendSilence(StringBuilder page, RuleInfo rule)
    {
        if (rule.IsFailure) return;
        page.Append(CultureInfo.InvariantCulture, $"\n## When it is meant\n\n```yaml\n# shiftleft:ignore {rule.Name} -- the reason\n```\n\nA comment above the place, in any file that has comments, with the reason; or an entry under `suppressions` in `shiftleft.yml`.\n");
    }

    static void AppendList(StringBuilder page, string heading, IEnumerable<string> items)
    {
        var lines = items.ToList();
        if (lines.Count == 0) return;
        page.Append(CultureInfo.InvariantCulture, $"\n## {heading}\n\n");
        foreach (var line in lines) page.Append(CultureInfo.InvariantCulture, $"- {line}\n");
    }

    static string Lines(string markdown) => markdown.ReplaceLineEndings("\n").Trim();

    internal static string Cell(string text) => text.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal);
}

/// <summary>A program that refuses what is wrong, as it writes itself.</summary>
static class ProgramName
{
    public static string Of(string program) => program switch
    {
        "buildkit" => "BuildKit",
        "kubernetes" => "Kubernetes",
        "helm" => "Helm",
        "compose" => "Compose",
        _ => throw new ArgumentOutOfRangeException(nameof(program)),
    };
}

/// <summary>A profile in the one word that every format uses.</summary>
static class ProfileName
{
    public static string Of(Profile profile) => profile switch
    {
        Profile.Baseline => "baseline",
        Profile.Recommended => "recommended",
        Profile.Strict => "strict",
        Profile.All => "all",
        _ => throw new ArgumentOutOfRangeException(nameof(profile)),
    };
}
