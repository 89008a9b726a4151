using System.Collections.Frozen;
using System.Collections.Immutable;
using ShiftLeft.Text;

namespace ShiftLeft.Docker.Shell;

/// <summary>Commands that run another one: how many of their arguments come before it.</summary>
static class Wrapper
{
    /// <summary>The options of a wrapper that take a value in the next word, and how many words stand before the command.</summary>
    readonly record struct Shape(string ValueLetters, int Operands = 0, bool TakesAssignments = false, params string[] LongValues);

    static readonly FrozenDictionary<string, Shape> Shapes = new Dictionary<string, Shape>(StringComparer.Ordinal)
    {
        ["sudo"] = new("ugChpDrtRT", 0, true, "--user", "--group", "--chdir", "--host", "--prompt"),
        ["doas"] = new("uC"),
        ["env"] = new("uCS", 0, true, "--unset", "--chdir"),
        ["nice"] = new("n", 0, false, "--adjustment"),
        ["ionice"] = new("cnp"),
        ["nohup"] = new(""),
        ["setsid"] = new(""),
        ["stdbuf"] = new("ioe"),
        ["timeout"] = new("ks", 1, false, "--kill-after", "--signal"),
        ["time"] = new("fo"),
        ["xargs"] = new("aEeIiLlnPsd", 0, false, "--max-args", "--max-procs", "--replace", "--delimiter", "--arg-file"),
        ["exec"] = new("a"),
        ["command"] = new(""),
        ["builtin"] = new(""),
        ["busybox"] = new(""),
        ["eatmydata"] = new(""),
        ["gosu"] = new("", 1),
        ["su-exec"] = new("", 1),
        ["chroot"] = new("", 1, false, "--userspec", "--groups"),
        ["setpriv"] = new("", 0, false, "--reuid", "--regid", "--groups"),
        ["tini"] = new("pe"),
        ["dumb-init"] = new("r"),
        ["retry"] = new("tdsm"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The number of arguments before the inner command, null when there is none; and those among them that are assignments.</summary>
    public static (int? Count, ImmutableArray<int> Assignments) Skip(ShellCommand command)
    {
        if (!Shapes.TryGetValue(command.Name, out var shape)) return (null, []);
        var assignments = ImmutableArray.CreateBuilder<int>();
        var operands = shape.Operands;
        var arguments = command.Arguments;
        for (var i = 0; i < arguments.Length; i++)
        {
            var word = arguments[i].Skeleton;
            if (word == "--") { if (operands-- == 0) return (i + 1, assignments.ToImmutable()); }
            else if (word.StartsWith("--", StringComparison.Ordinal)) { if (shape.LongValues.Contains(word)) i++; }
            else if (word is ['-', _, ..]) { if (word.Length == 2 && shape.ValueLetters.Contains(word[1], StringComparison.Ordinal)) i++; }
            else if (shape.TakesAssignments && word.IndexOf('=', StringComparison.Ordinal) > 0 && !word.StartsWith('/')) assignments.Add(i);
            else if (operands-- == 0) return (i, assignments.ToImmutable());
        }
        return (null, []);
    }

    /// <summary>The script of <c>sh -c "…"</c>, <c>bash -lc</c>, <c>su -c</c> and <c>eval</c>.</summary>
    public static ShellWord? ScriptOf(ShellCommand command)
    {
        if (command.Name == "eval") return command.Arguments is [var only] ? only : null;
        if (command.Name is not ("sh" or "bash" or "dash" or "ash" or "zsh" or "ksh" or "su")) return null;
        for (var i = 0; i + 1 < command.Arguments.Length; i++)
        {
            var word = command.Arguments[i].Skeleton;
            if (word is ['-', not '-', ..] && word.EndsWith('c')) return command.Arguments[i + 1];
            if (word is ['-', not '-', ..] && word.Contains('c', StringComparison.Ordinal) && !word.Contains('o', StringComparison.Ordinal)) return command.Arguments[i + 1];
            if (word == "--command") return command.Arguments[i + 1];
            if (command.Name != "su" && word is not ['-' or '+', ..] && !(i > 0 && command.Arguments[i - 1].Skeleton.EndsWith('o'))) return null;
        }
        return null;
    }

    /// <summary>The text that the inner shell sees: quotes out, variables left for it to expand.</summary>
    public static MappedText Unquote(MappedText raw)
    {
        var text = raw.Text;
        var result = new MappedText.Builder(raw.Source, raw.ToSource(0));
        var quote = '\0';
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quote == '\0' && c is '\'' or '"') quote = c;
            else if (c == quote && quote != '\0') quote = '\0';
            else if (c == '\\' && quote != '\'' && i + 1 < text.Length && (quote == '\0' || text[i + 1] is '"' or '\\' or '$' or '`')) { i++; result.Append(text[i], raw.ToSource(i)); }
            else result.Append(c, raw.ToSource(i));
        }
        return result.Build();
    }
}
