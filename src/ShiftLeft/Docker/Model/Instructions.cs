using System.Collections.Immutable;
using ShiftLeft.Docker.Syntax;
using ShiftLeft.Text;

namespace ShiftLeft.Docker;

/// <summary>An instruction with the variables that it sees.</summary>
abstract record Instruction(InstructionSyntax Syntax, VariableScope Scope, char Escape)
{
    /// <summary>The keyword in upper case.</summary>
    public string Name => Syntax.Name;
    public Location Keyword => Syntax.Keyword.Location;
    public Location Location => Syntax.Location;
    /// <summary>All that follows keyword and flags.</summary>
    public Location Arguments => Syntax.Arguments.LocationOf(new(0, Syntax.Arguments.Length));

    public FlagSyntax? Flag(string name) => Syntax.Flags.FirstOrDefault(flag => flag.Name == name);
    public Expansion Expand(Word word) => Expander.Expand(word.Mapped, Scope, Escape);
    public Expansion Expand(MappedText text) => Expander.Expand(text, Scope, Escape);
}

sealed record FromInstruction(InstructionSyntax Syntax, VariableScope Scope, char Escape) : Instruction(Syntax, Scope, Escape)
{
    public Word? Image => Syntax.Words.IsEmpty ? null : Syntax.Words[0];
    /// <summary>The <c>AS</c> keyword as written.</summary>
    public Word? As => Syntax.Words.Length == 3 ? Syntax.Words[1] : null;
    public Word? StageName => Syntax.Words.Length == 3 ? Syntax.Words[2] : null;
}

/// <summary><c>RUN</c>, in shell form, in exec form or with a heredoc.</summary>
sealed record RunInstruction(InstructionSyntax Syntax, VariableScope Scope, char Escape) : Instruction(Syntax, Scope, Escape)
{
    public bool IsExec => Syntax.IsJson;
    public ImmutableArray<HeredocSyntax> Heredocs => Syntax.Heredocs;
    public ImmutableArray<MountSyntax> Mounts { get; } = [.. Syntax.Flags.Where(flag => flag.Name == "mount").Select(MountSyntax.Read)];
}

/// <summary><c>COPY</c> or <c>ADD</c>.</summary>
sealed record CopyInstruction(InstructionSyntax Syntax, VariableScope Scope, char Escape) : Instruction(Syntax, Scope, Escape)
{
    public bool IsAdd => Name == "ADD";
    /// <summary>Stage, index or image of <c>--from</c>.</summary>
    public FlagSyntax? From => Flag("from");
    public IEnumerable<Word> Sources => Syntax.Words.Take(Math.Max(0, Syntax.Words.Length - 1)).Where(word => Syntax.IsJson || !Syntax.Heredocs.Any(heredoc => heredoc.Opener.Location == word.Location));
    public Word? Destination => Syntax.Words.Length > 1 ? Syntax.Words[^1] : null;
    public ImmutableArray<HeredocSyntax> Heredocs => Syntax.Heredocs;
}

sealed record UserInstruction(InstructionSyntax Syntax, VariableScope Scope, char Escape) : Instruction(Syntax, Scope, Escape)
{
    public Word? User => Syntax.Words.IsEmpty ? null : Syntax.Words[0];
}

/// <summary><c>ENV</c>, <c>LABEL</c> or <c>ARG</c>: names with values.</summary>
sealed record AssignmentInstruction(InstructionSyntax Syntax, VariableScope Scope, char Escape) : Instruction(Syntax, Scope, Escape)
{
    /// <summary>The form without an equals sign: <c>ENV name value</c>, where the value is the rest of the line.</summary>
    public bool IsLegacy => Name != "ARG" && Syntax.Words is [var first, _, ..] && !first.Text.Contains('=', StringComparison.Ordinal);
    public ImmutableArray<Assignment> Assignments { get; } = Read(Syntax, Scope, Escape);

