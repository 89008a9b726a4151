using System.Collections.Immutable;
using ShiftLeft.Docker;
using ShiftLeft.Docker.Shell;

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
            FROM google/cloud-sdk:550.0.0-slim
            COPY key.json /tmp/
            RUN [|gcloud auth activate-service-account --key-file=/tmp/key.json|]

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
        where !found.Run.Mounts.Any(mount => mount.Type == "secret")
        let message = Message(found.Command)
        where message is not null
        select this.At(found.Stage, found.Command.Location, message);

    /// <summary>Whether a command is this rule's, so that no other tells of the secret among its arguments.</summary>
    public static bool LogsIn(ShellCommand command) => Message(command) is not null;

    static string? Message(ShellCommand command)
    {
        if (Logins.Clouds.Contains(command.Name) && command.Assignments.Any(assignment => assignment.Value is null && SecretName.Read(assignment.Name).Promise == Promise.Given))
            return $"`{command.Name}` is given its secret as a variable of the step";
        if (!Logins.ByProgram.TryGetValue(command.Name, out var logins)) return null;
        var words = command.Arguments.Select(word => word.Value.Text).ToList();
        var verbs = words.Where(word => !word.StartsWith('-')).ToList();
        foreach (var login in logins)
        {
            if (!IsVerb(verbs, login.Verbs)) continue;
            if (login.Options.Any(option => IsGiven(words, option)) || login.Keys.Any(key => verbs.Exists(word => word.Contains(key, StringComparison.OrdinalIgnoreCase))) || (login.Place is { } place && verbs.Count > place && !IsHarmless(verbs[place])))
                return $"`{command.Name}` is given its secret as an argument";
            if (login.Files.Select(option => ValueOf(words, option)).FirstOrDefault(value => value is not null && !value.StartsWith("/run/secrets/", StringComparison.Ordinal)) is { } file)
                return $"`{command.Name}` logs in with {(file.Contains(ShellWord.Unknown, StringComparison.Ordinal) ? "a key file" : $"the key file `{file}`")}, and what it writes stays in the layer";
        }
        return null;
    }

    static bool IsVerb(List<string> verbs, ImmutableArray<string> expected) =>
        expected.Length <= verbs.Count && verbs.Take(expected.Length).SequenceEqual(expected);

    static bool IsGiven(List<string> words, string option) => ValueOf(words, option) is { Length: > 0 } value && !value.StartsWith("/run/secrets/", StringComparison.Ordinal);

    /// <summary>The value of an option: behind an equals sign, as the next word, or glued to a letter.</summary>
    static string? ValueOf(List<string> words, string option)
    {
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            if (word == option) return i + 1 < words.Count ? words[i + 1] : null;
            if (!word.StartsWith(option, StringComparison.Ordinal)) continue;
            if (word[option.Length] == '=') return word[(option.Length + 1)..];
            if (option is ['-', not '-']) return word[option.Length..];
        }
        return null;
    }

    static bool IsHarmless(string word) => word is "-" || word.StartsWith("http://", StringComparison.Ordinal) || word.StartsWith("https://", StringComparison.Ordinal);
}
