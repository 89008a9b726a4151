using ShiftLeft.Docker;
using ShiftLeft.Images;

namespace ShiftLeft.Rules.RuntimeHardening;

/// <summary>A user by name, which Kubernetes cannot check.</summary>
sealed class NamedUser : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL2003", "named-user", Level.Info, Profile.Recommended, Since: "0.1")
    {
        Title = "The final image names its user instead of giving a number",
        Why = "The kubelet does not read the image's `/etc/passwd`: under `runAsNonRoot: true` it refuses a container whose user is a name, because the name might be root's.",
        Fix = "Write the number: `USER 10001`; in .NET images `USER $APP_UID`.",
        References = ["https://github.com/dotnet/dotnet-docker/issues/4506"],
        Equivalents = ["DL3066"],
        Bad =
        [
            """
            FROM debian:13-slim
            RUN useradd --system --uid 10001 orders
            COPY orders /usr/local/bin/orders
            USER [|orders|]
            CMD ["orders"]

            """,
            """
            FROM node:24
            WORKDIR /app
            COPY dist/ ./
            USER [|node|]
            CMD ["node", "server.js"]

            """,
        ],
        Good =
        [
            """
            FROM debian:13-slim
            RUN useradd --system --uid 10001 orders
            COPY orders /usr/local/bin/orders
            USER 10001:10001
            CMD ["orders"]

            """,
            """
            FROM mcr.microsoft.com/dotnet/aspnet:10.0
            COPY publish/ /app/
            USER $APP_UID
            ENTRYPOINT ["dotnet", "/app/Orders.dll"]

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        file.FinalStage is { User: { Kind: ImageUserKind.NonRoot, IsNumeric: false, Instruction: { User: { } word } } user } stage
            // What holds a blank was meant otherwise, and is told as that.
            && !user.Name!.Contains(' ', StringComparison.Ordinal)
            // Windows has names only, and the kubelet compares those.
            && !stage.IsWindows && !user.Name.Equals("ContainerUser", StringComparison.OrdinalIgnoreCase)
            ? [this.At(stage, word.Location, $"the user `{user.Name}` is a name; Kubernetes cannot tell that it is not root")]
            : [];
}
