using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ShiftLeft.Docker.Shell;

/// <summary>Commands that run another one: where among their arguments it stands.</summary>
static class Wrapper
{
    /// <summary>A command among a wrapper's arguments.</summary>
    /// <param name="Start">The index of its name.</param>
    /// <param name="Count">How many words it has.</param>
    /// <param name="Assignments">The arguments before it that set variables for it.</param>
    internal readonly record struct Inner(int Start, int Count, ImmutableArray<int> Assignments);

    /// <summary>The options of a wrapper that take a value in the next word, and how many words stand before the command.</summary>
    readonly record struct Shape(string ValueLetters, int Operands = 0, bool TakesAssignments = false, params string[] LongValues)
    {
        /// <summary>The sub-command that runs something; the wrapper's others do not.</summary>
        public string? SubCommand { get; init; }
        /// <summary>Letters with which it runs nothing: <c>command -v</c>.</summary>
        public string AskingLetters { get; init; } = "";
    }

    static readonly FrozenSet<string> Shells = FrozenSet.ToFrozenSet(["sh", "bash", "dash", "ash", "zsh", "ksh"], StringComparer.Ordinal);

    static readonly FrozenDictionary<string, Shape> Shapes = new Dictionary<string, Shape>(StringComparer.Ordinal)
    {
        ["sudo"] = new("ugChpDrtRTU", 0, true, "--user", "--group", "--chdir", "--host", "--prompt", "--close-from", "--chroot") { AskingLetters = "lvkK" },
        ["doas"] = new("uC"),
        ["env"] = new("uCS", 0, true, "--unset", "--chdir"),
        ["nice"] = new("n", 0, false, "--adjustment"),
        ["ionice"] = new("cnp", 0, false, "--class", "--classdata"),
        ["nohup"] = new(""),
        ["setsid"] = new(""),
        ["stdbuf"] = new("ioe", 0, false, "--input", "--output", "--error"),
        ["timeout"] = new("ks", 1, false, "--kill-after", "--signal"),
        ["time"] = new("fo", 0, false, "--format", "--output"),
        ["xargs"] = new("aEILnPsd", 0, false, "--max-args", "--max-procs", "--max-chars", "--delimiter", "--arg-file", "--process-slot-var"),
        ["exec"] = new("a"),
        ["command"] = new("") { AskingLetters = "vV" },
        ["builtin"] = new(""),
        ["busybox"] = new(""),
        ["coproc"] = new(""),
        ["eatmydata"] = new(""),
        ["fakeroot"] = new("lsbi"),
        ["chronic"] = new(""),
        ["unbuffer"] = new(""),
        ["linux32"] = new(""),
        ["linux64"] = new(""),
        ["flock"] = new("wE", 1, false, "--timeout", "--wait", "--conflict-exit-code"),
        ["taskset"] = new("", 1),
        ["gosu"] = new("", 1),
        ["su-exec"] = new("", 1),
        ["s6-setuidgid"] = new("", 1),
        ["setuidgid"] = new("", 1),
        ["chpst"] = new("uUbenlLPoPCr/"),
        ["runuser"] = new("ugGs", 0, false, "--user", "--group", "--supp-group", "--shell"),
        ["chroot"] = new("", 1, false, "--userspec", "--groups"),
        ["setpriv"] = new("", 0, false, "--reuid", "--regid", "--groups", "--inh-caps", "--ambient-caps", "--bounding-set"),
        ["tini"] = new("pe"),
        ["dumb-init"] = new("r", 0, false, "--rewrite"),
        ["catatonit"] = new(""),
        ["dbus-run-session"] = new("", 0, false, "--config-file"),
        ["xvfb-run"] = new("efnpsw", 0, false, "--server-num", "--server-args", "--error-file", "--auth-file", "--wait"),
        ["retry"] = new("tdsm"),
        ["conda"] = new("np", 0, false, "--name", "--prefix", "--cwd") { SubCommand = "run" },
        ["mamba"] = new("np", 0, false, "--name", "--prefix", "--cwd") { SubCommand = "run" },
        ["micromamba"] = new("np", 0, false, "--name", "--prefix", "--cwd") { SubCommand = "run" },
        ["poetry"] = new("PC", 0, false, "--directory", "--project") { SubCommand = "run" },
        ["pipenv"] = new("") { SubCommand = "run" },
        ["bundle"] = new("") { SubCommand = "exec" },
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The commands that a command runs: one for <c>sudo</c> and the like, one for each <c>-exec</c> of <c>find</c>.</summary>
    public static IEnumerable<Inner> InnerCommands(ShellCommand command) =>
        command.Name == "find" ? Executed(command.Arguments)
        : Shapes.TryGetValue(command.Name, out var shape) && Skip(command.Arguments, shape) is { } inner ? [inner]
        : [];

    static Inner? Skip(ImmutableArray<ShellWord> arguments, Shape shape)
    {
        var assignments = ImmutableArray.CreateBuilder<int>();
        var operands = shape.Operands;
        var subCommand = shape.SubCommand;
        for (var i = 0; i < arguments.Length; i++)
        {
            var word = arguments[i].Skeleton;
            if (word == "--")
            {
                i += operands + 1;
                return subCommand is null && i < arguments.Length ? new(i, arguments.Length - i, assignments.ToImmutable()) : null;
            }
            if (word.StartsWith("--", StringComparison.Ordinal)) { if (shape.LongValues.Contains(word)) i++; }
            else if (word is ['-', _, ..])
            {
                if (word.AsSpan(1).IndexOfAny(shape.AskingLetters) >= 0) return null;
                if (word.Length == 2 && shape.ValueLetters.Contains(word[1], StringComparison.Ordinal)) i++;
            }
            else if (subCommand is not null)
            {
                if (word != subCommand) return null;
                subCommand = null;
            }
            else if (shape.TakesAssignments && word.IndexOf('=', StringComparison.Ordinal) > 0 && !word.StartsWith('/')) assignments.Add(i);
            else if (operands-- == 0) return new(i, arguments.Length - i, assignments.ToImmutable());
        }
        return null;
    }

    static IEnumerable<Inner> Executed(ImmutableArray<ShellWord> arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i].Skeleton is not ("-exec" or "-execdir" or "-ok" or "-okdir")) continue;
            var start = i + 1;
            while (i < arguments.Length && arguments[i].Skeleton is not (";" or "+")) i++;
            if (i > start) yield return new(start, i - start, []);
        }
    }

    /// <summary>The script of <c>sh -c "…"</c>, <c>bash -lc</c> and <c>su -c</c>.</summary>
    public static ShellWord? ScriptOf(ShellCommand command)
    {
        var isUserSwitch = command.Name is "su" or "runuser";
        if (!isUserSwitch && !Shells.Contains(command.Name)) return null;
        var arguments = command.Arguments;
        for (var i = 0; i + 1 < arguments.Length; i++)
        {
            var word = arguments[i].Skeleton;
            if (word is "--command" && isUserSwitch) return arguments[i + 1];
            if (word is ['-', not '-', ..] or ['+', _, ..])
            {
                // -o and -O take the next word; bash takes the script behind all options.
                var takesNext = !isUserSwitch && word.AsSpan(1).IndexOfAny('o', 'O') >= 0;
                if (!word.AsSpan(1).Contains('c'))
                {
                    if (takesNext) i++;
                    continue;
                }
                var script = i + (takesNext ? 2 : 1);
                while (!isUserSwitch && script < arguments.Length && arguments[script].Skeleton is ['-', _, ..]) script += arguments[script].Skeleton.Contains('o', StringComparison.Ordinal) ? 2 : 1;
                return script < arguments.Length ? arguments[script] : null;
            }
            if (!isUserSwitch && !word.StartsWith("--", StringComparison.Ordinal)) return null;
        }
        return null;
    }

    /// <summary>Whether a shell is started without a script, so that it reads one from its input.</summary>
    public static bool ReadsScript(ShellCommand command)
    {
        if (!Shells.Contains(command.Name)) return false;
        for (var i = 0; i < command.Arguments.Length; i++)
        {
            var word = command.Arguments[i].Skeleton;
            if (word is "-" or "/dev/stdin") return true;
            if (word is not ['-' or '+', ..]) return false;
            if (word is ['-', not '-', ..] && word.Contains('s', StringComparison.Ordinal)) return true;
            if (word is [_, not '-', ..] && word.Contains('c', StringComparison.Ordinal)) return false;
            if (word is [_, not '-', ..] && word.AsSpan(1).IndexOfAny('o', 'O') >= 0) i++;
        }
        return true;
    }

    /// <summary>Whether a shell is started with <c>-e</c>.</summary>
    public static bool HasErrexit(ShellCommand shell) =>
        Shells.Contains(shell.Name) && (Flags(shell).Any(word => word.Contains('e', StringComparison.Ordinal)) || HasOption(shell, "errexit"));

    /// <summary>Whether a shell is started with <c>-o pipefail</c>.</summary>
    public static bool HasPipefail(ShellCommand shell) => Shells.Contains(shell.Name) && HasOption(shell, "pipefail");

    static bool HasOption(ShellCommand shell, string name)
    {
        for (var i = 0; i + 1 < shell.Arguments.Length && shell.Arguments[i].Skeleton is ['-' or '+', ..] word; i++)
        {
            if (word is not ['-', not '-', ..] || !word.Contains('o', StringComparison.Ordinal)) continue;
            if (shell.Arguments[++i].Skeleton == name) return true;
        }
        return false;
    }

    /// <summary>The bundles of letters before the first word that is none.</summary>
    static IEnumerable<string> Flags(ShellCommand shell)
    {
        for (var i = 0; i < shell.Arguments.Length && shell.Arguments[i].Skeleton is ['-' or '+', ..] word; i++)
        {
            if (word is ['-', not '-', ..]) yield return word;
            if (word is [_, not '-', ..] && word.AsSpan(1).IndexOfAny('o', 'O') >= 0) i++;
        }
    }
}
