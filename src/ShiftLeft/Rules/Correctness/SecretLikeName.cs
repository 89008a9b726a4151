using ShiftLeft.Docker;
using ShiftLeft.Rules.Secrets;

namespace ShiftLeft.Rules.Correctness;

/// <summary>A variable that is called like a secret and holds none.</summary>
sealed class SecretLikeName : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL8039", "secret-like-name", Level.Info, Profile.All, Since: "0.1")
    {
        Title = "A variable is called like a secret",
        Why = "Nothing secret is in it here. Builders judge by the name alone and warn, and whoever fills the variable later puts a secret into the image.",
        Fix = "Choose a name that does not end in such a word, or name the file that holds the secret: `TOKEN_FILE`.",
        References = ["https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/"],
        Equivalents = ["BuildKit/SecretsUsedInArgOrEnv"],
        Bad =
        [
            """
            FROM node:22-alpine
            ENV [|NPM_TOKEN=|]
            RUN npm ci

            """,
            """
            FROM debian:13-slim
            ENV [|SORT_KEY=name|] PORT=8080

            """,
        ],
        Good =
        [
            """
            FROM node:22-alpine
            RUN --mount=type=secret,id=npm,env=NPM_TOKEN npm ci

            """,
            """
            FROM debian:13-slim
            ENV PUBLIC_KEY=/etc/key.pub TOKEN_FILE=/run/secrets/token KEYBOARD=us

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings)
    {
        var secrets = new SecretInEnvironment().Check(file, settings).Select(finding => finding.Location.Span.Start).ToHashSet();
        return from stage in file.Stages
               from instruction in stage.Written.OfType<AssignmentInstruction>()
               where instruction.Name is "ENV" or "ARG"
               from assignment in instruction.Assignments
               where IsSecretToBuildKit(assignment.Name) && !secrets.Contains(assignment.Location.Span.Start)
               select this.At(stage, assignment.Location, $"`{assignment.Name}` is called like a secret");
    }

    /// <summary>BuildKit looks at the words between underscores, in any case.</summary>
    internal static bool IsSecretToBuildKit(string name)
    {
        var words = name.ToLowerInvariant().Split('_');
        return words.Any(word => word is "apikey" or "auth" or "credential" or "credentials" or "key" or "password" or "pword" or "passwd" or "secret" or "token")
            && !words.Any(word => word is "public" or "file" or "version");
    }
}
