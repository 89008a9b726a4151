using ShiftLeft.Docker;
using ShiftLeft.Text;

namespace ShiftLeft.Rules.Correctness;

/// <summary>FROM with a variable that is not declared before it.</summary>
sealed class UndefinedFromArgument : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL8022", "undefined-from-argument", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "FROM uses an argument that is not declared before it",
        Why = "Only `ARG` before the first `FROM` is visible in `FROM`; the reference becomes incomplete and the build fails, or takes another image.",
        Fix = "Declare it above the first `FROM`: `ARG NAME=default`.",
        References = ["https://docs.docker.com/reference/build-checks/undefined-arg-in-from/"],
        Equivalents = ["BuildKit/UndefinedArgInFrom"],
        Bad =
        [
            """
            ARG NODE_VERSION=24-slim
            FROM node:[|$NODE_VERSOIN|]
            WORKDIR /srv/web
            COPY . .
            USER 1000
            CMD ["node", "server.js"]

            """,
        ],
        Good =
        [
            """
            ARG NODE_VERSION=24-slim
            FROM node:$NODE_VERSION
            WORKDIR /srv/web
            COPY . .
            USER 1000
            CMD ["node", "server.js"]

            """,
            """
            # The builder gives the platform; the tag has a default.
            FROM --platform=$BUILDPLATFORM golang:${GO_VERSION:-1.26}
            WORKDIR /src
            COPY . .
            RUN go build ./...

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        Check(file, new Suggestion.Limited());

    IEnumerable<Finding> Check(Dockerfile file, Suggestion.Limited suggestions) =>
        from stage in file.Stages
        from expansion in stage.From.Expansions
        from use in expansion.Undefined
        where !use.IsMeantToBeUnset
        select this.At(stage, use.Location, $"`{use.Name}` is not declared before the first `FROM`.{suggestions.Sentence(use.Name, file.GlobalScope.Names)}");
}
