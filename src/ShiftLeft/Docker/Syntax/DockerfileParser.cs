using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using ShiftLeft.Text;

namespace ShiftLeft.Docker.Syntax;

/// <summary>
/// Reads a Dockerfile line by line as BuildKit's <c>frontend/dockerfile/parser</c> does: directives, comments, continuations, heredocs.
/// Where BuildKit stops at the first error, this parser notes a problem and goes on.
/// </summary>
sealed class DockerfileParser
{
    /// <summary>BuildKit's scanner refuses longer lines: 64 KiB less one.</summary>
    const int LongestLine = 64 * 1024 - 1;

    /// <summary>More than a thousand times what people write; each costs some kilobytes.</summary>
    const int MostInstructions = 50_000;
    const int MostWords = 200_000;

    readonly SourceText source;
    readonly string text;
    readonly List<Token> tokens = [];
    readonly List<DirectiveSyntax> directives = [];
    readonly List<InstructionSyntax> instructions = [];
    readonly List<Problem> problems = [];
    /// <summary>Comments with the number of the instruction that follows them, or that they stand in.</summary>
    readonly List<(Span Span, int Instruction)> comments = [];
    readonly List<string> commentsAbove = [];
    int at;
    int words;
    Problem? excess;
    char escape = '\\';
    bool hasTooLongLine;

    DockerfileParser(SourceText source) => (this.source, text) = (source, source.Content);

    public static DockerfileSyntax Parse(SourceText source) => new DockerfileParser(source).Parse();

    DockerfileSyntax Parse()
    {
        if (source.HasByteOrderMark)
        {
            tokens.Add(new(TokenKind.ByteOrderMark, new(0, 1)));
            at = 1;
        }
        var check = FindCheck();
        var frontend = FindFrontend();
        ReadDirectives();
        while (at < text.Length && excess is null)
        {
            var line = NextLine();
            var start = SkipBlanks(line.Start, line.End);
            // A blank line does not part a comment from the instruction below: BuildKit attaches it all the same.
            if (start == line.End) continue;
            if (text[start] == '#') ReadComment(line, start);
            else ReadInstruction(line, start);
        }
        if (instructions.Count == 0) Report("no-instructions", new(text.EndsWith('\n') ? text.Length - 1 : text.Length, 0), "the file has no instructions", "Start it with `FROM`.");
        return new(
            source, FillGaps(), [.. directives], [.. instructions], ScopedComments(), [.. problems.OrderBy(problem => problem.Location.Span.Start)], escape)
        { Check = check, Frontend = frontend, Excess = excess };
    }

    /// <summary>Directives stand before anything else; the first line that is none ends them.</summary>
    void ReadDirectives()
    {
        while (at < text.Length)
        {
            var line = LineAt(at);
            var start = SkipBlanks(line.Start, line.End);
            if (start == line.End || text[start] != '#' || ReadDirective(start, line.End) is not { } directive) return;
            if (directives.Any(other => other.Name == directive.Name))
            {
                Report("duplicate-directive", directive.Location.Span, $"`{directive.Name}` is given twice; only one such directive can be used", "Remove one of them.");
                return;
            }
            directives.Add(directive);
            if (directive.Name == "escape") ReadEscape(directive);
            tokens.Add(new(TokenKind.Directive, directive.Location.Span));
            comments.Add((directive.Location.Span, -1));
            at = AfterNewLine(line.End);
        }
    }

    void ReadEscape(DirectiveSyntax directive)
    {
        if (directive.Value is "\\" or "`") escape = directive.Value[0];
        else Report("bad-escape", directive.ValueLocation.Span, $"`{directive.Value}` is not an escape character; only a backslash or a backtick is", "Write `# escape=\\` or ``# escape=` ``.");
    }

    CheckOptions FindCheck()
    {
        if (FindApart("check", '#') is not { } directive) return CheckOptions.Default;
        var options = CheckOptions.Read(directive.Value.Split(' ', 2)[0]);
        if (options.Problem is { } problem) Report("bad-check", directive.ValueLocation.Span, problem, "Write `# check=skip=RuleName;error=true`.");
        return options;
    }