    static ImmutableArray<Assignment> Read(InstructionSyntax syntax, VariableScope scope, char escape)
    {
        if (syntax.Words.IsEmpty) return [];
        if (syntax.Name != "ARG" && !syntax.Words[0].Text.Contains('=', StringComparison.Ordinal))
        {
            var first = syntax.Words[0];
            var text = syntax.Arguments.Text;
            var start = first.Text.Length;
            while (start < text.Length && char.IsWhiteSpace(text[start])) start++;
            return start == text.Length ? [] : [Assign(first, syntax.Arguments, new(0, first.Text.Length), Span.FromBounds(start, text.Length))];
        }
        return
        [
            .. from word in syntax.Words
               let sign = word.Text.IndexOf('=', StringComparison.Ordinal)
               where sign != 0
               select sign < 0
                   ? Assign(word, word.Mapped, new(0, word.Text.Length), null)
                   : Assign(word, word.Mapped, new(0, sign), Span.FromBounds(sign + 1, word.Text.Length)),
        ];

        Assignment Assign(Word word, MappedText text, Span name, Span? value)
        {
            // A label's key may be quoted; a variable's name is taken as it stands.
            var key = Expander.Expand(text.Slice(name), VariableScope.Empty, escape).Text ?? text.Text.Substring(name.Start, name.Length);
            return new(
                key, text.LocationOf(name), value is { } span ? Expander.Expand(text.Slice(span), scope, escape) : null,
                value is { } place ? text.LocationOf(place) : null, value is { } raw ? text.Text.Substring(raw.Start, raw.Length) : null);
        }
    }
}

/// <param name="Name">The variable or label.</param>
/// <param name="NameLocation">Its place.</param>
/// <param name="Value">The value after expansion; null for an <c>ARG</c> without a default.</param>
/// <param name="ValueLocation">Its place, quotes included.</param>
/// <param name="Raw">The value as written.</param>
sealed record Assignment(string Name, Location NameLocation, Expansion? Value, Location? ValueLocation, string? Raw)
{
    /// <summary>Name, equals sign and value.</summary>
    public Location Location => ValueLocation is { } value ? new(value.Source, NameLocation.Span.To(value.Span)) : NameLocation;
}

sealed record ExposeInstruction(InstructionSyntax Syntax, VariableScope Scope, char Escape) : Instruction(Syntax, Scope, Escape)
{
    public ImmutableArray<ExposedPort> Ports { get; } =
        [.. Syntax.Words.Select(word => ExposedPort.Read(word, Expander.Expand(word.Mapped, Scope, Escape)))];
}

/// <summary><c>CMD</c> or <c>ENTRYPOINT</c>.</summary>
sealed record CommandInstruction(InstructionSyntax Syntax, VariableScope Scope, char Escape) : Instruction(Syntax, Scope, Escape)
{
    public bool IsExec => Syntax.IsJson;
}

sealed record HealthcheckInstruction(InstructionSyntax Syntax, VariableScope Scope, char Escape) : Instruction(Syntax, Scope, Escape)
{
    public bool IsNone => Syntax.Words is [var type, ..] && type.Text.Equals("NONE", StringComparison.OrdinalIgnoreCase);
    public bool IsExec => Syntax.IsJson;
    /// <summary>The command's words without the word <c>CMD</c>.</summary>
    public ImmutableArray<Word> Command => Syntax.Words.IsEmpty ? [] : Syntax.Words.RemoveAt(0);
}

sealed record WorkdirInstruction(InstructionSyntax Syntax, VariableScope Scope, char Escape) : Instruction(Syntax, Scope, Escape)
{
    public Word? Path => Syntax.Words.IsEmpty ? null : Syntax.Words[0];
}

sealed record VolumeInstruction(InstructionSyntax Syntax, VariableScope Scope, char Escape) : Instruction(Syntax, Scope, Escape);

sealed record ShellInstruction(InstructionSyntax Syntax, VariableScope Scope, char Escape) : Instruction(Syntax, Scope, Escape);

sealed record OnbuildInstruction(InstructionSyntax Syntax, VariableScope Scope, char Escape, Instruction? Trigger) : Instruction(Syntax, Scope, Escape);

/// <summary><c>STOPSIGNAL</c>, <c>MAINTAINER</c>, and whatever is no instruction.</summary>
sealed record OtherInstruction(InstructionSyntax Syntax, VariableScope Scope, char Escape) : Instruction(Syntax, Scope, Escape);
