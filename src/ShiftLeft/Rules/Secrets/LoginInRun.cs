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
        Bad =
        [
            """
            FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
            ARG NUGET_TOKEN
            RUN [|dotnet nuget add source https://nuget.example.com/v3/index.json -n acme -u ci -p $NUGET_TOKEN --store-password-in-clear-text|]
            WORKDIR /src
            COPY . .
            RUN dotnet publish -o /app

            """,
            """
            FROM docker:29-cli
            ARG REGISTRY_PASSWORD
            RUN [|docker login -u ci -p $REGISTRY_PASSWORD registry.example.com|]

            """,
        ],
        Good =
        [
            """
            FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
            WORKDIR /src
            COPY . .
            RUN --mount=type=secret,id=nuget-config,target=/root/.nuget/NuGet/NuGet.Config \
                dotnet publish -o /app

            """,
            """
            FROM docker:29-cli
            RUN --mount=type=secret,id=registry-password \
                docker login -u ci --password-stdin registry.example.com < /run/secrets/registry-password

            """,
        ],
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
