using ShiftLeft.Docker;

namespace ShiftLeft.Rules.RuntimeHardening;

/// <summary>The final image switches a framework's development mode on.</summary>
sealed class DebugMode : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL2008", "debug-mode", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "The final image runs in development mode",
        Why = "Development modes show stack traces, settings and sometimes a console to whoever asks, and switch protections off.",
        Fix = "Remove the variable from the image, or set it to `Production`; set development values where containers are started.",
        Equivalents = ["sonar/S4507"],
        Cwe = [489],
        SecuritySeverity = 4.3,
        Bad =
        [
            """
            FROM mcr.microsoft.com/dotnet/aspnet:10.0
            ENV [|ASPNETCORE_ENVIRONMENT=Development|]
            COPY publish/ /app/
            USER $APP_UID
            ENTRYPOINT ["dotnet", "/app/Orders.dll"]

            """,
            """
            FROM python:3.13-slim
            ENV FLASK_APP=orders [|FLASK_DEBUG=1|]
            WORKDIR /app
            COPY requirements.txt orders.py ./
            RUN pip install --no-cache-dir -r requirements.txt
            USER 10001
            CMD ["flask", "run", "--host=0.0.0.0"]

            """,
        ],
        Good =
        [
            """
            FROM node:24
            ENV NODE_ENV=production DEBUG=0
            WORKDIR /app
            COPY dist/ ./
            USER 1000
            CMD ["node", "server.js"]

            """,
            """
            FROM node:24 AS build
            ENV NODE_ENV=development
            WORKDIR /src
            COPY web/ ./
            RUN npm ci && npm run build

            FROM node:24
            WORKDIR /app
            COPY --from=build /src/dist/ ./
            USER 1000
            CMD ["node", "server.js"]

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        file.FinalStage is not { } final ? [] :
        from stage in final.Chain
        from instruction in stage.Written.OfType<AssignmentInstruction>()
        where instruction.Name == "ENV"
        from assignment in instruction.Assignments
        let value = assignment.Value?.Text
        where value is not null && IsDebug(assignment.Name.ToUpperInvariant(), value.ToLowerInvariant()) && (final.Scope[assignment.Name].Text == value || IsTrigger(stage, instruction))
        select this.At(stage, assignment.Location, $"`{assignment.Name}` is `{value}` in the final image");

    /// <summary>What a trigger sets is set in the images that are built on this one.</summary>
    static bool IsTrigger(Stage stage, AssignmentInstruction assignment) => stage.Instructions.OfType<OnbuildInstruction>().Any(onbuild => onbuild.Trigger == assignment);

    /// <summary>A switch has the word at its end, or in front of one that means a switch; what cargo is told so is where symbols go.</summary>
    static bool IsDebugSwitch(string name)
    {
        var words = name.Split('_', StringSplitOptions.RemoveEmptyEntries);
        return words is not ["CARGO", ..] && (words[^1] is "DEBUG" or "DEBUGGER" or "DEBUGGING" || words is [.., "DEBUG", "MODE" or "ENABLED" or "ENABLE" or "ON"]);
    }

    static bool IsDebug(string name, string value) =>
        ((name.EndsWith("_ENV", StringComparison.Ordinal) || name.EndsWith("ENVIRONMENT", StringComparison.Ordinal)) && value is "dev" or "development") ||
        (value is "1" or "true" or "yes" or "on" or "enabled" && IsDebugSwitch(name)) ||
        (name.EndsWith("_MODE", StringComparison.Ordinal) && value is "debug" or "development") ||
        (name.EndsWith("ALLOW_EMPTY_PASSWORD", StringComparison.Ordinal) && value is "1" or "true" or "yes") ||
        (name == "POSTGRES_HOST_AUTH_METHOD" && value == "trust") ||
        (name == "XDEBUG_MODE" && value is not ("off" or "")) ||
        (name == "ASPNETCORE_DETAILEDERRORS" && value is "true" or "1");
}
