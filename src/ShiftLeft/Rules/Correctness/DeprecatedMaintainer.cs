using ShiftLeft.Docker;

namespace ShiftLeft.Rules.Correctness;

/// <summary>MAINTAINER.</summary>
sealed class DeprecatedMaintainer : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL8013", "deprecated-maintainer", Level.Info, Profile.Recommended, Since: "0.1")
    {
        Title = "MAINTAINER is deprecated",
        Why = "Tools read labels; the instruction has been deprecated since 2017.",
        Fix = "Write `LABEL org.opencontainers.image.authors=\"…\"`.",
        References = ["https://docs.docker.com/reference/build-checks/maintainer-deprecated/"],
        Equivalents =
        [
            "DL4000", "DS-0022", "CKV_DOCKER_6", "BuildKit/MaintainerDeprecated", "kics/maintainer_instruction_being_used", "sonar/S6586",
            "semgrep/maintainer-is-deprecated",
        ],
        Bad =
        [
            """
            FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
            [|MAINTAINER Orders Team <orders@example.com>|]
            COPY publish/ /app/
            ENTRYPOINT ["dotnet", "/app/orders.dll"]

            """,
        ],
        Good =
        [
            """
            FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
            LABEL org.opencontainers.image.authors="Orders Team <orders@example.com>"
            COPY publish/ /app/
            ENTRYPOINT ["dotnet", "/app/orders.dll"]

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        from instruction in file.Syntax.Instructions
        where instruction.Name == "MAINTAINER"
        let fix = DockerFindings.Replace("Write a label", instruction.Location, $"LABEL org.opencontainers.image.authors=\"{instruction.Arguments.Text.Trim('"')}\"")
        select file.StageAt(instruction.Location.Span.Start) is { } stage ? this.At(stage, instruction.Location, "`MAINTAINER` is deprecated", fix) : At(instruction.Location, "`MAINTAINER` is deprecated");
}
