using System.Collections.Immutable;
using System.Text;
using ShiftLeft.Text;

namespace ShiftLeft.Docker.Syntax;

/// <summary>Reads keyword, flags and arguments of one logical line, each instruction by its own way of splitting words (BuildKit's <c>line_parsers.go</c>).</summary>
static class InstructionReader
{
    public static InstructionSyntax Read(MappedText line, char escape, List<Token> tokens, List<Problem> problems) =>
        Read(line, escape, tokens, problems, isTrigger: false);

    static InstructionSyntax Read(MappedText line, char escape, List<Token> tokens, List<Problem> problems, bool isTrigger)
    {
        var text = line.Text;
        var start = SkipBlanks(text, 0);
        var keywordEnd = start;
        while (keywordEnd < text.Length && !IsSeparator(text[keywordEnd])) keywordEnd++;
        var keyword = Word.Of(line, Span.FromBounds(start, keywordEnd));
        Mark(tokens, TokenKind.Keyword, line, Span.FromBounds(start, keywordEnd));
        var name = keyword.Text.ToUpperInvariant();

        var flags = ReadFlags(line, keywordEnd, escape, tokens, out var argumentsStart);
        var argumentsEnd = text.Length;
        while (argumentsEnd > argumentsStart && char.IsWhiteSpace(text[argumentsEnd - 1])) argumentsEnd--;
        argumentsStart = Math.Min(SkipBlanks(text, argumentsStart), argumentsEnd);
        var arguments = Span.FromBounds(argumentsStart, argumentsEnd);

        var instruction = new InstructionSyntax
        {
            Keyword = keyword,
            Name = name,
            Flags = flags,
            Arguments = line.Slice(arguments),
            Location = line.LocationOf(Span.FromBounds(start, Math.Max(argumentsEnd, keywordEnd))),
        };
        if (name == "ONBUILD" && !isTrigger && !arguments.IsEmpty)
            return instruction with { Trigger = Read(instruction.Arguments, escape, tokens, problems, isTrigger: true) };

        instruction = ReadArguments(instruction, escape, problems);
        if (instruction.Words.IsEmpty || instruction.IsJson) Mark(tokens, TokenKind.Argument, line, arguments);
        else foreach (var word in instruction.Words) Mark(tokens, TokenKind.Argument, word.Mapped, new(0, word.Mapped.Length));
        return instruction;
    }

    static InstructionSyntax ReadArguments(InstructionSyntax instruction, char escape, List<Problem> problems)
    {
        var arguments = instruction.Arguments;
        switch (instruction.Name)
        {
            case "RUN" or "CMD" or "ENTRYPOINT" or "SHELL":
                return Json(instruction, arguments, problems) ?? instruction with { Words = Whole(arguments) };
            case "ADD" or "COPY" or "VOLUME":
                return Json(instruction, arguments, problems) ?? instruction with { Words = SplitAtBlanks(arguments) };
            case "ENV" or "LABEL" or "ARG":
                return instruction with { Words = SplitQuoted(arguments, escape) };
            case "HEALTHCHECK":
                var end = 0;
                while (end < arguments.Length && !char.IsWhiteSpace(arguments.Text[end])) end++;
                if (end == 0) return instruction;
                var type = Word.Of(arguments, new(0, end));
                var rest = arguments.Slice(Trim(arguments.Text, Span.FromBounds(end, arguments.Length)));
                var command = Json(instruction, rest, problems);
                return instruction with { Json = command?.Json, Words = [type, .. command?.Words ?? Whole(rest)] };
            case "USER" or "WORKDIR" or "STOPSIGNAL" or "MAINTAINER":
                return instruction with { Words = Whole(arguments) };
            default:
                return instruction with { Words = SplitAtBlanks(arguments) };
        }
    }

    static InstructionSyntax? Json(InstructionSyntax instruction, MappedText arguments, List<Problem> problems)
    {
        var form = JsonForm.Read(arguments);
        if (form.NotAString is { } element)
        {
            problems.Add(new("json-not-strings", element, "an exec form takes strings only", "Quote the element."));
            return instruction with { Json = form.Items, Words = form.Items };
        }
        return form.IsJson ? instruction with { Json = form.Items, Words = form.Items } : null;
    }

