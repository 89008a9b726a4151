using ShiftLeft.Docker;
using ShiftLeft.Images;

namespace ShiftLeft.Rules.RuntimeHardening;

/// <summary>Nobody says who the final image runs as, and its base says root.</summary>
sealed class MissingUser : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL2002", "missing-user", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "The final image runs as root, because nobody says otherwise",
        Why = "Without `USER` the base image decides, and this one runs as root: a flaw in the runtime or a wrong mount then hands over the node.",
        Fix = "Add a numeric user before the end of the final stage, such as `USER 10001`; in .NET images `USER $APP_UID`, on Windows `USER ContainerUser`.",
        References = ["https://docs.docker.com/build/building/best-practices/#user", "https://devblogs.microsoft.com/dotnet/securing-containers-with-rootless/"],
        Equivalents =
        [
            "CKV_DOCKER_3", "DS-0002", "kics/missing_user_instruction", "sonar/S6471", "semgrep/missing-user", "semgrep/missing-user-entrypoint",
            "CIS-DI-0001",
        ],
        Cwe = [250],
        SecuritySeverity = 6.0,
        Bad =
        [
            """
            FROM [|debian:13-slim|]
            COPY orders /usr/local/bin/orders
            CMD ["orders"]

            """,
            """
            FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
            WORKDIR /src
            COPY src/ ./
            RUN dotnet publish Orders.csproj -o /publish

            FROM [|mcr.microsoft.com/dotnet/aspnet:10.0|]
            COPY --from=build /publish/ /app/
            ENTRYPOINT ["dotnet", "/app/Orders.dll"]

            """,
        ],
        Good =
        [
            """
            FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
            WORKDIR /src
            COPY src/ ./
            RUN dotnet publish Orders.csproj -o /publish

            FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
            COPY --from=build /publish/ /app/
            ENTRYPOINT ["dotnet", "/app/Orders.dll"]

            """,
            """
            FROM ghcr.io/acme/base:3.2
            COPY orders /usr/local/bin/orders
            CMD ["orders"]

            """,
            """
            FROM debian:13-slim
            RUN apt-get update \
                && apt-get install -y --no-install-recommends gosu \
                && rm -rf /var/lib/apt/lists/*
            COPY orders /usr/local/bin/orders
            ENTRYPOINT ["gosu", "www-data", "/usr/local/bin/orders"]

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings)
    {
        if (file.FinalStage is not { User: { Kind: ImageUserKind.Root, Instruction: null } } stage || StepDown.Of(stage) is { IsCertain: true } || stage.Base.IsScratch && !stage.Instructions.Any(i => i is CommandInstruction)) yield break;
        var advice = stage.IsWindows ? "; `USER ContainerUser` runs it without an administrator's rights"
            : stage.BaseImage.Environment.ContainsKey("APP_UID") ? "; `USER $APP_UID` runs it as the image's own user" : "";
        var finding = this.At(stage, stage.Anchor, $"no `USER` is set, and `{Base(stage)}` runs as {(stage.IsWindows ? $"`{stage.User.Name}`" : "root")}{advice}");
        yield return StepDown.Of(stage) is { } excuse ? finding with { Message = $"{finding.Message}; {excuse.Reason}", Level = Level.Info } : finding;
    }

    static string Base(Stage stage) => stage.Bottom.Image?.Text ?? "scratch";
}
