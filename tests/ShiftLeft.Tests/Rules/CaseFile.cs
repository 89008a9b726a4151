using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ShiftLeft.Reporting;
using ShiftLeft.Rules;

namespace ShiftLeft.Tests.Rules;

/// <summary>
/// A file of tests/rules: the edge cases of one rule, in the form that README.md beside it describes. Whatever is written in another form is a problem, with its line,
/// so that nothing that was meant as a case goes unread.
/// </summary>
/// <param name="Path">From the repository's root.</param>
/// <param name="Problems">Each as <c>path:line: what is wrong</c>.</param>
sealed partial record CaseFile(string Path, ImmutableArray<Case> Cases, ImmutableArray<string> Problems)
{
    const string Folder = "tests/rules";

    public static ImmutableArray<CaseFile> All { get; } =
    [
        .. Directory.EnumerateFiles(System.IO.Path.Combine(TidyTests.Root, Folder), "*", SearchOption.AllDirectories)
            .Select(file => System.IO.Path.GetRelativePath(TidyTests.Root, file).Replace('\\', '/')).Where(path => path != $"{Folder}/README.md").Order(StringComparer.Ordinal)
            .Select(path => Read(path, File.ReadAllText(System.IO.Path.Combine(TidyTests.Root, path)))),
    ];

    public static CaseFile Read(string path, string text)
    {
        var lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n');
        if (Title().Match(lines[0]) is not { Success: true } title) return Unread("the first line is not a title such as `# SL1001 floating-base-image`");
        if (Catalogue.Find(title.Groups["id"].Value)?.Info is not { } rule) return Unread($"there is no rule {title.Groups["id"].Value}");
        if (title.Groups["name"].Value != rule.Name) return Unread($"{rule.Id} is called {rule.Name}, not {title.Groups["name"].Value}");
        if (path != RulePage.CaseFile(rule)) return Unread($"the cases of {rule.Id} stand in {RulePage.CaseFile(rule)}");
        return new Reader(path, rule, lines).Read();

        CaseFile Unread(string problem) => new(path, [], [$"{path}:1: {problem}"]);
    }

    /// <summary>Goes through the lines once; a heading's cases are put together when the next heading or the end is reached.</summary>
    sealed class Reader(string path, RuleInfo rule, string[] lines)
    {
        readonly List<Case> cases = [];
        readonly List<string> problems = [];
        readonly HashSet<string> headings = new(StringComparer.OrdinalIgnoreCase);
        readonly List<CaseBlock> blocks = [];
        (string Text, int At)? heading;
        (string Path, int At)? named;

        public CaseFile Read()
        {
            for (var at = 1; at < lines.Length; at++)
            {
                var line = lines[at];
                if (string.IsNullOrWhiteSpace(line)) continue;
                if (Fence().Match(line) is { Success: true } fence) at = ReadBlock(at, fence);
                else if (line.StartsWith("## ", StringComparison.Ordinal)) Begin(line[3..].Trim(), at);
                else if (heading is null && line[0] != '#') continue;
                else if (FileName().Match(line) is { Success: true } name) Name(name.Groups["path"].Value, at);
                else if (Alternative().Match(line) is { Success: true } alternative) Add(new(at, [.. alternative.Groups["text"].Captures.Select(capture => capture.Value)]));
                else Report(at, "this is no heading, name of a file, code block or list of alternatives");
            }
            Finish();
            if (cases.Count == 0 && problems.Count == 0) Report(0, "the file has no case");
            return new(path, [.. cases], [.. problems]);
        }

        void Begin(string text, int at)
        {
            Finish();
            heading = (text, at);
            if (text.Length == 0) Report(at, "the heading says nothing");
            else if (!headings.Add(text)) Report(at, "an earlier heading says the same");
        }

        void Name(string file, int at)
        {
            if (named is { } earlier) Report(earlier.At, "no code block follows this name");
            named = (file, at);
        }

        void Add(CaseAlternative alternative)
        {
            if (named is not null || blocks.Count == 0) Report(alternative.At, "alternatives stand behind the code block that has their places");
            else blocks[^1].Alternatives.Add(alternative);
        }

