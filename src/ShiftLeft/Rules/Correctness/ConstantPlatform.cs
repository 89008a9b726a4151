using ShiftLeft.Docker;

namespace ShiftLeft.Rules.Correctness;

/// <summary>A stage fixed to one platform.</summary>
sealed class ConstantPlatform : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL8015", "constant-platform", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "A stage is fixed to one platform",
        Why = "A build for another platform takes the wrong base without a word, or runs under emulation.",
        Fix = "Remove `--platform`, or use `--platform=$BUILDPLATFORM` for a stage that cross-compiles.",
        References = ["https://docs.docker.com/reference/build-checks/from-platform-flag-const-disallowed/"],
        Equivalents = ["DL3029", "BuildKit/FromPlatformFlagConstDisallowed", "kics/using_platform_with_from", "semgrep/avoid-platform-with-from"],
        Bad =
        [
            """
            FROM [|--platform=linux/amd64|] mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
            COPY publish/ /app/
            ENTRYPOINT ["dotnet", "/app/orders.dll"]

            """,
        ],
        Good =
        [
            """
            FROM --platform=$BUILDPLATFORM golang:1.26 AS build
            ARG TARGETOS TARGETARCH
            WORKDIR /src
            COPY . .
            RUN CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -o /out/gateway ./cmd/gateway

            FROM gcr.io/distroless/static:nonroot
            COPY --from=build /out/gateway /gateway
            ENTRYPOINT ["/gateway"]

            """,
            """
            # The stages say which platform they are for.
            FROM --platform=linux/amd64 debian:12-slim AS tools-amd64
            COPY tools/linux-x64/ /usr/local/bin/

            FROM --platform=linux/arm64 debian:12-slim AS tools-arm64
            COPY tools/linux-arm64/ /usr/local/bin/

            FROM tools-$TARGETARCH

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        from stage in file.Stages
        let flag = stage.From.Flag("platform")
        where flag is { Mapped.Length: > 0 } && stage.From.Expand(flag) is { IsLiteral: true, Text: { } text } && Platform.Parse(text) is { } platform && !IsNamedAfter(stage, platform)
        select this.At(stage, flag.Location, $"the stage is built for `{flag.Value}` whatever the build is for");

    /// <summary>A stage that is called after its platform says that it is meant.</summary>
    static bool IsNamedAfter(Stage stage, Platform platform) =>
        stage.Name is { } name && (name.Contains(platform.System, StringComparison.Ordinal) || name.Contains(platform.Architecture, StringComparison.Ordinal));
}
