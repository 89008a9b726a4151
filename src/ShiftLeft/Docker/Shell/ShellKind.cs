using System.Collections.Immutable;

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
        if (stage.ShellAt(instruction) is { Syntax.Words: [var program, .. var flags] }) return Read(program.Text, [.. flags.Select(flag => flag.Text)]);
        return stage.Chain.Last().Base.Image is { } image && IsWindows(image.FamiliarName, image.Tag) ? new("cmd", false) : Default;
    }

    public static ShellKind? OfShebang(string script)
    {
        if (!script.StartsWith("#!", StringComparison.Ordinal)) return null;
        var line = script[2..(script.IndexOf('\n', StringComparison.Ordinal) is var end and >= 0 ? end : script.Length)].Trim();
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).AsSpan();
        if (words.Length > 0 && words[0].EndsWith("/env", StringComparison.Ordinal)) words = words[1..];
        if (words.Length > 0 && words[0] == "-S") words = words[1..];
        return words.Length == 0 ? null : Read(words[0], [.. words[1..]]);
    }

    /// <summary>A shell by its name; null when it is none.</summary>
    public static ShellKind? Named(string name) => name switch
    {
        "sh" or "bash" or "dash" or "ash" or "zsh" or "ksh" => new(name, true),
        "pwsh" or "powershell" or "cmd" => new(name, false),
        _ => null,
    };

    static ShellKind Read(string program, ImmutableArray<string> flags)
    {
        var name = program[(program.LastIndexOfAny(['/', '\\']) + 1)..].ToLowerInvariant();
        if (name.EndsWith(".exe", StringComparison.Ordinal)) name = name[..^4];
        if (Named(name) is not { IsPosix: true }) return new(name, false);
        var errexit = flags.Any(flag => flag is ['-', not '-', ..] && flag.Contains('e', StringComparison.Ordinal));
        return new(name, true, errexit, flags.Contains("pipefail"));
    }

    static bool IsWindows(string name, string? tag) =>
        name.StartsWith("mcr.microsoft.com/windows", StringComparison.Ordinal) || tag?.Contains("nanoserver", StringComparison.Ordinal) == true || tag?.Contains("windowsservercore", StringComparison.Ordinal) == true;
}
