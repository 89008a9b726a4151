using ShiftLeft.Docker.Shell;
using ShiftLeft.Docker;
using System.Collections.Frozen;

namespace ShiftLeft.Rules.Observability;

/// <summary>Logs that stay in the container.</summary>
sealed class LogToFile : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL6002", "log-to-file", Level.Info, Profile.Recommended, Since: "0.1")
    {
        Title = "The service writes its log to a file in the container",
        Why = "Container platforms collect standard output and standard error. What goes to a file is lost with the container, fills its disk, and is missing when an incident is looked into.",
        Fix = "Log to standard output; link a fixed log file to it: `ln -sf /dev/stdout /var/log/app.log`.",
        References = ["https://docs.docker.com/engine/logging/"],
        Cwe = [778],
        Bad =
        [
            """
            FROM node:24-slim
            WORKDIR /srv/web
            COPY . .
            USER 1000
            CMD node server.js > [|/var/log/web.log|] 2>&1

            """,
        ],
        Good =
        [
            """
            FROM node:24-slim
            WORKDIR /srv/web
            COPY . .
            USER 1000
            CMD ["node", "server.js"]

            """,
            """
            FROM node:24-slim
            WORKDIR /srv/web
            COPY . .
            USER 1000
            CMD exec node server.js > /dev/stdout 2>&1

            """,
            """
            # The log of a build step is not that of the service.
            FROM node:24-slim
            WORKDIR /srv/web
            COPY . .
            RUN npm ci > /tmp/install.log
            USER 1000
            CMD ["node", "server.js"]

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        file.FinalStage is not { } final ? [] :
        from instruction in ((Instruction?[])[final.Entrypoint, final.Command]).Concat(final.Instructions.OfType<OnbuildInstruction>().Select(onbuild => onbuild.Trigger)).OfType<CommandInstruction>()
        from found in Files(final.Script(instruction))
        select this.At(final, found.Target.Location, $"what `{found.Command.Name}` logs goes to `{found.Target.Text}`");

    /// <summary>Each redirection once, with the command that a wrapper such as <c>exec</c> starts.</summary>
    static IEnumerable<(ShellCommand Command, ShellWord Target)> Files(ShellScript script) =>
        from command in script.Commands
        from redirection in command.Redirections.Concat(command.OuterRedirections)
        where redirection is { Operator: ">" or ">>" or ">|", Descriptor: 1 or 2 }
        let target = redirection.Target.Text
        where target is ['/', ..] && !target.StartsWith("/dev/", StringComparison.Ordinal) && !target.StartsWith("/proc/", StringComparison.Ordinal)
        where IsLog(target) || (IsService(script, command) && !IsData(target))
        group (command, redirection.Target) by redirection.Target.Location into same
        select same.Last();

    static bool IsLog(string path) =>
        path.Contains("/log/", StringComparison.Ordinal) || path.Contains("/logs/", StringComparison.Ordinal) || path.EndsWith(".log", StringComparison.Ordinal) || path.EndsWith(".out", StringComparison.Ordinal) || path.EndsWith(".err", StringComparison.Ordinal);

    /// <summary>The last command is what the container runs; those before it make its files.</summary>
    static bool IsService(ShellScript script, ShellCommand command) => command.Location == script.Commands[^1].Location && !Generators.Contains(script.Commands[^1].Name);

    /// <summary>Whether the path is that of something that is read later: a configuration, a result.</summary>
    static bool IsData(string path) =>
        path.StartsWith("/etc/", StringComparison.Ordinal) || path.StartsWith("/run/", StringComparison.Ordinal) || path.LastIndexOf('.') > path.LastIndexOf('/') && !path.EndsWith(".txt", StringComparison.Ordinal);

    static readonly FrozenSet<string> Generators = FrozenSet.ToFrozenSet(
        ["echo", "printf", "cat", "envsubst", "sed", "awk", "jq", "yq", "tee", "env", "printenv", "date", "crontab", "gomplate", "dockerize", "confd", "j2", "mysqldump", "pg_dump", "pg_dumpall", "tar", "gzip"], StringComparer.Ordinal);
}