    /// <summary>The image that reads the file in BuildKit's stead; it is looked for in comments of other languages too.</summary>
    Word? FindFrontend()
    {
        if ((FindApart("syntax", '#') ?? FindApart("syntax", '/')) is not { } directive) return null;
        var start = directive.ValueLocation.Span.Start;
        var name = directive.Value.Split(' ', 2)[0];
        return name.Length == 0 ? null : Word.Of(MappedText.Of(source, new(start, name.Length)), new(0, name.Length));
    }

    /// <summary>BuildKit looks for some directives apart from the others: at the very start of lines, and behind a line <c>#!</c> too.</summary>
    /// <param name="mark">What begins a comment: a hash, or two slashes.</param>
    DirectiveSyntax? FindApart(string name, char mark)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var start = source.HasByteOrderMark ? 1 : 0; start < text.Length;)
        {
            var line = LineAt(start);
            start = AfterNewLine(line.End);
            if (seen.Count == 0 && text.AsSpan(line.Start).StartsWith("#!") && seen.Add("#!")) continue;
            var isComment = mark == '#' ? text[line.Start] == '#' : text.AsSpan(line.Start, line.End - line.Start).StartsWith("//");
            if (!isComment || ReadDirective(mark == '#' ? line.Start : line.Start + 1, line.End) is not { } directive || !seen.Add(directive.Name)) return null;
            if (directive.Name == name) return directive;
        }
        return null;
    }

    /// <summary>BuildKit: <c>^([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$</c> behind the hash and any white space.</summary>
    DirectiveSyntax? ReadDirective(int hash, int end)
    {
        var nameStart = SkipBlanks(hash + 1, end);
        var nameEnd = nameStart;
        while (nameEnd < end && char.IsAsciiLetterOrDigit(text[nameEnd])) nameEnd++;
        var equals = SkipAsciiBlanks(nameEnd, end);
        if (nameEnd == nameStart || !char.IsAsciiLetter(text[nameStart]) || equals == end || text[equals] != '=') return null;
        var name = text[nameStart..nameEnd].ToLowerInvariant();
        if (name is not ("syntax" or "escape" or "check") || equals + 1 == end) return null;
        // A value of blanks alone is the last of them.
        var valueStart = Math.Min(SkipAsciiBlanks(equals + 1, end), end - 1);
        var valueEnd = end;
        while (valueEnd > valueStart + 1 && IsAsciiBlank(text[valueEnd - 1])) valueEnd--;
        return new(name, text[valueStart..valueEnd], At(Span.FromBounds(hash, valueEnd)), At(Span.FromBounds(valueStart, valueEnd)));
    }

    void ReadComment(Line line, int hash)
    {
        var span = Span.FromBounds(hash, line.End);
        tokens.Add(new(TokenKind.Comment, span));
        comments.Add((span, instructions.Count));
        var words = text[(hash + 1)..line.End].Trim();
        if (words.Length == 0) commentsAbove.Clear();
        else commentsAbove.Add(words);
    }

    void ReadInstruction(Line line, int start)
    {
        var logical = new MappedText.Builder(source, start);
        var empty = ImmutableArray.CreateBuilder<Span>();
        var end = line.End;
        var continues = AppendLine(logical, start, line.End);
        while (continues && at < text.Length)
        {
            line = NextLine();
            var first = SkipBlanks(line.Start, line.End);
            if (first < line.End && text[first] == '#')
            {
                tokens.Add(new(TokenKind.Comment, Span.FromBounds(first, line.End)));
                comments.Add((Span.FromBounds(first, line.End), instructions.Count));
                continue;
            }
            if (first == line.End)
            {
                empty.Add(Span.FromBounds(line.Start, line.End));
                continue;
            }
            end = line.End;
            continues = AppendLine(logical, line.Start, line.End);
        }
        // What never goes on takes the blank and comment lines below with it.
        if (continues) end = Math.Max(end, line.End);

        var mapped = logical.Build();
        words += CountWords(mapped.Text);
        if (words > MostWords || instructions.Count == MostInstructions)
        {
            LeaveOff(start);
            return;
        }
        var instruction = InstructionReader.Read(mapped, escape, tokens, problems);
        var heredocs = HeredocReader.CanHold(instruction) ? ReadHeredocs(HeredocReader.FindOpeners(mapped), ref end) : [];
        instruction = instruction with
        {
            Heredocs = heredocs,
            EmptyContinuations = empty.ToImmutable(),
            CommentsAbove = [.. commentsAbove],
            Location = At(Span.FromBounds(start, Math.Max(end, start))),
        };
        // What belongs to the line belongs to its trigger.
        if (instruction.Trigger is { } trigger)
            instruction = instruction with { Trigger = trigger with { Heredocs = heredocs, Location = At(Span.FromBounds(trigger.Location.Span.Start, Math.Max(end, trigger.Location.Span.End))) } };
        commentsAbove.Clear();
        instructions.Add(instruction);
        InstructionCheck.Report(instruction, problems);
    }

    /// <summary>Reads nothing more from a place on.</summary>
    void LeaveOff(int start)
    {
        excess = new("file-excess", At(Span.FromBounds(start, LineAt(start).End)), $"the file has more than {MostInstructions:N0} instructions or {MostWords:N0} words; from here on it is not read");
        tokens.RemoveAll(token => token.Span.Start >= start);
        comments.RemoveAll(comment => comment.Span.Start >= start);
        tokens.Add(new(TokenKind.Unread, Span.FromBounds(start, text.Length)));
        at = text.Length;
    }

    /// <summary>About how many words and commands a text has.</summary>
    static int CountWords(ReadOnlySpan<char> text)
    {
        var count = 0;
        while (text.IndexOfAny(Separators) is var end and >= 0)
        {
            if (end > 0) count++;
            text = text[(end + 1)..];
        }
        return text.IsEmpty ? count : count + 1;
    }

    static readonly SearchValues<char> Separators = SearchValues.Create(" \t\r\n;&|()");

    /// <summary>Adds a line without its continuation; true when the next line goes on.</summary>
    bool AppendLine(MappedText.Builder logical, int start, int end)
    {
        var last = end;
        while (last > start && text[last - 1] is ' ' or '\t') last--;
        // An escape character that is itself escaped continues nothing, unless it stands alone.
        var continues = last > start && text[last - 1] == escape && (last - 1 == start || text[last - 2] != escape);
        if (!continues)
        {
            logical.Append(Span.FromBounds(start, end));
            return false;
        }
        logical.Append(Span.FromBounds(start, last - 1));
        tokens.Add(new(TokenKind.Continuation, new(last - 1, 1)));
        return true;
    }

    ImmutableArray<HeredocSyntax> ReadHeredocs(ImmutableArray<HeredocSyntax> openers, ref int end)
    {
        var heredocs = ImmutableArray.CreateBuilder<HeredocSyntax>(openers.Length);
        foreach (var opener in openers)
        {
            var bodyStart = at;
            var bodyEnd = at;
            var terminated = false;
            while (at < text.Length && !terminated)
            {
                var line = NextLine();
                var first = line.Start;
                while (opener.StripsTabs && first < line.End && text[first] == '\t') first++;
                terminated = text.AsSpan(first, line.End - first).SequenceEqual(opener.Name);
                if (terminated) tokens.Add(new(TokenKind.HeredocTerminator, Span.FromBounds(first, line.End)));
                else bodyEnd = at;
                end = line.End;
            }
            var body = Span.FromBounds(bodyStart, bodyEnd);
            words += CountWords(text.AsSpan(bodyStart, bodyEnd - bodyStart));
            if (!body.IsEmpty) tokens.Add(new(TokenKind.HeredocBody, body));
            if (!terminated) Report("unterminated-heredoc", opener.Opener.Location.Span, $"the heredoc is never ended: there is no line `{opener.Name}`", $"Add a line `{opener.Name}` at the end of its text.");
            heredocs.Add(opener with { Body = At(body), IsTerminated = terminated });
        }
        return heredocs.ToImmutable();
    }

    /// <summary>
    /// A comment speaks of the instruction below it, and the ones at the top also of the whole file when they are directives.
    /// A comment inside an instruction speaks of that instruction.
    /// </summary>
    ImmutableArray<Comment> ScopedComments()
    {
        var sectionEnds = SectionEnds();
        return
        [
            .. from comment in comments
               let scope = comment.Instruction < 0 ? new Span(0, text.Length)
                   : comment.Instruction < instructions.Count ? Scope(comment.Span, instructions[comment.Instruction].Location.Span)
                   : comment.Span
               select new Comment(At(comment.Span), text[(comment.Span.Start + 1)..comment.Span.End].Trim(), scope)
               {
                   Section = comment.Instruction >= 0 && sectionEnds.TryGetValue(comment.Instruction, out var end) && comment.Span.Start < instructions[comment.Instruction].Location.Span.Start ? Span.FromBounds(comment.Span.Start, end) : null,
               },
        ];
    }

    /// <summary>Where the stage of each <c>FROM</c> ends.</summary>
    Dictionary<int, int> SectionEnds()
    {
        var ends = new Dictionary<int, int>();
        var end = text.Length;
        for (var i = instructions.Count - 1; i >= 0; i--)
        {
            if (instructions[i].Name != "FROM") continue;
            ends[i] = end;
            end = instructions[i].Location.Span.Start;
        }
        return ends;
    }

    static Span Scope(Span comment, Span instruction) =>
        Span.FromBounds(Math.Min(comment.Start, instruction.Start), Math.Max(comment.End, instruction.End));

    /// <summary>The noted tokens in order, and what lies between them as white space or new lines.</summary>
    ImmutableArray<Token> FillGaps()
    {
        tokens.Sort((a, b) => a.Span.Start.CompareTo(b.Span.Start));
        var filled = ImmutableArray.CreateBuilder<Token>(tokens.Count * 2);
        var offset = 0;
        foreach (var token in tokens)
        {
            if (token.Span.Start < offset) continue;
            AddGap(filled, offset, token.Span.Start);
            filled.Add(token);
            offset = token.Span.End;
        }
        AddGap(filled, offset, text.Length);
        return filled.ToImmutable();
    }

    void AddGap(ImmutableArray<Token>.Builder filled, int start, int end)
    {
        for (var i = start; i < end;)
        {
            var isNewLine = text[i] is '\n' or '\r';
            var from = i;
            while (i < end && (text[i] is '\n' or '\r') == isNewLine) i++;
            filled.Add(new(isNewLine ? TokenKind.NewLine : TokenKind.Whitespace, Span.FromBounds(from, i)));
        }
    }

    readonly record struct Line(int Start, int End);

    /// <summary>Lines end at LF; the carriage returns before it belong to the line's end, as in BuildKit.</summary>
    Line LineAt(int start)
    {
        var newLine = text.IndexOf('\n', start);
        var end = newLine < 0 ? text.Length : newLine;
        while (end > start && text[end - 1] == '\r') end--;
        return new(start, end);
    }

    Line NextLine()
    {
        var line = LineAt(at);
        if (line.End - line.Start > LongestLine / 3 && !hasTooLongLine && Encoding.UTF8.GetByteCount(text.AsSpan(line.Start, AfterNewLine(line.End) - line.Start)) is var bytes && bytes > LongestLine + (text[AfterNewLine(line.End) - 1] == '\n' ? 1 : 0))
        {
            hasTooLongLine = true;
            Report("line-too-long", Span.FromBounds(line.Start, line.End), $"the line is longer than {LongestLine} bytes, which BuildKit refuses to read", "Break it with continuations.");
        }
        at = AfterNewLine(line.End);
        return line;
    }

    int AfterNewLine(int end)
    {
        var newLine = text.IndexOf('\n', end);
        return newLine < 0 ? text.Length : newLine + 1;
    }

    int SkipBlanks(int start, int end)
    {
        while (start < end && char.IsWhiteSpace(text[start])) start++;
        return start;
    }

    int SkipAsciiBlanks(int start, int end)
    {
        while (start < end && IsAsciiBlank(text[start])) start++;
        return start;
    }

    static bool IsAsciiBlank(char c) => c is ' ' or '\t' or '\f' or '\r' or '\n';

    Location At(Span span) => new(source, span);

    void Report(string code, Span span, string message, string help) => problems.Add(new(code, At(span), message, help));
}
