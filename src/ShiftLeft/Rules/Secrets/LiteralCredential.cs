using ShiftLeft.Docker;
using ShiftLeft.Docker.Shell;
using ShiftLeft.Text;

namespace ShiftLeft.Rules.Secrets;

/// <summary>A key, token or password that gives itself away: by its form, or by the name of the argument or setting that it is given to.</summary>
sealed class LiteralCredential : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL7002", "literal-credential", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A credential stands in the Dockerfile",
        Why = "It is in the repository's history and in the image's. Whoever reads either can use it until it is revoked.",
        Fix = "Revoke it, then give its successor to the build with `RUN --mount=type=secret`.",
        References = ["https://docs.docker.com/build/building/secrets/"],
        Equivalents = ["kics/passwords_and_secrets_in_infrastructure_code_dockerfile"],
        Cwe = [798],
        SecuritySeverity = 9.1,
        Bad =
        [
            """
            FROM golang:1.26 AS build
            RUN git clone https://[|deploy:hunter2secret|]@git.example.com/acme/orders.git /src
            WORKDIR /src
            RUN go build -o /out/orders ./cmd/orders

            """,
            """
            FROM node:24-slim AS build
            WORKDIR /srv/web
            COPY . .
            RUN npm run build && npx release --password=[|m1dnight_oil|]

            """,
        ],
        Good =
        [
            """
            FROM golang:1.26 AS build
            RUN --mount=type=secret,id=git-password,env=GIT_PASSWORD \
                git clone https://deploy:${GIT_PASSWORD}@git.example.com/acme/orders.git /src
            WORKDIR /src
            RUN go build -o /out/orders ./cmd/orders

            """,
            """
            # A key from a manual opens nothing.
            FROM golang:1.26 AS test
            WORKDIR /src
            COPY . .
            RUN AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE go test ./...

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        from stage in file.Stages.Cast<Stage?>().Prepend(null)
        from instruction in stage?.Written ?? file.GlobalArguments
        let found = In(stage, instruction)
        let told = found.Count > 0 && instruction is AssignmentInstruction assigning ? SecretInEnvironment.In(assigning).Select(told => told.Assignment.Location.Span).ToList() : []
        from secret in found
        where !told.Exists(span => span.Overlaps(secret.Place.Span))
        select (stage is null ? At(secret.Place, Message(secret.Secret)) : this.At(stage, secret.Place, Message(secret.Secret))) with { Level = secret.Secret.Level };

    static string Message(Secret secret) => secret switch
    {
        { What: { } what, Name: { } name } => $"`{name}` is given {what} in the file",
        { What: { } what } => $"{what} stands in the file",
        { Name: { } name } => $"`{name}` is given its value in the file",
        _ => "a secret stands in the file",
    };

    static List<(Location Place, Secret Secret)> In(Stage? stage, Instruction instruction)
    {
        var arguments = instruction.Syntax.Arguments;
        var found = Credentials.Find(arguments.Text).Select(secret => (arguments.LocationOf(secret.Span), secret)).ToList();
        foreach (var heredoc in instruction.Syntax.Heredocs)
        {
            // What a shell runs is read as commands; what is written to a file is read as settings.
            var secrets = instruction is RunInstruction ? Credentials.Find(heredoc.Body.Text) : SecretJudgement.Find(heredoc.Body.Text);
            found.AddRange(secrets.Select(secret => (new Location(heredoc.Body.Source, secret.Span.Shift(heredoc.Body.Span.Start)), secret)));
        }
        if (instruction is AssignmentInstruction assigning) AddValues(assigning, found);
        if (stage is not null && instruction is RunInstruction or CommandInstruction or HealthcheckInstruction) AddCommands(stage, instruction, found);
        return found;
    }

    /// <summary>What escapes and quotes hid in the text as written.</summary>
    static void AddValues(AssignmentInstruction instruction, List<(Location Place, Secret Secret)> found)
    {
        foreach (var assignment in instruction.Assignments)
        {
            if (found.Count >= Credentials.Most) break;
            if (assignment is not { Value.Text: { } text, ValueLocation: { } place } || found.Exists(known => known.Place.Span.Overlaps(place.Span))) continue;
            if (SecretJudgement.Judge("", text) is { Name: null } secret) found.Add((place, secret));
        }
    }

    static void AddCommands(Stage stage, Instruction instruction, List<(Location Place, Secret Secret)> found)
    {
        var script = stage.Script(instruction);
        var source = instruction.Location.Source;
        var named = script.Unread is not null
            ? SecretJudgement.Find(instruction.Syntax.Arguments.Text).Select(secret => (instruction.Syntax.Arguments.ToSource(secret.Span), secret))
            : script.Commands.Where(command => !LoginInRun.LogsIn(command)).SelectMany(CommandSecrets.In);
        foreach (var (span, secret) in named)
        {
            if (found.Count < Credentials.Most && !found.Exists(known => known.Place.Span.Overlaps(span))) found.Add((new(source, span), secret));
        }
    }
}
