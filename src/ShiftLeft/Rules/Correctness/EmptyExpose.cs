using ShiftLeft.Docker;
using ShiftLeft.Text;

namespace ShiftLeft.Rules.Correctness;

/// <summary>EXPOSE with a variable that holds nothing.</summary>
sealed class EmptyExpose : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL8033", "empty-expose", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "EXPOSE names no port",
        Why = "The variable is set by nobody, so nothing is left of the word, and builders take that without a warning. Whoever publishes all exposed ports publishes none.",
        Fix = "Declare the variable in the stage with a default, `ARG PORT=8080`, or write the port.",
        References = ["https://docs.docker.com/reference/dockerfile/#expose"],
        Bad =
        [
            """
            ARG PORT=8080
            FROM debian:13-slim
            COPY service /usr/local/bin/
            EXPOSE [|$PORT|]
            ENTRYPOINT ["service"]

            """,
            """
            FROM alpine:3.22
            ENV HTTP_PORT=8080 METRICS_PORT=9090
            EXPOSE ${HTTP_PORT} [|${METRIC_PORT}|]

            """,
        ],
        Good =
        [
            """
            ARG PORT=8080
            FROM debian:13-slim
            ARG PORT
            COPY service /usr/local/bin/
            EXPOSE $PORT
            ENTRYPOINT ["service"]

            """,
            """
            FROM alpine:3.22
            ARG PORT
            EXPOSE ${PORT} ${ADMIN_PORT:-9090}

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        Check(file, new Suggestion.Limited());

    IEnumerable<Finding> Check(Dockerfile file, Suggestion.Limited suggestions) =>
        from stage in file.Stages
        from expose in stage.Instructions.OfType<ExposeInstruction>()
        from word in expose.Syntax.Words
        let expansion = expose.Expand(word)
        where expansion.Text is { } text && string.IsNullOrWhiteSpace(text)
        from use in expansion.Undefined.Take(1)
        select this.At(stage, word.Location, file.GlobalScope.Variables.ContainsKey(use.Name)
            ? $"`{use.Name}` is set before the first `FROM` only, so nothing is exposed; the stage needs `ARG {use.Name}`"
            : $"nobody sets `{use.Name}`, so nothing is exposed.{suggestions.Sentence(use.Name, expose.Scope.Names)}");
}
