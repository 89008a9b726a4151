using System.Collections.Immutable;
using ShiftLeft.Rules;

namespace ShiftLeft.Reporting;

/// <summary>A file of a rule's example as a page shows it: without the marks around what is found.</summary>
/// <param name="Path">Its path where the example has several files, else null.</param>
/// <param name="Marks">What stands in it, what is found there, and the places that it is related to.</param>
/// <param name="Language">The name by which Markdown colours it.</param>
sealed record ExampleFile(string? Path, MarkedText Marks, string Language)
{
    const string Separator = "=== ";

    public string Text => Marks.Text;

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
            var marks = MarkedText.Read(string.Join('\n', lines));
            if (path is not null || marks.Text.Trim().Length > 0) files.Add(new(path, marks, LanguageOf(path, input)));
            lines.Clear();
        }
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
