using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ShiftLeft.Docker.Syntax;
using ShiftLeft.Text;

namespace ShiftLeft.Docker.Shell;

/// <summary>The commands of instructions: shell form in the stage's shell, exec form as one command, heredocs by their interpreter.</summary>
static class RunScripts
{
    // A script is read once for all rules that ask; the entry lives as long as the instruction.
    static readonly ConditionalWeakTable<Instruction, ShellScript> Known = [];

    public static ShellScript Script(this Stage stage, Instruction instruction) => Known.GetValue(instruction, key => Read(stage, key));

    /// <summary>All commands of the stage's RUN instructions, each with its instruction, in order.</summary>
    public static IEnumerable<(RunInstruction Run, ShellCommand Command)> Commands(this Stage stage) =>
        from run in stage.Runs
        from command in stage.Script(run).Commands
        select (run, command);

    /// <summary>What a variable holds for a command of a step: U+FFFC where it is set to something that is not known, null where nobody sets it.</summary>
    public static string? EnvironmentOf(this RunInstruction run, ShellCommand command, string variable) =>
        command.Given(variable) ?? (run.Scope[variable] is { Knowledge: Knowledge.Known or Knowledge.Set or Knowledge.Declared, Text: var text } ? text ?? ShellWord.Unknown.ToString() : null);

    static ShellScript Read(Stage stage, Instruction instruction)
    {
        var shell = ShellKind.Of(stage, instruction);
        var environment = Environment(instruction.Scope);
        switch (instruction)
        {
            case RunInstruction { IsExec: true } or CommandInstruction { IsExec: true }:
                return Exec(instruction.Syntax.Words, environment);
            case HealthcheckInstruction { IsExec: true } health:
                return Exec(health.Command, environment);
            case RunInstruction { Heredocs: [var body, ..] } run:
                return Heredoc(run, body, shell, environment);
            case RunInstruction or CommandInstruction:
                return Text(instruction.Syntax.Arguments, shell, environment);
            case HealthcheckInstruction { IsNone: false, Command: [var command, ..] }:
                return Text(command.Mapped, shell, environment);
            default:
                return ShellScript.Empty;
        }
    }

    static ShellScript Text(MappedText text, ShellKind shell, Func<string, string?> environment) =>
        shell.IsPosix ? ShellParser.Parse(text, environment, shell.Errexit, shell.Pipefail) : ShellScript.NotRead($"`{shell.Name}` is not a POSIX shell");

    /// <summary>
    /// A heredoc alone is the script, run by the interpreter of its first line; with a command, the shell gets the line with the bodies behind it
    /// (BuildKit's dockerfile2llb/convert.go, dispatchRun).
    /// </summary>
    static ShellScript Heredoc(RunInstruction run, HeredocSyntax heredoc, ShellKind shell, Func<string, string?> environment)
    {
        var line = run.Syntax.Arguments;
        if (heredoc.Body.Span.IsEmpty && run.Heredocs.Length == 1) return Text(line, shell, environment);
        if (line.Text == heredoc.Opener.Text)
        {
            var body = MappedText.Of(heredoc.Body.Source, heredoc.Body.Span);
            return Text(body, ShellKind.OfShebang(body.Text) ?? shell, environment);
        }
        var bodies = Span.FromBounds(heredoc.Body.Span.Start, Math.Max(run.Location.Span.End, heredoc.Body.Span.End));
        var whole = new MappedText.Builder(line.Source, line.ToSource(0)).Append(line, new(0, line.Length)).Append('\n', bodies.Start - 1).Append(bodies).Build();
        return Text(whole, shell, environment);
    }

    static ShellScript Exec(ImmutableArray<Word> words, Func<string, string?> environment)
    {
        if (words.IsEmpty) return ShellScript.Empty;
        var location = new Location(words[0].Location.Source, words[0].Location.Span.To(words[^1].Location.Span));
        return ShellParser.ParseWords([.. words.Select(word => new ShellWord(word.Text, word.Text, word.Location, word.Mapped))], location, environment);
    }

    static Func<string, string?> Environment(VariableScope scope) => name => scope[name] is { Knowledge: Knowledge.Known, Text: var text } ? text : null;
}
