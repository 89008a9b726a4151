using System.Collections.Frozen;
using System.Collections.Immutable;
using ShiftLeft.Text;

namespace ShiftLeft.Docker.Shell;

sealed partial class ShellParser
{
    const int MaximumWrappers = 50;

    static readonly FrozenSet<string> Declarations = FrozenSet.ToFrozenSet(["export", "declare", "local", "readonly", "typeset"], StringComparer.Ordinal);

    // Commands that are run for their answer, so that `&&` behind them is a condition.
    static readonly FrozenSet<string> Questions = FrozenSet.ToFrozenSet(
        ["[", "test", "grep", "egrep", "fgrep", "which", "type", "command", "hash", "getent", "id", "cmp", "diff", "pgrep", "false"], StringComparer.Ordinal);

    /// <summary>Assignments, name, arguments and redirections, in any order that a shell takes; true when the command only asks a question.</summary>
    bool ReadSimple()
    {
        var start = at;
        var end = at;
        var words = new List<ShellWord>();
        var assignments = ImmutableArray.CreateBuilder<ShellAssignment>();
        var redirections = ImmutableArray.CreateBuilder<ShellRedirection>();
        var heredocs = pendingHeredocs.Count;
        session.Variables.Enter();
        while (true)
        {
            SkipBlanks();
            if (!ReadRedirection(redirections))
            {
                if (words.Count == 0 && ReadAssignment() is { } assignment) assignments.Add(assignment);
                else
                {
                    // The command's own assignments hold for it, not for its words.
                    if (words.Count == 0 && at < text.Length && (!IsWordEnd(at) || IsProcessSubstitution())) ForgetAssignments();
                    var declares = words is [{ Text: { } name }, ..] && Declarations.Contains(name) && IsAssignment(out _, out _);
                    if (!ReadWords(words, splits: !declares, isAssignment: declares)) break;
                }
            }
            end = at;
        }
        session.Variables.Keep();
        if (words.Count == 0 && end == start) throw new Unreadable(Math.Min(at, text.Length - 1), at < text.Length ? $"`{text[at]}` is not expected here" : "a command is missing");
        var location = mapped.LocationOf(Span.FromBounds(start, end));
        // The commands of its substitutions are noted already.
        var first = session.Commands.Count;
        Note(words, assignments.ToImmutable(), redirections.ToImmutable(), location, wrappers);
        Own(heredocs, first);
        return words is [{ Text: { } asked }, ..] && Questions.Contains(asked);

        void ForgetAssignments()
        {
            session.Variables.Forget();
            session.Variables.Enter();
        }
    }

    void Note(
        List<ShellWord> words, ImmutableArray<ShellAssignment> assignments, ImmutableArray<ShellRedirection> redirections, Location location,
        ImmutableArray<string> around)
    {
        if (session.Commands.Count >= MaximumCommands) throw new Unreadable(Math.Min(at, text.Length - 1), $"there are more than {MaximumCommands:N0} commands", isExcess: true);
        var name = words.Count == 0 ? new ShellWord("", "", new(location.Source, new(location.Span.Start, 0)), mapped.Slice(new(0, 0))) : words[0];
        var command = new ShellCommand
        {
            Name = name.Text is { } path ? path[(path.LastIndexOf('/') + 1)..] : "",
            NameWord = name,
            Arguments = [.. words.Skip(1)],
            Assignments = assignments,
            Redirections = redirections,
            Wrappers = around,
            Pipeline = -1,
            Step = session.Step,
            HasErrexit = session.Options.Errexit,
            HasPipefail = session.Options.Pipefail,
            InSubstitution = session.Around.Substitutions > 0,
            InSubshell = session.Around.Subshells > 0,
            IsConditional = session.Around.Conditions > 0,
            Exported = session.Options.Exported,
            Location = location,
        };
        if (Declarations.Contains(command.Name)) command = command with { Assignments = [.. assignments, .. command.Arguments.Select(ReadAssignment).OfType<ShellAssignment>()] };
        Apply(command);
        session.Commands.Add(command);
        NoteInner(command, words, redirections);
    }

    /// <summary>What the shell's own commands do to its variables and options.</summary>
    void Apply(ShellCommand command)
    {
        Export(command);
        switch (command.Name)
        {
            case "export" or "declare" or "local" or "readonly" or "typeset":
                foreach (var assignment in command.Assignments) session.Variables.Set(assignment.Name, assignment.Value);
                break;
            case "set":
                ReadOptions(command);
                break;
            case "unset":
                foreach (var word in command.Arguments.Where(word => !word.IsFlag)) session.Variables.Set(word.Skeleton, "");
                break;
            case "read" or "mapfile" or "readarray" or "getopts":
                foreach (var word in command.Arguments.Where(word => !word.IsFlag)) session.Variables.Set(word.Skeleton, null);
                break;
            case "printf" when command.Arguments is [{ Skeleton: "-v" }, var target, ..]:
                session.Variables.Set(target.Skeleton, null);
                break;
        }
    }

