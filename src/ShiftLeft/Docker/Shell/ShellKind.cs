using ShiftLeft.Images;

namespace ShiftLeft.Docker.Shell;

/// <summary>Which shell reads a text, and how it was started.</summary>
/// <param name="Name">The program's name without path and ending.</param>
/// <param name="IsPosix">Whether its language is that of <c>sh</c>.</param>
/// <param name="Errexit">Started with <c>-e</c>.</param>
/// <param name="Pipefail">Started with <c>-o pipefail</c>.</param>
sealed record ShellKind(string Name, bool IsPosix, bool Errexit = false, bool Pipefail = false)
{
    static readonly ShellKind Default = new("sh", true);

    /// <summary>The shell of <c>SHELL</c>, else <c>cmd</c> on Windows images, else <c>sh</c>.</summary>
    public static ShellKind Of(Stage stage, Instruction instruction)
    {
        if (stage.ShellAt(instruction) is { Syntax.Words: { IsEmpty: false } words }) return Read([.. words.Select(word => word.Text)]) ?? Default;
        // Only files for Windows give up the backslash as their escape: there it separates folders.
        return instruction.Escape == '`' || stage.IsWindows ? new("cmd", false) : Default;
    }

    public static ShellKind? OfShebang(string script)
    {
        if (!script.StartsWith("#!", StringComparison.Ordinal)) return null;
        var line = script.AsSpan(2, (script.IndexOf('\n', StringComparison.Ordinal) is var end and >= 0 ? end : script.Length) - 2);
        return Read(line.ToString().Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>A shell by its name; null when it is none.</summary>
    public static ShellKind? Named(string name) => name switch
    {
        "sh" or "bash" or "dash" or "ash" or "zsh" or "ksh" or "mksh" or "rbash" => new(name, true),
        "pwsh" or "powershell" or "cmd" => new(name, false),
        _ => null,
    };

    /// <summary>The shell that a command line starts, behind <c>env</c> and <c>busybox</c>; null when there is none.</summary>
    static ShellKind? Read(ReadOnlySpan<string> words)
    {
        while (words.Length > 0)
        {
            var name = words[0][(words[0].LastIndexOfAny(['/', '\\']) + 1)..].ToLowerInvariant();
            if (name.EndsWith(".exe", StringComparison.Ordinal)) name = name[..^4];
            words = words[1..];
            if (name is "env" or "busybox")
            {
                while (words.Length > 1 && (words[0].StartsWith('-') || words[0].Contains('=', StringComparison.Ordinal))) words = words[1..];
                continue;
            }
            if (Named(name) is not { IsPosix: true }) return new(name, false);
            var isErrexit = false;
            var isPipefail = false;
            for (var i = 0; i < words.Length; i++)
            {
                if (words[i] is not ['-', not '-', ..]) continue;
                isErrexit |= words[i].Contains('e', StringComparison.Ordinal);
                if (!words[i].Contains('o', StringComparison.Ordinal) || ++i == words.Length) continue;
                isPipefail |= words[i] == "pipefail";
                isErrexit |= words[i] == "errexit";
            }
            return new(name, true, isErrexit, isPipefail);
        }
        return null;
    }
}
