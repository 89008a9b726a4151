using ShiftLeft.Docker.Syntax;
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

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings)
    {
        foreach (var stage in file.Stages)
        {
            foreach (var instruction in stage.Instructions)
            {
                foreach (var use in Words(instruction).SelectMany(word => instruction.Expand(word).Uses))
                {
                    if (use.Value.Knowledge != Knowledge.Unset || use.Modifier is not "" || !IsFault(file, stage, instruction, use)) continue;
                    var isGlobal = file.GlobalScope.Arguments.ContainsKey(use.Name);
                    var near = isGlobal ? null : Suggestion.For(use.Name, instruction.Scope.Names);
                    yield return this.At(stage, use.Location, isGlobal
                        ? $"`{use.Name}` is declared before the first `FROM` only; the stage needs `ARG {use.Name}`"
                        : $"nobody sets `{use.Name}`.{(near is null ? "" : $" Did you mean `{near}`?")}");
                }
            }
        }
    }

    /// <summary>A base image that is not known may set anything; then only a likely slip of the pen is reported.</summary>
    static bool IsFault(Dockerfile file, Stage stage, Instruction instruction, VariableUse use) =>
        !instruction.Scope.MayHoldMore || file.GlobalScope.Arguments.ContainsKey(use.Name) || Suggestion.For(use.Name, instruction.Scope.Names) is not null || stage.BaseImage.IsKnown && stage.BaseImage.Environment.Count > 0;

    static IEnumerable<Word> Words(Instruction instruction) => instruction switch
    {
        CopyInstruction or ExposeInstruction or UserInstruction or WorkdirInstruction or VolumeInstruction => instruction.Syntax.IsJson ? [] : instruction.Syntax.Words,
        AssignmentInstruction => instruction.Syntax.Words,
        _ => [],
    };
}
