using ShiftLeft.Docker;
using ShiftLeft.Docker.Shell;
using ShiftLeft.Text;
using System.Buffers;
using System.Text;

namespace ShiftLeft.Rules.Correctness;

/// <summary>CMD or ENTRYPOINT through a shell, which keeps signals to itself.</summary>
sealed class ShellFormCommand : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL8002", "shell-form-command", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "CMD or ENTRYPOINT is in shell form",
        Why = "The shell is process 1 and does not pass signals on: the service is killed instead of stopped, and loses what it was doing. An image without a shell cannot start it at all.",
        Fix = "Write a JSON array: `ENTRYPOINT [\"dotnet\", \"App.dll\"]`.",
        References = ["https://docs.docker.com/reference/build-checks/json-args-recommended/"],
        Equivalents = ["DL3025", "BuildKit/JSONArgsRecommended", "kics/not_using_json_in_cmd_and_entrypoint_arguments", "sonar/S7019", "semgrep/prefer-json-notation"],
        Bad =
        [
            """
            FROM mcr.microsoft.com/dotnet/aspnet:10.0
            COPY publish/ /app/
            USER $APP_UID
            ENTRYPOINT [|dotnet /app/orders.dll|]

            """,
        ],
        Good =
        [
            """
            FROM mcr.microsoft.com/dotnet/aspnet:10.0
            COPY publish/ /app/
            USER $APP_UID
            ENTRYPOINT ["dotnet", "/app/orders.dll"]

            """,
            """
            # Whoever sets SHELL wants a shell.
            FROM node:24-slim
            WORKDIR /srv/web
            COPY . .
            USER 1000
            SHELL ["/bin/bash", "-c"]
            CMD node migrate.js && exec node server.js

            """,
        ],
    };

    // Who sets SHELL wants a shell.
    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        from stage in file.Stages
        from command in stage.Written.OfType<CommandInstruction>()
        where !command.IsExec && stage.ShellAt(command) is null && !MalformedExecForm.LooksLikeExec(command.Syntax)
        let text = command.Syntax.Arguments.Text
        select text.Length == 0 ? this.At(stage, command.Keyword, $"`{command.Name}` is empty and in shell form, so that it starts a shell with nothing to do")
            : GivesWay(stage.Script(command)) ? this.At(stage, command.Arguments, $"`{command.Name}` needs a shell to start, which then gives way to the program", Fix(command)) with { Level = Level.Info }
            : this.At(stage, command.Arguments, $"`{command.Name}` runs through a shell, which does not pass signals on", Fix(command));

    /// <summary>Whether the shell puts a program into its own place; redirections alone, a subshell and a condition leave it where it is.</summary>
    static bool GivesWay(ShellScript script) =>
        script.Commands.Any(command => command is { Wrappers: ["exec", ..], InSubshell: false, IsConditional: false, PipelineLength: 1 });

    static Fix? Fix(CommandInstruction command)
    {
        var text = command.Syntax.Arguments.Text;
        if (text.AsSpan().IndexOfAny(NotPlain) >= 0) return null;
        if (text.StartsWith("exec ", StringComparison.Ordinal)) text = text["exec ".Length..];
        var words = new StringBuilder("[").AppendJoin(", ", text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => $"\"{word}\"")).Append(']');
        return DockerFindings.Replace("Write the exec form", command.Arguments, words.ToString());
    }

    static readonly SearchValues<char> NotPlain = SearchValues.Create("$`'\"\\|&;<>()*?[]{}~#!\t\n=");
}
