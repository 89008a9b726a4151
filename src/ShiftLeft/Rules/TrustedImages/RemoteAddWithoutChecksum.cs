using ShiftLeft.Docker;
using ShiftLeft.Docker.Shell;

namespace ShiftLeft.Rules.TrustedImages;

/// <summary>ADD of an address without --checksum.</summary>
sealed class RemoteAddWithoutChecksum : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL1008", "remote-add-without-checksum", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "ADD fetches an address without a checksum",
        Why = "The file behind the address can change, and the build would take the new one without a word.",
        Fix = "Give the checksum: `ADD --checksum=sha256:… https://… /dest`; for git, name a commit.",
        References = ["https://docs.docker.com/reference/dockerfile/#add---checksum"],
        Similar = ["kics/curl_or_wget_instead_of_add"],
        Cwe = [494],
        SecuritySeverity = 5.5,
        Bad =
        [
            """
            FROM eclipse-temurin:25-jre
            ADD [|https://downloads.example.com/otel/2.10.0/opentelemetry-javaagent.jar|] /opt/otel/agent.jar
            COPY orders.jar /app/orders.jar
            USER 10001
            CMD ["java", "-javaagent:/opt/otel/agent.jar", "-jar", "/app/orders.jar"]

            """,
            """
            FROM debian:13-slim
            ARG NODE_VERSION=24.11.1
            ADD [|https://nodejs.org/dist/v${NODE_VERSION}/node-v${NODE_VERSION}-linux-x64.tar.xz|] /opt/
            USER 10001

            """,
        ],
        Good =
        [
            """
            FROM eclipse-temurin:25-jre
            ADD --checksum=sha256:829de165aa0f4302b65c36b66560f9dd05c29681040ce7ccd9803c6f83548d2b https://downloads.example.com/otel/2.10.0/opentelemetry-javaagent.jar /opt/otel/agent.jar
            COPY orders.jar /app/orders.jar
            USER 10001
            CMD ["java", "-javaagent:/opt/otel/agent.jar", "-jar", "/app/orders.jar"]

            """,
            """
            FROM debian:13-slim
            ADD orders-1.4.0.tar.gz /opt/
            USER 10001
            CMD ["/opt/orders/bin/orders"]

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        from stage in file.Stages
        from add in stage.Copies
        where add.IsAdd && add.Flag("checksum") is null
        from source in add.Sources
        let address = add.Expand(source).Text ?? source.Text
        let isGit = IsGit(address)
        where isGit ? !IsPinned(address) : (address.StartsWith("http://", StringComparison.Ordinal) || address.StartsWith("https://", StringComparison.Ordinal)) && !PinnedSource.NamesContent(address)
        select this.At(stage, source.Location, isGit ? $"`{address}` is added as it is on the day: no tag or commit is named" : $"`{address}` is added without a checksum");

    static bool IsGit(string address) => address.StartsWith("git@", StringComparison.Ordinal) || (address.Contains("://", StringComparison.Ordinal) && address.Split('#', '?')[0].TrimEnd('/').EndsWith(".git", StringComparison.Ordinal));

    /// <summary>A git address is pinned by a tag or commit behind its hash sign or in its query, which another tool's updater can follow.</summary>
    static bool IsPinned(string address)
    {
        var mark = address.AsSpan().IndexOfAny('#', '?');
        if (mark < 0) return false;
        var reference = address[(mark + 1)..].Split('&', ':')[0];
        return !PinnedSource.IsFloating(reference) && !reference.StartsWith("branch=", StringComparison.Ordinal) && !reference.StartsWith("subdir=", StringComparison.Ordinal);
    }
}
