using ShiftLeft.Docker.Shell;
using ShiftLeft.Docker;

namespace ShiftLeft.Rules.Secrets;

/// <summary>A login whose secret is an argument.</summary>
sealed class LoginInRun : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL7004", "login-in-run", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A build step logs in with a secret among its arguments",
        Why = "The step's text is in the image's history, and what the login writes to disk is in its layer.",
        Fix = "Mount the secret for the step: `RUN --mount=type=secret,id=token …`, and read it from the file there.",
        Equivalents = ["DS-0031"],
        Cwe = [522],
        SecuritySeverity = 7.5,
        Bad = ["FROM debian:12\nRUN [|docker login -u bob -p $PASSWORD registry.example.com|]\n"],
        Good = ["FROM debian:12\nRUN --mount=type=secret,id=p docker login -u bob --password-stdin registry.example.com < /run/secrets/p\n"],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        from found in file.Commands()
        where !found.Run.Mounts.Any(mount => mount.Type == "secret") && LogsIn(found.Command)
        select this.At(found.Stage, found.Command.Location, $"`{found.Command.Name}` is given its secret as an argument");

    static bool LogsIn(ShellCommand command)
    {
        var words = command.Arguments.Select(word => word.Skeleton).ToList();
        bool Starts(params string[] verbs) => words.Where(word => !word.StartsWith('-')).Take(verbs.Length).SequenceEqual(verbs);
        return command.Name switch
        {
            "docker" or "podman" or "buildah" or "helm" or "skopeo" => (words.Contains("login")) && words.Any(word => word is "-p" or "--password" || word.StartsWith("--password=", StringComparison.Ordinal)),
            "aws" => Starts("configure", "set") && words.Any(word => word is "aws_secret_access_key" or "aws_access_key_id" or "aws_session_token"),
            "az" => Starts("login") && words.Any(word => word is "-p" or "--password" or "--federated-token"),
            "doctl" => Starts("auth", "init") && words.Any(word => word is "-t" or "--access-token"),
            "npm" or "yarn" or "pnpm" => Starts("config", "set") && words.Any(word => word.Contains("_authToken", StringComparison.Ordinal) || word.Contains("_password", StringComparison.Ordinal)),
            "dotnet" => Starts("nuget", "add", "source") && words.Any(word => word is "-p" or "--password"),
            _ => false,
        };
    }
}
