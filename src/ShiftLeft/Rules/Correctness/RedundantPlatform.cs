using ShiftLeft.Docker;

namespace ShiftLeft.Rules.Correctness;

/// <summary>--platform=$TARGETPLATFORM, which is the default.</summary>
sealed class RedundantPlatform : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL8016", "redundant-platform", Level.Info, Profile.Recommended, Since: "0.1")
    {
        Title = "A stage asks for the platform that it has anyway",
        Why = "`$TARGETPLATFORM` is the default; the flag says nothing and is read every time.",
        Fix = "Remove `--platform=$TARGETPLATFORM`.",
        References = ["https://docs.docker.com/reference/build-checks/redundant-target-platform/"],
        Equivalents = ["DL3065", "BuildKit/RedundantTargetPlatform"],
        Bad =
        [
            """
            FROM [|--platform=$TARGETPLATFORM|] mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
            COPY publish/ /app/
            ENTRYPOINT ["dotnet", "/app/orders.dll"]

            """,
        ],
        Good =
        [
            """
            FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
            COPY publish/ /app/
            ENTRYPOINT ["dotnet", "/app/orders.dll"]

            """,
            """
            # The platform of the builder is another one.
            FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0 AS build
            ARG TARGETARCH
            WORKDIR /src
            COPY . .
            RUN dotnet publish -a $TARGETARCH -o /app

            FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
            COPY --from=build /app /app
            ENTRYPOINT ["dotnet", "/app/orders.dll"]

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        from stage in file.Stages
        let flag = stage.From.Flag("platform")
        where stage.From.Expand(flag) is { Prefix: "", Suffix: "", Uses: [{ Name: "TARGETPLATFORM", Value.Knowledge: Knowledge.Set }] }
        select this.At(stage, flag!.Location, "`$TARGETPLATFORM` is the platform that the stage has anyway");
}
