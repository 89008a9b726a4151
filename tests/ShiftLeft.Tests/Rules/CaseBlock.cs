using ShiftLeft.Rules;

namespace ShiftLeft.Tests.Rules;

/// <summary>A code block of a case file: a file of a case, or of several that differ at the places <c>…</c>.</summary>
/// <param name="At">The line that opens it, from 0.</param>
/// <param name="IsNamed">Whether its name is written; else the rule's input gives it.</param>
sealed record CaseBlock(int At, string Path, bool IsNamed, string Text)
{
    public const char Place = '…';

    public int Places => Text.Count(c => c == Place);
    public List<CaseAlternative> Alternatives { get; } = [];

    /// <summary>Null where the words behind the fence are not understood; <paramref name="problem"/> says which.</summary>
    public static CaseBlock? Read(int at, string? name, string info, string[] lines, RuleInfo rule, out string? problem)
    {
        var words = info.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        problem = Misfit(name, words.FirstOrDefault(), rule);
        if (problem is not null) return null;
        var text = string.Concat(lines.Select(line => line + "\n"));
        foreach (var word in words.Skip(1))
        {
            if (Write(text, word) is not { } written)
            {
                problem = $"`{word}` is none of crlf, bom, no-final-newline and whitespace";
                return null;
            }
            text = written;
        }
        return new(at, name ?? Expect.FileName(rule), name is not null, text);
    }

    /// <summary>A word behind the language says what cannot be seen in the block.</summary>
    static string? Write(string text, string word) => word switch
    {
        "crlf" => text.Replace("\n", "\r\n", StringComparison.Ordinal),
        "bom" => "\uFEFF" + text,
        "no-final-newline" => text[..^(text.EndsWith("\r\n", StringComparison.Ordinal) ? 2 : Math.Min(1, text.Length))],
        "whitespace" => text.Replace('→', '\t').Replace('·', ' '),
        _ => null,
    };

    static string? Misfit(string? name, string? language, RuleInfo rule)
    {
        if (language is null) return "the code block has no language";
        if (name is not null) return null;
        if (rule.Input == InputKind.Workspace) return $"{rule.Id} reads several files, so this one needs a name";
        var expected = rule.Input == InputKind.Dockerfile ? "dockerfile" : "yaml";
        return language == expected ? null : $"{rule.Id} reads `{expected}`; a code block of `{language}` needs a name";
    }
}

/// <summary>What stands at the places of the code blocks above, in their order.</summary>
sealed record CaseAlternative(int At, string[] Texts)
{
    public IEnumerable<(string Path, string Text)> Fill(IEnumerable<CaseBlock> blocks)
    {
        var next = 0;
        foreach (var block in blocks)
        {
            var parts = block.Text.Split(CaseBlock.Place);
            yield return (block.Path, string.Concat(parts.Select((part, i) => i == 0 ? part : Texts[next++] + part)));
        }
    }
}
