using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;

namespace ShiftLeft.Cli;

/// <summary>How a report is told.</summary>
enum Format { Text, Sarif, MSBuild, Json, Markdown, GitHub, GitLab, JUnit, Html }

/// <summary>One telling of the report.</summary>
/// <param name="Format">How.</param>
/// <param name="File">Where; null for standard output.</param>
readonly record struct Wish(Format Format, string? File)
{
    /// <summary>What stands for standard output where a file is named.</summary>
    const string StandardOutput = "-";

    /// <summary>Each format with the file named after it and before the next; a file that is named before the first format is the first one's.</summary>
    /// <returns>At least one, or why it is not clear what is wanted.</returns>
    public static (ImmutableArray<Wish> Wishes, string? Error) Of(ParseResult parsed, string format, string output)
    {
        var formats = new List<Format>();
        var files = new List<string?>();
        string? early = null;
        for (var i = 0; i + 1 < parsed.Tokens.Count; i++)
        {
            if (parsed.Tokens[i].Type != TokenType.Option) continue;
            var value = parsed.Tokens[i + 1].Value;
            if (parsed.Tokens[i].Value == format)
            {
                formats.Add(ScanCommand.Formats.First(known => known.Word == value).Value);
                files.Add(formats.Count == 1 ? early : null);
            }
            else if (parsed.Tokens[i].Value == output)
            {
                if ((files.Count == 0 ? early : files[^1]) is { } other) return ([], $"two files for one format, '{other}' and '{value}'; name a --format before each --output");
                if (files.Count == 0) early = value;
                else files[^1] = value;
            }
        }
        ImmutableArray<Wish> wishes = formats.Count > 0 ? [.. formats.Zip(files, (how, file) => new Wish(how, file == StandardOutput ? null : file))] : [new(Format.Text, early == StandardOutput ? null : early)];
        if (wishes.Count(wish => wish.File is null) > 1) return ([], "several formats to standard output; give each but one an --output");
        return wishes.GroupBy(wish => wish.File).FirstOrDefault(same => same.Count() > 1) is { Key: var twice } ? ([], $"two formats to one file, '{twice}'; give each an --output of its own") : (wishes, null);
    }
}
