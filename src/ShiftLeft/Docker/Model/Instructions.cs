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
    /// <summary>
    /// What BuildKit puts variables into, word by word in its order. What a shell reads in the container is not among them: the text of
    /// <c>RUN</c>, <c>CMD</c>, <c>ENTRYPOINT</c> and <c>HEALTHCHECK</c>.
    /// </summary>
    public virtual IEnumerable<Expansion> Expansions => [];

    public FlagSyntax? Flag(string name) => Syntax.Flags.FirstOrDefault(flag => flag.Name == name);
    public Expansion Expand(Word word) => Expand(word.Mapped);
    public Expansion Expand(MappedText text, bool withoutArguments = false) => WordReader.Expand(text, Scope, Escape, withoutArguments);
    /// <summary>The value of a flag with its variables put in; null where the flag is not given.</summary>
    public Expansion? Expand(FlagSyntax? flag) => flag?.Mapped is { } value ? Expand(value) : null;
}

sealed record FromInstruction(InstructionSyntax Syntax, VariableScope Scope, char Escape) : Instruction(Syntax, Scope, Escape)
{
    public Word? Image => Syntax.Words.IsEmpty ? null : Syntax.Words[0];
    /// <summary>The <c>AS</c> keyword as written.</summary>
    public Word? As => Syntax.Words.Length >= 3 ? Syntax.Words[1] : null;
    public Word? StageName => Syntax.Words.Length == 3 ? Syntax.Words[2] : null;
    public FlagSyntax? Platform => Flag("platform");

    public override IEnumerable<Expansion> Expansions
    {
        get
        {
            if (Image is { } image) yield return Expand(image);
            if (Platform is { Mapped.Length: > 0 } platform) yield return Expand(platform)!;
        }
    }
}

/// <summary><c>RUN</c>, in shell form, in exec form or with a heredoc.</summary>
sealed record RunInstruction(InstructionSyntax Syntax, VariableScope Scope, char Escape) : Instruction(Syntax, Scope, Escape)
{
    public bool IsExec => Syntax.IsJson;
    public ImmutableArray<HeredocSyntax> Heredocs => Syntax.Heredocs;
    public ImmutableArray<MountSyntax> Mounts { get; } = Syntax.Flags.IsEmpty ? [] : [.. Syntax.Flags.Where(flag => flag.Name == "mount").Select(MountSyntax.Read)];

    public override IEnumerable<Expansion> Expansions => Mounts.IsEmpty ? [] : Mounts.SelectMany(mount => mount.Fields).Select(pair => pair.Value).OfType<MappedText>().Select(value => Expand(value));
}

/// <summary><c>COPY</c> or <c>ADD</c>.</summary>
sealed record CopyInstruction(InstructionSyntax Syntax, VariableScope Scope, char Escape) : Instruction(Syntax, Scope, Escape)
{
    public bool IsAdd => Name == "ADD";
    /// <summary>Stage, index or image of <c>--from</c>.</summary>
    public FlagSyntax? From => Flag("from");
    /// <summary>The words before the destination that open no heredoc.</summary>
    public IEnumerable<Word> Sources => Syntax.Words.Take(Math.Max(0, Syntax.Words.Length - 1)).Where(word => HeredocReader.Read(word.Text) is null);
    public Word? Destination => Syntax.Words.Length > 1 ? Syntax.Words[^1] : null;
    public ImmutableArray<HeredocSyntax> Heredocs => Syntax.Heredocs;

    public override IEnumerable<Expansion> Expansions
    {
        get
        {
            string[] flags = IsAdd ? ["chown", "chmod", "checksum"] : ["chown", "chmod"];
            foreach (var flag in flags)
            {
                if (Expand(Flag(flag)) is { } value) yield return value;
            }
            foreach (var source in Sources) yield return Expand(source);
            if (Destination is { } destination) yield return Expand(destination);
            if (Heredocs.IsEmpty) yield break;
            // Found by name, so that of two of one name both get the last one's text.
            var bodies = Heredocs.GroupBy(heredoc => heredoc.Name, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.Last().Body, StringComparer.Ordinal);
            foreach (var word in Syntax.Words.SkipLast(1))
            {
                if (HeredocReader.Read(word.Text) is { Expands: true } mark && bodies.TryGetValue(mark.Name, out var body))
                    yield return WordReader.ExpandBody(MappedText.Of(body.Source, body.Span), Scope);
            }
        }
    }
}

/// <summary><c>USER</c>, <c>WORKDIR</c> or <c>STOPSIGNAL</c>: the rest of the line is one word.</summary>
abstract record SingleInstruction(InstructionSyntax Syntax, VariableScope Scope, char Escape) : Instruction(Syntax, Scope, Escape)
{
    public Word? Word => Syntax.Words.IsEmpty ? null : Syntax.Words[0];

    public override IEnumerable<Expansion> Expansions => Syntax.Words.Select(Expand);
}

sealed record UserInstruction(InstructionSyntax Syntax, VariableScope Scope, char Escape) : SingleInstruction(Syntax, Scope, Escape)
{
    public Word? User => Word;
}

sealed record WorkdirInstruction(InstructionSyntax Syntax, VariableScope Scope, char Escape) : SingleInstruction(Syntax, Scope, Escape)
{
    public Word? Path => Word;
}

sealed record StopSignalInstruction(InstructionSyntax Syntax, VariableScope Scope, char Escape) : SingleInstruction(Syntax, Scope, Escape);