    /// <summary>What gets into the environment of the commands behind it: what <c>export</c> names, and new values of what is there.</summary>
    void Export(ShellCommand command)
    {
        var exported = session.Options.Exported;
        var exports = command.Name == "export" || (command.Name is "declare" or "typeset" && command.Option(null, 'x') is not null);
        if (!exports && command.NameWord.Skeleton.Length > 0 && command.Name is not ("declare" or "typeset" or "readonly")) return;
        foreach (var assignment in command.Assignments)
        {
            if (exports || session.Options.Allexport || exported.ContainsKey(assignment.Name) || session.Variables.IsGiven(assignment.Name))
                exported = exported.SetItem(assignment.Name, session.Around.Conditions > 0 ? null : assignment.Value);
        }
        if (exports)
        {
            foreach (var name in command.Arguments.Select(word => word.Skeleton).Where(name => name.Length > 0 && IsNameStart(name[0]) && name.All(IsNamePart)))
                exported = exported.SetItem(name, session.Variables[name]);
        }
        session.Options = session.Options with { Exported = exported };
    }

    void ReadOptions(ShellCommand set)
    {
        for (var i = 0; i < set.Arguments.Length; i++)
        {
            var word = set.Arguments[i].Skeleton;
            if (word == "--") return;
            if (word is not ['-' or '+', _, ..]) continue;
            var on = word[0] == '-';
            if (word.Contains('a', StringComparison.Ordinal)) session.Options = session.Options with { Allexport = on };
            if (word.Contains('e', StringComparison.Ordinal)) session.Options = session.Options with { Errexit = on };
            if (!word.Contains('o', StringComparison.Ordinal) || i + 1 >= set.Arguments.Length) continue;
            var option = set.Arguments[++i].Skeleton;
            if (option == "pipefail") session.Options = session.Options with { Pipefail = on };
            else if (option == "allexport") session.Options = session.Options with { Allexport = on };
            else if (option == "errexit") session.Options = session.Options with { Errexit = on };
        }
    }

    /// <summary>The command that a wrapper runs is noted too, with the wrapper's name around it.</summary>
    void NoteInner(ShellCommand command, List<ShellWord> words, ImmutableArray<ShellRedirection> redirections)
    {
        if (command.Wrappers.Length >= MaximumWrappers)
        {
            if ((command.Name == "eval" && !command.Arguments.IsEmpty) || Wrapper.ScriptOf(command) is not null || Wrapper.ReadsScript(command) || Wrapper.InnerCommands(command).Any()) session.Excess ??= new("shell-excess", command.Location, $"the shell text is not read whole: more than {MaximumWrappers} commands run one another");
            return;
        }
        var around = command.Wrappers.Add(command.Name);
        if (command.Name == "eval" && !command.Arguments.IsEmpty)
        {
            ParseInto(Join(command.Arguments), session, around, depth + 1);
            return;
        }
        if (Wrapper.ScriptOf(command) is { } script)
        {
            ReadInnerShell(command, script.Value);
            return;
        }
        if (Wrapper.ReadsScript(command) && redirections.LastOrDefault(redirection => redirection.Operator == "<<<") is { } input)
        {
            ReadInnerShell(command, input.Target.Value);
            return;
        }
        foreach (var inner in Wrapper.InnerCommands(command))
        {
            var prefix = inner.Assignments.Select(index => ReadAssignment(command.Arguments[index])).OfType<ShellAssignment>();
            Note(words.GetRange(inner.Start + 1, inner.Count), [.. command.Assignments, .. prefix], redirections, command.Location, around);
        }
    }

    /// <summary>A shell of its own: it starts with the options that it was given, and what it sets is gone with it.</summary>
    void ReadInnerShell(ShellCommand command, MappedText script)
    {
        var (options, around) = (session.Options, session.Around);
        session.Options = new(Wrapper.HasErrexit(command), Wrapper.HasPipefail(command), options.Exported.SetItems(command.Assignments.Select(assignment => KeyValuePair.Create(assignment.Name, assignment.Value))));
        session.Around = around with { Subshells = around.Subshells + 1 };
        session.Variables.Enter();
        ParseInto(script, session, command.Wrappers.Add(command.Name), depth + 1);
        session.Variables.Forget();
        (session.Options, session.Around) = (options, around);
    }

    static MappedText Join(ImmutableArray<ShellWord> words)
    {
        var result = new MappedText.Builder(words[0].Value.Source, words[0].Value.ToSource(0));
        foreach (var word in words)
        {
            if (result.Length > 0) result.Append(' ', word.Location.Span.Start);
            result.Append(word.Value, new(0, word.Value.Length));
        }
        return result.Build();
    }
}
