using ShiftLeft.Docker.Shell;

namespace ShiftLeft.Rules.TrustedImages;

/// <summary>Commands that fetch something from the network, and where to.</summary>
static class Downloads
{
    public static bool Is(ShellCommand command) => command.Name is "curl" or "wget" or "aria2c" && Address(command) is not null || (command.Name is "curl" or "wget" && command.Arguments.Any(word => !word.IsFlag));

    /// <summary>The word that holds the address.</summary>
    public static ShellWord? Address(ShellCommand command) =>
        command.Arguments.FirstOrDefault(word => word.Skeleton.Contains("://", StringComparison.Ordinal));

    /// <summary>The file that a download is written to; null for standard output, or when it is not known.</summary>
    public static string? Target(ShellCommand command)
    {
        for (var i = 0; i < command.Arguments.Length; i++)
        {
            var word = command.Arguments[i].Skeleton;
            var takesNext = command.Name == "curl" ? word is "-o" or "--output" || (word is ['-', not '-', ..] && word.EndsWith('o')) : word is "-O" or "--output-document" || (word is ['-', not '-', ..] && word.EndsWith('O'));
            if (takesNext && i + 1 < command.Arguments.Length) return command.Arguments[i + 1].Text is { } file && file != "-" ? file : null;
            if (word.StartsWith("--output=", StringComparison.Ordinal)) return word[9..];
            if (word.StartsWith("--output-document=", StringComparison.Ordinal)) return word[18..];
        }
        if (command.Redirections.FirstOrDefault(redirection => redirection.Operator is ">" or ">>")?.Target.Text is { } redirected) return redirected;
        var namesItself = command.Name == "wget" || command.Option("--remote-name", 'O') is not null;
        return namesItself && Address(command)?.Text is { } address ? address[(address.LastIndexOf('/') + 1)..].Split('?')[0] : null;
    }
}
