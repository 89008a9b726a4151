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
            # A password inside another value is one as well.
            FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
            ENV [|ConnectionStrings__Orders="Server=db;Database=orders;User Id=orders;Password=kJ7bq2nRs0;"|]
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
            # Where a secret lies, where a token is fetched, a key that is public, and the name of an algorithm.
            FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
            ENV DB_PASSWORD_FILE=/run/secrets/db-password \
                TOKEN_URL=https://login.example.com/token \
                GPG_KEY=E3FF2839C048B25C084DEBE9B26995E310250568 \
                PASSWORD_HASHERS=argon2
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
        file.GlobalArguments.SelectMany(In).Where(told => told.Assignment.Value is not null).Select(told => At(told.Assignment.Location, told.Message) with { Level = told.Level })
            .Concat(
                from stage in file.Stages
                from instruction in stage.Written.OfType<AssignmentInstruction>()
                from told in In(instruction)
                select this.At(stage, told.Assignment.Location, told.Message) with { Level = told.Level });

    /// <summary>What this rule tells of an instruction; what gives itself away under a name that promises nothing is another rule's.</summary>
    public static IEnumerable<(Assignment Assignment, string Message, Level Level)> In(AssignmentInstruction instruction) =>
        from assignment in instruction.Assignments
        where instruction.Name is "ENV" or "ARG"
        let told = Judge(instruction, assignment)
        where told is not null
        select (assignment, told.Value.Message, told.Value.Level);

    static (string Message, Level Level)? Judge(AssignmentInstruction instruction, Assignment assignment)
    {
        var name = SecretName.Read(assignment.Name);
        if (assignment.Value is not { } value)
            return name.Promise >= Promise.Maybe && instruction.Name == "ARG" ? ($"the build argument `{assignment.Name}` stays readable in the image's history", Level.Warning) : null;
        if (value.Text is not { } text)
        {
            // A variable that nobody declares is not what the build was given.
            return name.Promise >= Promise.Maybe && value.Uses.Any(use => instruction.Scope[use.Name].Knowledge == Knowledge.Declared) ? ($"`{assignment.Name}` stores what the build is given in the image", Level.Warning) : null;
        }
        if (SecretJudgement.Judge(assignment.Name, name, text) is not { } secret || (name.Promise < Promise.Hinted && secret.Name is null)) return null;
        var subject = secret.Name is { } inner && name.Promise < Promise.Given ? $"`{inner}` in `{assignment.Name}`" : $"`{assignment.Name}`";
        return (secret.What is { } what ? $"{subject} holds {what} in the image" : $"{subject} holds its value in the image", secret.Level);
    }
}
