using ShiftLeft.Docker;
using ShiftLeft.Text;

namespace ShiftLeft.Rules.Correctness;

/// <summary>A default for a variable that nothing can set.</summary>
sealed class UnsettableVariable : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL8036", "unsettable-variable", Level.Info, Profile.All, Since: "0.1")
    {
        Title = "A variable has a default, but no build can set it",
        Why = "`${NAME:-value}` reads as if `NAME` could be given. Without `ARG NAME` in the stage, a build argument of that name does not reach it, and the default always stands.",
        Fix = "Declare it in the stage, `ARG NAME`, or write the value itself.",
        References = ["https://docs.docker.com/reference/build-checks/undefined-var/", "https://docs.docker.com/reference/dockerfile/#scope"],
        Equivalents = ["BuildKit/UndefinedVar"],
        Bad =
        [
            """
            FROM debian:13-slim
            WORKDIR [|${APP_HOME:-/srv/app}|]
            COPY service .
            ENTRYPOINT ["./service"]

            """,
            """
            ARG VARIANT=slim
            FROM debian:13-${VARIANT}
            LABEL org.opencontainers.image.base.name=debian:13-[|${VARIANT:-slim}|]

            """,
        ],
        Good =
        [
            """
            FROM debian:13-slim
            ARG APP_HOME
            WORKDIR ${APP_HOME:-/srv/app}
            COPY service .
            ENTRYPOINT ["./service"]

            """,
            """
            FROM debian:13-slim
            ENV PATH=/opt/service/bin${PATH:+:$PATH}
            RUN echo ${HOME:-/root}

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings)
    {
        var suggestions = new Suggestion.Limited();
        return from stage in file.Stages
               from pair in stage.Expansions()
               where !pair.Instruction.Scope.MayHoldMore
               from use in pair.Expansion.Undefined
               where use.IsMeantToBeUnset
               select file.GlobalScope.Variables.ContainsKey(use.Name)
                   ? this.AtUse(stage, use, $"`{use.Name}` is set before the first `FROM` only, and the stage has no `ARG {use.Name}`{use.Consequence}")
                   : this.AtUse(stage, use, $"nothing sets `{use.Name}`, and without `ARG {use.Name}` no build can{use.Consequence}.{suggestions.Sentence(use.Name, pair.Instruction.Scope.Names)}");
    }
}