        /// <returns>The block's last line.</returns>
        int ReadBlock(int at, Match fence)
        {
            var ticks = fence.Groups["ticks"].Value;
            var end = Array.FindIndex(lines, at + 1, line => line.StartsWith(ticks, StringComparison.Ordinal));
            if (end < 0 || lines[end].Trim('`').Length > 0)
            {
                Report(at, end < 0 ? "the code block is not closed" : $"the code block is not closed before line {end + 1} opens another");
                named = null;
                return end < 0 ? lines.Length : end - 1;
            }
            if (heading is null) Report(at, "a code block stands below a `##` heading");
            else if (CaseBlock.Read(at, named?.Path, fence.Groups["info"].Value, lines[(at + 1)..end], rule, out var problem) is { } block) blocks.Add(block);
            else Report(at, problem!);
            named = null;
            return end;
        }

        void Finish()
        {
            if (named is { } name) Report(name.At, "no code block follows this name");
            if (heading is { } current)
            {
                if (blocks.Count == 0 && problems.Count == 0) Report(current.At, "the heading has no code block");
                else AddCases(current.Text, current.At);
            }
            (named, heading) = (null, null);
            blocks.Clear();
        }

        /// <summary>A block without a name is a case together with all named files of its heading; without any such block, the named files are one.</summary>
        void AddCases(string text, int at)
        {
            var unnamed = blocks.Where(block => !block.IsNamed).ToList();
            var alternatives = unnamed.Count == 0 ? blocks.SelectMany(block => block.Alternatives).ToList() : [];
            if (unnamed.Count == 0 && blocks.Count > 0) AddCases(text, at, blocks, alternatives);
            foreach (var stray in blocks.Where(block => block.IsNamed && unnamed.Count > 0).SelectMany(block => block.Alternatives)) Report(stray.At, "alternatives stand behind the code block without a name");
            foreach (var block in unnamed) AddCases(text, block.At, [.. blocks.Where(other => other.IsNamed || other == block)], block.Alternatives);
        }

        void AddCases(string text, int at, List<CaseBlock> files, List<CaseAlternative> alternatives)
        {
            var twice = files.GroupBy(file => file.Path).FirstOrDefault(same => same.Skip(1).Any());
            var places = files.Sum(file => file.Places);
            if (twice is not null) Report(twice.Last().At, $"the case has a second file {twice.Key}");
            else if (places > 0 && alternatives.Count == 0) Report(at, $"`{CaseBlock.Place}` stands for alternatives, and no list of them follows");
            else if (alternatives.Count == 0) cases.Add(new(rule, text, path, at + 1, [.. files.Select(file => (file.Path, file.Text))]));
            foreach (var alternative in alternatives)
            {
                if (alternative.Texts.Length != places) Report(alternative.At, $"there are {alternative.Texts.Length} texts for {places} places `{CaseBlock.Place}`");
                else cases.Add(new(rule, text, path, alternative.At + 1, [.. alternative.Fill(files)]));
            }
        }

        void Report(int at, string problem) => problems.Add($"{path}:{at + 1}: {problem}");
    }

    [GeneratedRegex("^# (?<id>SL[0-9]{4}) (?<name>[a-z0-9-]+)$")]
    private static partial Regex Title();

    [GeneratedRegex("^(?<ticks>`{3,})(?<info>[^`]*)$")]
    private static partial Regex Fence();

    [GeneratedRegex(@"^`(?<path>[^`\s]+)`:$")]
    private static partial Regex FileName();

    [GeneratedRegex("^- `(?<text>[^`]+)`(, `(?<text>[^`]+)`)*$")]
    private static partial Regex Alternative();
}

/// <summary>One workspace with its marks.</summary>
/// <param name="Heading">What it shows.</param>
/// <param name="Path">The file that it is written in.</param>
/// <param name="Line">Where it is written, from 1: its heading, its code block or its alternative.</param>
sealed record Case(RuleInfo Rule, string Heading, string Path, int Line, ImmutableArray<(string Path, string Text)> Files)
{
    public override string ToString() => $"{Rule.Id} › {Heading} (line {Line})";
}
