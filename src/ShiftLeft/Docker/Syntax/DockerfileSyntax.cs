using System.Collections.Immutable;
using System.Text;
using ShiftLeft.Text;

namespace ShiftLeft.Docker.Syntax;

/// <summary>A Dockerfile as it is written: every character is in exactly one token, and what could not be accepted is a problem.</summary>
sealed record DockerfileSyntax(
    SourceText Source,
    ImmutableArray<Token> Tokens,
    ImmutableArray<DirectiveSyntax> Directives,
    ImmutableArray<InstructionSyntax> Instructions,
    ImmutableArray<Comment> Comments,
    ImmutableArray<Problem> Problems,
    char Escape)
{
    /// <summary>What <c># check=…</c> asks of BuildKit.</summary>
    public CheckOptions Check { get; init; } = CheckOptions.Default;
    /// <summary>The image that <c># syntax=…</c> has read the file in BuildKit's stead; null where there is none.</summary>
    public Word? Frontend { get; init; }

    /// <summary>Where the rest of the file is more than is read; null where all was read.</summary>
    public Problem? Excess { get; init; }

    public override string ToString()
    {
        var text = new StringBuilder(Source.Content.Length);
        foreach (var token in Tokens) text.Append(Source.Content, token.Span.Start, token.Span.Length);
        return text.ToString();
    }
}

/// <summary>A parser directive at the top: <c># syntax=…</c>, <c># escape=…</c>, <c># check=…</c>.</summary>
/// <param name="Name">In lower case.</param>
/// <param name="Value">As written, trimmed.</param>
/// <param name="Location">The whole comment.</param>
/// <param name="ValueLocation">The value alone.</param>
sealed record DirectiveSyntax(string Name, string Value, Location Location, Location ValueLocation);

/// <summary>One instruction with everything that belongs to it, heredocs included.</summary>
sealed record InstructionSyntax
{
    /// <summary>The keyword as written.</summary>
    public required Word Keyword { get; init; }
    /// <summary>The keyword in upper case.</summary>
    public required string Name { get; init; }
    /// <summary>Words that start with two dashes straight after the keyword, whatever they are called.</summary>
    public ImmutableArray<FlagSyntax> Flags { get; init; } = [];
    /// <summary>What follows keyword and flags, continuations joined and comment lines left out, trimmed.</summary>
    public required MappedText Arguments { get; init; }
    /// <summary>The elements when the arguments are a JSON array of strings; null in shell form.</summary>
    public ImmutableArray<Word>? Json { get; init; }
    /// <summary>The arguments in words, split as this instruction splits them; the JSON elements in exec form.</summary>
    public ImmutableArray<Word> Words { get; init; } = [];
    public ImmutableArray<HeredocSyntax> Heredocs { get; init; } = [];
    /// <summary>The instruction behind <c>ONBUILD</c>.</summary>
    public InstructionSyntax? Trigger { get; init; }
    /// <summary>Blank lines inside a continuation.</summary>
    public ImmutableArray<Span> EmptyContinuations { get; init; } = [];
    /// <summary>From the keyword to the end of the last line, heredoc terminators included.</summary>
    public required Location Location { get; init; }
    /// <summary>The comment lines directly above, as BuildKit attaches them, without the marker.</summary>
    public ImmutableArray<string> CommentsAbove { get; init; } = [];

    public bool IsJson => Json is not null;
}

/// <summary>A word of an instruction: its text as written, or decoded for JSON, and where it stands.</summary>
/// <param name="Mapped">Continuations joined; quotes kept, except those of JSON.</param>
/// <param name="Location">From the first character to the last, quotes included.</param>
sealed record Word(MappedText Mapped, Location Location)
{
    public string Text => Mapped.Text;

    public static Word Of(MappedText line, Span span) => new(line.Slice(span), line.LocationOf(span));

    public override string ToString() => Text;
}

/// <summary><c>--name=value</c>; the value is null where there is no equals sign.</summary>
/// <param name="Name">Without the dashes.</param>
/// <param name="Mapped">The value, quotes and escapes removed.</param>
/// <param name="Location">The whole word.</param>
/// <param name="NameLocation">Dashes and name.</param>
/// <param name="ValueLocation">What follows the equals sign; empty where there is none.</param>
sealed record FlagSyntax(string Name, MappedText? Mapped, Location Location, Location NameLocation, Location ValueLocation)
{
    public string? Value => Mapped?.Text;
}

/// <summary>A heredoc of <c>RUN</c>, <c>COPY</c> or <c>ADD</c>.</summary>
/// <param name="Name">The terminator, unquoted.</param>
/// <param name="Expands">Whether variables in the body are expanded: no part of the name is quoted.</param>
/// <param name="StripsTabs">Whether it was opened with <c>&lt;&lt;-</c>.</param>
/// <param name="FileDescriptor">The number before the angle brackets, 0 where there is none.</param>
/// <param name="Opener">The word that opens it.</param>
/// <param name="Body">The lines between, as they are.</param>
/// <param name="IsTerminated">False where the file ends first.</param>
sealed record HeredocSyntax(string Name, bool Expands, bool StripsTabs, int FileDescriptor, Word Opener, Location Body, bool IsTerminated);
