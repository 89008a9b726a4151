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
        Cwe = [489],
        SecuritySeverity = 4.3,
        Bad = ["FROM mcr.microsoft.com/dotnet/aspnet:10.0\nENV [|ASPNETCORE_ENVIRONMENT=Development|]\n"],
        Good = ["FROM node:22\nENV NODE_ENV=production DEBUG=0\n", "FROM node:22 AS build\nENV NODE_ENV=development\nFROM node:22\n"],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        file.FinalStage is not { } final ? [] :
        from stage in final.Chain
        from instruction in stage.Instructions.OfType<AssignmentInstruction>()
        where instruction.Name == "ENV"
        from assignment in instruction.Assignments
        let value = assignment.Value?.Text
        where value is not null && IsDebug(assignment.Name.ToUpperInvariant(), value.ToLowerInvariant()) && final.Scope[assignment.Name].Text == value
        select this.At(stage, assignment.Location, $"`{assignment.Name}` is `{value}` in the final image");

    static bool IsDebug(string name, string value) =>
        ((name.EndsWith("_ENV", StringComparison.Ordinal) || name.EndsWith("ENVIRONMENT", StringComparison.Ordinal)) && value is "dev" or "development") ||
        (name is "DEBUG" or "FLASK_DEBUG" or "DJANGO_DEBUG" or "APP_DEBUG" or "RAILS_DEBUG" && value is "1" or "true" or "yes" or "on") ||
        (name == "XDEBUG_MODE" && value is not ("off" or "")) ||
        (name == "ASPNETCORE_DETAILEDERRORS" && value is "true" or "1");
}