/// <summary><c>ENV</c>, <c>LABEL</c> or <c>ARG</c>: names with values.</summary>
sealed record AssignmentInstruction(InstructionSyntax Syntax, VariableScope Scope, char Escape) : Instruction(Syntax, Scope, Escape)
{
    /// <summary>The form without an equals sign: <c>ENV name value</c>, where the value is the rest of the line.</summary>
    public bool IsLegacy => Name != "ARG" && Syntax.Words is [var first, ..] && !first.Text.Contains('=', StringComparison.Ordinal);
    public required ImmutableArray<Assignment> Assignments { get; init; }
    /// <summary>The variables that are in force behind it.</summary>
    public required VariableScope After { get; init; }

    public override IEnumerable<Expansion> Expansions => Assignments.SelectMany(assignment => (Expansion?[])[assignment.Key, assignment.Value]).OfType<Expansion>();

    /// <param name="global">What an <c>ARG</c> without a value takes its value from; null before the first <c>FROM</c>.</param>
    public static AssignmentInstruction Read(InstructionSyntax syntax, VariableScope scope, char escape, VariableScope? global)
    {
        var assignments = ImmutableArray.CreateBuilder<Assignment>();
        var after = scope;
        foreach (var (text, name, value) in Pairs(syntax))
        {
            // The values of an ENV are all put together before any is set; those of an ARG one after the other.
            var sees = syntax.Name == "ARG" ? after : scope;
            var written = text.Text.Substring(name.Start, name.Length);
            var key = syntax.Name == "ARG" ? null : WordReader.Expand(text.Slice(name), scope, escape);
            var expansion = value is { } span ? WordReader.Expand(text.Slice(span), sees, escape) : null;
            var assignment = new Assignment(
                key is null ? written : key.Text ?? written, text.LocationOf(name), expansion,
                value is { } place ? text.LocationOf(place) : null, value is { } raw ? text.Text.Substring(raw.Start, raw.Length) : null) { Key = key };
            assignments.Add(assignment);
            if (syntax.Name == "LABEL" || (syntax.Name == "ARG" && VariableScope.BuilderSettings.Contains(assignment.Name)) || key is { IsKnown: false }) continue;
            after = expansion is not null ? after.With(assignment.Name, ValueOf(expansion, () => WordReader.Expand(text.Slice(value!.Value), sees, escape, withoutArguments: true)))
                : global is not null && global[assignment.Name] is { Knowledge: Knowledge.Known or Knowledge.Set } inherited ? after.With(assignment.Name, inherited)
                : after.Declare(assignment.Name);
        }
        return new(syntax, scope, escape) { Assignments = assignments.ToImmutable(), After = after };
    }

    static VariableValue ValueOf(Expansion expansion, Func<Expansion> withoutArguments) =>
        expansion.Text is { } text ? VariableValue.Of(text)
        : expansion.DependsOnArguments ? VariableValue.Set with { WithoutArguments = withoutArguments().Text }
        : VariableValue.Set;

    /// <summary>Each name with its value, as places in a text; a word without a name is told elsewhere.</summary>
    static IEnumerable<(MappedText Text, Span Name, Span? Value)> Pairs(InstructionSyntax syntax)
    {
        if (syntax.Words.IsEmpty) yield break;
        if (syntax.Name != "ARG" && !syntax.Words[0].Text.Contains('=', StringComparison.Ordinal))
        {
            var text = syntax.Arguments.Text;
            var end = text.AsSpan().IndexOfAny(" \t\v\f\r");
            if (end < 0) yield break;
            var start = end;
            while (start < text.Length && text[start] is ' ' or '\t' or '\v' or '\f' or '\r') start++;
            yield return (syntax.Arguments, new(0, end), Span.FromBounds(start, text.Length));
            yield break;
        }
        foreach (var word in syntax.Words)
        {
            var sign = word.Text.IndexOf('=', StringComparison.Ordinal);
            if (sign < 0) yield return (word.Mapped, new(0, word.Text.Length), null);
            else if (sign > 0) yield return (word.Mapped, new(0, sign), Span.FromBounds(sign + 1, word.Text.Length));
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
    /// <summary>The name of an <c>ENV</c> or <c>LABEL</c>, into which variables are put too.</summary>
    public Expansion? Key { get; init; }
    /// <summary>Name, equals sign and value.</summary>
    public Location Location => ValueLocation is { } value ? new(value.Source, NameLocation.Span.To(value.Span)) : NameLocation;
}

sealed record ExposeInstruction(InstructionSyntax Syntax, VariableScope Scope, char Escape) : Instruction(Syntax, Scope, Escape)
{
    /// <summary>A word may hold several ports, or none, through its variables.</summary>
    public ImmutableArray<ExposedPort> Ports { get; } = [.. Syntax.Words.SelectMany(word => Read(word, Scope, Escape))];

    public override IEnumerable<Expansion> Expansions => Syntax.Words.Select(word => WordReader.ExpandWords(word.Mapped, Scope, Escape).Expansion);

    static IEnumerable<ExposedPort> Read(Word word, VariableScope scope, char escape) =>
        WordReader.ExpandWords(word.Mapped, scope, escape).Words is { } words ? words.Select(text => ExposedPort.Read(word, text)) : [ExposedPort.Read(word, null)];
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

sealed record VolumeInstruction(InstructionSyntax Syntax, VariableScope Scope, char Escape) : Instruction(Syntax, Scope, Escape)
{
    public override IEnumerable<Expansion> Expansions => Syntax.Words.Select(Expand);
}

sealed record ShellInstruction(InstructionSyntax Syntax, VariableScope Scope, char Escape) : Instruction(Syntax, Scope, Escape);

sealed record OnbuildInstruction(InstructionSyntax Syntax, VariableScope Scope, char Escape, Instruction? Trigger) : Instruction(Syntax, Scope, Escape);

/// <summary><c>MAINTAINER</c>, and whatever is no instruction.</summary>
sealed record OtherInstruction(InstructionSyntax Syntax, VariableScope Scope, char Escape) : Instruction(Syntax, Scope, Escape);
