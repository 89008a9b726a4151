using System.Collections.Immutable;
using ShiftLeft.Rules;
using ShiftLeft.Text;

namespace ShiftLeft.Reporting;

/// <summary>A file of a rule's example as a page shows it: without the marks around what is found.</summary>
/// <param name="Path">Its path where the example has several files, else null.</param>
/// <param name="Text">What stands in it.</param>
/// <param name="Mark">What is found there; null where nothing is.</param>
/// <param name="Language">The name by which Markdown colours it.</param>
sealed record ExampleFile(string? Path, string Text, Span? Mark, string Language)
{
    const string Separator = "=== ";
    const string Open = "[|";
    const string Close = "|]";

    public static ImmutableArray<ExampleFile> Split(string example, InputKind input)
    {
        var files = ImmutableArray.CreateBuilder<ExampleFile>();
        string? path = null;
        var lines = new List<string>();
        foreach (var line in example.ReplaceLineEndings("\n").Split('\n'))
        {
            if (!line.StartsWith(Separator, StringComparison.Ordinal))
            {
                lines.Add(line);
                continue;
            }
            Add();
            path = line[Separator.Length..].Trim();
        }
        Add();
        return files.ToImmutable();

        void Add()
        {
            var (text, mark) = Unmarked(string.Join('\n', lines));
            if (path is not null || text.Trim().Length > 0) files.Add(new(path, text, mark, LanguageOf(path, input)));
            lines.Clear();
        }
    }

    static (string Text, Span? Mark) Unmarked(string text)
    {
        var start = text.IndexOf(Open, StringComparison.Ordinal);
        var end = start < 0 ? -1 : text.IndexOf(Close, start, StringComparison.Ordinal);
        return end < 0 ? (text, null)
            : (text[..start] + text[(start + Open.Length)..end] + text[(end + Close.Length)..], Span.FromBounds(start, end - Open.Length));
    }

    static string LanguageOf(string? path, InputKind input) => path switch
    {
        null => input is InputKind.Dockerfile ? "dockerfile" : input is InputKind.Project ? "xml" : "yaml",
        _ when path.EndsWith(".yaml", StringComparison.Ordinal) || path.EndsWith(".yml", StringComparison.Ordinal) => "yaml",
        _ when path.EndsWith(".json", StringComparison.Ordinal) => "json",
        _ when path.EndsWith("proj", StringComparison.Ordinal) => "xml",
        _ when path.Contains("ockerfile", StringComparison.Ordinal) || path.Contains("ontainerfile", StringComparison.Ordinal) => "dockerfile",
        _ => "text",
    };
}
