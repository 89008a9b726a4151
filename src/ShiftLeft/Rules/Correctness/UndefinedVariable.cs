using System.Collections.Frozen;
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
        var suggestions = new Suggestion.Limited();
        return from stage in file.Stages
               from pair in stage.Expansions()
               from use in Undefined(pair.Expansion, pair.Instruction)
               let isGlobal = file.GlobalScope.Variables.ContainsKey(use.Name)
               let near = isGlobal || (pair.Instruction.Scope.MayHoldMore && OftenSet.Contains(use.Name)) ? null : suggestions.For(use.Name, pair.Instruction.Scope.Names)
               // A base image that is not known may set anything; then only a likely slip of the pen is told, or what the image's table does not list.
               where !pair.Instruction.Scope.MayHoldMore || isGlobal || near is not null || stage.BaseImage is { IsKnown: true, Environment.Count: > 0 }
               select isGlobal
                   ? this.AtUse(stage, use, $"`{use.Name}` is set before the first `FROM` only; the stage needs `ARG {use.Name}`")
                   : IsSetBy(pair.Instruction, use.Name) ? this.AtUse(stage, use, $"`{use.Name}` is set by the same instruction, which does not see it yet")
                   : this.AtUse(stage, use, $"nobody sets `{use.Name}`.{(near is null ? "" : $" Did you mean `{near}`?")}") with { IsConditional = pair.Instruction.Scope.MayHoldMore };
    }

    /// <summary>Images set these themselves, so they are no slip of the pen where the image is not known.</summary>
    static readonly FrozenSet<string> OftenSet = FrozenSet.ToFrozenSet(
        ["HOME", "USER", "LOGNAME", "SHELL", "PWD", "TERM", "LANG", "LANGUAGE", "LC_ALL", "TZ", "HOSTNAME", "PATH", "LD_LIBRARY_PATH", "PYTHONPATH", "NODE_ENV", "GOPATH", "GOROOT", "GOBIN", "JAVA_HOME", "CARGO_HOME", "RUSTUP_HOME", "APP_HOME", "APP_DIR", "APP_UID"], StringComparer.Ordinal);

    static bool IsSetBy(Instruction instruction, string name) => instruction is AssignmentInstruction { Name: "ENV" } env && env.Assignments.Any(assignment => assignment.Name == name);

    static IEnumerable<VariableUse> Undefined(Expansion expansion, Instruction instruction) => instruction.Scope.MayHoldMore
        ? expansion.Uses.Where(use => use.Value.Knowledge == Knowledge.Unknown).GroupBy(use => use.Name).Where(same => same.All(use => use.Modifier.Length == 0)).Select(same => same.First())
        : expansion.Undefined.Where(use => !use.IsMeantToBeUnset);
}
