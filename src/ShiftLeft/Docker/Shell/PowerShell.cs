using System.Collections.Immutable;
using ShiftLeft.Docker.Syntax;
using ShiftLeft.Text;

namespace ShiftLeft.Docker.Shell;

/// <summary>
/// The statements of PowerShell text in build steps, cut into the commands of their pipelines and into words: enough to see what is called with which
/// options. PowerShell takes names without regard to case.
/// </summary>
static class PowerShell
{
    /// <summary>One statement: the commands that its pipes join, each as its words in the order of the text, brackets being ends of words.</summary>
    public sealed record Statement(ImmutableArray<ImmutableArray<MappedText>> Commands)
    {
        public IEnumerable<MappedText> Words => Commands.SelectMany(words => words);
    }

    public static bool Is(MappedText word, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (word.Text.Equals(name, StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }

    /// <summary>What a step gives to PowerShell: the step itself, or the words behind <c>powershell</c>.</summary>
    public static IEnumerable<Statement> PowerShellStatements(this Stage stage, RunInstruction run)
    {
        var shell = ShellKind.Of(stage, run);
        if (shell.Name is "powershell" or "pwsh")
        {
            if (!run.IsExec) return Read(run.Heredocs is [var heredoc] && run.Syntax.Arguments.Text == heredoc.Opener.Text ? MappedText.Of(heredoc.Body.Source, heredoc.Body.Span) : run.Syntax.Arguments);
        }
        else if (!shell.IsPosix && !run.IsExec)
        {
            var text = run.Syntax.Arguments;
            return text.Text.TrimStart('@').Split([' ', '"'], 2)[0].ToUpperInvariant() is "POWERSHELL" or "POWERSHELL.EXE" or "PWSH" or "PWSH.EXE" ? Read(text) : [];
        }
        return stage.Script(run).Commands.Where(command => command.Name is "powershell" or "pwsh" or "powershell.exe" or "pwsh.exe").SelectMany(command => command.Arguments).SelectMany(word => Read(word.Value));
    }

    static IEnumerable<Statement> Read(MappedText mapped)
    {
        var text = mapped.Text;
        var statement = ImmutableArray.CreateBuilder<ImmutableArray<MappedText>>();
        var words = ImmutableArray.CreateBuilder<MappedText>();
        for (var at = 0; at < text.Length;)
        {
            var c = text[at];
            if (c == '#' && (at == 0 || char.IsWhiteSpace(text[at - 1])))
            {
                while (at < text.Length && text[at] != '\n') at++;
            }
            else if (c is ';' or '\n' || (c is '&' or '|' && at + 1 < text.Length && text[at + 1] == c))
            {
                at += c is '&' or '|' ? 2 : 1;
                EndCommand();
                if (statement.Count > 0) yield return new(statement.ToImmutable());
                statement.Clear();
            }
            else if (c == '|')
            {
                at++;
                EndCommand();
            }
            else if (char.IsWhiteSpace(c) || c is '(' or ')' or '{' or '}' or '"' or '\'' or '=' or ',' or '&' or '`') at++;
            else
            {
                var start = at;
                while (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not ('(' or ')' or '{' or '}' or '"' or '\'' or '=' or ',' or ';' or '|' or '&' or '`')) at++;
                words.Add(mapped.Slice(Span.FromBounds(start, at)));
            }
        }
        EndCommand();
        if (statement.Count > 0) yield return new(statement.ToImmutable());

        void EndCommand()
        {
            if (words.Count > 0) statement.Add(words.ToImmutable());
            words.Clear();
        }
    }
}
