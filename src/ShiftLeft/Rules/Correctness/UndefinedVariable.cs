using ShiftLeft.Docker;
using ShiftLeft.Text;

namespace ShiftLeft.Rules.Correctness;

/// <summary>A variable that nobody sets.</summary>
sealed class UndefinedVariable : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL8021", "undefined-variable", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "A variable is used that nobody sets",
        Why = "It expands to nothing, so paths and names change without an error. An argument from before the first `FROM` must be declared again in the stage.",
        Fix = "Declare it with `ARG NAME` in the stage, correct the name, or give a default: `${NAME:-value}`.",
        References = ["https://docs.docker.com/reference/build-checks/undefined-var/"],
        Equivalents = ["BuildKit/UndefinedVar"],
        Similar = ["sonar/S6579"],
        Bad =
        [
            """
            ARG APP_VERSION=1.4
            FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
            LABEL org.opencontainers.image.version=[|$APP_VERSION|]
            COPY publish/ /app/
            ENTRYPOINT ["dotnet", "/app/orders.dll"]

            """,
            """
            FROM scratch
            ARG APP_DIR=/srv/gateway
            COPY gateway [|$APP_DRI|]/
            USER 10001
            ENTRYPOINT ["/srv/gateway/gateway"]

            """,
        ],
        Good =
        [
            """
            ARG APP_VERSION=1.4
            FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
            ARG APP_VERSION
            LABEL org.opencontainers.image.version=$APP_VERSION
            COPY publish/ /app/
            ENTRYPOINT ["dotnet", "/app/orders.dll"]

            """,
            """
            FROM scratch
            ARG APP_DIR=/srv/gateway
            COPY gateway $APP_DIR/
            ENV LOG_LEVEL=${LOG_LEVEL:-info} PATH=$PATH:/srv/gateway
            USER 10001
            ENTRYPOINT ["/srv/gateway/gateway"]

            """,
            """
            # The base image may set it.
            FROM ghcr.io/acme/orders-base:1.4
            COPY publish/ $ORDERS_HOME/

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        from stage in file.Stages
        from pair in stage.Expansions()
        from use in Undefined(pair.Expansion, stage, pair.Instruction)
        select Tell(file, stage, pair.Instruction, use);

    Finding Tell(Dockerfile file, Stage stage, Instruction instruction, VariableUse use)
    {
        if (file.GlobalScope.Variables.ContainsKey(use.Name)) return this.AtUse(stage, use, $"`{use.Name}` is set before the first `FROM` only; the stage needs `ARG {use.Name}`");
        var near = Suggestion.For(use.Name, instruction.Scope.Names);
        var hint = near is null ? "" : $" Did you mean `{near}`?";
        return this.AtUse(stage, use, $"nobody sets `{use.Name}`.{hint}") with { IsConditional = instruction.Scope.MayHoldMore };
    }

    /// <summary>A base image that is not known may set anything; then only a likely slip of the pen is reported, and what its table does not list.</summary>
    static IEnumerable<VariableUse> Undefined(Expansion expansion, Stage stage, Instruction instruction) =>
        !instruction.Scope.MayHoldMore ? expansion.Undefined.Where(use => !use.IsMeantToBeUnset)
        : expansion.Uses.Where(use => use is { Value.Knowledge: Knowledge.Unknown, Modifier: "" }).DistinctBy(use => use.Name)
            .Where(use => stage.BaseImage is { IsKnown: true, Environment.Count: > 0 } || IsSlip(stage, instruction, use));

    static bool IsSlip(Stage stage, Instruction instruction, VariableUse use) =>
        stage.From.Scope.Variables.ContainsKey(use.Name) || Suggestion.For(use.Name, instruction.Scope.Names) is not null;
}
