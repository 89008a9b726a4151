using ShiftLeft.Docker.Shell;
using ShiftLeft.Docker;
using System.Collections.Frozen;

namespace ShiftLeft.Rules.RuntimeHardening;

/// <summary>Files that everybody may write, or that run with another's rights.</summary>
sealed class UnsafeFileMode : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL2005", "unsafe-file-mode", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "A file is made writable for everybody or runs with another's rights",
        Why = "What everybody may write, a compromised process may replace; a set-user-id program gives its owner's rights to whoever runs it.",
        Fix = "Give the service's own user what it needs: `COPY --chown=10001:0 --chmod=0755`, or `chmod 0755`.",
        Equivalents = ["kics/avoid_chmod_777", "sonar/S2612", "CIS-DI-0008"],
        Cwe = [732],
        SecuritySeverity = 5.0,
        Bad =
        [
            """
            FROM debian:13-slim
            COPY orders/ /app/
            RUN chmod -R [|777|] /app
            USER 10001
            CMD ["/app/orders"]

            """,
            """
            FROM debian:13-slim
            COPY --chmod=[|4755|] backup /usr/local/bin/backup
            USER 10001
            CMD ["backup"]

            """,
        ],
        Good =
        [
            """
            FROM debian:13-slim
            COPY orders/ /app/
            RUN chmod 0755 /app/orders \
                && chmod u+w,g-w /app/data \
                && chmod 1777 /app/tmp
            USER 10001
            CMD ["/app/orders"]

            """,
            """
            FROM debian:13-slim
            COPY --chmod=755 backup /usr/local/bin/backup
            USER 10001
            CMD ["backup"]

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings)
    {
        var folders = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (stage, _, command) in file.Commands())
        {
            if (MakesFolders(command)) folders.UnionWith(command.Arguments.Select(word => word.Skeleton.TrimEnd('/')));
            if (Made(command) is { Value: { } made } option && Danger(made, MakesFolders(command)) is { } given) yield return this.At(stage, option.Word.Location, $"`{command.Name} {option.Name} {made}` {given}");
            if (command is { Name: "umask", Arguments: [{ Text: { } mask } word, ..] } && LetsWrite(mask)) yield return this.At(stage, word.Location, $"`umask {mask}` lets everybody write what is made behind it");
            if (command.Name != "chmod" || command.Arguments.FirstOrDefault(word => !word.IsFlag || word.Skeleton.AsSpan(1).IndexOfAny("rwxst") >= 0 && word.Skeleton.Contains('-', StringComparison.Ordinal) && !IsOption(word)) is not { Text: { } mode } found) continue;
            var isOnFolders = command.Arguments.Where(word => word != found && !word.IsFlag).All(word => folders.Contains(word.Skeleton.TrimEnd('/')));
            if (Danger(mode, isOnFolders) is { } danger) yield return this.At(stage, found.Location, $"`chmod {mode}` {danger}");
        }
        foreach (var stage in file.Stages)
        {
            foreach (var copy in stage.Copies)
            {
                if (copy.Flag("chmod") is { } flag && copy.Expand(flag)?.Text is { } mode && Danger(mode) is { } danger) yield return this.At(stage, flag.ValueLocation, $"`--chmod={mode}` {danger}");
            }
        }
    }

    static bool MakesFolders(ShellCommand command) => command.Name == "mkdir" || (command.Name == "install" && command.Option("--directory", 'd') is not null);

    /// <summary>The mode that something is made with.</summary>
    static CommandOption? Made(ShellCommand command) => command.Name switch
    {
        "mkdir" or "mkfifo" or "mknod" => CommandLine.Read(command.Arguments, "m", ModeOption)["-m", "--mode"],
        "install" => CommandLine.Read(command.Arguments, "mogtSZ", ModeOption)["-m", "--mode"],
        _ => null,
    };

    static readonly FrozenSet<string> ModeOption = FrozenSet.ToFrozenSet(["--mode", "--owner", "--group", "--target-directory", "--suffix"], StringComparer.Ordinal);

    /// <summary>A mask names what is taken away; a symbolic one what is left.</summary>
    static bool LetsWrite(string mask) =>
        mask.Length > 0 && mask.All(c => c is >= '0' and <= '7') ? (mask[^1] - '0' & 2) == 0
        : mask.Split(',').Any(clause => clause.IndexOf('=', StringComparison.Ordinal) is var sign and >= 0 && clause[(sign + 1)..].Contains('w', StringComparison.Ordinal) && (sign == 0 || clause[..sign].AsSpan().IndexOfAny('o', 'a') >= 0));

    static bool IsOption(ShellWord word) => word.Skeleton is "-R" or "-v" or "-c" or "-f" || word.Skeleton.StartsWith("--", StringComparison.Ordinal);

    /// <summary>What a mode gives away; the sticky bit makes a world-writable folder the usual temporary one, and a folder's own set-id bits run nothing.</summary>
    static string? Danger(string mode, bool isFolder = false)
    {
        if (mode.Length is > 0 and <= 5 && mode.All(c => c is >= '0' and <= '7'))
        {
            var bits = Convert.ToInt32(mode, 8);
            if (isFolder) bits &= ~0xC00;
            if ((bits & 0x800) != 0) return "makes programs run as their owner";
            if ((bits & 0x400) != 0) return "makes programs run as their group";
            return (bits & 2) != 0 && (bits & 0x200) == 0 ? "lets everybody write" : null;
        }
        foreach (var clause in mode.Split(','))
        {
            var sign = clause.AsSpan().IndexOfAny('+', '=');
            if (sign < 0) continue;
            var (who, what) = (clause[..sign], clause[(sign + 1)..]);
            if (what.Contains('s', StringComparison.Ordinal) && !isFolder) return "makes programs run as their owner or group";
            if (what.Contains('w', StringComparison.Ordinal) && who.AsSpan().IndexOfAny('o', 'a') >= 0 && !what.Contains('t', StringComparison.Ordinal)) return "lets everybody write";
        }
        return null;
    }
}
