using ShiftLeft.Docker;
using ShiftLeft.Images;

namespace ShiftLeft.Rules.RuntimeHardening;

/// <summary>The final image is told to run as root.</summary>
sealed class RootUser : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL2001", "root-user", Level.Error, Profile.Recommended, Since: "0.1")
    {
        Title = "The final image runs as root",
        Why = "A process that is root in the container is root towards the kernel too: a flaw in the runtime or a wrong mount hands over the node. Root can also change everything in its own file system.",
        Fix = "End the final stage with a numeric user, such as `USER 10001`; in .NET images `USER $APP_UID`.",
        References = ["https://docs.docker.com/build/building/best-practices/#user"],
        Equivalents = ["DL3002", "DS-0002", "CKV_DOCKER_8", "kics/last_user_is_root", "sonar/S6471", "semgrep/last-user-is-root", "CIS-DI-0001"],
        Cwe = [250],
        SecuritySeverity = 7.0,
        Bad =
        [
            """
            FROM debian:13-slim
            USER [|root|]
            RUN apt-get update \
                && apt-get install -y --no-install-recommends ca-certificates \
                && rm -rf /var/lib/apt/lists/*
            COPY orders /usr/local/bin/orders
            CMD ["orders"]

            """,
            """
            FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS base
            USER [|0:0|]
            WORKDIR /app

            FROM base
            COPY publish/ ./
            ENTRYPOINT ["dotnet", "Orders.dll"]

            """,
        ],
        Good =
        [
            """
            FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
            USER root
            WORKDIR /src
            COPY src/ ./
            RUN dotnet publish Orders.csproj -o /publish

            FROM mcr.microsoft.com/dotnet/aspnet:10.0
            USER root
            RUN apt-get update \
                && apt-get install -y --no-install-recommends ca-certificates \
                && rm -rf /var/lib/apt/lists/*
            COPY --from=build /publish/ /app/
            USER 10001
            ENTRYPOINT ["dotnet", "/app/Orders.dll"]

            """,
            """
            ARG RUN_AS
            FROM debian:13-slim
            ARG RUN_AS
            COPY orders /usr/local/bin/orders
            USER $RUN_AS
            CMD ["orders"]

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings)
    {
        // The last trigger is the last word on an image that is built on this one and says nothing itself.
        if (file.FinalStage is { } final && StepDown.TriggeredUser(final) is var (trigger, name) && StepDown.IsRoot(name)) yield return this.At(final, trigger.Word!.Location, $"an image that is built on this one runs as `{name}`");
        if (file.FinalStage is not { User: { Kind: ImageUserKind.Root, Instruction: { User: { } word } } user } stage) yield break;
        var finding = this.At(stage, word.Location, user.Name!.Length > 0 ? $"the final image runs as `{user.Name}`" : $"`{word.Text}` is nobody here, and without a user the final image runs as root");
        // Who writes `USER root` last has said so, whatever the image starts.
        if (StepDown.Of(stage) is not { IsOfService: true } excuse) yield return finding;
        else if (!excuse.IsCertain) yield return finding with { Message = $"{finding.Message}; {excuse.Reason}", Level = Level.Info };
    }
}