    /// <summary>
    /// Flags are the words that start with two dashes before the first that does not; a lone <c>--</c> ends them. Quotes and escapes
    /// are taken out, as <c>extractBuilderFlags</c> does: the escape works in single quotes too.
    /// </summary>
    static ImmutableArray<FlagSyntax> ReadFlags(MappedText line, int start, char escape, List<Token> tokens, out int rest)
    {
        var flags = ImmutableArray.CreateBuilder<FlagSyntax>();
        var text = line.Text;
        rest = start;
        while (true)
        {
            var at = SkipBlanks(text, rest);
            if (at + 1 >= text.Length || text[at] != '-' || text[at + 1] != '-')
            {
                rest = at;
                return flags.ToImmutable();
            }
            var kept = new List<int>();
            var quote = '\0';
            var end = at;
            for (; end < text.Length && (quote != '\0' || !char.IsWhiteSpace(text[end])); end++)
            {
                var c = text[end];
                if (c == escape && end + 1 < text.Length) kept.Add(++end);
                else if (c == escape) continue;
                else if (quote != '\0' && c == quote) quote = '\0';
                else if (quote == '\0' && c is '\'' or '"') quote = c;
                else kept.Add(end);
            }
            rest = end;
            Mark(tokens, TokenKind.Flag, line, Span.FromBounds(at, end));
            if (kept.Count == 2) return flags.ToImmutable();
            flags.Add(Flag(line, Span.FromBounds(at, end), kept));
        }
    }

    /// <param name="kept">Where the characters stand that neither quote nor escape.</param>
    static FlagSyntax Flag(MappedText line, Span word, List<int> kept)
    {
        var equals = kept.FindIndex(place => line.Text[place] == '=');
        var name = string.Concat(kept.Take(equals < 0 ? kept.Count : equals).Skip(2).Select(place => line.Text[place]));
        if (equals < 0) return new(name, null, line.LocationOf(word), line.LocationOf(word), line.LocationOf(new(word.End, 0)));
        var valueStart = kept[equals] + 1;
        var value = new MappedText.Builder(line.Source, line.ToSource(valueStart));
        for (var i = equals + 1; i < kept.Count;)
        {
            var first = i++;
            while (i < kept.Count && kept[i] == kept[i - 1] + 1) i++;
            value.Append(line, Span.FromBounds(kept[first], kept[i - 1] + 1));
        }
        return new(
            name, value.Build(), line.LocationOf(word), line.LocationOf(Span.FromBounds(word.Start, kept[equals])),
            line.LocationOf(Span.FromBounds(valueStart, word.End)));
    }

    static ImmutableArray<Word> Whole(MappedText text) => text.Length == 0 ? [] : [Word.Of(text, new(0, text.Length))];

    static ImmutableArray<Word> SplitAtBlanks(MappedText text)
    {
        var words = ImmutableArray.CreateBuilder<Word>();
        for (var at = 0; at < text.Length;)
        {
            if (IsSeparator(text.Text[at])) { at++; continue; }
            var start = at;
            while (at < text.Length && !IsSeparator(text.Text[at])) at++;
            words.Add(Word.Of(text, Span.FromBounds(start, at)));
        }
        return words.ToImmutable();
    }

    /// <summary>
    /// Words in which quotes and the escape character protect blanks; both stay in the word. An escape character at the very end protects nothing
    /// and is left out.
    /// </summary>
    static ImmutableArray<Word> SplitQuoted(MappedText mapped, char escape)
    {
        var words = ImmutableArray.CreateBuilder<Word>();
        var text = mapped.Text;
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at])) { at++; continue; }
            var start = at;
            var quote = '\0';
            for (; at < text.Length && (quote != '\0' || !char.IsWhiteSpace(text[at])); at++)
            {
                var c = text[at];
                if (c == escape && quote != '\'') at++;
                else if (quote == '\0' && c is '\'' or '"') quote = c;
                else if (c == quote) quote = '\0';
            }
            var end = at > text.Length ? text.Length - 1 : at;
            at = Math.Min(at, text.Length);
            if (end > start) words.Add(Word.Of(mapped, Span.FromBounds(start, end)));
        }
        return words.ToImmutable();
    }

    /// <summary>BuildKit splits at <c>[\t\v\f\r ]+</c>.</summary>
    static bool IsSeparator(char c) => c is ' ' or '\t' or '\v' or '\f' or '\r';

    static int SkipBlanks(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
        return at;
    }

    static Span Trim(string text, Span span)
    {
        var (start, end) = (span.Start, span.End);
        while (start < end && char.IsWhiteSpace(text[start])) start++;
        while (end > start && char.IsWhiteSpace(text[end - 1])) end--;
        return Span.FromBounds(start, end);
    }

    static void Mark(List<Token> tokens, TokenKind kind, MappedText line, Span span)
    {
        foreach (var piece in line.Pieces(span)) tokens.Add(new(kind, piece));
    }
}
