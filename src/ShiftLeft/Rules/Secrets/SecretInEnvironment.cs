using ShiftLeft.Docker;

namespace ShiftLeft.Rules.Secrets;

/// <summary>ENV or ARG that carries a secret.</summary>
sealed class SecretInEnvironment : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL7001", "secret-in-environment", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A secret is put into the image by ENV or ARG",
        Why = "`docker history` and `docker inspect` show both to everyone who can pull the image, however many layers come after.",
        Fix = "Give it to the step that needs it: `RUN --mount=type=secret,id=token,env=TOKEN …`; give it to the service where the container is started.",
        References = ["https://docs.docker.com/build/building/secrets/"],
        Equivalents =
        [
            "DL3064", "DS-0031", "BuildKit/SecretsUsedInArgOrEnv", "kics/env_instruction_has_secret", "sonar/S6472", "semgrep/secret-in-build-arg",
            "CIS-DI-0010",
        ],
        Cwe = [538, 798],
        SecuritySeverity = 8.0,
        Bad =
        [
            """
            FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
            ENV [|DB_PASSWORD=hunter2|]
            COPY publish/ /app/
            ENTRYPOINT ["dotnet", "/app/orders.dll"]

            """,
            """
            FROM node:24-slim AS build
            ARG [|NPM_TOKEN|]
            WORKDIR /srv/web
            COPY . .
            RUN npm ci

            """,
        ],
        Good =
        [
            """
            # Where a secret lies, where a token is fetched, and a key that is public.
            FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
            ENV DB_PASSWORD_FILE=/run/secrets/db-password \
                TOKEN_URL=https://login.example.com/token \
                GPG_KEY=E3FF2839C048B25C084DEBE9B26995E310250568
            COPY publish/ /app/
            ENTRYPOINT ["dotnet", "/app/orders.dll"]

            """,
            """
            FROM node:24-slim AS build
            WORKDIR /srv/web
            COPY . .
            RUN --mount=type=secret,id=npm-token,env=NPM_TOKEN npm ci

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        from stage in file.Stages
        from instruction in stage.Written.OfType<AssignmentInstruction>()
        where instruction.Name is "ENV" or "ARG"
        from assignment in instruction.Assignments
        where SecretName.IsSecret(assignment.Name)
        let text = assignment.Value?.Text
        where assignment.Value is null || text is null || SecretValue.CanBeSecret(text)
        select this.At(stage, assignment.Location, instruction.Name == "ARG" && text is null
                ? $"the build argument `{assignment.Name}` stays readable in the image's history"
                : text is null ? $"`{assignment.Name}` stores what the build is given in the image" : $"`{assignment.Name}` stores its value in the image")
            with { Level = text is null ? Level.Warning : Level.Error };
}
