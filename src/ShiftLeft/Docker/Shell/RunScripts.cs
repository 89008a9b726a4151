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
    /// A heredoc alone is the script, run by the interpreter of its first line; with a command it is that command's input, which is a script when
    /// the command is a shell.
    /// </summary>
    static ShellScript Heredoc(RunInstruction run, HeredocSyntax heredoc, ShellKind shell, Func<string, string?> environment)
    {
        var line = Text(run.Syntax.Arguments, shell, environment);
        var body = MappedText.Of(heredoc.Body.Source, heredoc.Body.Span);
        if (heredoc.Body.Span.IsEmpty) return line;
        var isAlone = run.Syntax.Arguments.Text == heredoc.Opener.Text;
        var reader = isAlone ? ShellKind.OfShebang(body.Text) ?? shell
            : line.Commands is [.., { Name: var name }] && ShellKind.Named(name) is { IsPosix: true } named ? named
            : null;
        if (reader is null) return line;
        if (!reader.IsPosix) return ShellScript.NotRead($"the heredoc is for `{reader.Name}`");
        var script = Text(body, reader, environment);
        return isAlone ? script : new([.. line.Commands, .. script.Commands], line.Problem ?? script.Problem, null);
    }

    static ShellScript Exec(ImmutableArray<Word> words, Func<string, string?> environment)
    {
        if (words.IsEmpty) return ShellScript.Empty;
        var arguments = words.Select(word => new ShellWord(word.Text, word.Text, word.Location, word.Mapped)).ToImmutableArray();
        var command = new ShellCommand
        {
            Name = words[0].Text[(words[0].Text.LastIndexOf('/') + 1)..],
            NameWord = arguments[0],
            Arguments = arguments.RemoveAt(0),
            Location = new(words[0].Location.Source, words[0].Location.Span.To(words[^1].Location.Span)),
        };
        if (Wrapper.ScriptOf(command) is not { } script) return new([command], null, null);
        var inner = ShellParser.Parse(Wrapper.Unquote(script.Raw), environment);
        return new([command, .. inner.Commands.Select(item => item with { Wrappers = [command.Name, .. item.Wrappers] })], inner.Problem, null);
    }

    static Func<string, string?> Environment(VariableScope scope) => name => scope.Get(name) is { Knowledge: Knowledge.Known, Text: var text } ? text : null;
}
