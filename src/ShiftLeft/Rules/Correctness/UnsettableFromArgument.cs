using ShiftLeft.Docker;
using ShiftLeft.Text;

namespace ShiftLeft.Rules.Correctness;

/// <summary>A default in FROM for an argument that nothing can set.</summary>
sealed class UnsettableFromArgument : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL8037", "unsettable-from-argument", Level.Info, Profile.All, Since: "0.1")
    {
        Title = "FROM has a default for an argument that no build can set",
        Why = "`${TAG:-13}` reads as if `TAG` could be given. Without `ARG TAG` above the first `FROM`, a build argument of that name is not seen there, and the default always stands.",
        Fix = "Declare it above the first `FROM`, `ARG TAG`, or write the value itself.",
        References = ["https://docs.docker.com/reference/build-checks/undefined-arg-in-from/"],
        Equivalents = ["BuildKit/UndefinedArgInFrom"],
        Bad =
        [
            """
            FROM python:[|${PYTHON_VERSION:-3.13}|]-slim
            WORKDIR /app
            COPY . .
            CMD ["python", "app.py"]

            """,
            """
            ARG REGISTRY=docker.io
            FROM ${REGISTRY}/library/nginx:[|${NGINX_VERSION-1.29}|]
            COPY dist /usr/share/nginx/html

            """,
        ],
        Good =
        [
            """
            ARG PYTHON_VERSION
            FROM python:${PYTHON_VERSION:-3.13}-slim
            WORKDIR /app
            COPY . .
            CMD ["python", "app.py"]

            """,
            """
            FROM --platform=${BUILDPLATFORM:-linux/amd64} golang:1.26 AS build
            RUN go version

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        Check(file, new Suggestion.Limited());

    IEnumerable<Finding> Check(Dockerfile file, Suggestion.Limited suggestions) =>
        from stage in file.Stages
        from expansion in stage.From.Expansions
        from use in expansion.Undefined
        where use.IsMeantToBeUnset
        select this.At(stage, use.Location, $"`{use.Name}` is not declared before the first `FROM`, so no build can set it{use.Consequence}.{suggestions.Sentence(use.Name, file.GlobalScope.Names)}");
}
